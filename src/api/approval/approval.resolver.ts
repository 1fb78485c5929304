import { approvalNameOf } from '../../queries/target/spelling';
import { collectionResolver } from '../collection';
import { comparing } from '../filter-input';
import { IdFilter } from '../filter-operators';
import { graphqlEnum } from '../graphql-enum';
import type { MadeVariant } from '../target/variants';
import { ApprovalType } from './approval.type';

const ApprovalOnEnum = graphqlEnum(
  'ApprovalFilterByCurrentUserOptions',
  'What the caller has to do with an approval (resources.md 2.5).',
  {
    target: 'It is about him.',
    createdBy: 'He made the request.',
    approver: 'He may decide it now: an open stage waits for him, and the request is not his own (E-5, E-14).',
  },
);

/** The approvals of one variant's activations (resources.md 5). */
export const approvalResolver = ({ variant: { spelling, texts }, approvals }: MadeVariant) =>
  collectionResolver({
    question: approvals,
    typeName: 'Approval',
    type: () => ApprovalType,
    singular: approvalNameOf(spelling),
    description: `Approvals of activations of ${texts.activated}, open and closed. Everybody sees those of his own requests and those that he decides or might have decided; ${texts.approvalReaders}.`,
    filter: { id: comparing(() => IdFilter, 'Compares the id, which is that of the request.') },
    on: {
      values: ApprovalOnEnum,
      description: "Only those that concern the caller in this way; Graph's filterByCurrentUser.",
    },
  });
