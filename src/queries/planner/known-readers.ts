/** How many are remembered; those who read everything are few. */
const most = 1_000;

/**
 * Callers who could read everything when they were last asked about.
 *
 * A guess by which the next statement is chosen, and never more: that statement asks anew, and has no answer for a caller
 * who has lost his role, so that nobody sees by it what he may see no longer.
 */
export class KnownReaders {
  private readonly ids = new Set<string>();

  has(callerId: string): boolean {
    return this.ids.has(callerId);
  }

  /** Notes what a statement found; forgets the oldest where there are too many. */
  note(callerId: string, readsAll: boolean): void {
    if (!readsAll) {
      this.ids.delete(callerId);
      return;
    }
    this.ids.add(callerId);
    if (this.ids.size <= most) return;
    for (const oldest of this.ids) {
      this.ids.delete(oldest);
      return;
    }
  }
}
