import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { FeedEvent, FeedItem } from '../../domain/feed';
import type { Question } from '../../queries/planner/shape';
import type { Context } from '../context';
import type { TypeThunk } from '../target/variant';
import { type MadeVariant, variants } from '../target/variants';
import { spelt } from './event.enums';

const [directory] = variants;

/** The variant that an event belongs to: directory roles, where it is about nothing that a variant has. */
const variantOf = ({ provider }: FeedEvent): MadeVariant | undefined =>
  variants.find(({ variant }) => variant.spelling.provider === provider) ?? directory;

/** An event in the shape of the API; the records that it is about are read by their ids. */
export const changeOf = (event: FeedEvent) => ({
  typeName: 'ChangeEvent',
  cursor: event.cursor,
  id: event.eventId,
  type: spelt(event.type),
  occurredDateTime: event.occurredAt,
  principalId: event.principalId,
  roleDefinitionId: event.roleDefinitionId,
  directoryScopeId: variantOf(event) === directory ? event.scopeId : null,
  scopeId: event.scopeId,
  isPending: ['request.approvalRequested', 'request.stageApproved', 'request.escalated'].includes(event.type),
  isActive: event.type === 'request.provisioned' || event.type === 'schedule.started',
  event,
});
type Change = ReturnType<typeof changeOf>;

/** A message of a subscription. */
export function messageOf(item: FeedItem): object {
  if (item.item === 'event') return changeOf(item.event);
  return { typeName: item.item === 'ready' ? 'Ready' : 'Heartbeat', cursor: item.head, head: item.head };
}

/** The record with that id, as the caller sees it now; null without an id. */
export const readOne = async (
  question: Question,
  id: string | null,
  { read }: Context,
  info: GraphQLResolveInfo,
): Promise<object | null> => (id === null ? null : read.one(question, id, info));

/** The approval that an event is about, among those of its variant. */
export const readApproval: ChangeField['read'] = async (event, context, info) => {
  const question = variantOf(event)?.approvals;
  return question ? readOne(question, event.approvalId, context, info) : null;
};

/** A record that a change is about, read when the change is delivered. */
export interface ChangeField {
  readonly name: string;
  readonly type: TypeThunk;
  readonly description: string;
  readonly read: (event: FeedEvent, context: Context, info: GraphQLResolveInfo) => Promise<object | null>;
}

/** The resolver of one such field on a type of changes. */
export function changeField(of: () => new () => object, { name, type, description, read }: ChangeField) {
  @Resolver(of)
  class ChangeFieldResolver {
    @FieldResolver(type, { nullable: true, description })
    [name](@Root() { event }: Change, @Ctx() context: Context, @Info() info: GraphQLResolveInfo) {
      return read(event, context, info);
    }
  }
  return ChangeFieldResolver;
}
