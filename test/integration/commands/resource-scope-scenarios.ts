import { createResourceScope } from '../../../src/commands/create-resource-scope';
import { deleteResourceScope } from '../../../src/commands/delete-resource-scope';
import { ruleResourceScope } from '../../../src/commands/rule-resource-scope';
import { updateResourceScope } from '../../../src/commands/update-resource-scope';
import { caller, cast } from '../../support/cast';
import type { Stage } from '../../support/stage';
import { root } from './resource-acts';

const id = root.toLowerCase();

/** What the commands that change the tree of resources leave behind, each done by Adam to an empty tree's root. */
export function resourceScopeScenarios(stage: () => Stage) {
  const adam = caller('adam');
  const create = () =>
    stage().run(createResourceScope, { id, spelling: root, displayName: 'Contoso', parentId: null }, adam);
  const empty = async () => {
    await stage().pool.query('delete from resource_scope');
  };
  const planted = async () => {
    await empty();
    await create();
  };
  const scenario = (verb: string, event: string, prepare: () => Promise<void>, act: () => Promise<unknown>) => ({
    command: `resource.${verb}`,
    prepare: async () => {
      await prepare();
      return act;
    },
    events: [event],
    by: cast.adam,
  });
  return [
    scenario('create', 'resource.scopeCreated', empty, create),
    scenario('update', 'resource.scopeUpdated', planted, () =>
      stage().run(updateResourceScope, { id, parentId: null, displayName: 'Contoso Ltd' }, adam),
    ),
    scenario('delete', 'resource.scopeDeleted', planted, () => stage().run(deleteResourceScope, { id }, adam)),
    scenario('rule', 'schedule.started', planted, () =>
      stage().run(ruleResourceScope, { principalId: cast.adam, scopeId: id }, adam),
    ),
  ];
}
