import { directoryQuestions, type FamilyQuestions } from '../../queries/target/list-family';
import { fieldNameOf, type Layer, type Side, typeNameOf } from '../../queries/target/spelling';
import { type Collection, collectionResolver } from '../collection';
import { RequestStatusEnum } from '../enums';
import { comparing, type FilterFieldDeclaration } from '../filter-input';
import { DateTimeFilter, enumFilter, IdFilter } from '../filter-operators';
import { graphqlEnum } from '../graphql-enum';
import { directoryVariant } from './directory-variant';
import { directoryTypes, type familyTypesOf } from './family-types';
import type { Variant } from './variant';

type Filter = Readonly<Record<string, FilterFieldDeclaration>>;

const at = (what: string): FilterFieldDeclaration => comparing(() => DateTimeFilter, `Compares ${what}.`);
const id = (what: string): FilterFieldDeclaration => comparing(() => IdFilter, `Compares ${what}.`);

const RequestOnEnum = graphqlEnum(
  'RoleAssignmentScheduleRequestFilterByCurrentUserOptions',
  'What the caller has to do with a request (resources.md 2.5).',
  {
    principal: 'It is about him.',
    createdBy: 'He made it.',
    approver: 'He may decide it now: an open stage waits for him, and the request is not his own (E-5, E-14).',
  },
);
const ScheduleOnEnum = graphqlEnum(
  'RoleAssignmentScheduleFilterByCurrentUserOptions',
  'What the caller has to do with a schedule or an instance (resources.md 2.5).',
  { principal: 'It is his, or one of his groups holds it; the latter with memberType Group (M-8, H-12).' },
);
const requestOn = {
  values: RequestOnEnum,
  description: "Only those that concern the caller in this way; Graph's filterByCurrentUser.",
};
const scheduleOn = { ...requestOn, values: ScheduleOnEnum };

const statusOperators = enumFilter('RequestStatus', RequestStatusEnum);
const status = comparing(statusOperators, 'Compares where it stands at this moment.');

/** Filters over the enums of a variant; made once each, for a name can be given to one type only. */
function enumOperators({ spelling: { typePrefix }, enums }: Variant) {
  const named = (name: string) => (typePrefix === 'UnifiedRole' ? name : `${typePrefix}${name}`);
  return {
    action: comparing(enumFilter(named('RequestAction'), enums.action), 'Compares what is asked for.'),
    assignmentType: comparing(enumFilter(named('AssignmentType'), enums.assignmentType), 'Compares how it came to be.'),
    memberType: comparing(enumFilter(named('MemberType'), enums.memberType), 'Compares how the principal holds it.'),
  };
}

type EnumOperators = ReturnType<typeof enumOperators>;

const requestFilter = (variant: Variant, { action }: EnumOperators): Filter => ({
  id: id('the id'),
  status,
  action,
  approvalId: id('the id of the approval'),
  createdBy: id('the id of whoever made it'),
  createdDateTime: at('when it was made'),
  completedDateTime: at('when processing ended'),
  targetScheduleId: id('the id of the schedule that it made or touched'),
  ...variant.filter,
});

const scheduleFilter = (variant: Variant, side: Side, { assignmentType, memberType }: EnumOperators): Filter => ({
  id: id('the id'),
  status,
  createdUsing: id('the id of the request that made it'),
  createdDateTime: at('when it was made'),
  modifiedDateTime: at('when it was last changed'),
  memberType,
  ...(side === 'Assignment' && { assignmentType }),
  ...variant.filter,
});

const instanceFilter = (variant: Variant, side: Side, { assignmentType, memberType }: EnumOperators): Filter => ({
  id: id('the id'),
  startDateTime: at('the start'),
  endDateTime: at('the end'),
  memberType,
  ...(side === 'Assignment'
    ? { assignmentType, roleAssignmentScheduleId: id('the id of the schedule') }
    : { roleEligibilityScheduleId: id('the id of the schedule') }),
  ...variant.filter,
});

const whoSees = {
  ScheduleRequest:
    'Everybody sees those about himself, those that he made, and those that he decides or might have decided; those who may read PIM see all (L.1).',
  Schedule: 'Everybody sees his own and those of his groups; those who may read PIM see all (L.1).',
  ScheduleInstance: 'Everybody sees his own and those of his groups; those who may read PIM see all (L.1).',
} as const satisfies Record<Layer, string>;

const whatIs = (variant: Variant, side: Side): Record<Layer, string> => ({
  ScheduleRequest: `Requests about ${side === 'Assignment' ? 'active assignments of' : 'eligibility for'} ${variant.thing}, whatever came of them.`,
  Schedule: `Who ${side === 'Assignment' ? 'holds' : 'may activate'} ${variant.thing}, now or in the future.`,
  ScheduleInstance: `Who ${side === 'Assignment' ? 'holds' : 'may activate'} ${variant.thing} at this moment.`,
});

/** The six collections of one variant (resources.md 2): two sides, three layers. */
export function familyResolvers(variant: Variant, types: ReturnType<typeof familyTypesOf>, questions: FamilyQuestions) {
  const operators = enumOperators(variant);
  const family = (side: Side, layer: Layer, rest: Pick<Collection, 'question' | 'type' | 'filter' | 'on'>) =>
    collectionResolver({
      typeName: typeNameOf(variant.spelling, side, layer),
      singular: fieldNameOf(variant.spelling, side, layer),
      description: `${whatIs(variant, side)[layer]} ${whoSees[layer]}`,
      ...rest,
    });
  const requests = (side: Side, question: Collection['question'], type: () => object) =>
    family(side, 'ScheduleRequest', { question, type, filter: requestFilter(variant, operators), on: requestOn });
  const schedules = (side: Side, question: Collection['question'], type: () => object) =>
    family(side, 'Schedule', { question, type, filter: scheduleFilter(variant, side, operators), on: scheduleOn });
  const instances = (side: Side, question: Collection['question'], type: () => object) =>
    family(side, 'ScheduleInstance', {
      question,
      type,
      filter: instanceFilter(variant, side, operators),
      on: scheduleOn,
    });
  return [
    requests('Assignment', questions.assignmentRequest, types.assignmentRequest),
    requests('Eligibility', questions.eligibilityRequest, types.eligibilityRequest),
    schedules('Assignment', questions.assignmentSchedule, types.assignmentSchedule),
    schedules('Eligibility', questions.eligibilitySchedule, types.eligibilitySchedule),
    instances('Assignment', questions.assignmentInstance, types.assignmentInstance),
    instances('Eligibility', questions.eligibilityInstance, types.eligibilityInstance),
  ];
}

export const directoryFamilyResolvers = familyResolvers(directoryVariant, directoryTypes, directoryQuestions);
