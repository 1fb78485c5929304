import { serviceActor } from '../../../src/domain/actor';
import { type AuditFacts, auditEntry } from '../../../src/domain/audit-entry';
import { cast } from '../../support/cast';
import { aMoment, anActor, aRequest, at, role, target } from './builders';

const facts: AuditFacts = {
  target,
  role: { id: role, displayName: 'Groups Administrator', isBuiltIn: true, isEnabled: true, templateId: role },
  subject: {
    id: cast.alice,
    type: 'user',
    displayName: 'Alice',
    userPrincipalName: 'alice@contoso.example',
    accountEnabled: true,
    isAssignableToRole: null,
    isEmergencyAccount: false,
  },
  subjectId: cast.alice,
  request: aRequest({ ticketNumber: 'INC1', ticketSystem: 'desk' }),
  span: { startAt: at(0), endAt: at(120) },
  correlationId: aRequest().id,
};
const told = { activity: 'Process request', operationType: 'Add', result: 'success', reason: 'a reason' } as const;

describe('resources 11.1 an entry of the audit', () => {
  const entry = auditEntry(told, facts, aMoment());

  test('says who, what, when and why', () => {
    expect(entry).toMatchObject({
      activityAt: at(0),
      activityDisplayName: 'Process request',
      category: 'RoleManagement',
      correlationId: aRequest().id,
      loggedByService: 'PIM',
      operationType: 'Add',
      result: 'success',
      resultReason: 'a reason',
      initiatedById: cast.alice,
      subjectId: cast.alice,
      requestId: aRequest().id,
    });
  });

  test('names role, request, user, directory and other, in this order', () => {
    expect(entry.targetResources.map(({ type }) => type)).toEqual(['Role', 'Request', 'User', 'Directory', 'Other']);
    expect(entry.targetResources.map(({ id }) => id)).toEqual([
      role,
      aRequest().id,
      cast.alice,
      aMoment().tenantId,
      null,
    ]);
    expect(entry.targetResources[0]?.modifiedProperties).toEqual([
      { displayName: 'RoleDefinitionOriginId', oldValue: '""', newValue: `"${role}"` },
      { displayName: 'RoleDefinitionOriginType', oldValue: '""', newValue: '"BuiltInRole"' },
      { displayName: 'TemplateId', oldValue: '""', newValue: `"${role}"` },
    ]);
  });

  test('P-4, P-6 carries span, reason and ticket in the details', () => {
    expect(Object.fromEntries(entry.additionalDetails.map(({ key, value }) => [key, value]))).toEqual({
      RoleDefinitionOriginId: role,
      RoleDefinitionOriginType: 'BuiltInRole',
      TemplateId: role,
      StartTime: '2026-01-01T12:00:00.000Z',
      ExpirationTime: '2026-01-01T14:00:00.000Z',
      Justification: 'a reason',
      TicketNumber: 'INC1',
      TicketSystem: 'desk',
      oid: cast.alice,
      tid: aMoment().tenantId,
      ipaddr: '127.0.0.1',
      RequestId: aRequest().id,
    });
  });

  test('a permanent one has no ExpirationTime', () => {
    const permanent = auditEntry(told, { ...facts, span: { startAt: at(0), endAt: null } }, aMoment());
    expect(permanent.additionalDetails.map(({ key }) => key)).not.toContain('ExpirationTime');
  });
});

describe('who acted', () => {
  const by = (actor: typeof serviceActor) => auditEntry(told, facts, aMoment({ actor })).initiatedBy;

  test('a person', () => {
    expect(by(anActor())).toEqual({
      app: null,
      user: {
        id: cast.alice,
        displayName: 'Alice',
        userPrincipalName: 'alice@contoso.example',
        ipAddress: '127.0.0.1',
      },
    });
  });

  test.each([
    { who: 'P-7 the service itself', actor: serviceActor },
    { who: 'an application', actor: anActor({ principalId: cast.robot, isApplication: true }) },
  ])('$who', ({ actor }) => {
    expect(by(actor)).toMatchObject({ app: { servicePrincipalId: actor.principalId }, user: null });
  });
});
