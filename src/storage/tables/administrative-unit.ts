import type { AdministrativeUnit } from '../../domain/directory';
import { always, bool, instant, key, table, text, uuid } from './table';

export const administrativeUnitTable = table<AdministrativeUnit>('administrative_unit', {
  id: key(uuid),
  displayName: always(text),
  description: text,
  visibility: text,
  membershipType: text,
  membershipRule: text,
  membershipRuleProcessingState: text,
  isMemberManagementRestricted: always(bool),
  deletedAt: instant,
});

/** Membership of an administrative unit. */
export interface AdministrativeUnitMember {
  readonly administrativeUnitId: string;
  readonly memberId: string;
}
export const administrativeUnitMemberTable = table<AdministrativeUnitMember>('administrative_unit_member', {
  administrativeUnitId: key(uuid),
  memberId: key(uuid),
});
