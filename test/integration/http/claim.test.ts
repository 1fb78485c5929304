import { createClaim } from '../../../src/http/claim';
import { TokenRefused } from '../../../src/http/identity/token-refused';
import { caller } from '../../support/cast';

const person = { type: 'user', isEnabled: true } as const;
const machine = { type: 'servicePrincipal', isEnabled: true } as const;

/** A claim of a caller, and how often the directory was asked for him beside the transaction. */
function claimOf(claimed = caller('alice')) {
  const confirm = jest.fn(async () => claimed);
  return { ...createClaim(claimed, confirm), confirm };
}

test('L-4: a service principal is an application, whatever its token says', () => {
  expect(claimOf(caller('robot', { isApplication: false })).admit(machine)).toMatchObject({ isApplication: true });
  expect(claimOf().admit(person)).toMatchObject({ isApplication: false });
});

test.each([
  ['unknown', null, caller('alice')],
  ['disabled', { ...person, isEnabled: false }, caller('alice')],
  ['a person with an application token', person, caller('alice', { isApplication: true })],
])('security 16: %s is refused, and stays so whatever the operation makes of it', async (_who, known, claimed) => {
  const { admit, settled, confirm } = claimOf(claimed);
  expect(() => admit(known)).toThrow(TokenRefused);
  await expect(settled()).rejects.toThrow(TokenRefused);
  expect(confirm).not.toHaveBeenCalled();
});

test('security 16: where no transaction has asked for the caller, the directory is asked in the end', async () => {
  const { settled, confirm } = claimOf();
  await settled();
  expect(confirm).toHaveBeenCalledTimes(1);
});

test('M-7: who has been let in stays the caller of the operation; what he may do is asked each time', async () => {
  const { admit, settled, confirm } = claimOf();
  const admitted = admit(person);
  expect(admit({ ...person, isEnabled: false })).toBe(admitted);
  expect(await settled()).toBe(admitted);
  expect(confirm).not.toHaveBeenCalled();
});
