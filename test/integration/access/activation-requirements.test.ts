import type { Caller } from '../../../src/domain/actor';
import { createFindActivationRequirements } from '../../../src/queries/find-activation-requirements';
import { caller, cast, groups, type Person, roles, unit } from '../../support/cast';
import type { RequestInput } from '../../support/stage';
import {
  activate,
  assign,
  decide,
  demandApproval,
  editPolicy,
  makeEligible,
  members,
  role,
  rulesFailing,
  user,
} from '../commands/acts';
import { mark } from '../commands/emergency-acts';
import { freshStage } from '../commands/fresh-stage';
import { by, demandStages, escalatingTo, giveManager, manager, person } from '../commands/staged';

const stage = freshStage();

const ask = (who: Person | Caller = 'alice', scopeId = '/', roleDefinitionId: string = role) => {
  const as = typeof who === 'string' ? caller(who) : who;
  const session = { callerId: as.principalId, instant: stage.clock.now() };
  const target = { provider: 'directory', roleDefinitionId, scopeId } as const;
  return createFindActivationRequirements(stage.pool)(target, as, session);
};

const inUnit = `/administrativeUnits/${unit}`;

describe('L.1 who learns what would be asked', () => {
  test('nobody of a role that does not concern him; readers of all', async () => {
    expect(await ask()).toBeNull();
    expect(await ask('sam')).toMatchObject({
      isEligible: false,
      violations: [{ rule: 'EligibilityRule' }, { rule: 'JustificationRule' }],
    });
    await makeEligible(stage);
    expect(await ask()).toMatchObject({ isEligible: true });
    expect(await ask('ben')).toBeNull();
  });

  test('M-7, L.4 neither the disabled, nor strangers, nor applications', async () => {
    await makeEligible(stage, { principalId: cast.dave });
    await assign(stage, { principalId: cast.robot });
    expect(await ask('dave')).toBeNull();
    expect(await ask('robot')).toBeNull();
    expect(await ask({ ...caller('alice'), principalId: '00000000-0000-4000-8000-0000000000ff' })).toBeNull();
  });

  test('there is nothing to learn of a role or a scope that does not exist', async () => {
    await makeEligible(stage);
    expect(await ask('adam', '/', 'no-such-role')).toBeNull();
    expect(await ask('alice', '/administrativeUnits/00000000-0000-4000-8000-0000000000ff')).toBeNull();
    expect(await ask('alice', inUnit)).toMatchObject({ isEligible: true });
  });
});

describe('how the caller stands', () => {
  test('B-13, B-14 the eligibility that lasts longest, through a group too, and up to its end', async () => {
    await makeEligible(stage, { end: { at: '2026-01-02T00:00:00Z' } });
    const { id } = await makeEligible(stage, { principalId: groups.helpdesk, end: { at: '2026-01-03T00:00:00Z' } });
    expect(await ask()).toMatchObject({
      eligibilityScheduleId: id,
      eligibleUntil: new Date('2026-01-03T00:00:00Z'),
    });
    stage.clock.set('2026-01-02T23:59:59.999Z');
    expect(await ask()).toMatchObject({ isEligible: true });
    stage.clock.set('2026-01-03T00:00:00Z');
    expect(await ask()).toMatchObject({ isEligible: false, eligibilityScheduleId: null });
  });

  test('B-12 who is eligible at a unit is not so at the tenant', async () => {
    await makeEligible(stage, { scopeId: inUnit });
    expect(await ask()).toMatchObject({ isEligible: false, eligibleUntil: null, eligibilityScheduleId: null });
    expect(await ask('alice', inUnit)).toMatchObject({ isEligible: true });
  });

  test('B-9, B-10 whether there is an assignment or a pending request for exactly this target', async () => {
    await makeEligible(stage);
    const idle = { isAlreadyActive: false, hasPendingRequest: false };
    expect(await ask()).toMatchObject(idle);
    await activate(stage, { scopeId: inUnit });
    expect(await ask()).toMatchObject(idle);
    await demandApproval(stage);
    const { id } = await activate(stage);
    expect(await ask()).toMatchObject({ isAlreadyActive: false, hasPendingRequest: true });
    await decide(stage, id);
    expect(await ask()).toMatchObject({ isAlreadyActive: true, hasPendingRequest: false });
    stage.clock.advance('PT2H');
    expect(await ask()).toMatchObject(idle);
  });

  test('E-9 a request that has lapsed waits no more', async () => {
    await makeEligible(stage);
    await demandApproval(stage);
    await activate(stage);
    stage.clock.set('2026-01-01T23:59:59.999Z');
    expect(await ask()).toMatchObject({ hasPendingRequest: true });
    stage.clock.set('2026-01-02T00:00:00Z');
    expect(await ask()).toMatchObject({ hasPendingRequest: false });
  });
});

const everything = { id: 'Enablement_EndUser_Assignment', enabledRules: ['Justification', 'Ticketing'] } as const;
const mfa = { id: 'Enablement_EndUser_Assignment', enabledRules: ['MultiFactorAuthentication'] } as const;
const context = { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: true, claimValue: 'c1' } as const;
const nothing = { id: 'Enablement_EndUser_Assignment', enabledRules: [] } as const;
const filledIn = { ticketNumber: 'INC1', end: { duration: 'PT1H' } } as const;

/** The rules that an attempt fails; none where it goes through. */
const failing = (attempt: Promise<unknown>): Promise<readonly string[]> =>
  attempt.then(
    () => [],
    (refusal: unknown) => rulesFailing(Promise.reject(refusal)),
  );

describe('issue 4.3 says that something is required <=> a request without it is refused', () => {
  const attempts: readonly {
    readonly rule: string;
    readonly lacking: Partial<RequestInput>;
    readonly as?: Partial<Caller>;
    readonly isRequired: (told: Awaited<ReturnType<typeof ask>>) => boolean | undefined;
  }[] = [
    { rule: 'JustificationRule', lacking: { justification: ' ' }, isRequired: (told) => told?.isJustificationRequired },
    { rule: 'TicketingRule', lacking: { ticketNumber: null }, isRequired: (told) => told?.isTicketingRequired },
    { rule: 'MfaRule', lacking: {}, as: { satisfiesMfa: false }, isRequired: (told) => told?.isMfaRequired },
    {
      rule: 'ExpirationRule',
      lacking: { end: { duration: 'PT9H' } },
      isRequired: (told) => told?.maximumDuration === 'PT8H',
    },
  ];

  test.each([
    { name: 'nothing', rules: [nothing] },
    { name: 'reason and ticket', rules: [everything] },
    { name: 'MFA', rules: [mfa] },
    { name: 'a context', rules: [nothing, context] },
    { name: 'ten hours at most', rules: [nothing, { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT10H' }] },
  ])('$name', async ({ rules }) => {
    await makeEligible(stage);
    await editPolicy(stage, rules);
    const told = await ask();
    const signedIn = { authenticationContexts: ['c1'] };
    for (const { rule, lacking, as, isRequired } of attempts) {
      const attempt = activate(
        stage,
        { ...filledIn, ...lacking, isValidationOnly: true },
        caller('alice', { ...signedIn, ...as }),
      );
      expect(await failing(attempt)).toEqual(isRequired(told) ? [rule] : []);
    }
    const without = activate(stage, { ...filledIn, isValidationOnly: true });
    const asked = told?.authenticationContextClaimValue;
    expect(await failing(without)).toEqual(asked ? ['AcrsRule'] : []);
  });

  test('J.2 the violations are those of a request with an empty form', async () => {
    await makeEligible(stage);
    await editPolicy(stage, [everything]);
    const told = await ask();
    const empty = activate(stage, { justification: null, end: { duration: told?.maximumDuration ?? '' } });
    expect(await rulesFailing(empty)).toEqual(told?.violations.map(({ rule }) => rule));
  });
});

describe('E-1 to E-4 who would be asked to approve', () => {
  beforeEach(() => makeEligible(stage));
  const people = async () =>
    (await ask())?.approvalStages.map(({ approvers }) => approvers.people.map(({ displayName }) => displayName));

  test('nobody where no approval is required', async () =>
    expect(await ask()).toMatchObject({ isApprovalRequired: false, approvalMode: 'NoApproval', approvalStages: [] }));

  test('W-7 the people in groups, nested ones included, and the managers, each once and by name', async () => {
    await giveManager(stage, 'alice', 'sam');
    await giveManager(stage, 'sam', 'ann');
    await demandStages(stage, 'Serial', [
      by(members(groups.approvers), person('ben'), manager(1)),
      escalatingTo(90, [manager(2)], person('carol')),
    ]);
    const told = await ask();
    expect(told).toMatchObject({ isApprovalRequired: true, approvalMode: 'Serial' });
    expect(told?.approvalStages).toMatchObject([
      {
        position: 0,
        hasApprover: true,
        approvers: { people: [{ id: cast.ann, displayName: 'Ann' }, { id: cast.ben }, { id: cast.sam }], count: 3 },
        escalationApprovers: { people: [], count: 0 },
      },
      {
        position: 1,
        approvers: { people: [{ id: cast.carol }], count: 1 },
        escalationApprovers: { people: [{ id: cast.ann }], count: 1 },
        setting: { escalationTimeInMinutes: 90 },
      },
    ]);
  });

  test('E-5, M-7 neither the caller nor the disabled', async () => {
    await demandStages(stage, 'SingleStage', [by(person('alice'), person('dave'), person('ann'))]);
    expect(await people()).toEqual([['Ann']]);
  });

  test('E-4 administrators, where the policy names nobody, or nobody else', async () => {
    await demandStages(stage, 'Parallel', [by(), by(person('alice'), user(cast.dave)), by(manager(1))]);
    const told = await ask();
    expect(await people()).toEqual([
      ['Adam', 'Carol'],
      ['Adam', 'Carol'],
      ['Adam', 'Carol'],
    ]);
    expect(told?.approvalStages.map(({ hasApprover }) => hasApprover)).toEqual([false, false, false]);
  });

  test('E-4 an administrator through a group counts, one at a unit does not, nor does the caller', async () => {
    await demandStages(stage, 'SingleStage', [by()]);
    await assign(stage, { principalId: groups.helpdesk, roleDefinitionId: roles.globalAdministrator });
    await assign(stage, { principalId: cast.ann, roleDefinitionId: roles.globalAdministrator, scopeId: inUnit });
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.helpdesk,
      cast.ben,
    ]);
    expect(await people()).toEqual([['Adam', 'Ben', 'Carol']]);
  });

  test('of many the first 100 by name, and how many there are', async () => {
    await stage.pool.query(
      `with made as (insert into principal (id, type, display_name, user_principal_name, account_enabled)
         select gen_random_uuid(), 'user', 'Member ' || lpad(n::text, 3, '0'), 'm' || n || '@contoso.example', true
           from generate_series(1, 120) as n returning id)
       insert into group_member (group_id, member_id) select $1, id from made`,
      [groups.plain],
    );
    await demandStages(stage, 'SingleStage', [by(members(groups.plain))]);
    const [asked] = (await ask())?.approvalStages ?? [];
    expect(asked?.approvers.count).toBe(120);
    expect(asked?.approvers.people).toHaveLength(100);
    expect(asked?.approvers.people.at(-1)?.displayName).toBe('Member 100');
  });

  test('issue 4.8 an emergency account waits for nobody, and always gives a reason', async () => {
    await demandApproval(stage);
    await editPolicy(stage, [nothing]);
    expect(await ask()).toMatchObject({ isEmergencyAccess: false, isApprovalRequired: true });
    await mark(stage);
    expect(await ask()).toMatchObject({
      isEmergencyAccess: true,
      isApprovalRequired: false,
      approvalStages: [],
      isJustificationRequired: true,
    });
  });

  test('who is told here is who can decide the request that is made next', async () => {
    await demandStages(stage, 'SingleStage', [by(members(groups.approvers), person('alice'))]);
    expect(await people()).toEqual([['Ann', 'Ben']]);
    const { id } = await activate(stage);
    expect((await decide(stage, id, 'Approve', 'ben')).result.request.status).toBe('Provisioned');
  });
});
