import type { Client } from 'pg';
import { commandFor } from '../../../src/commands/submit-request';
import type { SubjectSet } from '../../../src/domain/policy/policy';
import { connect } from '../../../src/storage/connection';
import { caller } from '../../support/cast';
import { newRequest } from '../../support/stage';
import { activate, approvalBy, cancel, deactivate, demandApproval, editPolicy, makeEligible, role } from './acts';
import { freshStage } from './fresh-stage';
import { person, stagesOf } from './staged';

const stage = freshStage(async (stage) => {
  await makeEligible(stage);
  await settled();
});

/** Alice activates the role and ends that again, so that its policy is known. */
async function settled(): Promise<void> {
  await activate(stage);
  stage.clock.advance('PT10M');
  await deactivate(stage);
}

/** A process of its own: asks what would become of an activation by Alice. */
function judged(): () => Promise<unknown> {
  const elsewhere = stage.runAt(stage.clock.now());
  const request = newRequest('alice', { roleDefinitionId: role, end: { duration: 'PT2H' }, isValidationOnly: true });
  return () =>
    elsewhere(commandFor(request), request, caller('alice')).then(
      ({ result, notice }) => ({ status: result.request.status, notice }),
      ({ code, message, details }) => ({ code, message, details }),
    );
}

const ofRole = `role_definition_id = '${role}' and provider = 'directory'`;

async function asOwner(act: (owner: Client) => Promise<unknown>): Promise<void> {
  const owner = await connect(stage.ownerUrl, {});
  try {
    await act(owner);
  } finally {
    await owner.end();
  }
}

const limited = (longest: string) =>
  `update policy set rules = (select jsonb_agg(case when rule ->> 'id' = 'Expiration_EndUser_Assignment'
      then rule || '{"maximumDuration": "${longest}"}' else rule end order by place)
     from jsonb_array_elements(rules) with ordinality as r (rule, place)) where ${ofRole}`;

describe('a policy that the process knows', () => {
  test('counts no more once somebody else has changed it', async () => {
    await asOwner((owner) => owner.query(limited('PT1H')));
    await expect(activate(stage)).rejects.toMatchObject({ code: 'RoleAssignmentRequestPolicyValidationFailed' });
  });

  test('counts still while the change is not committed, and after it was taken back', () =>
    asOwner(async (owner) => {
      await owner.query('begin');
      await owner.query(limited('PT1H'));
      await settled();
      await owner.query('rollback');
      await settled();
    }));

  test.each<[string, SubjectSet]>([
    ['somebody decides', person('ben')],
    ['nobody but himself could decide', person('alice')],
  ])('counts no more in another process, for its stages as for the rest: %s', async (_who, approver) => {
    const elsewhere = judged();
    const before = await elsewhere();
    await demandApproval(stage, approver);
    const after = await elsewhere();
    expect(after).not.toEqual(before);
    expect(after).toEqual(await judged()());
    await editPolicy(stage, [
      { id: 'Approval_EndUser_Assignment', setting: { ...approvalBy(approver), isApprovalRequired: false } },
    ]);
    expect(await elsewhere()).toEqual(before);
  });

  test.each<[string, SubjectSet, boolean]>([
    ['somebody decides', person('ben'), false],
    ['administrators do', person('alice'), true],
  ])(
    'E-4: who decides is seen with the first request after a change, and with the next: %s',
    async (_who, approver, isFallback) => {
      await demandApproval(stage, approver);
      for (const _turn of ['first', 'next']) {
        const { id } = await activate(stage);
        expect(await stagesOf(stage, id)).toMatchObject([{ is_decided_by_administrators: isFallback }]);
        await cancel(stage, id);
      }
    },
  );

  test('M-7: nor does its role, once that is disabled', async () => {
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
    await expect(activate(stage)).rejects.toThrow();
    await stage.pool.query('update role_definition set is_enabled = true where id = $1', [role]);
    expect(await activate(stage)).toMatchObject({ status: 'Provisioned' });
  });
});
