import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { announceEnd, announceStart } from '../../../src/commands/announce-schedule';
import { bootstrapAdministrator } from '../../../src/commands/bootstrap-administrator';
import { lapseApproval } from '../../../src/commands/lapse-approval';
import { releaseKept } from '../../../src/commands/release-kept';
import { serviceActor } from '../../../src/domain/actor';
import { cast, roles } from '../../support/cast';
import { publishedActivities } from '../../support/published-activities';
import {
  activate,
  assign,
  cancel,
  change,
  deactivate,
  decide,
  demandApproval,
  editPolicy,
  makeEligible,
  remove,
} from './acts';
import { appoint, dismiss } from './administrators';
import { mark, settle } from './emergency-acts';
import { extensionScenarios } from './extension-scenarios';
import { freshStage } from './fresh-stage';
import { makeGuest, withdraw } from './guest-acts';
import { leftSince, marks } from './left-behind';
import { resourceScopeScenarios } from './resource-scope-scenarios';
import { alter, part, unpart } from './separation-acts';
import { by, decideStage, demandStages, escalate, escalatingTo, person } from './staged';

const stage = freshStage();

interface Scenario {
  readonly command: string;
  /** Prepares, and gives the act that is looked at. */
  readonly prepare: () => Promise<() => Promise<unknown>>;
  readonly events: readonly string[];
  readonly by: string;
}

const pending = async () => {
  await demandApproval(stage);
  await makeEligible(stage);
  return activate(stage);
};

const scenarios: readonly Scenario[] = [
  {
    command: 'request.assign',
    prepare: async () => () => assign(stage),
    events: ['request.created', 'request.provisioned'],
    by: cast.adam,
  },
  {
    command: 'request.assign',
    prepare: async () => () => makeEligible(stage, { startAt: '2026-02-01T00:00:00Z' }),
    events: ['request.created'],
    by: cast.adam,
  },
  {
    command: 'request.update',
    prepare: async () => {
      await assign(stage);
      return () => change(stage, { kind: 'assignment', end: { duration: 'P1D' } });
    },
    events: ['request.created', 'request.provisioned'],
    by: cast.adam,
  },
  {
    command: 'request.remove',
    prepare: async () => {
      await assign(stage);
      stage.clock.advance('PT5M');
      return () => remove(stage, { kind: 'assignment' });
    },
    events: ['request.created', 'request.revoked'],
    by: cast.adam,
  },
  {
    command: 'request.activate',
    prepare: async () => {
      await makeEligible(stage);
      return () => activate(stage);
    },
    events: ['request.created', 'request.provisioned'],
    by: cast.alice,
  },
  {
    command: 'request.activate',
    prepare: async () => {
      await demandApproval(stage);
      await makeEligible(stage);
      return () => activate(stage);
    },
    events: ['request.created', 'request.approvalRequested'],
    by: cast.alice,
  },
  {
    command: 'request.deactivate',
    prepare: async () => {
      await makeEligible(stage);
      await activate(stage);
      stage.clock.advance('PT5M');
      return () => deactivate(stage);
    },
    events: ['request.created', 'request.revoked'],
    by: cast.alice,
  },
  {
    command: 'request.cancel',
    prepare: async () => {
      const { id } = await pending();
      return () => cancel(stage, id);
    },
    events: ['request.canceled'],
    by: cast.alice,
  },
  {
    command: 'approval.decide',
    prepare: async () => {
      const { id } = await pending();
      return () => decide(stage, id, 'Approve');
    },
    events: ['request.approved', 'request.provisioned'],
    by: cast.ben,
  },
  {
    command: 'approval.decide',
    prepare: async () => {
      const { id } = await pending();
      return () => decide(stage, id, 'Deny');
    },
    events: ['request.denied'],
    by: cast.ben,
  },
  {
    command: 'approval.decide',
    prepare: async () => {
      const { id } = await pending();
      await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
      return () => decide(stage, id, 'Approve');
    },
    events: ['request.failed'],
    by: cast.ben,
  },
  {
    command: 'approval.decide',
    prepare: async () => {
      await demandStages(stage, 'Parallel', [by(person('ann')), by(person('ben'))]);
      await makeEligible(stage);
      const { id } = await activate(stage);
      return () => decideStage(stage, id, 1, 'ben');
    },
    events: ['request.stageApproved'],
    by: cast.ben,
  },
  {
    command: 'approval.escalate',
    prepare: async () => {
      await demandStages(stage, 'SingleStage', [escalatingTo(60, [person('sam')], person('ann'))]);
      await makeEligible(stage);
      const { id } = await activate(stage);
      stage.clock.advance('PT1H');
      return () => escalate(stage, id);
    },
    events: ['request.escalated'],
    by: serviceActor.principalId,
  },
  {
    command: 'approval.lapse',
    prepare: async () => {
      const { id: requestId } = await pending();
      stage.clock.advance('P1D');
      return () => stage.run(lapseApproval, { requestId }, serviceActor);
    },
    events: ['request.timedOut'],
    by: serviceActor.principalId,
  },
  {
    command: 'schedule.announceStart',
    prepare: async () => {
      const { id: scheduleId } = await assign(stage, { startAt: '2026-01-02T00:00:00Z' });
      stage.clock.advance('P1D');
      return () => stage.run(announceStart, { scheduleId }, serviceActor);
    },
    events: ['request.provisioned'],
    by: serviceActor.principalId,
  },
  {
    command: 'schedule.announceStart',
    prepare: async () => {
      await makeEligible(stage);
      const { id: scheduleId } = await activate(stage, { startAt: '2026-01-02T00:00:00Z' });
      await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
      stage.clock.advance('P1D');
      return () => stage.run(announceStart, { scheduleId }, serviceActor);
    },
    events: ['request.failed'],
    by: serviceActor.principalId,
  },
  {
    command: 'schedule.announceEnd',
    prepare: async () => {
      const { id: scheduleId } = await assign(stage, { end: { duration: 'P1D' } });
      stage.clock.advance('P1D');
      return () => stage.run(announceEnd, { scheduleId }, serviceActor);
    },
    events: ['schedule.ended'],
    by: serviceActor.principalId,
  },
  {
    command: 'schedule.releaseKept',
    prepare: async () => {
      const { id: scheduleId } = await appoint(stage, 'ben', { end: { duration: 'P1D' } });
      await dismiss(stage, 'adam');
      await appoint(stage, 'ann', { startAt: '2026-01-01T12:00:00Z' });
      stage.clock.advance('P1D');
      return () => stage.run(releaseKept, { scheduleId }, serviceActor);
    },
    events: ['schedule.endRestored'],
    by: serviceActor.principalId,
  },
  {
    command: 'policy.update',
    prepare: async () => () => editPolicy(stage, [{ id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT1H' }]),
    events: ['policy.updated'],
    by: cast.adam,
  },
  {
    command: 'request.activate',
    prepare: async () => {
      await mark(stage);
      await makeEligible(stage);
      return () => activate(stage);
    },
    events: ['request.created', 'request.provisioned', 'emergency.used'],
    by: cast.alice,
  },
  {
    command: 'emergency.settle',
    prepare: async () => {
      await mark(stage);
      await makeEligible(stage);
      const { id } = await activate(stage);
      return () => settle(stage, id);
    },
    events: ['emergency.settled'],
    by: cast.adam,
  },
  {
    command: 'emergency.markAccount',
    prepare: async () => () => mark(stage),
    events: ['emergency.accountChanged'],
    by: cast.adam,
  },
  ...extensionScenarios(() => stage),
  ...resourceScopeScenarios(() => stage),
  {
    command: 'guest.withdraw',
    prepare: async () => {
      await makeGuest(stage);
      return () => withdraw(stage);
    },
    events: ['guest.withdrawn'],
    by: cast.adam,
  },
  {
    command: 'separation.create',
    prepare: async () => () => part(stage),
    events: ['separation.ruleCreated'],
    by: cast.adam,
  },
  {
    command: 'separation.update',
    prepare: async () => {
      const id = await part(stage);
      return () => alter(stage, id, { level: 'Eligibility' });
    },
    events: ['separation.ruleUpdated'],
    by: cast.adam,
  },
  {
    command: 'separation.delete',
    prepare: async () => {
      const id = await part(stage);
      return () => unpart(stage, id);
    },
    events: ['separation.ruleDeleted'],
    by: cast.adam,
  },
  {
    command: 'administrator.bootstrap',
    prepare: async () => {
      await stage.pool.query('delete from schedule where role_definition_id = $1', [roles.globalAdministrator]);
      return () => stage.run(bootstrapAdministrator, { principalId: cast.alice }, serviceActor);
    },
    events: ['schedule.started'],
    by: serviceActor.principalId,
  },
];

describe('P-1, item 11: every command leaves audit and event', () => {
  test.each(scenarios)('$command: $events', async ({ prepare, events, by }) => {
    const act = await prepare();
    const before = await marks(stage);
    await act();
    const left = await leftSince(stage, before);
    expect(left.events.map(({ type }) => type)).toEqual(events);
    expect(left.audits).toHaveLength(events.length);
    expect(new Set(left.audits.map(({ correlation }) => correlation)).size).toBe(1);
    for (const { activity, initiator } of left.audits) {
      expect(publishedActivities).toContain(activity);
      expect(initiator).toBe(by);
    }
    const requestId = left.events[0]?.request_id;
    if (requestId) expect(left.audits.every(({ correlation }) => correlation === requestId)).toBe(true);
  });

  test('none is left out here', () => {
    const folder = join(__dirname, '../../../src/commands');
    const written = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const names = written.flatMap((text) =>
      [...text.matchAll(/(?:name: |newRequestCommand\()'([a-z]+\.[a-zA-Z]+)'/g)].map(([, name]) => name),
    );
    expect([...new Set(scenarios.map(({ command }) => command))].sort()).toEqual(names.sort());
  });

  test('W-1 what ends with an eligibility is told under the correlation of the request that began it', async () => {
    await makeEligible(stage);
    const activation = await activate(stage);
    stage.clock.advance('PT5M');
    const before = await marks(stage);
    const removal = await remove(stage);
    const { audits, events } = await leftSince(stage, before);
    expect(audits.map(({ correlation }) => correlation).sort()).toEqual([activation.id, removal.id, removal.id].sort());
    expect(events.map(({ type }) => type)).toEqual(['request.created', 'request.revoked', 'schedule.ended']);
  });
});
