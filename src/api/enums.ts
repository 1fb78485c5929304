import type { ApprovalStage } from '../domain/approval';
import type { ExpirationPatternType, RequestAction, RequestStatus } from '../domain/request';
import type { AssignmentType } from '../domain/schedule';
import { graphqlEnum } from './graphql-enum';

/** Graph's unifiedRoleScheduleRequestActions (resources.md 1.7). */
export const RequestActionEnum = graphqlEnum<RequestAction>(
  'UnifiedRoleScheduleRequestActions',
  'What a request asks for. Admin actions are made by administrators for anybody, self actions by the principal for himself.',
  {
    adminAssign: 'An administrator gives a role: eligible or active, depending on the collection.',
    adminUpdate: 'An administrator changes start or end of an assignment or eligibility that exists.',
    adminRemove: 'An administrator takes an assignment or eligibility away. Status Revoked (H-6).',
    selfActivate: 'An eligible person activates the role for a limited time. Assignment requests only (B-2).',
    selfDeactivate: 'A person ends his own activation, five minutes after its start at the earliest (F-4).',
    adminExtend: 'An administrator moves the end of an assignment that is about to expire (I-8).',
    adminRenew: 'An administrator brings back an assignment that has expired (I-8).',
    selfExtend: 'A person asks for a later end; an administrator decides (I-4).',
    selfRenew: 'A person asks for an expired assignment; an administrator decides (I-4).',
  },
);

/** Statuses of requests (resources.md 1.2). */
export const RequestStatusEnum = graphqlEnum<RequestStatus>(
  'RequestStatus',
  'Where a request stands. Graph types it as text with a documented list; this is that list.',
  {
    Canceled: 'Withdrawn by the requestor or an administrator. Final.',
    Denied: 'Rejected by an approver. Final.',
    Failed: 'It could not take effect; failureReason says why. Final.',
    Granted: 'All rules passed; it waits for its start. Can be cancelled.',
    PendingAdminDecision: 'An extension or renewal waits for an administrator. Can be cancelled.',
    PendingApproval: 'An activation waits for its approvers. Can be cancelled.',
    PendingEvaluation: "Answer to a validation when approval would be needed. Of ARM's list; nothing is stored.",
    PendingProvisioning: 'The assignment is being written. Passed within one transaction here, so it is never seen.',
    PendingScheduleCreation: 'The schedule is being written. Passed within one transaction here, so it is never seen.',
    Provisioned: 'Done: the schedule exists, and counts while its span lasts. Final.',
    Revoked: 'A removal or deactivation was carried out. Final.',
    ScheduleCreated: 'The schedule is written. Passed within one transaction here, so it is never seen.',
    TimedOut: "Nobody decided in time (E-9, W-2). Of ARM's list; Graph has no value for it. Final.",
  },
);

/** Graph's expirationPatternType (resources.md 1.3). */
export const ExpirationPatternTypeEnum = graphqlEnum<ExpirationPatternType>(
  'ExpirationPatternType',
  'How the end of a period is given.',
  {
    notSpecified: 'Nothing is said about the end; an activation then lasts as long as its policy allows (B-8).',
    noExpiration: 'No end: permanent. Never for activations (B-7), and only where the policy allows it (C-15).',
    afterDateTime: 'Ends at endDateTime. That instant itself is no longer inside.',
    afterDuration: 'Ends duration after the real start (A-6).',
  },
);

/** How an assignment came to be (resources.md 2.3a). */
export const AssignmentTypeEnum = graphqlEnum<AssignmentType>(
  'AssignmentType',
  'How an active assignment came to be. Graph types it as text with a documented list; this is that list.',
  { Assigned: 'Given by an administrator.', Activated: 'Activated from an eligibility by its holder.' },
);

/** How a principal comes to what a row says (resources.md 2.4). */
export const MemberTypeEnum = graphqlEnum<'Direct' | 'Group' | 'Inherited'>(
  'MemberType',
  'How the principal comes to the role. Graph types it as text with a documented list; this is that list.',
  {
    Direct: 'Assigned to the principal itself at this scope.',
    Group: 'Held by a group that the caller is a member of (H-12, M-8). Manage it by acting on the group.',
    Inherited: 'Comes from a scope above. Not seen for directory roles.',
  },
);

/** Where an approval stage stands (resources.md 5.1). */
export const StageStatusEnum = graphqlEnum<ApprovalStage['status']>(
  'ApprovalStageStatus',
  'Where a stage of an approval stands. Graph types it as text with a documented list; this is that list.',
  {
    Initializing: 'A stage before it is still open.',
    InProgress: 'Waits for one of its approvers.',
    Completed: 'Closed: it was decided, or its request was withdrawn.',
    Expired: 'Nobody decided in time (E-9).',
  },
);

/** What came of an approval stage (resources.md 5.1). */
export const ReviewResultEnum = graphqlEnum<ApprovalStage['reviewResult']>(
  'ApprovalReviewResult',
  'What was decided. Graph types it as text with a documented list; this is that list.',
  {
    NotReviewed: 'Nobody has decided.',
    Approved: 'An approver agreed.',
    Denied: 'An approver refused.',
  },
);
