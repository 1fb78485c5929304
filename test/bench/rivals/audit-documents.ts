/** The JSON of an audit entry, of the size that the service writes: who acted, upon what, and the details. */
export function auditDocuments(caller: string, role: string): string {
  const resource = (type: string, id: string) => ({
    id,
    displayName: 'A name of common length',
    type,
    userPrincipalName: null,
    groupType: null,
    modifiedProperties: [],
  });
  return JSON.stringify({
    initiatedBy: {
      app: null,
      user: { id: caller, displayName: 'Person', userPrincipalName: 'person@contoso.example', ipAddress: '127.0.0.1' },
    },
    targetResources: [resource('Role', role), resource('Request', caller), resource('User', caller)],
    additionalDetails: [
      { key: 'RoleDefinitionOriginId', value: role },
      { key: 'RoleDefinitionOriginType', value: 'BuiltInRole' },
      { key: 'Justification', value: 'To restart the order system' },
      { key: 'StartTime', value: '2026-01-01T00:00:00Z' },
    ],
  });
}
