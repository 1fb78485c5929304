import type { Client } from 'pg';
import type { AuditEntry } from '../../domain/audit';

/** What the audit is told of an import; who ran it on the server is not known to us. */
export interface ImportTold {
  readonly fileName: string;
  readonly tenantId: string | null;
  readonly result: 'success' | 'failure';
  /** Why it was refused; null when it was not. */
  readonly reason: string | null;
  readonly details: readonly (readonly [key: string, value: string])[];
}

/**
 * Writes the audit's entry of an import: `Import directory`, an addition to Graph's activities, by the service (P-7).
 */
export async function recordImport(
  session: Client,
  { fileName, tenantId, result, reason, details }: ImportTold,
  { now, newId }: { readonly now: Date; readonly newId: () => string },
): Promise<void> {
  const initiatedBy: AuditEntry['initiatedBy'] = {
    app: { appId: null, displayName: 'Portcullis', servicePrincipalId: null, servicePrincipalName: null },
    user: null,
  };
  const targets: AuditEntry['targetResources'] = [
    {
      id: tenantId,
      displayName: fileName.slice(0, 256),
      type: 'Directory',
      userPrincipalName: null,
      groupType: null,
      modifiedProperties: [],
    },
  ];
  await session.query(
    `insert into directory_audit (id, activity_at, activity_display_name, category, correlation_id, initiated_by,
       logged_by_service, operation_type, result, result_reason, target_resources, additional_details)
     values ($1, $2, 'Import directory', 'DirectoryManagement', $1, $3, 'PIM', 'Update', $4, $5, $6, $7)`,
    [
      newId(),
      now,
      JSON.stringify(initiatedBy),
      result,
      reason,
      JSON.stringify(targets),
      JSON.stringify(details.map(([key, value]) => ({ key, value }))),
    ],
  );
}
