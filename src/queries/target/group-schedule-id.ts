/** What an id says besides the GUID. */
interface AtGroup {
  /** The id of the group. */
  readonly scopeId: string;
  /** `member` or `owner`. */
  readonly roleDefinitionId: string;
}

/** The id of a schedule, or an instance, as Microsoft Graph forms it for groups: `{groupId}_{accessId}_{guid}`. */
export const composedScheduleId = ({ scopeId, roleDefinitionId }: AtGroup, id: string): string =>
  `${scopeId}_${roleDefinitionId}_${id}`;
