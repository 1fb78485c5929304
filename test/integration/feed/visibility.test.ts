import type { FeedFilter } from '../../../src/domain/feed';
import { SubscriberRefused } from '../../../src/feed/feed-errors';
import { cast, groups, type Person, roles } from '../../support/cast';
import { fakeTiming } from '../../unit/feed/fake-timing';
import { type FeedStage, item, labels, openFeedStage, settled, take, takeLabels, watch, write } from './feed-stage';

let stage: FeedStage;

beforeEach(async () => {
  stage = await openFeedStage();
});
afterEach(() => stage.close());

const own = (...names: readonly string[]) => names.map((label) => ({ label, requestId: stage.requestId }));

/** A schedule outside PIM, with the given holder; its events belong to no request. */
async function scheduleOf(principalId: string): Promise<string> {
  const { id } = await stage.one<{ id: string }>(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
      values (gen_random_uuid(), 'eligibility', 'directory', $1, $2, '/', '2020-01-01', '2020-01-01') returning id`,
    [principalId, roles.userAdministrator],
  );
  return id;
}

const about = (label: string, columns: Readonly<Record<string, string>>, type = 'schedule.ended') =>
  stage.one(
    `with o as (insert into outbox (event_id, type, occurred_at, kind, provider, scope_id, request_id, schedule_id, policy_id, role_definition_id)
      values (gen_random_uuid(), $1, now(), 'eligibility', 'directory', $2, $3, $4, $5, $6)) select pg_notify('outbox', '')`,
    [type, label, columns.requestId, columns.scheduleId, columns.policyId, roles.userAdministrator],
  );

/** What somebody hears of everything up to an event that he sees for certain. */
async function heardBy(person: Person, after: string, filter: FeedFilter = {}): Promise<readonly string[]> {
  const feed = await stage.feedWith();
  const { stream } = await watch(feed, person, after, filter);
  const heard: string[] = [];
  for (;;) {
    const [label = ''] = await takeLabels(stream, 1);
    if (label === 'last') return heard;
    heard.push(label);
  }
}

async function tellAll(): Promise<string> {
  const head = await (await stage.feedWith()).head();
  await write(stage.pool, own('request'));
  await about('alice', { scheduleId: await scheduleOf(cast.alice) });
  await about('helpdesk', { scheduleId: await scheduleOf(groups.helpdesk) });
  const { id: policyId } = await stage.one<{ id: string }>('select id from policy where role_definition_id = $1', [
    roles.userAdministrator,
  ]);
  await about('policy', { policyId }, 'policy.updated');
  for (const person of ['alice', 'ben', 'sam', 'adam', 'robot'] as const)
    await about('last', { scheduleId: await other(person) });
  return head;
}

/** A schedule that only its holder and those who read PIM see. */
async function other(person: Person): Promise<string> {
  const { id } = await stage.one<{ id: string }>(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
      values (gen_random_uuid(), 'eligibility', 'directory', $1, $2, '/', '2020-01-01', '2020-01-01') returning id`,
    [cast[person], roles.securityReader],
  );
  return id;
}

describe('who hears of what (L.1, M-8)', () => {
  test.each([
    { person: 'alice', hears: ['request', 'alice', 'helpdesk', 'policy'] },
    { person: 'ben', hears: [] },
    { person: 'robot', hears: [] },
    { person: 'sam', hears: ['request', 'alice', 'helpdesk', 'policy'] },
    { person: 'adam', hears: ['request', 'alice', 'helpdesk', 'policy'] },
  ] as const)('$person hears $hears', async ({ person, hears }) => {
    const head = await tellAll();
    expect(await heardBy(person, head)).toEqual(hears);
  });

  test('the end of a group’s assignment is told to its members, though the request is not theirs (M-8)', async () => {
    const { id: requestId } = await stage.submit('adam', {
      action: 'adminAssign',
      kind: 'eligibility',
      principalId: groups.helpdesk,
      roleDefinitionId: roles.groupsAdministrator,
      end: 'never',
    });
    const { id: scheduleId } = await stage.one<{ id: string }>('select id from schedule where created_using = $1', [
      requestId,
    ]);
    const { stream } = await watch(await stage.feedWith(), 'alice');
    await about('hidden', { requestId, scheduleId }, 'request.created');
    await about('begun', { requestId, scheduleId }, 'request.provisioned');
    await about('shown', { requestId, scheduleId }, 'schedule.ended');
    // The assignment's own beginning may still come, where another transaction of the cluster has held it back.
    const [first = ''] = await takeLabels(stream, 1);
    const heard = first === '/' ? await takeLabels(stream, 2) : [first, ...(await takeLabels(stream, 1))];
    expect(heard).toEqual(['begun', 'shown']);
  });

  test.each<{ filter: FeedFilter; passes: readonly string[] }>([
    { filter: {}, passes: ['request', 'alice', 'helpdesk', 'policy'] },
    { filter: { types: ['policy.updated', 'request.created'] }, passes: ['request', 'policy'] },
    {
      filter: { kinds: ['eligibility'], providers: ['directory'] },
      passes: ['request', 'alice', 'helpdesk', 'policy'],
    },
    { filter: { roleDefinitionId: roles.userAdministrator.toUpperCase() }, passes: ['alice', 'helpdesk', 'policy'] },
    { filter: { principalId: cast.alice.toUpperCase() }, passes: ['request'] },
    { filter: { hasApproval: false }, passes: ['request', 'alice', 'helpdesk', 'policy'] },
  ])('the filter $filter lets $passes through', async ({ filter, passes }) => {
    const head = await tellAll();
    await write(stage.pool, [{ label: 'end', requestId: stage.requestId }]);
    const feed = await stage.feedWith();
    const { stream } = await watch(feed, 'sam', head, filter);
    expect(await takeLabels(stream, passes.length)).toEqual(passes);
  });

  test.each<FeedFilter>([{ kinds: ['assignment'] }, { types: [] }, { hasApproval: true }, { requestId: 'no guid' }])(
    'the filter %j lets nothing through, and the cursor goes on all the same',
    async (filter) => {
      const timing = fakeTiming();
      const feed = await stage.feedWith({ timing, heartbeatMs: 1_000 });
      const { stream } = await watch(feed, 'sam', null, filter);
      await write(stage.pool, own(...labels(1, 5)));
      await settled(stage.pool);
      timing.advance(1_000);
      expect(await item(stream)).toEqual({ item: 'heartbeat', head: await feed.head() });
    },
  );

  test('the cursor passes over long runs of what may not be seen', async () => {
    const { stream } = await watch(await stage.feedWith({ batchSize: 10 }), 'ben');
    await write(stage.pool, own(...labels(1, 95)));
    await about('his', { scheduleId: await other('ben') });
    expect(await takeLabels(stream, 1)).toEqual(['his']);
  });

  test('a right that is taken away in the middle of the stream counts from the next read on', async () => {
    const timing = fakeTiming();
    const feed = await stage.feedWith({ timing, freshMs: 250, heartbeatMs: 10_000 });
    const { stream, head } = await watch(feed, 'sam');
    await write(stage.pool, own(...labels(1, 10)));
    await settled(stage.pool);
    expect(await takeLabels((await watch(feed, 'sam', head)).stream, 10)).toEqual(labels(1, 10));
    expect(await takeLabels(stream, 5)).toEqual(labels(1, 5));
    await stage.one('update schedule set revoked_at = start_at where principal_id = $1 returning id', [cast.sam]);
    timing.advance(250);
    expect(await takeLabels(stream, 1)).toEqual(['e6']);
    timing.advance(1);
    await about('his', { scheduleId: await other('sam') });
    await settled(stage.pool);
    expect(await takeLabels(stream, 1)).toEqual(['his']);
  });

  test('a right that is given in the middle of the stream counts from the next read on', async () => {
    const { stream } = await watch(await stage.feedWith(), 'ben');
    await write(stage.pool, own('before'));
    await about('his', { scheduleId: await other('ben') });
    expect(await takeLabels(stream, 1)).toEqual(['his']);
    await stage.one('update schedule set principal_id = $1 where principal_id = $2 returning id', [cast.ben, cast.sam]);
    await write(stage.pool, own('after'));
    expect(await takeLabels(stream, 1)).toEqual(['after']);
  });
});

describe('a subscriber who is disabled (M-7)', () => {
  const disable = () =>
    stage.one('update principal set account_enabled = false where id = $1 returning id', [cast.sam]);

  test('hears nothing more, not even what was read for him, and the stream ends with an error', async () => {
    const timing = fakeTiming();
    const { stream } = await watch(await stage.feedWith({ timing }), 'sam');
    await write(stage.pool, own(...labels(1, 10)));
    await settled(stage.pool);
    await take(stream, 3);
    await disable();
    timing.advance(600_001);
    await expect(stream.next()).rejects.toThrow(SubscriberRefused);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('is noticed at the next heartbeat when nothing happens', async () => {
    const timing = fakeTiming();
    const { stream } = await watch(await stage.feedWith({ timing, heartbeatMs: 15_000 }), 'sam');
    await disable();
    timing.advance(15_000);
    await expect(stream.next()).rejects.toThrow(SubscriberRefused);
  });

  test('cannot begin', async () => {
    const feed = await stage.feedWith();
    const refused = feed.open({ callerId: cast.dave, after: null, filter: {} });
    await expect(refused).rejects.toThrow(SubscriberRefused);
    const unknown = feed.open({ callerId: '00000000-0000-4000-8000-000000000000', after: null, filter: {} });
    await expect(unknown).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
