import { isObject, type LocatedObject, refusal } from './located';
import {
  country,
  flag,
  guid,
  instant,
  kindOf,
  listOf,
  name,
  oneOf,
  orNull,
  type Read,
  text,
  userPrincipalName,
} from './read-values';

/** How one property of Graph's is read, and the column that keeps it. */
export interface Property {
  readonly column: string;
  readonly read: Read;
  readonly isRequired?: true;
}

/** The properties of one kind of object that are kept, by Graph's name; all others are passed over. */
export type Shape = Readonly<Record<string, Property>>;

const signInInstants = [
  'lastSignInDateTime',
  'lastNonInteractiveSignInDateTime',
  'lastSuccessfulSignInDateTime',
] as const;
const signInRequests = [
  'lastSignInRequestId',
  'lastNonInteractiveSignInRequestId',
  'lastSuccessfulSignInRequestId',
] as const;

const signInActivity: Read = ({ line, value }, place) => {
  if (!isObject(value)) throw refusal(line, place, `expected an object, found ${kindOf(value)}.`);
  const part = (names: readonly string[], read: Read) =>
    names.map((key) => [key, orNull(read)(value.get(key) ?? { line, value: null }, `${place}.${key}`)]);
  return Object.fromEntries([...part(signInInstants, instant), ...part(signInRequests, text(64))]);
};

const keep = (column: string, read: Read): Property => ({ column, read: orNull(read) });
const required = (column: string, read: Read): Property => ({ column, read, isRequired: true });
/** May be left out, may not be null. */
const certain = (column: string, read: Read): Property => ({ column, read });

const principalShape: Shape = {
  id: required('id', guid),
  displayName: required('display_name', name(256)),
  description: keep('description', text(1_024)),
  createdDateTime: keep('created_at', instant),
  deletedDateTime: keep('deleted_at', instant),
};

/** resources.md 8.2, and additions to Graph: the mark of emergency accounts, and what is known of a guest's home organisation */
export const userShape: Shape = {
  ...principalShape,
  userPrincipalName: required('user_principal_name', userPrincipalName),
  accountEnabled: certain('account_enabled', flag),
  isEmergencyAccount: certain('is_emergency_account', flag),
  mail: keep('mail', text(320)),
  mailNickname: keep('mail_nickname', text(64)),
  onPremisesSyncEnabled: keep('on_premises_sync_enabled', flag),
  givenName: keep('given_name', text(64)),
  surname: keep('surname', text(64)),
  jobTitle: keep('job_title', text(128)),
  department: keep('department', text(64)),
  companyName: keep('company_name', text(64)),
  officeLocation: keep('office_location', text(128)),
  employeeId: keep('employee_id', text(64)),
  userType: keep('user_type', oneOf('Member', 'Guest')),
  creationType: keep('creation_type', oneOf('Invitation', 'LocalAccount', 'EmailVerified')),
  homeOrganizationId: keep('home_organization_id', guid),
  // No column: settleWithdrawals says what it comes to.
  withdrawn: certain('withdrawn', flag),
  externalUserState: keep('external_user_state', oneOf('PendingAcceptance', 'Accepted')),
  externalUserStateChangeDateTime: keep('external_user_state_changed_at', instant),
  usageLocation: keep('usage_location', country),
  signInActivity: keep('sign_in_activity', signInActivity),
};

/** resources.md 8.3 */
export const groupShape: Shape = {
  ...principalShape,
  mail: keep('mail', text(320)),
  mailNickname: keep('mail_nickname', text(64)),
  onPremisesSyncEnabled: keep('on_premises_sync_enabled', flag),
  mailEnabled: keep('mail_enabled', flag),
  securityEnabled: keep('security_enabled', flag),
  groupTypes: certain('group_types', listOf(text(64), 16)),
  isAssignableToRole: keep('is_assignable_to_role', flag),
  visibility: keep('visibility', text(64)),
  membershipRule: keep('membership_rule', text(3_072)),
  membershipRuleProcessingState: keep('membership_rule_processing_state', text(64)),
  isManagementRestricted: keep('is_management_restricted', flag),
  renewedDateTime: keep('renewed_at', instant),
  expirationDateTime: keep('expires_at', instant),
};

/** resources.md 8.4 */
export const servicePrincipalShape: Shape = {
  ...principalShape,
  accountEnabled: certain('account_enabled', flag),
  appId: keep('app_id', guid),
  servicePrincipalType: keep('service_principal_type', text(64)),
  appOwnerOrganizationId: keep('app_owner_organization_id', guid),
  tags: certain('tags', listOf(text(256), 1_000)),
  servicePrincipalNames: certain('service_principal_names', listOf(text(1_024), 1_000)),
};

/** resources.md 7.4 */
export const administrativeUnitShape: Shape = {
  id: required('id', guid),
  displayName: required('display_name', name(256)),
  description: keep('description', text(1_024)),
  visibility: keep('visibility', text(64)),
  membershipType: keep('membership_type', text(64)),
  membershipRule: keep('membership_rule', text(3_072)),
  membershipRuleProcessingState: keep('membership_rule_processing_state', text(64)),
  isMemberManagementRestricted: certain('is_member_management_restricted', flag),
  deletedDateTime: keep('deleted_at', instant),
};

/** The stored properties of an object, by column: those that it brings, and no others. */
export function readShape(shape: Shape, object: LocatedObject, line: number, place: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [property, { column, read, isRequired }] of Object.entries(shape)) {
    const node = object.get(property);
    if (node) found[column] = read(node, `${place}.${property}`);
    else if (isRequired) throw refusal(line, place, `the property "${property}" is missing.`);
  }
  return found;
}
