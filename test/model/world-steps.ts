import fc from 'fast-check';
import { announceDue } from '../../src/jobs/due';
import { lookAhead } from '../../src/storage/due';
import { cast, groups } from '../support/cast';
import { differences, shownDifferences } from './compare';
import { settleDue } from './deciding';
import { day, hour, type Model, minute, nameOf, type Policy, protectedRoles, role } from './machine';
import { groupsOf, hasViolation, isPending, lasts, manages } from './reading';
import { type Step, step } from './step';
import { setPolicy, type World } from './world';

/** Instants that something hangs on: the one itself, and a millisecond to either side. */
function instants(model: Model): readonly number[] {
  const held = model.held.flatMap(({ start, end }) =>
    end === null ? [start, start + 5 * minute] : [start, start + 5 * minute, end, end - 14 * day, end + 30 * day],
  );
  const asked = model.asked.flatMap(({ lapses, stages }) => [lapses, ...stages.map(({ escalates }) => escalates)]);
  return [...held, ...asked]
    .filter((at) => at !== null)
    .flatMap((at) => [at - 1, at, at + 1])
    .filter((at) => at > model.now)
    .toSorted((one, other) => one - other);
}

const move = (model: Model, to: number, world: World): void => {
  world.stage.clock.set(new Date(to).toISOString());
  model.now = to;
};

const timeText = (to: number): string => `it is ${new Date(to).toISOString()}`;

/** Time goes on: by a while, or to an instant that something hangs on. What is due is not told by that. */
export const waiting: fc.Arbitrary<Step> = fc
  .record({
    next: fc.constantFrom(0, 0, 0, 1, 1, 2, 2, 3, 4, 6, 9, null, null),
    by: fc.constantFrom(5 * minute, 5 * minute, minute, hour, 2 * hour, day, 9 * day, 20 * day),
  })
  .map(({ next, by }) =>
    step('time', (model) => {
      const to = (next === null ? undefined : instants(model)[next]) ?? model.now + by;
      return {
        label: timeText(to),
        predicted: () => undefined,
        perform: async (world) => {
          move(model, to, world);
          return '';
        },
      };
    }),
  );

/** What is due is told; afterwards nothing is due any more but ends that are kept, and telling it again changes nothing. */
export const working: fc.Arbitrary<Step> = fc.constant(null).map(() =>
  step('due', () => ({
    label: 'what is due is told',
    predicted: settleDue,
    perform: async (world) => {
      await tellDue(world);
      return '';
    },
  })),
);

async function tellDue({ stage }: World): Promise<void> {
  const now = stage.clock.now();
  const log = {
    warn: (told: unknown) => {
      throw new Error(`What was due could not be told: ${JSON.stringify(told)}`);
    },
  };
  await announceDue(stage.pool, stage.run, now, log);
  const left = (await lookAhead(stage.pool, now, [])).filter(({ what, inMs }) => inMs <= 0 && what !== 'release');
  if (left.length > 0) throw new Error(`It is still due: ${left.map(({ what, id }) => `${what} of ${id}`).join(', ')}`);
}

export const editing: fc.Arbitrary<Step> = fc
  .record({
    of: fc.constantFrom(role.groups, role.users, role.helpdesk, role.licences),
    approval: fc.constantFrom<Policy['approval']>('none', 'single', 'serial', 'parallel', 'alice'),
    hours: fc.constantFrom(8, 1),
    by: fc.constantFrom(cast.adam, cast.carol, cast.dave, cast.ben),
  })
  .map(({ of, by, approval, hours }) =>
    step('policy', (model) => {
      const allowed = model.enabled[by] && manages(model, by);
      return {
        label: `${nameOf(by)} lets ${nameOf(of)} need approval ${approval}, for ${hours} hours`,
        predicted: allowed
          ? (draft: Model) => {
              draft.policies[of] = { approval, hours };
            }
          : ['InsufficientPermissions', 'InputPolicyNotFound'],
        perform: async ({ stage }) => {
          await setPolicy(stage, by, of, { approval, hours });
          return '';
        },
      };
    }),
  );

/** Whether a protected role hangs on the principal: the directory's own ways to change that are the import's to guard. */
const isProtecting = (model: Model, who: string): boolean =>
  model.held.some(
    (one) =>
      protectedRoles.includes(one.role) &&
      lasts(one, model.now) &&
      (one.who === who || groupsOf(model, who).includes(one.who)),
  );

/** Whether something waits for somebody: a decision, or the start of what was granted. */
const waitsFor = (model: Model, who: string): boolean =>
  model.asked.some((one) => one.who === who && (isPending(one, model.now) || one.status === 'Granted'));

/** An account is switched off, or on again, past every command; mostly of somebody whom something waits for. */
export const disabling: fc.Arbitrary<Step> = fc.nat({ max: 59 }).map((n) =>
  step('account', (model) => {
    const all = [cast.alice, cast.ben, cast.sam, cast.ann];
    const some = all.filter((who) => waitsFor(model, who) && model.enabled[who]);
    const chosen = n < 45 && some.length > 0 ? some : all;
    const who = chosen[n % chosen.length] ?? cast.alice;
    if (isProtecting(model, who)) return null;
    const enabled = !model.enabled[who];
    return {
      label: `${nameOf(who)} is ${enabled ? 'enabled' : 'disabled'}`,
      predicted: (draft) => {
        draft.enabled[who] = enabled;
      },
      perform: async ({ owner }) => {
        await owner.query('update principal set account_enabled = $2 where id = $1', [who, enabled]);
        return '';
      },
    };
  }),
);

/** Somebody comes into a group, or leaves it; not where that would let him hold two parted roles. */
export const moving: fc.Arbitrary<Step> = fc
  .constantFrom(
    [groups.helpdesk, cast.alice],
    [groups.helpdesk, cast.ben],
    [groups.approvers, cast.ann],
    [groups.innerApprovers, cast.ben],
    [groups.innerApprovers, cast.carol],
  )
  .map(([group, who]) =>
    step('member', (model) => {
      const change = (draft: Model): void => {
        const members = draft.members[group] ?? [];
        draft.members[group] = members.includes(who) ? members.filter((one) => one !== who) : [...members, who];
      };
      const after = structuredClone(model);
      change(after);
      if (isProtecting(model, group) || hasViolation(after)) return null;
      return {
        label: `${nameOf(who)} ${(model.members[group] ?? []).includes(who) ? 'leaves' : 'joins'} ${nameOf(group)}`,
        predicted: change,
        perform: async ({ owner }) => {
          const left = await owner.query('delete from group_member where group_id = $1 and member_id = $2', [
            group,
            who,
          ]);
          if (left.rowCount === 0)
            await owner.query('insert into group_member (group_id, member_id) values ($1, $2)', [group, who]);
          return '';
        },
      };
    }),
  );

/** Somebody looks: the API and the access check tell what the model says. */
const looking: fc.Arbitrary<Step> = fc.constant(null).map(() =>
  step('look', (model) => ({
    label: 'somebody looks',
    predicted: () => undefined,
    perform: async (world) => {
      const faults = [...(await differences(model, world)), ...(await shownDifferences(model, world))];
      if (faults.length > 0) throw new Error(faults.join('\n'));
      return '';
    },
  })),
);

/** What time, the directory and onlookers do. */
export const worldSteps: readonly fc.Arbitrary<Step>[] = [
  waiting,
  waiting,
  waiting,
  waiting,
  working,
  working,
  editing,
  disabling,
  moving,
  looking,
];
