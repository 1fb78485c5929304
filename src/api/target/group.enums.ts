import type { GroupAccess } from '../../domain/providers/group';
import type { RequestAction } from '../../domain/request';
import { graphqlEnum } from '../graphql-enum';

/** Graph's privilegedAccessGroupRelationships (resources.md 4.2). */
export const GroupAccessEnum = graphqlEnum<GroupAccess>(
  'PrivilegedAccessGroupRelationships',
  'What a principal is to a group.',
  { owner: 'He owns the group.', member: 'He is a member of the group.' },
);

/** Graph's scheduleRequestActions (resources.md 1.7). */
export const GroupRequestActionEnum = graphqlEnum<RequestAction>(
  'ScheduleRequestActions',
  'What a request about a group asks for. Admin actions are made by whoever manages the group for anybody (G-7), self actions by the principal for himself.',
  {
    adminAssign: 'An administrator gives membership or ownership: eligible or active, depending on the collection.',
    adminUpdate: 'An administrator changes start or end of an assignment or eligibility that exists.',
    adminRemove: 'An administrator takes an assignment or eligibility away. Status Revoked (H-6).',
    selfActivate: 'An eligible person becomes a member or an owner for a limited time. Assignment requests only (B-2).',
    selfDeactivate: 'A person ends his own activation, five minutes after its start at the earliest (F-4).',
    adminExtend: 'An administrator moves the end of an assignment that is about to expire (I-8).',
    adminRenew: 'An administrator brings back an assignment that has expired (I-8).',
    selfExtend: 'A person asks for a later end; an administrator decides (I-4, G-20).',
    selfRenew: 'A person asks for an expired assignment; an administrator decides (I-4, G-20).',
  },
);

/** Graph's privilegedAccessGroupAssignmentType (resources.md 4.3). */
export const GroupAssignmentTypeEnum = graphqlEnum<'assigned' | 'activated'>(
  'PrivilegedAccessGroupAssignmentType',
  'How an active membership or ownership came to be.',
  { assigned: 'Given by an administrator.', activated: 'Activated from an eligibility by its holder.' },
);

/** Graph's privilegedAccessGroupMemberType (resources.md 4.3). */
export const GroupMemberTypeEnum = graphqlEnum<'direct' | 'group'>(
  'PrivilegedAccessGroupMemberType',
  'How a principal comes to a membership or an ownership.',
  {
    direct: 'Given to the principal itself.',
    group: 'Held by a group that the caller is a member of (M-8). Manage it by acting on that group.',
  },
);

/** Graph's assignmentScheduleRequestFilterByCurrentUserOptions; the other side's has the same values (resources.md 2.5). */
export const GroupRequestOnEnum = graphqlEnum(
  'AssignmentScheduleRequestFilterByCurrentUserOptions',
  'What the caller has to do with a request about a group (resources.md 2.5).',
  {
    principal: 'It is about him.',
    createdBy: 'He made it.',
    approver: 'He may decide it now: an open stage waits for him, and the request is not his own (E-5, E-14).',
  },
);

/** Graph's assignmentScheduleFilterByCurrentUserOptions; that of the other side and of instances has the same value. */
export const GroupScheduleOnEnum = graphqlEnum(
  'AssignmentScheduleFilterByCurrentUserOptions',
  'What the caller has to do with a schedule or an instance about a group (resources.md 2.5).',
  { principal: 'It is his, or one of his groups holds it; the latter with memberType group (M-8).' },
);
