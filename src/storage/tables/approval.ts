import type { Approval, ApprovalStage } from '../../domain/approval';
import { always, bool, instant, int, intList, json, key, table, text, uuid, uuidList } from './table';

export const approvalTable = table<Approval>('approval', {
  id: key(uuid),
  approvalMode: always(text),
  isApproverAllowedInSeveralStages: always(bool),
  createdAt: instant,
});

export const approvalStageTable = table<ApprovalStage>('approval_stage', {
  id: key(uuid),
  approvalId: always(uuid),
  requestorId: uuid,
  position: always(int),
  displayName: text,
  status: always(text),
  reviewResult: always(text),
  reviewedById: uuid,
  reviewedByName: text,
  reviewedAt: instant,
  justification: always(text),
  isApproverJustificationRequired: always(bool),
  timeOutMinutes: always(int),
  expiresAt: instant,
  primaryApprovers: always(json),
  approverUserIds: always(uuidList),
  approverGroupIds: always(uuidList),
  approverManagerLevels: always(intList),
  isDecidedByAdministrators: always(bool),
  fallbackReason: text,
  escalationMinutes: int,
  escalatesAt: instant,
  escalationAnnouncedAt: instant,
  escalationApprovers: always(json),
  escalationUserIds: always(uuidList),
  escalationGroupIds: always(uuidList),
  escalationManagerLevels: always(intList),
});
