import { announceExtension, announceRenewalClosed } from '../../../src/commands/announce-windows';
import { serviceActor } from '../../../src/domain/actor';
import { cast } from '../../support/cast';
import type { Stage } from '../../support/stage';
import { makeEligible } from './acts';
import { answer, askExtension, askRenewal, give90Days, pendingExtension, windows } from './extension-acts';

/** What extending and renewing leaves behind: for each command what is prepared, the act, its events, and who did it. */
export const extensionScenarios = (stage: () => Stage) => [
  {
    command: 'request.ask',
    prepare: async () => {
      await give90Days(stage());
      stage().clock.set(windows.extensionOpens);
      return () => askExtension(stage());
    },
    events: ['request.created'],
    by: cast.alice,
  },
  {
    command: 'request.ask',
    prepare: async () => {
      await give90Days(stage(), 'assignment');
      stage().clock.set(windows.end);
      return () => askRenewal(stage(), { kind: 'assignment' });
    },
    events: ['request.created'],
    by: cast.alice,
  },
  {
    command: 'request.renew',
    prepare: async () => {
      await give90Days(stage());
      stage().clock.set(windows.end);
      return () => makeEligible(stage(), { action: 'adminRenew', startAt: windows.end, end: { duration: 'P10D' } });
    },
    events: ['request.created', 'request.provisioned'],
    by: cast.adam,
  },
  {
    command: 'request.decide',
    prepare: async () => {
      const { id } = await pendingExtension(stage());
      return () => answer(stage(), id);
    },
    events: ['request.approved', 'request.provisioned'],
    by: cast.adam,
  },
  {
    command: 'request.decide',
    prepare: async () => {
      const { id } = await pendingExtension(stage(), 'assignment');
      return () => answer(stage(), id, { kind: 'assignment', decision: 'AdminDenied' });
    },
    events: ['request.denied'],
    by: cast.adam,
  },
  {
    command: 'schedule.announceExtension',
    prepare: async () => {
      const { id: scheduleId } = await give90Days(stage());
      stage().clock.set(windows.extensionOpens);
      return () => stage().run(announceExtension, { scheduleId }, serviceActor);
    },
    events: ['schedule.extensionOpened'],
    by: serviceActor.principalId,
  },
  {
    command: 'schedule.announceRenewalClosed',
    prepare: async () => {
      const { id: scheduleId } = await give90Days(stage());
      stage().clock.set(windows.renewalCloses);
      return () => stage().run(announceRenewalClosed, { scheduleId }, serviceActor);
    },
    events: ['schedule.renewalClosed'],
    by: serviceActor.principalId,
  },
];
