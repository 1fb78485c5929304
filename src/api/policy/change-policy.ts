import { type UpdatedPolicy, type UpdatePolicy, updatePolicy } from '../../commands/update-policy';
import type { Context, Read } from '../context';
import { payloadOf } from '../payload';

interface PolicyChange<Shown extends object> {
  /** Makes the command's input; may itself refuse. */
  readonly prepare: () => UpdatePolicy;
  readonly idempotencyKey: string | null;
  /** Reads the policy as it then stands, into the payload's field for it. */
  readonly show: (result: UpdatedPolicy, read: Read) => Promise<Shown>;
}

/** Changes rules of a policy; answers with the policy and its rules as they were stored. Every variant's mutations are made of this. */
export const changePolicy = <Shown extends object>(
  context: Context,
  { prepare, idempotencyKey, show }: PolicyChange<Shown>,
) =>
  payloadOf(
    context,
    () => ({ command: updatePolicy, input: prepare(), idempotencyKey }),
    async ({ result }, read) => ({ rules: result.rules, ...(await show(result, read)) }),
  );
