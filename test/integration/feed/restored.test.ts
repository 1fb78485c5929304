import { forgetForeignEvents } from '../../../src/storage/outbox-retention';
import { cast, roles } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('a restored dump brings places of another cluster: they go, and what happened here stays', async () => {
  await stage.submit('adam', {
    action: 'adminAssign',
    kind: 'eligibility',
    principalId: cast.alice,
    roleDefinitionId: roles.groupsAdministrator,
    end: 'never',
  });
  const own = await stage.one<{ count: number }>('select count(*)::int from outbox');
  await stage.pool.query(
    `insert into outbox (tx_id, event_id, type, occurred_at) select ('9' || pg_current_xact_id()::text)::xid8, gen_random_uuid(), 'request.created', now() from generate_series(1, 3)`,
  );
  await stage.pool.query(`update outbox_horizon set tx_id = '90000000000'`);
  await forgetForeignEvents(stage.dataSource);
  expect(await stage.one('select count(*)::int from outbox')).toEqual(own);
  expect(await stage.one('select tx_id::text, id::text from outbox_horizon')).toEqual({ tx_id: '0', id: '0' });
});
