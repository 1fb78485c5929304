import type { Principal, RoleDefinition } from './principal';
import type { Provider } from './providers/provider';

/** When a user last signed in (resources.md 8.2), as Graph spells it. */
export interface SignInActivity {
  readonly lastSignInDateTime: string | null;
  readonly lastSignInRequestId: string | null;
  readonly lastNonInteractiveSignInDateTime: string | null;
  readonly lastNonInteractiveSignInRequestId: string | null;
  readonly lastSuccessfulSignInDateTime: string | null;
  readonly lastSuccessfulSignInRequestId: string | null;
}

/** A user, group or service principal with all that Graph says of it (resources.md 8); what does not apply is null. */
export interface DirectoryObject extends Principal {
  readonly description: string | null;
  readonly mail: string | null;
  readonly mailNickname: string | null;
  readonly createdAt: Date | null;
  readonly deletedAt: Date | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly companyName: string | null;
  readonly officeLocation: string | null;
  readonly employeeId: string | null;
  readonly userType: 'Member' | 'Guest' | null;
  readonly creationType: 'Invitation' | 'LocalAccount' | 'EmailVerified' | null;
  readonly externalUserState: 'PendingAcceptance' | 'Accepted' | null;
  readonly externalUserStateChangedAt: Date | null;
  /** The organisation that a guest belongs to; null for members. */
  readonly homeOrganizationId: string | null;
  /** When his home organisation withdrew a guest; null while it has not. */
  readonly withdrawnAt: Date | null;
  readonly usageLocation: string | null;
  readonly signInActivity: SignInActivity | null;
  readonly managerId: string | null;
  readonly mailEnabled: boolean | null;
  readonly securityEnabled: boolean | null;
  readonly groupTypes: readonly string[];
  readonly visibility: string | null;
  readonly membershipRule: string | null;
  readonly membershipRuleProcessingState: string | null;
  readonly isManagementRestricted: boolean | null;
  readonly renewedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly appId: string | null;
  readonly servicePrincipalType: string | null;
  readonly appOwnerOrganizationId: string | null;
  readonly tags: readonly string[];
  readonly servicePrincipalNames: readonly string[];
}

/** A part of the directory to which roles can be confined (resources.md 7.4). */
export interface AdministrativeUnit {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly visibility: string | null;
  readonly membershipType: string | null;
  readonly membershipRule: string | null;
  readonly membershipRuleProcessingState: string | null;
  readonly isMemberManagementRestricted: boolean;
  readonly deletedAt: Date | null;
}

/** What a role allows its holder to do (resources.md 7.2). */
export interface RolePermission {
  readonly allowedResourceActions: readonly string[];
  readonly excludedResourceActions: readonly string[];
  readonly condition: string | null;
  /** What it allows with the data within resources; only roles on resources say this, and the next. */
  readonly allowedDataActions?: readonly string[];
  readonly excludedDataActions?: readonly string[];
}

/** A role with all that Graph says of it (resources.md 7.1). */
export interface FullRoleDefinition extends RoleDefinition {
  readonly provider: Provider;
  readonly description: string | null;
  readonly isPrivileged: boolean;
  readonly resourceScopes: readonly string[];
  readonly rolePermissions: readonly RolePermission[];
  readonly version: string | null;
  readonly inheritsPermissionsFrom: readonly string[];
  readonly allowedPrincipalTypes: readonly string[];
}
