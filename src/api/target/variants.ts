import {
  listGroupAssignmentApprovals,
  listResourceAssignmentApprovals,
  listRoleAssignmentApprovals,
} from '../../queries/list-approvals';
import type { Question } from '../../queries/planner/shape';
import {
  directoryQuestions,
  type FamilyQuestions,
  groupQuestions,
  resourceQuestions,
} from '../../queries/target/list-family';
import { azureVariant } from './azure-variant';
import { directoryVariant } from './directory-variant';
import { azureTypes, directoryTypes, groupTypes } from './family-types';
import { groupVariant } from './group-variant';
import type { FamilyTypes, Variant } from './variant';

/** A variant with all that was made of it. */
export interface MadeVariant {
  readonly variant: Variant;
  readonly types: FamilyTypes;
  readonly questions: FamilyQuestions;
  /** The approvals of its activations. */
  readonly approvals: Question;
}

/** Every variant of PIM that the API shows. */
export const variants: readonly MadeVariant[] = [
  {
    variant: directoryVariant,
    types: directoryTypes,
    questions: directoryQuestions,
    approvals: listRoleAssignmentApprovals,
  },
  { variant: groupVariant, types: groupTypes, questions: groupQuestions, approvals: listGroupAssignmentApprovals },
  {
    variant: azureVariant,
    types: azureTypes,
    questions: resourceQuestions,
    approvals: listResourceAssignmentApprovals,
  },
];
