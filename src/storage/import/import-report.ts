import { resourceNames } from '../../domain/providers/all';
import type { LinkCounts } from './merge-links';
import type { Counts } from './merge-objects';

/** What an import did to the directory. */
export interface ImportReport {
  readonly users: Counts;
  readonly groups: Counts;
  readonly servicePrincipals: Counts;
  readonly administrativeUnits: Counts;
  /** Custom roles, and built-in ones that the file repeats. */
  readonly roleDefinitions: Counts;
  /** Roles on resources, custom and built-in. */
  readonly [resourceNames.roleDefinitions]: Counts;
  /** Scopes of resources. */
  readonly [resourceNames.scopes]: Counts;
  /** Assignments made outside of PIM; those that exist, in whatever form, count as unchanged. */
  readonly roleAssignments: Counts;
  /** Members of groups and administrative units, and owners. */
  readonly links: LinkCounts;
  /** Activations from the eligibility of a group that their holders are not in any more (W-1). */
  readonly activationsEnded: number;
  /** Guests whom the file marks as withdrawn and who were not: all that they had has ended. */
  readonly guestsWithdrawn: number;
  readonly organizationId: string;
}

const titles = {
  users: 'users',
  groups: 'groups',
  servicePrincipals: 'service principals',
  administrativeUnits: 'administrative units',
  roleDefinitions: 'role definitions',
  roleAssignments: 'role assignments',
  [resourceNames.roleDefinitions]: 'roles on resources',
  [resourceNames.scopes]: 'scopes of resources',
} as const;

type Title = keyof typeof titles;

const properties: readonly Title[] = [
  'users',
  'groups',
  'servicePrincipals',
  'administrativeUnits',
  'roleDefinitions',
  'roleAssignments',
  resourceNames.roleDefinitions,
  resourceNames.scopes,
];

/** Whether the directory is other than it was. */
export const hasChanges = (report: ImportReport): boolean =>
  report.links.added + report.links.removed + report.activationsEnded > 0 ||
  properties.some((property) => report[property].added + report[property].changed > 0);

/** The counts in words, one line for each kind of object that the file holds. */
export function describeReport(report: ImportReport): readonly (readonly [title: string, counts: string])[] {
  const objects = properties
    .map((property) => [titles[property], report[property]] as const)
    .filter(([, { added, changed, unchanged }]) => added + changed + unchanged > 0)
    .map(([title, { added, changed, unchanged }]) => {
      return [title, `${added} added, ${changed} changed, ${unchanged} unchanged`] as const;
    });
  const { added, removed } = report.links;
  const ended = report.activationsEnded;
  return [
    ...objects,
    ['members and owners', `${added} added, ${removed} removed`],
    ...(ended > 0 ? [['activations', `${ended} ended`] as const] : []),
    ...(report.guestsWithdrawn > 0 ? [['guests', `${report.guestsWithdrawn} withdrawn`] as const] : []),
  ];
}
