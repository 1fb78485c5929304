import type { ScheduleRequest, StoredStatus } from '../../../src/domain/request';
import { reviewOf, winnerOf } from '../../../src/domain/winner';
import { cast } from '../../support/cast';
import { aRequest, aStage, at } from './builders';

const by = (reviewedById: string, minutes: number, reviewResult: 'Approved' | 'Denied' = 'Approved') =>
  aStage({ status: 'Completed', reviewResult, reviewedById, reviewedAt: at(minutes) });
const pending = (status: StoredStatus, differing: Partial<ScheduleRequest> = {}) =>
  aRequest({ status, lapsesAt: at(60), completedAt: null, startAt: null, ...differing });

test('E-6 the winner of a stage is who decided it', () => {
  expect(reviewOf(by(cast.ann, 3, 'Denied'))).toEqual({ status: 'Denied', decidedById: cast.ann, decidedAt: at(3) });
});

test.each([
  {
    when: 'the last of two approvers let it pass, whatever their order',
    request: pending('Granted', { startAt: at(500), completedAt: at(500) }),
    stages: [by(cast.ben, 7), by(cast.ann, 3)],
    yields: { status: 'Granted', decidedById: cast.ben, decidedAt: at(7) },
  },
  {
    when: 'it holds by now',
    request: pending('Granted', { startAt: at(20), completedAt: at(20) }),
    stages: [by(cast.ann, 3)],
    yields: { status: 'Provisioned', decidedById: cast.ann, decidedAt: at(3) },
  },
  {
    when: 'one denied after another one approved',
    request: pending('Denied', { completedAt: at(7) }),
    stages: [by(cast.ann, 7), by(cast.ben, 7, 'Denied')],
    yields: { status: 'Denied', decidedById: cast.ben, decidedAt: at(7) },
  },
  {
    when: 'an approval could not be carried out',
    request: pending('Failed', { completedAt: at(7) }),
    stages: [by(cast.ann, 7)],
    yields: { status: 'Failed', decidedById: cast.ann, decidedAt: at(7) },
  },
  {
    when: 'it failed later, of itself',
    request: pending('Failed', { completedAt: at(9) }),
    stages: [by(cast.ann, 7)],
    yields: { status: 'Failed', decidedById: null, decidedAt: at(9) },
  },
  {
    when: 'it was withdrawn at the instant of an approval',
    request: pending('Canceled', { completedAt: at(7) }),
    stages: [by(cast.ann, 7), aStage()],
    yields: { status: 'Canceled', decidedById: null, decidedAt: at(7) },
  },
  {
    when: 'it has lapsed, and nobody wrote that down',
    request: pending('PendingApproval', { lapsesAt: at(20) }),
    stages: [by(cast.ann, 7), aStage()],
    yields: { status: 'TimedOut', decidedById: null, decidedAt: at(20) },
  },
  {
    when: 'it still waits',
    request: pending('PendingApproval'),
    stages: [by(cast.ann, 7), aStage()],
    yields: { status: 'PendingApproval', decidedById: null, decidedAt: null },
  },
  {
    when: 'nobody had to approve',
    request: aRequest({ completedAt: at(1) }),
    stages: [],
    yields: { status: 'Provisioned', decidedById: null, decidedAt: at(1) },
  },
])('J.5 $when', ({ request, stages, yields }) => expect(winnerOf(request, stages, at(30))).toEqual(yields));
