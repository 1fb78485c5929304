import { ID, ObjectType } from 'type-graphql';
import { Nullable } from '../fields';
import { graphqlEnum } from '../graphql-enum';

const GroupTypeEnum = graphqlEnum('GroupType', 'What kind of group an act was about (resources.md 11).', {
  unifiedGroups: 'A Microsoft 365 group.',
  azureAD: 'Any other group of the directory.',
});

/** Graph's modifiedProperty (resources.md 11). */
@ObjectType('ModifiedProperty', { description: 'A property that an act changed. Values are JSON texts, as in Graph.' })
export class ModifiedPropertyType {
  @Nullable(() => String, 'Name of the property.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'Its value before.')
  readonly oldValue!: string | null;

  @Nullable(() => String, 'Its value after.')
  readonly newValue!: string | null;
}

/** Graph's targetResource (resources.md 11). */
@ObjectType('TargetResource', { description: 'Something that an act was about.' })
export class TargetResourceType {
  @Nullable(() => ID, 'Id of the role, request, principal or organisation.')
  readonly id!: string | null;

  @Nullable(() => String, 'Its name at that time.')
  readonly displayName!: string | null;

  @Nullable(() => String, 'What it is: Role, Request, User, Group, ServicePrincipal, Directory or Other.')
  readonly type!: string | null;

  @Nullable(() => String, 'For users: the sign-in name at that time.')
  readonly userPrincipalName!: string | null;

  @Nullable(() => GroupTypeEnum, 'For groups: the kind of group.')
  readonly groupType!: string | null;

  @Nullable(() => [ModifiedPropertyType], 'What was changed about it.')
  readonly modifiedProperties!: readonly ModifiedPropertyType[] | null;
}
