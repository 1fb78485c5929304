import type { Provider } from './providers/provider';

/** A key and its value, both text (resources.md 1.5). */
export interface KeyValue {
  readonly key: string;
  readonly value: string | null;
}

/** Something that an act touched (resources.md 11). */
export interface TargetResource {
  readonly id: string | null;
  readonly displayName: string | null;
  readonly type: string;
  readonly userPrincipalName: string | null;
  readonly groupType: string | null;
  readonly modifiedProperties: readonly {
    readonly displayName: string;
    readonly oldValue: string | null;
    readonly newValue: string | null;
  }[];
}

/** Who acted: a user, or an application (P-7 for the service itself). */
export interface InitiatedBy {
  readonly app: {
    readonly appId: string | null;
    readonly displayName: string | null;
    readonly servicePrincipalId: string | null;
    readonly servicePrincipalName: string | null;
  } | null;
  readonly user: {
    readonly id: string;
    readonly displayName: string | null;
    readonly userPrincipalName: string | null;
    readonly ipAddress: string | null;
  } | null;
}

/** One row of the audit (resources.md 11): written once, never changed. */
export interface AuditEntry {
  readonly id: string;
  readonly activityAt: Date;
  /** One of the names of resources.md 11.2. */
  readonly activityDisplayName: string;
  readonly category: string;
  /** Joins the rows of one operation (P-1). */
  readonly correlationId: string;
  readonly initiatedBy: InitiatedBy;
  readonly initiatedById: string | null;
  readonly loggedByService: string;
  readonly operationType: string;
  readonly result: 'success' | 'failure' | 'timeout';
  /** The justification, or why an attempt was refused (P-4). */
  readonly resultReason: string | null;
  readonly targetResources: readonly TargetResource[];
  readonly additionalDetails: readonly KeyValue[];
  /** Whose access it is about; lets people see their own entries. */
  readonly subjectId: string | null;
  readonly requestId: string | null;
  /** Whose things it is about, and where: decides who else may read it. */
  readonly provider: Provider;
  readonly scopeId: string;
}
