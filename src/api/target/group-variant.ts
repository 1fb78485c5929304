import { ID } from 'type-graphql';
import { composedScheduleId } from '../../queries/target/group-schedule-id';
import { groupSpelling } from '../../queries/target/group-spelling';
import { nullable, required } from '../fields';
import { comparing } from '../filter-input';
import { enumFilter, IdFilter } from '../filter-operators';
import { DirectoryObjectType } from '../principal/directory-object.type';
import { GroupType } from '../principal/group.type';
import { graphLayers } from './graph-layers';
import {
  GroupAccessEnum,
  GroupAssignmentTypeEnum,
  GroupMemberTypeEnum,
  GroupRequestActionEnum,
  GroupRequestOnEnum,
  GroupScheduleOnEnum,
} from './group.enums';
import { groupRequests } from './group-request.input';
import type { Variant } from './variant';

const lowerCase = (text: string): string => text.toLowerCase();

/** Memberships and ownerships of groups (resources.md 4). */
export const groupVariant: Variant = {
  spelling: groupSpelling,
  fields: {
    principalId: required(() => ID, 'GUID of the user, group or service principal it is about.'),
    principal: nullable(() => DirectoryObjectType, 'The principal it is about.'),
    accessId: required(() => GroupAccessEnum, 'Membership or ownership.'),
    groupId: required(() => ID, 'GUID of the group.'),
    group: nullable(() => GroupType, 'The group.'),
  },
  filter: {
    principalId: comparing(() => IdFilter, 'Compares the id of the principal.'),
    accessId: comparing(
      enumFilter('PrivilegedAccessGroupRelationships', GroupAccessEnum),
      'Compares whether it is membership or ownership.',
    ),
    groupId: comparing(() => IdFilter, 'Compares the id of the group.'),
  },
  layers: graphLayers({
    enums: {
      action: GroupRequestActionEnum,
      assignmentType: GroupAssignmentTypeEnum,
      memberType: GroupMemberTypeEnum,
    },
    filterPrefix: 'PrivilegedAccessGroup',
    on: { requests: GroupRequestOnEnum, schedules: GroupScheduleOnEnum },
    scheduleIdOf: { Assignment: 'assignmentScheduleId', Eligibility: 'eligibilityScheduleId' },
    ids: {
      schedule: '{groupId}_{accessId}_{guid}, where the GUID is the id of the request that made the schedule (A-2).',
      instance: 'The id of the schedule, which has one instance while its span contains now (A-3).',
    },
  }),
  input: groupRequests,
  canonical: {
    id: lowerCase,
    targetScheduleId: lowerCase,
    assignmentScheduleId: lowerCase,
    eligibilityScheduleId: lowerCase,
  },
  scheduleIdOf: ({ scheduleId, scopeId, roleDefinitionId }) =>
    scheduleId !== null && scopeId !== null && roleDefinitionId !== null
      ? composedScheduleId({ scopeId, roleDefinitionId }, scheduleId)
      : null,
  approvalPending: 'privilegedAccessGroupApprovalPending',
  texts: {
    thing: 'membership or ownership of a group',
    gone: 'deleted groups (G-4)',
    activated: 'memberships and ownerships of groups',
    held: 'membership or ownership of a group',
    readers: 'those who manage the group or may read PIM see all (G-7, L.3)',
    approvalReaders: 'those who manage the group or may read PIM see all (G-7, L.3)',
    deciders: 'Whoever manages the group decides (G-7, G-20)',
    lists: 'Needs no filter, unlike in Graph (G-18): the list is paged, and holds what the caller may see.',
  },
};
