import { type EventType, eventTypes } from '../../domain/events';
import { fieldNameOf, type Layer } from '../../queries/target/spelling';
import { ApprovalType } from '../approval/approval.type';
import type { MadeVariant } from '../target/variants';
import { changeField, readApproval } from './change';
import { ChangeEventType } from './event.payloads';
import { typedChanges } from './typed-changes';
import { instanceField, requestField, scheduleField } from './variant-fields';

const approvalTypes: readonly EventType[] = [
  'request.approvalRequested',
  'request.stageApproved',
  'request.escalated',
  'request.approved',
  'request.denied',
  'request.canceled',
  'request.timedOut',
  'request.failed',
];
const instanceTypes: readonly EventType[] = [
  'request.provisioned',
  'request.revoked',
  'schedule.started',
  'schedule.ended',
];

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const about = ({ variant: { spelling } }: MadeVariant) =>
  ({ kinds: ['assignment'], providers: [spelling.provider] }) as const;

const changed = ({ variant: { spelling } }: MadeVariant, layer: Layer): string =>
  `${fieldNameOf(spelling, 'Assignment', layer)}Changed`;

const requestTypes = eventTypes.filter((type) => type.startsWith('request.'));

function requestChanges(made: MadeVariant) {
  const { held } = made.variant.texts;
  const name = changed(made, 'ScheduleRequest');
  return typedChanges({
    name,
    description: `requests for ${held} that are made or come further.`,
    about: { ...about(made), types: requestTypes },
    typeName: capital(name),
    typeText: `A request for ${held} was made, or came further.`,
    fields: [requestField(made, 'Assignment')],
  });
}

function approvalChanges(made: MadeVariant) {
  const { approvalPending: name, texts } = made.variant;
  return typedChanges({
    name,
    description: `activations of ${texts.held} that begin to wait for approval, and that wait no longer.`,
    about: { ...about(made), hasApproval: true, types: approvalTypes },
    typeName: `${capital(name)}Changed`,
    typeText: `An activation of ${texts.held} waits for approval, or waits no longer.`,
    flag: {
      name: 'isPending',
      description:
        'True when it waits: a stage opened, was escalated, or was approved while others are left. False when it was decided, withdrawn, or lapsed.',
    },
    fields: [
      { name: 'approval', type: () => ApprovalType, description: 'The approval as it now stands.', read: readApproval },
      requestField(made, 'Assignment'),
    ],
  });
}

function instanceChanges(made: MadeVariant) {
  const { held } = made.variant.texts;
  const name = changed(made, 'ScheduleInstance');
  return typedChanges({
    name,
    description: `who begins or ceases to hold ${held}.`,
    about: { ...about(made), types: instanceTypes },
    typeName: capital(name),
    typeText: `Somebody began to hold ${held}, or holds it no longer.`,
    flag: { name: 'isActive', description: 'True when it is held from now on; false when that has ended.' },
    fields: [instanceField(made)],
  });
}

/** What the stream of everything says of one variant, and the three subscriptions to it. */
export function variantChanges(made: MadeVariant) {
  const ofEverything = [
    requestField(made, 'Assignment'),
    requestField(made, 'Eligibility'),
    scheduleField(made, 'Assignment'),
    scheduleField(made, 'Eligibility'),
  ];
  return [
    ...ofEverything.map((field) => changeField(() => ChangeEventType, field)),
    ...requestChanges(made),
    ...approvalChanges(made),
    ...instanceChanges(made),
  ];
}
