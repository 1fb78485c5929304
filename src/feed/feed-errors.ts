/**
 * The events after that cursor cannot all be had: retention has removed some, or the cursor is another database's.
 *
 * The client loads what it shows afresh, and subscribes without a cursor. `code` is what the API answers.
 */
export class ResyncRequired extends Error {
  readonly code = 'RESYNC_REQUIRED';
  constructor() {
    super('Events after this cursor are no longer kept; load your data afresh and subscribe without after.');
    this.name = 'ResyncRequired';
  }
}

/** The subscriber is no enabled principal, or no longer one (M-7). `code` is what the API answers; the socket is to close. */
export class SubscriberRefused extends Error {
  readonly code = 'UNAUTHENTICATED';
  constructor() {
    super('You are not signed in as somebody who may subscribe; sign in again.');
    this.name = 'SubscriberRefused';
  }
}
