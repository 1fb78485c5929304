import { createUnionType, ID, Int, ObjectType } from 'type-graphql';
import type { SubjectSet } from '../../domain/policy/policy';
import { Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';

type SubjectSetKind = SubjectSet['kind'];

/** Which kind of subject set a value is; an addition to Graph, where `@odata.type` says it. */
export const SubjectSetKindEnum = graphqlEnum<SubjectSetKind>(
  'SubjectSetKind',
  'An addition to Graph, in place of @odata.type: the kind of a SubjectSet. The first four can approve; the others are refused when a policy is saved.',
  {
    singleUser: 'One user.',
    groupMembers: 'The members of a group at the time of the decision (E-3).',
    requestorManager: 'The manager of the requestor.',
    targetManager: 'The manager of the one it is about.',
    internalSponsors: 'The internal sponsors of the requestor.',
    externalSponsors: 'The external sponsors of the requestor.',
    targetUserSponsors: 'The sponsors of the one it is about.',
    targetAgentIdentitySponsorsOrOwners: 'The sponsors or owners of an agent identity.',
    attributeRuleMembers: 'Those whose attributes meet a rule.',
    singleServicePrincipal: 'One service principal.',
  },
);

const kindText = 'An addition to Graph: the kind, in place of @odata.type.';
const managerText = 'How many levels up: 1 is the direct manager, 2 the manager of that one.';
const nameText = 'Name of the user, group or rule, for display only.';
const schemaOnly =
  "In Graph's schema; it cannot approve here, and a policy that names it is refused (resources.md 6.5).";

abstract class OfKind {
  readonly kind!: SubjectSetKind;
}

@ObjectType('SingleUser', { description: 'One user as an approver.' })
class SingleUserType extends OfKind {
  @Required(() => SubjectSetKindEnum, kindText)
  override readonly kind!: 'singleUser';

  @Nullable(() => ID, 'GUID of the user.')
  readonly userId!: string | null;

  @Nullable(() => String, nameText)
  readonly description!: string | null;
}

@ObjectType('GroupMembers', { description: 'The members of a group as approvers, nested ones included (E-3, W-7).' })
class GroupMembersType extends OfKind {
  @Required(() => SubjectSetKindEnum, kindText)
  override readonly kind!: 'groupMembers';

  @Nullable(() => ID, 'GUID of the group.')
  readonly groupId!: string | null;

  @Nullable(() => String, nameText)
  readonly description!: string | null;
}

@ObjectType('RequestorManager', {
  description: 'The manager of the requestor, as the directory says when somebody decides.',
})
class RequestorManagerType extends OfKind {
  @Required(() => SubjectSetKindEnum, kindText)
  override readonly kind!: 'requestorManager';

  @Nullable(() => Int, managerText)
  readonly managerLevel!: number | null;
}

@ObjectType('TargetManager', {
  description:
    'The manager of the one it is about, as the directory says when somebody decides; who activates is also the requestor.',
})
class TargetManagerType extends OfKind {
  @Required(() => SubjectSetKindEnum, kindText)
  override readonly kind!: 'targetManager';

  @Nullable(() => Int, managerText)
  readonly managerLevel!: number | null;
}

@ObjectType('AttributeRuleMembers', { description: `Those whose attributes meet a rule. ${schemaOnly}` })
class AttributeRuleMembersType extends OfKind {
  @Required(() => SubjectSetKindEnum, kindText)
  override readonly kind!: 'attributeRuleMembers';

  @Nullable(() => String, 'The rule, in the syntax of dynamic groups.')
  readonly membershipRule!: string | null;

  @Nullable(() => String, nameText)
  readonly description!: string | null;
}

@ObjectType('SingleServicePrincipal', { description: `One service principal. ${schemaOnly}` })
class SingleServicePrincipalType extends OfKind {
  @Required(() => SubjectSetKindEnum, kindText)
  override readonly kind!: 'singleServicePrincipal';

  @Nullable(() => ID, 'GUID of the service principal.')
  readonly servicePrincipalId!: string | null;

  @Nullable(() => String, nameText)
  readonly description!: string | null;
}

/** A kind that says all there is to say by its name. */
function kindAlone(name: string, what: string): new () => OfKind {
  @ObjectType(name, { description: `${what} ${schemaOnly}` })
  class KindAloneType extends OfKind {
    @Required(() => SubjectSetKindEnum, kindText)
    override readonly kind!: SubjectSetKind;
  }
  return KindAloneType;
}

const kindsAlone = [
  kindAlone('InternalSponsors', 'The internal sponsors of the requestor.'),
  kindAlone('ExternalSponsors', 'The external sponsors of the requestor.'),
  kindAlone('TargetUserSponsors', 'The sponsors of the one it is about.'),
  kindAlone('TargetAgentIdentitySponsorsOrOwners', 'The sponsors or owners of an agent identity.'),
] as const;

/** The GraphQL type of a subject set: its kind's name, in PascalCase. */
export const subjectSetTypeName = ({ kind }: Pick<SubjectSet, 'kind'>): string =>
  `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;

/** Graph's subjectSet (resources.md 6.5). */
export const SubjectSetUnion = createUnionType({
  name: 'SubjectSet',
  description: 'Somebody or some set of people, as a policy names them: the approvers of a stage.',
  types: () => [
    SingleUserType,
    GroupMembersType,
    RequestorManagerType,
    TargetManagerType,
    AttributeRuleMembersType,
    SingleServicePrincipalType,
    ...kindsAlone,
  ],
  resolveType: subjectSetTypeName,
});
