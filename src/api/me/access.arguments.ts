import { ArgsType, Field } from 'type-graphql';
import { accessAsked, pendingAsked } from '../../queries/list-my-access';
import type { Asking } from '../../queries/planner/shape';
import { comparing, filterInput } from '../filter-input';
import { DateTimeFilter, StringFilter } from '../filter-operators';
import { orderEnum } from '../order-enum';
import { NestedPageArguments } from '../page-arguments';
import { accessProviderFilter } from '../target/access-provider.enum';

const filterFields = {
  provider: comparing(accessProviderFilter, 'Compares the variant of PIM.'),
  roleDefinitionId: comparing(() => StringFilter, 'Compares the id of the role, or member and owner; in lower case.'),
  scopeId: comparing(() => StringFilter, 'Compares the scope as scopeId has it.'),
  endDateTime: comparing(() => DateTimeFilter, 'Compares the end.'),
};

/** A page of a list of access, with what it can be asked for. */
function accessArguments(typeName: string, asked: Asking): { new (): NestedPageArguments } {
  const Filter = filterInput(typeName, asked, filterFields);
  const OrderBy = orderEnum(typeName, asked);

  @ArgsType()
  class AccessArguments extends NestedPageArguments {
    @Field(() => Filter(), { nullable: true, description: 'Which records to list; all when it is absent.' })
    readonly filter?: Readonly<Record<string, unknown>> | null;

    @Field(() => [OrderBy], {
      nullable: true,
      description: `The order of the list, first criterion first, at most five; ${asked.defaultOrder} when it is absent.`,
    })
    readonly orderBy?: readonly string[] | null;
  }
  return AccessArguments;
}

/** Of what one holds or may activate. */
export const AccessArguments = accessArguments('Access', accessAsked);
/** Of what one waits for. */
export const PendingAccessArguments = accessArguments('PendingAccess', pendingAsked);
