import { Readable } from 'node:stream';
import { v7 } from 'uuid';
import { importDirectory } from '../../../src/storage/import/import-directory';
import { cast, groups } from '../../support/cast';
import { activate, holds, makeEligible } from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { enter, expel, prepareGroups } from '../commands/hanging-acts';

const stage = freshStage(prepareGroups);

const importing = (file: object) =>
  importDirectory({
    url: stage.ownerUrl,
    source: Readable.from([Buffer.from(JSON.stringify(file))]),
    fileName: 'directory.json',
    now: stage.clock.now(),
    newId: () => v7(),
  });
const withoutAlice = { groups: [{ id: groups.helpdesk, displayName: 'IT Helpdesk', members: [cast.ben] }] };

describe('W-1 whoever leaves a group in the directory, and belongs to it through PIM for a while yet', () => {
  beforeEach(async () => {
    await makeEligible(stage, { principalId: groups.helpdesk });
    await enter(stage, { groupId: groups.helpdesk, end: { duration: 'PT1H' } });
    await activate(stage, { end: { duration: 'PT2H' } });
    stage.clock.advance('PT10M');
    await importing(withoutAlice);
  });

  test('keeps nothing for longer than that', async () => {
    stage.clock.advance('PT50M');
    expect(await holds(stage)).toBe(false);
  });

  test('keeps nothing once that is taken away', async () => {
    await expel(stage, { groupId: groups.helpdesk });
    expect(await holds(stage)).toBe(false);
  });
});
