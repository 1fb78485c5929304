import { ID, ObjectType } from 'type-graphql';
import { declareFields, Nullable, Required } from '../fields';
import { directoryVariant } from '../target/directory-variant';

/** Graph's unifiedRoleAssignment (resources.md 7.3). */
@ObjectType('UnifiedRoleAssignment', {
  description:
    'A directory role that is held at this moment, through PIM or outside it: one for each assignment schedule instance (A-4).',
})
export class RoleAssignmentType {
  @Required(
    () => ID,
    'base64url of the GUIDs of role and principal, then -1, as Graph forms it. At an administrative unit its GUID follows as a third one, which is an addition to Graph.',
  )
  readonly id!: string;

  @Nullable(() => ID, 'GUID of the organisation that is home to the principal: the one that this service serves.')
  readonly principalOrganizationId!: string | null;

  @Nullable(() => String, 'Condition on the assignment; directory roles have none, so always null.')
  readonly condition!: string | null;
}
declareFields(RoleAssignmentType, directoryVariant.fields);
