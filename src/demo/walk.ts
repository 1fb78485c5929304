import { role } from './cast';

/** The commands that a newcomer pastes, one after the other, into a second terminal. */
export const walk = (): readonly { readonly says: string; readonly command: string }[] => [
  {
    says: 'a token for Alice, who may activate the role Security Administrator',
    command: 'ALICE=$(npm run --silent token -- alice --mfa)',
  },
  {
    says: 'she activates it for two hours; it waits for an approver',
    command: `REQUEST=$(npm run --silent call -- "$ALICE" 'mutation { createRoleAssignmentScheduleRequest(input: { action: selfActivate, principalId: "00000001-0000-4000-8000-000000000001", roleDefinitionId: "${role.securityAdministrator}", directoryScopeId: "/", justification: "Incident 4711", scheduleInfo: { expiration: { type: afterDuration, duration: "PT2H" } } }) { roleAssignmentScheduleRequest { id status } userErrors { code message } } }' --pick createRoleAssignmentScheduleRequest.roleAssignmentScheduleRequest.id)`,
  },
  {
    says: 'Ann approves',
    command: `npm run --silent call -- "$(npm run --silent token -- ann --mfa)" 'mutation { updateApprovalStage(input: { approvalId: "'"$REQUEST"'", reviewResult: Approve, justification: "Go ahead" }) { approvalStage { reviewResult reviewedBy { displayName } } approval { request { id status } } userErrors { code message } } }'`,
  },
  {
    says: 'who holds the role now',
    command: `npm run --silent call -- "$(npm run --silent token -- adam --mfa)" '{ roleAssignmentScheduleInstances(filter: { roleDefinitionId: { eq: "${role.securityAdministrator}" } }) { nodes { principal { ... on User { displayName } } roleDefinition { displayName } assignmentType endDateTime } } }'`,
  },
];

/** What the console says once the service answers. */
export const welcome = (url: string): string =>
  [
    `Portcullis answers on ${url}/graphql (open it in a browser for GraphiQL).`,
    'Try it in a second terminal, in this folder:',
    ...walk().map(({ says, command }) => `\n# ${says}\n${command}`),
    '',
  ].join('\n');
