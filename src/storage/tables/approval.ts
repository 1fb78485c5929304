import type { Approval, ApprovalStage } from '../../domain/approval';
import { always, bool, instant, int, json, key, table, text, uuid, uuidList } from './table';

export const approvalTable = table<Approval>('approval', { id: key(uuid), createdAt: instant });

export const approvalStageTable = table<ApprovalStage>('approval_stage', {
  id: key(uuid),
  approvalId: always(uuid),
  position: always(int),
  displayName: text,
  status: always(text),
  reviewResult: always(text),
  reviewedById: uuid,
  reviewedByName: text,
  reviewedAt: instant,
  justification: always(text),
  isApproverJustificationRequired: always(bool),
  expiresAt: always(instant),
  primaryApprovers: always(json),
  approverUserIds: always(uuidList),
  approverGroupIds: always(uuidList),
  isDecidedByAdministrators: always(bool),
});
