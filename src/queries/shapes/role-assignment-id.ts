import { unitIdIn } from '../../domain/providers/directory';

/** What a role assignment's id says: who holds which role where. */
export interface AssignedRole {
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly scopeId: string;
}

const suffix = '-1';
const guidLength = 16;
const idPattern = /^(?:[\w-]{43}|[\w-]{64})-1$/;

/**
 * The id of a role assignment as Microsoft Graph forms it: base64url of the role's and the principal's GUID, then `-1`.
 *
 * The bytes of a GUID stand in .NET's order: its first three groups are little-endian. At an administrative unit the
 * unit's GUID follows as a third one, which is ours, since Graph's form for it is not published; the length (43 or 64
 * letters) tells the two apart. Source: examples.md 2.1, by recomputation.
 */
export function roleAssignmentId({ roleDefinitionId, principalId, scopeId }: AssignedRole): string {
  const unitId = unitIdIn(scopeId);
  const guids = unitId === null ? [roleDefinitionId, principalId] : [roleDefinitionId, principalId, unitId];
  return `${Buffer.concat(guids.map(bytesOf)).toString('base64url')}${suffix}`;
}

/** What the id says; null for a text that {@link roleAssignmentId} never makes. */
export function readRoleAssignmentId(id: string): AssignedRole | null {
  if (!idPattern.test(id)) return null;
  const bytes = Buffer.from(id.slice(0, -suffix.length), 'base64url');
  const unit = bytes.length > 2 * guidLength ? `/administrativeUnits/${guidAt(bytes, 2)}` : '/';
  const assigned = { roleDefinitionId: guidAt(bytes, 0), principalId: guidAt(bytes, 1), scopeId: unit };
  return roleAssignmentId(assigned) === id ? assigned : null;
}

const swapped = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** The other byte order: applied twice it changes nothing. */
const reorder = (bytes: Buffer): Buffer => Buffer.from(swapped.map((index) => bytes[index] ?? 0));

const bytesOf = (guid: string): Buffer => reorder(Buffer.from(guid.replaceAll('-', ''), 'hex'));

function guidAt(bytes: Buffer, position: number): string {
  const hex = reorder(bytes.subarray(position * guidLength, (position + 1) * guidLength)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
