import type { ExpirationPatternType, RequestAction } from '../../domain/request';
import { graphqlEnum } from '../graphql-enum';

/** ARM's requestType (resources.md 1.7). */
export const AzureRequestTypeEnum = graphqlEnum<Capitalize<RequestAction>>(
  'AzureRequestType',
  'What a request about an Azure role asks for. Admin requests are made by Owners and User Access Administrators of the scope for anybody (S-1), self requests by the principal for himself.',
  {
    AdminAssign: 'An administrator gives a role: eligible or active, depending on the collection.',
    AdminUpdate: 'An administrator changes start or end of an assignment or eligibility that exists.',
    AdminRemove: 'An administrator takes an assignment or eligibility away. Status Revoked (H-6).',
    SelfActivate: 'An eligible person activates the role, at its scope or below (S-5). Assignment requests only (B-2).',
    SelfDeactivate: 'A person ends his own activation, five minutes after its start at the earliest (F-4).',
    AdminExtend: 'An administrator moves the end of an assignment that is about to expire (I-8).',
    AdminRenew: 'An administrator brings back an assignment that has expired (I-8).',
    SelfExtend: 'A person asks for a later end; an administrator decides (I-4, S-11).',
    SelfRenew: 'A person asks for an expired assignment; an administrator decides (I-4, S-11).',
  },
);

/** ARM's types of an expiration (resources.md 1.3). */
export const AzureExpirationTypeEnum = graphqlEnum<Capitalize<ExpirationPatternType>>(
  'AzureExpirationType',
  'How the end of a period is given.',
  {
    NotSpecified:
      'An addition to ARM. Nothing is said about the end; an activation then lasts as long as its policy allows (B-8).',
    NoExpiration: 'No end: permanent. Never for activations (B-7), and only where the policy allows it (C-15).',
    AfterDateTime: 'Ends at endDateTime. That instant itself is no longer inside.',
    AfterDuration: 'Ends duration after the real start (A-6).',
  },
);

/** ARM's principalType (resources.md 12.2), as far as such principals exist here. */
export const AzurePrincipalTypeEnum = graphqlEnum('AzurePrincipalType', 'What a principal is. ARM spelling.', {
  User: 'A user, a guest included.',
  Group: 'A group.',
  ServicePrincipal: 'A service principal.',
});

/** What the caller has to do with a request; ARM's `asTarget()`, `asRequestor()` and `asApprover()` (resources.md 12.4). */
export const AzureRequestOnEnum = graphqlEnum(
  'AzureRequestFilterByCurrentUserOptions',
  'What the caller has to do with a request (resources.md 12.4).',
  {
    principal: 'It is about him; asTarget() in ARM.',
    createdBy: 'He made it; asRequestor() in ARM.',
    approver: 'He may decide it now, and the request is not his own (E-5, E-14); asApprover() in ARM.',
  },
);

/** What the caller has to do with a schedule or an instance. */
export const AzureScheduleOnEnum = graphqlEnum(
  'AzureScheduleFilterByCurrentUserOptions',
  'What the caller has to do with a schedule or an instance (resources.md 12.4).',
  { principal: 'It is his, or one of his groups holds it; the latter with memberType Group (M-8). asTarget() in ARM.' },
);
