import { listDirectoryAudits } from '../../queries/list-directory-audits';
import { collectionResolver } from '../collection';
import { comparing } from '../filter-input';
import { DateTimeFilter, enumFilter, IdFilter, StringFilter } from '../filter-operators';
import { DirectoryAuditType, OperationResultEnum } from './directory-audit.type';

export const DirectoryAuditResolver = collectionResolver({
  question: listDirectoryAudits,
  typeName: 'DirectoryAudit',
  type: () => DirectoryAuditType,
  singular: 'directoryAudit',
  description:
    'What was done, and what was attempted and refused. Everybody sees his own acts and those about himself (P-3); those who may read the audit see all (L.1).',
  filter: {
    id: comparing(() => IdFilter, 'Compares the id.'),
    activityDateTime: comparing(() => DateTimeFilter, 'Compares when it happened.'),
    activityDisplayName: comparing(() => StringFilter, 'Compares what happened, in the words of resources.md 11.2.'),
    category: comparing(() => StringFilter, 'Compares the category, such as RoleManagement.'),
    correlationId: comparing(() => IdFilter, 'Compares the GUID that the entries of one operation share.'),
    loggedByService: comparing(() => StringFilter, 'Compares the service.'),
    operationType: comparing(() => StringFilter, 'Compares the kind of act, such as Update.'),
    result: comparing(enumFilter('OperationResult', OperationResultEnum), 'Compares how it came out.'),
    initiatedByUserId: comparing(() => IdFilter, 'Compares the id of the principal who acted.'),
    initiatedByUserDisplayName: comparing(() => StringFilter, 'Compares the name of the user who acted.'),
    initiatedByUserPrincipalName: comparing(() => StringFilter, 'Compares the sign-in name of the user who acted.'),
    initiatedByAppId: comparing(() => IdFilter, 'Compares the id of the application that acted.'),
    initiatedByAppDisplayName: comparing(() => StringFilter, 'Compares the name of the application that acted.'),
  },
});
