import { v7 } from 'uuid';
import { importDirectory } from '../../../src/storage/import/import-directory';
import { cast, groups } from '../../support/cast';
import { codeOf, refusal } from './acts';
import { freshStage } from './fresh-stage';
import { type AtGroup, enter, expel, groupsOf, invite, join, prepareGroups, sets } from './hanging-acts';
import { broken, outcomes } from './racers';

const stage = freshStage(prepareGroups);
jest.setTimeout(120_000);

/** Makes the group `inner` an active member of the group `outer`, both ways written as they read: inner in outer. */
const nest = (inner: string, outer: string, differing: AtGroup = {}) =>
  enter(stage, { principalId: inner, groupId: outer, ...differing });

/** Imports that one group has the other as its only member. */
const importNesting = (outer: string, inner: string) =>
  importDirectory({
    url: stage.ownerUrl,
    source: file({ groups: [{ id: outer, displayName: 'Outer', securityEnabled: true, members: [inner] }] }),
    fileName: 'nesting.json',
    now: stage.clock.now(),
    newId: () => v7(),
  });

async function* file(content: object) {
  yield Buffer.from(JSON.stringify(content));
}

describe('issue 5.2: groups do not come to contain themselves', () => {
  test('neither at once nor through others, nor through the directory', async () => {
    expect(await codeOf(nest(sets.staff, sets.staff))).toBe('Request_BadRequest');
    await nest(sets.staff, sets.partners);
    expect((await refusal(nest(sets.partners, sets.staff))).message).toContain('groups cannot contain themselves');
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.plain,
      sets.partners,
    ]);
    expect(await codeOf(nest(groups.plain, sets.staff))).toBe('Request_BadRequest');
    expect((await nest(groups.plain, groups.approvers)).status).toBe('Provisioned');
  });

  test('nor by a membership that is to begin; one that has ended is none', async () => {
    await nest(sets.staff, sets.partners, { startAt: '2026-01-05T00:00:00Z', end: { duration: 'P1D' } });
    expect(await codeOf(nest(sets.partners, sets.staff))).toBe('Request_BadRequest');
    stage.clock.set('2026-01-06T00:00:00Z');
    expect((await nest(sets.partners, sets.staff)).status).toBe('Provisioned');
  });

  test('adminRenew: nor by what comes back', async () => {
    await nest(sets.staff, sets.partners, { end: { duration: 'P1D' } });
    stage.clock.set('2026-01-02T00:00:00Z');
    await nest(sets.partners, sets.staff);
    const renewal = { action: 'adminRenew', startAt: '2026-01-02T00:00:00Z' } as const;
    expect(await codeOf(nest(sets.staff, sets.partners, renewal))).toBe('Request_BadRequest');
    stage.clock.advance('PT5M');
    await expel(stage, { groupId: sets.staff, principalId: sets.partners });
    expect((await nest(sets.staff, sets.partners, { ...renewal, startAt: '2026-01-02T00:05:00Z' })).status).toBe(
      'Provisioned',
    );
  });

  test('G-8, G-9 a group may be eligible for its own member: its people activate for themselves', async () => {
    await nest(sets.staff, sets.partners);
    await invite(stage, { groupId: sets.staff, principalId: sets.partners });
    await enter(stage, { groupId: sets.partners });
    await join(stage, { groupId: sets.staff });
    expect(await groupsOf(stage, cast.alice)).toEqual(['IT Helpdesk', 'partners', 'staff']);
    expect(await groupsOf(stage, sets.staff)).toEqual(['partners']);
  });

  test('an import makes no circle with what is held through PIM', async () => {
    await nest(sets.staff, sets.partners);
    const refused = await refusal(importNesting(sets.staff, sets.partners));
    expect(refused.message).toContain('in a circle');
    stage.clock.advance('P30D');
    await importNesting(sets.staff, sets.partners);
    expect(await groupsOf(stage, sets.partners)).toEqual(['Outer']);
  });
});

describe('issue 5.2: at the same instant', () => {
  test('one group in the other, and the other in the one', async () => {
    for (let round = 0; round < 50; round += 1) {
      const came = await outcomes(
        [() => nest(sets.staff, sets.partners), () => nest(sets.partners, sets.staff)],
        round % 2 === 1,
      );
      expect(['ok | Request_BadRequest', 'Request_BadRequest | ok']).toContain(came.join(' | '));
      stage.clock.advance('PT5M');
      const [inner, outer] = came[0] === 'ok' ? [sets.staff, sets.partners] : [sets.partners, sets.staff];
      await expel(stage, { principalId: inner, groupId: outer });
    }
    expect(await broken(stage)).toEqual([]);
  });

  test('a circle of three', async () => {
    for (let round = 0; round < 20; round += 1) {
      const circle = [
        [sets.staff, sets.partners],
        [sets.partners, groups.plain],
        [groups.plain, sets.staff],
      ] as const;
      const came = await outcomes(
        circle.map(
          ([inner, outer]) =>
            () =>
              nest(inner, outer),
        ),
        round % 2 === 1,
      );
      expect(came.toSorted()).toEqual(['Request_BadRequest', 'ok', 'ok']);
      stage.clock.advance('PT5M');
      for (const [index, [inner, outer]] of circle.entries())
        if (came[index] === 'ok') await expel(stage, { principalId: inner, groupId: outer });
    }
  });

  test('an import against an assignment', async () => {
    for (let round = 0; round < 20; round += 1) {
      const came = await outcomes(
        [() => importNesting(sets.staff, sets.partners), () => nest(sets.staff, sets.partners)],
        round % 2 === 1,
      );
      expect(['ok | Request_BadRequest', 'Request_BadRequest | ok']).toContain(came.join(' | '));
      await stage.pool.query('delete from group_member where group_id = $1', [sets.staff]);
      stage.clock.advance('PT5M');
      if (came[1] === 'ok') await expel(stage, { principalId: sets.staff, groupId: sets.partners });
    }
  });
});
