import { protect } from '../../../src/commands/protect';
import { PimError } from '../../../src/domain/errors';
import { type Change, insert, type Outcome, update } from '../../../src/domain/outcome';
import type { Holding, Protection } from '../../../src/domain/protection';
import type { Schedule } from '../../../src/domain/schedule';
import { aMoment, aSchedule, at } from '../domain/builders';

const moment = aMoment({ now: at(60) });
const [soon, late] = [at(120), at(240)];

const assigned = (id: string, differing: Partial<Schedule> = {}): Schedule =>
  aSchedule({ id, kind: 'assignment', assignmentType: 'Assigned', ...differing });
const held = (id: string, differing: Partial<Schedule> = {}, people = 1): Holding => ({
  schedule: assigned(id, differing),
  people,
  subject: null,
});
const protection = (assignments: readonly Holding[], differing: Partial<Protection> = {}): Protection => ({
  assignments,
  eligible: [],
  people: 1,
  ...differing,
});
const cut = (id: string): Change => update('schedule', id, { revokedAt: null }, { revokedAt: moment.now });

/** What becomes of these changes; their own event is left out. */
function protectedChanges(changes: readonly Change[], given: Protection) {
  const outcome = { result: null, changes, events: [] as never } as unknown as Outcome<null>;
  const { changes: made, events } = protect(outcome, { protection: given, role: null, subject: null }, moment);
  return { made, told: events.map(({ type, subject }) => `${type} ${subject.scheduleId}`) };
}
const keeping = (id: string, end: Date) =>
  update(
    'schedule',
    id,
    { revokedAt: null, endAt: end, suspendedEndAt: null },
    { endAt: null, suspendedEndAt: end, modifiedAt: moment.now },
  );

test('K-1 where nobody has to hold the role, an outcome stays what it is', () => {
  const outcome = { result: null, changes: [cut('a')], events: [] as never } as unknown as Outcome<null>;
  expect(protect(outcome, { protection: null, role: null, subject: null }, moment)).toBe(outcome);
});

test('K-1 the last one is not ended', () =>
  expect(() => protectedChanges([cut('a')], protection([held('a')]))).toThrow(PimError));

test('K-1 the last one may be replaced', () =>
  expect(protectedChanges([cut('a'), insert('schedule', assigned('b'))], protection([held('a')])).told).toEqual([]));

test('K-1 not by one that begins later', () => {
  const later = insert('schedule', assigned('b', { startAt: at(61) }));
  expect(() => protectedChanges([cut('a'), later], protection([held('a')]))).toThrow('first');
});

test('K-1 not by somebody who does not count', () => {
  const changes = [cut('a'), insert('schedule', assigned('b'))];
  expect(() => protectedChanges(changes, protection([held('a')], { people: 0 }))).toThrow('first');
});

test('K-2 the end of the one that stays is kept, by a change of its own', () => {
  const { made, told } = protectedChanges([cut('a')], protection([held('a'), held('b', { endAt: soon })]));
  expect(made).toEqual([cut('a'), keeping('b', soon)]);
  expect(told).toEqual(['schedule.endSuspended b']);
});

test('K-2 a first holder with an end is stored as kept, in the row itself', () => {
  const { made, told } = protectedChanges([insert('schedule', assigned('b', { endAt: soon }))], protection([]));
  expect(made).toEqual([insert('schedule', assigned('b', { endAt: null, suspendedEndAt: soon }))]);
  expect(told).toEqual(['schedule.endSuspended b']);
});

test('K-2 a row that the outcome changes anyway is still changed once', () => {
  const moved = update('schedule', 'b', { revokedAt: null }, { endAt: soon });
  const { made } = protectedChanges([cut('a'), moved], protection([held('a'), held('b', { endAt: late })]));
  expect(made).toEqual([
    cut('a'),
    update('schedule', 'b', { revokedAt: null }, { endAt: null, suspendedEndAt: soon, modifiedAt: moment.now }),
  ]);
});

test.each([
  { what: 'the last one to end', others: [], end: null, planned: soon },
  { what: 'not the last one', others: [held('b')], end: soon, planned: null },
])('K-2 a kept one that is given another end, $what', ({ others, end, planned }) => {
  const moved = update('schedule', 'a', { revokedAt: null }, { endAt: soon });
  const { made } = protectedChanges([moved], protection([held('a', { endAt: null, suspendedEndAt: late }), ...others]));
  expect(made).toMatchObject([{ update: 'schedule', id: 'a', set: { endAt: end, suspendedEndAt: planned } }]);
});

test('K-2 a kept one that is ended has its planned end on record again', () => {
  const kept = held('a', { endAt: null, suspendedEndAt: at(30) });
  const { made, told } = protectedChanges([cut('a')], protection([kept, held('b')]));
  expect(made).toMatchObject([{ set: { revokedAt: moment.now, endAt: moment.now, suspendedEndAt: null } }]);
  expect(told).toEqual([]);
});

test.each([
  { what: 'as planned', planned: soon, ends: soon },
  { what: 'now, when that is over', planned: at(30), ends: moment.now },
])('K-2 a kept one ends $what as soon as somebody else holds the role', ({ planned, ends }) => {
  const kept = held('a', { endAt: null, suspendedEndAt: planned });
  const added = insert('schedule', assigned('b'));
  const { made, told } = protectedChanges([added], protection([kept]));
  expect(made).toEqual([
    added,
    update(
      'schedule',
      'a',
      { revokedAt: null, endAt: null, suspendedEndAt: planned },
      { endAt: ends, suspendedEndAt: null, modifiedAt: moment.now },
    ),
  ]);
  expect(told).toEqual(['schedule.endRestored a']);
});

test('K-2 an eligibility keeps nobody in place', () => {
  const eligibility = insert('schedule', aSchedule({ id: 'e' }));
  expect(protectedChanges([eligibility], protection([held('a', { endAt: null, suspendedEndAt: soon })])).told).toEqual(
    [],
  );
});
