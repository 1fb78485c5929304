import type { FeedEvent } from '../../../src/domain/feed';
import { cast, type Person, roles } from '../../support/cast';
import { assign } from '../commands/acts';
import { mark, settle } from '../commands/emergency-acts';
import { type FeedStage, openFeedStage, take, watch } from './feed-stage';

const securityOperator = '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f';

let stage: FeedStage;

beforeEach(async () => {
  stage = await openFeedStage();
});
afterEach(() => stage.close());

/** Tells somebody of the end of a schedule of his own, which he hears for certain. */
const tellLast = (person: Person) =>
  stage.one(
    `with mine as (
      insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, created_at)
        values (gen_random_uuid(), 'eligibility', 'directory', $1, $2, '/', '2020-01-01', '2020-01-01') returning id),
    told as (insert into outbox (event_id, type, occurred_at, kind, provider, scope_id, schedule_id, role_definition_id)
      select gen_random_uuid(), 'schedule.ended', now(), 'eligibility', 'directory', 'last', id, $2 from mine)
    select pg_notify('outbox', '')`,
    [cast[person], roles.userAdministrator],
  );

/** All that somebody hears after a place in the stream. */
async function heardBy(person: Person, after: string): Promise<readonly FeedEvent[]> {
  await tellLast(person);
  const { stream } = await watch(await stage.feedWith(), person, after);
  const heard: FeedEvent[] = [];
  for (;;) {
    const [event] = await take(stream, 1);
    if (!event || event.scopeId === 'last') return heard;
    heard.push(event);
  }
}

const emergencies = (events: readonly FeedEvent[]): readonly string[] =>
  events.map(({ type }) => type).filter((type) => type.startsWith('emergency.'));

/** Alice becomes an emergency account, uses it, and Carol settles that. */
async function happen(): Promise<string> {
  const head = await (await stage.feedWith()).head();
  await mark(stage);
  const { id } = await stage.submit('alice', {
    roleDefinitionId: roles.groupsAdministrator,
    end: { duration: 'PT1H' },
  });
  await settle(stage, id, 'carol');
  return head;
}

const everyone = ['emergency.accountChanged', 'emergency.used', 'emergency.settled'];

describe('issue 4.8, L.1 who hears of emergency accounts', () => {
  test.each([
    { person: 'adam', who: 'a Global Administrator', hears: everyone },
    { person: 'ann', who: 'another Global Administrator', hears: everyone },
    { person: 'carol', who: 'a Privileged Role Administrator', hears: everyone },
    { person: 'sam', who: 'a Security Reader', hears: everyone },
    { person: 'alice', who: 'the account itself', hears: everyone },
    { person: 'ben', who: 'somebody without a role', hears: [] },
    { person: 'robot', who: 'an application without a role', hears: [] },
  ] as const)('$who hears $hears', async ({ person, hears }) => {
    await assign(stage, { principalId: cast.ann, roleDefinitionId: roles.globalAdministrator });
    const head = await happen();
    expect(emergencies(await heardBy(person, head))).toEqual(hears);
  });

  test('a Security Operator hears that the role was activated, but may not read alerts', async () => {
    await assign(stage, { principalId: cast.ben, roleDefinitionId: securityOperator });
    const events = await heardBy('ben', await happen());
    expect(emergencies(events)).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['request.provisioned']));
  });

  test('who is Global Administrator no more when it is delivered does not hear it', async () => {
    await assign(stage, { principalId: cast.ann, roleDefinitionId: roles.globalAdministrator });
    const head = await happen();
    await stage.one('update schedule set revoked_at = start_at where principal_id = $1 and kind = $2 returning id', [
      cast.ann,
      'assignment',
    ]);
    expect(emergencies(await heardBy('ann', head))).toEqual([]);
  });

  test('the events say whose and for which role', async () => {
    const events = await heardBy('sam', await happen());
    const told = events.filter(({ type }) => type.startsWith('emergency.'));
    const use = {
      principalId: cast.alice,
      roleDefinitionId: roles.groupsAdministrator,
      scopeId: '/',
      kind: 'assignment',
    };
    expect(told).toMatchObject([
      {
        type: 'emergency.accountChanged',
        principalId: cast.alice,
        roleDefinitionId: null,
        requestId: null,
        kind: null,
      },
      { type: 'emergency.used', ...use },
      { type: 'emergency.settled', ...use },
    ]);
    expect(told[1]?.requestId).toBe(told[2]?.requestId);
  });
});
