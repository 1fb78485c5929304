import { activate } from '../../../../src/commands/activate';
import { PimError } from '../../../../src/domain/errors';
import type { NewRequest, TargetFacts } from '../../../../src/domain/new-request';
import type { EnabledRuleName } from '../../../../src/domain/policy/policy';
import { requirementsOf, type Standing } from '../../../../src/domain/policy/requirements';
import type { RuleEdit } from '../../../../src/domain/policy/rule-edit';
import { aMoment, aNewRequest, anActor, aPolicy, aPrincipal, aRole, aSchedule, at, tenantAsScope } from '../builders';

const optional: readonly EnabledRuleName[] = ['MultiFactorAuthentication', 'Justification', 'Ticketing'];
const subsets = Array.from({ length: 2 ** optional.length }, (_, bits) =>
  optional.filter((_rule, place) => Math.floor(bits / 2 ** place) % 2 === 1),
);

/** Every policy that can be saved (D-8), for people and for emergency accounts. */
const cases = subsets.flatMap((enabledRules) =>
  [null, 'c1', 'c99']
    .filter((context) => context === null || !enabledRules.includes('MultiFactorAuthentication'))
    .flatMap((context) =>
      [true, false].map((isEmergencyAccount) => ({
        asks: [...enabledRules, ...(context ? [context] : [])].join(', ') || 'nothing',
        who: isEmergencyAccount ? 'an emergency account' : 'a person',
        isEmergencyAccount,
        policy: aPolicy(
          { id: 'Enablement_EndUser_Assignment', enabledRules },
          { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: context !== null, claimValue: context },
          { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT3H' },
        ),
      })),
    ),
);
type Case = (typeof cases)[number];

const complete: Standing = {
  isEligible: true,
  isEmergencyAccount: false,
  satisfiesMfa: true,
  authenticationContexts: ['c1', 'c99'],
};

const factsOf = ({ policy, isEmergencyAccount }: Case, { isEligible }: Standing): TargetFacts => ({
  principal: aPrincipal({ isEmergencyAccount }),
  role: aRole(),
  policy,
  scope: tenantAsScope,
  makesCycle: false,
  hanging: [],
  eligibilities: isEligible ? [aSchedule()] : [],
  current: [],
  pending: [],
  granted: [],
  expired: [],
  stagesWithoutApprover: [],
  protection: null,
  separations: [],
  unsettledUse: null,
  globalAdministratorIds: [],
  activations: [],
});

/** The rules that the command finds violated, in the order in which it names them. */
function refused(one: Case, form: Partial<NewRequest>, standing: Partial<Standing> = {}): readonly string[] {
  const who = { ...complete, ...standing };
  const filledIn = { ticketNumber: 'INC4711', ...form };
  try {
    activate.decide(factsOf(one, who), aNewRequest(filledIn), aMoment({ actor: anActor(who), now: at(0) }));
    return [];
  } catch (error) {
    if (!(error instanceof PimError)) throw error;
    return [error, ...error.others].flatMap(({ details }) => details.violations?.map(({ rule }) => rule) ?? []);
  }
}

const lasting = (expirationDuration: string): Partial<NewRequest> => ({
  period: { startAt: null, expirationType: 'afterDuration', expirationEndAt: null, expirationDuration },
});

const requirements = ({ policy, isEmergencyAccount }: Case, standing: Partial<Standing> = {}) =>
  requirementsOf(policy, { ...complete, isEmergencyAccount, ...standing });

describe.each(cases)('issue 4.3, a policy that asks $who for $asks', (one) => {
  const told = requirements(one);

  test('a form that is filled in goes through', () => expect(refused(one, {})).toEqual([]));

  test('D-3 says that a reason is required <=> the command refuses without one', () =>
    expect(refused(one, { justification: ' ' })).toEqual(told.isJustificationRequired ? ['JustificationRule'] : []));

  test('D-4 says that a ticket is required <=> the command refuses without one', () =>
    expect(refused(one, { ticketNumber: null })).toEqual(told.isTicketingRequired ? ['TicketingRule'] : []));

  test('D-6 says that MFA is required <=> the command refuses without it', () => {
    expect(refused(one, {}, { satisfiesMfa: false })).toEqual(told.isMfaRequired ? ['MfaRule'] : []);
    expect(requirements(one, { satisfiesMfa: false }).isMfaSatisfied).toBe(!told.isMfaRequired);
  });

  test('D-9 names the authentication context <=> the command refuses without that one', () => {
    const context = told.authenticationContextClaimValue;
    const others = complete.authenticationContexts.filter((other) => other !== context);
    expect(refused(one, {}, { authenticationContexts: others })).toEqual(context ? ['AcrsRule'] : []);
    const { isAuthenticationContextSatisfied } = requirements(one, { authenticationContexts: others });
    expect(isAuthenticationContextSatisfied).toBe(context === null);
  });

  test('C-1 the longest duration passes, a minute more does not', () => {
    expect(refused(one, lasting(told.maximumDuration))).toEqual([]);
    expect(refused(one, lasting('PT3H1M'))).toEqual(['ExpirationRule']);
    expect(told.maximumDuration).toBe('PT3H');
  });

  test('B-1 says who is not eligible', () => {
    expect(refused(one, {}, { isEligible: false })).toEqual(['EligibilityRule']);
    expect(requirements(one, { isEligible: false }).violations[0]?.rule).toBe('EligibilityRule');
  });

  test.each([
    complete,
    { ...complete, satisfiesMfa: false },
    { ...complete, authenticationContexts: ['c1'] },
    { ...complete, isEligible: false, satisfiesMfa: false, authenticationContexts: [] },
  ])('B-3 the violations are those of an empty form for the longest duration: %j', (standing) => {
    const empty = { ...lasting('PT3H'), justification: null, ticketNumber: null };
    const named = requirements(one, { ...standing, isEmergencyAccount: one.isEmergencyAccount }).violations;
    expect(named.map(({ rule }) => rule)).toEqual(refused(one, empty, standing));
  });
});

describe('what to ask the identity provider for', () => {
  const claimsUnder = (edits: readonly RuleEdit[], standing: Partial<Standing>) =>
    requirementsOf(aPolicy(...edits), { ...complete, ...standing }).claims;
  const context: readonly RuleEdit[] = [
    { id: 'Enablement_EndUser_Assignment', enabledRules: [] },
    { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: true, claimValue: 'c2' },
  ];

  test('D-6, W-14 MFA where it is missing, else nothing', () => {
    expect(claimsUnder([], { satisfiesMfa: false })).toContain('"amr"');
    expect(claimsUnder([], {})).toBeNull();
  });

  test('D-9 the context where it is missing, else nothing', () => {
    expect(claimsUnder(context, {})).toContain('"value":"c2"');
    expect(claimsUnder(context, { authenticationContexts: ['c2'] })).toBeNull();
  });
});
