import fc from 'fast-check';

/** A small organisation in numbers that wrap around: what each of them means is for `world.ts` to say. */
export interface Organisation {
  readonly people: readonly {
    readonly isGuest: boolean;
    readonly isApplication: boolean;
    readonly fate: 'enabled' | 'disabled' | 'deleted';
  }[];
  readonly groups: readonly { readonly isAssignable: boolean; readonly isDeleted: boolean }[];
  readonly scopes: readonly { readonly parent: number; readonly isDeleted: boolean }[];
  readonly isRoleEnabled: readonly boolean[];
  readonly links: readonly Link[];
  readonly schedules: readonly GivenSchedule[];
  readonly requests: readonly GivenRequest[];
  /** Where to look: at which boundary, and whether before, at or after it. */
  readonly instants: readonly number[];
  /** Decides which of all the questions are asked. */
  readonly questions: number;
}

/** A membership, or an ownership, that the directory says of. */
interface Link {
  readonly group: number;
  readonly member: number;
  readonly isOwner: boolean;
}

interface GivenTarget {
  readonly provider: number;
  readonly role: number;
  readonly scope: number;
}

interface GivenSchedule extends GivenTarget {
  readonly isEligibility: boolean;
  readonly isActivated: boolean;
  readonly principal: number;
  /** Hours from the beginning; a length of zero is for ever. */
  readonly start: number;
  readonly hours: number;
  readonly revoked: number | null;
  /** Which eligibility an activation rests on. */
  readonly rests: number;
}

interface GivenRequest extends GivenTarget {
  readonly isEligibility: boolean;
  readonly principal: number;
  readonly status: 'PendingApproval' | 'PendingAdminDecision' | 'Granted' | 'Provisioned' | 'Canceled';
  readonly hour: number;
}

const any = fc.nat({ max: 999 });
const hour = fc.integer({ min: 0, max: 24 });
const rarely = (times: number) => fc.nat({ max: times }).map((drawn) => drawn === times);
const target = { provider: fc.nat({ max: 2 }), role: any, scope: any } as const;

/** Organisations of four to eight people, three to six groups and as many scopes, with twenty to sixty schedules. */
export const organisations: fc.Arbitrary<Organisation> = fc.record({
  people: fc.array(
    fc.record({
      isGuest: fc.boolean(),
      isApplication: rarely(6),
      fate: fc.constantFrom('enabled', 'enabled', 'enabled', 'enabled', 'disabled', 'deleted'),
    }),
    { minLength: 4, maxLength: 8 },
  ),
  groups: fc.array(fc.record({ isAssignable: fc.boolean(), isDeleted: rarely(7) }), { minLength: 3, maxLength: 6 }),
  scopes: fc.array(fc.record({ parent: any, isDeleted: rarely(9) }), { minLength: 3, maxLength: 6 }),
  isRoleEnabled: fc.array(
    rarely(7).map((isOff) => !isOff),
    { minLength: 6, maxLength: 6 },
  ),
  links: fc.array(fc.record({ group: any, member: any, isOwner: rarely(4) }), { minLength: 2, maxLength: 12 }),
  schedules: fc.array(
    fc.record({
      ...target,
      isEligibility: fc.boolean(),
      isActivated: fc.boolean(),
      principal: any,
      start: hour,
      hours: fc.nat({ max: 20 }),
      revoked: fc.option(hour, { freq: 4 }),
      rests: any,
    }),
    { minLength: 20, maxLength: 60 },
  ),
  requests: fc.array(
    fc.record({
      ...target,
      isEligibility: fc.boolean(),
      principal: any,
      status: fc.constantFrom('PendingApproval', 'PendingAdminDecision', 'Granted', 'Provisioned', 'Canceled'),
      hour,
    }),
    { minLength: 0, maxLength: 12 },
  ),
  instants: fc.array(any, { minLength: 10, maxLength: 10 }),
  questions: fc.nat(),
});
