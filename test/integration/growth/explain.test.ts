import { growing } from '../../bench/workloads/workloads';
import { type Grown, startGrown } from './plans';

let grown: Grown;
beforeAll(async () => {
  grown = await startGrown();
}, 60_000);
afterAll(() => grown?.stop());

const large = ['schedule', 'schedule_request', 'approval', 'approval_stage', 'principal', 'group_member'];

describe.each(growing.map((workload) => [workload.name, workload] as const))(
  'the hot statement of %s',
  (_name, workload) => {
    it('reads the tables that grow by index alone', async () => {
      const accesses = await grown.accessesIn(workload);
      expect(accesses.some(({ table }) => large.includes(table ?? ''))).toBe(true);
      expect(accesses.filter(({ how, table }) => how === 'Seq Scan' && large.includes(table ?? ''))).toEqual([]);
    });

    it('never looks through the index against overlaps for anything but a principal: it is sorted by those, and would be read whole', async () => {
      const accesses = await grown.accessesIn(workload);
      expect(
        accesses.filter(
          ({ index, condition }) => index === 'schedule_does_not_overlap' && !condition.includes('principal_id'),
        ),
      ).toEqual([]);
    });
  },
);
