import type { Round } from '../../../src/jobs/due';
import { type DueTimer, startDueTimer } from '../../../src/jobs/due-timer';

const nothing: Round = { told: 0, nextInMs: null };
let timer: DueTimer;

beforeEach(() => jest.useFakeTimers());
afterEach(async () => {
  await timer.stop();
  jest.useRealTimers();
});

/** A timer whose rounds answer in turn, the last answer for ever, and when each of them was. */
function started(answers: readonly (Round | Error)[], failed: (error: unknown) => void = () => undefined) {
  const begin = performance.now();
  const rounds: number[] = [];
  const passedOver: string[][] = [];
  const round = async (keys: Set<string>): Promise<Round> => {
    passedOver.push([...keys]);
    rounds.push(performance.now() - begin);
    keys.add(`key ${rounds.length}`);
    const answer = answers[Math.min(rounds.length, answers.length) - 1] ?? nothing;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  timer = startDueTimer({ round, failed, pollMs: 1_000, gapMs: 20 });
  return { rounds, passedOver };
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

test('it looks again when the next thing is due, to the millisecond after', async () => {
  const { rounds } = started([{ told: 0, nextInMs: 300.2 }, nothing]);
  await pass(300);
  expect(rounds).toEqual([0]);
  await pass(1);
  expect(rounds).toEqual([0, 301]);
});

test('with nothing to come, or only far off, it looks once a poll', async () => {
  const { rounds } = started([nothing, { told: 0, nextInMs: 3e12 }]);
  await pass(2_500);
  expect(rounds).toEqual([0, 1_000, 2_000]);
});

test('a wake-up has it look at once', async () => {
  const { rounds } = started([nothing]);
  await pass(500);
  timer.wake();
  await pass(0);
  expect(rounds).toEqual([0, 500]);
});

test('however often it is woken, two looks are at least the gap apart', async () => {
  const { rounds } = started([nothing]);
  for (let ms = 0; ms < 100; ms += 1) {
    timer.wake();
    await pass(1);
  }
  expect(rounds).toEqual([0, 20, 40, 60, 80, 100]);
});

test('what is due within the gap does not wait for its end', async () => {
  const { rounds } = started([{ told: 0, nextInMs: 5 }, nothing]);
  await pass(5);
  expect(rounds).toEqual([0, 5]);
});

test('what was passed over stays so until the poll', async () => {
  const { passedOver } = started([{ told: 0, nextInMs: 600 }, nothing]);
  await pass(1_700);
  expect(passedOver).toEqual([[], ['key 1'], []]);
});

test('rounds that fail one after another are told once, and it goes on', async () => {
  const failed = jest.fn();
  const away = new Error('away');
  const { rounds } = started([away, away, nothing, away, nothing], failed);
  await pass(4_000);
  expect(rounds).toHaveLength(5);
  expect(failed.mock.calls).toEqual([[away], [away]]);
});

test('stopping ends the wait', async () => {
  const { rounds } = started([nothing]);
  await pass(100);
  await timer.stop();
  await pass(5_000);
  expect(rounds).toEqual([0]);
});
