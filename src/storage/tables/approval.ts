import type { Approval, ApprovalStage } from '../../domain/approval';
import { bool, instant, int, json, key, table, text, uuid, uuidList } from './table';

export const approvalTable = table<Approval>('approval', { id: key(uuid), createdAt: instant });

export const approvalStageTable = table<ApprovalStage>('approval_stage', {
  id: key(uuid),
  approvalId: uuid,
  position: int,
  displayName: text,
  status: text,
  reviewResult: text,
  reviewedById: uuid,
  reviewedByName: text,
  reviewedAt: instant,
  justification: text,
  isApproverJustificationRequired: bool,
  expiresAt: instant,
  primaryApprovers: json,
  approverUserIds: uuidList,
  approverGroupIds: uuidList,
  isDecidedByAdministrators: bool,
});
