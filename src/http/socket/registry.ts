import type { Connection } from './connection';
import type { SocketLimits } from './socket-limits';

/** Counts the sockets of this process and holds them to their limits. */
export interface SocketRegistry {
  /** Whether one more socket may be opened. */
  hasRoom(): boolean;
  add(connection: Connection): void;
  /** Counts the connection as its caller's; false when that person has as many as one may. */
  acknowledge(connection: Connection): boolean;
  remove(connection: Connection): void;
  all(): Iterable<Connection>;
}

interface Counts {
  readonly connections: Set<Connection>;
  readonly unacknowledged: Set<Connection>;
  readonly perPerson: Map<string, number>;
}

/** An empty registry. */
export function createRegistry(limits: SocketLimits): SocketRegistry {
  const counts: Counts = { connections: new Set(), unacknowledged: new Set(), perPerson: new Map() };
  const { connections, unacknowledged } = counts;
  return {
    hasRoom: () => connections.size < limits.maxSockets && unacknowledged.size < limits.maxUnacknowledgedSockets,
    add: (connection) => {
      connections.add(connection);
      unacknowledged.add(connection);
    },
    acknowledge: (connection) => acknowledge(connection, counts, limits),
    remove: (connection) => remove(connection, counts),
    all: () => connections,
  };
}

function acknowledge(connection: Connection, { unacknowledged, perPerson }: Counts, limits: SocketLimits): boolean {
  const id = connection.caller?.principalId ?? '';
  const held = perPerson.get(id) ?? 0;
  if (held >= limits.maxSocketsPerPerson) return false;
  unacknowledged.delete(connection);
  perPerson.set(id, held + 1);
  return true;
}

function remove(connection: Connection, { connections, unacknowledged, perPerson }: Counts): void {
  const wasAcknowledged = connections.delete(connection) && !unacknowledged.delete(connection);
  if (!wasAcknowledged) return;
  const id = connection.caller?.principalId ?? '';
  const held = (perPerson.get(id) ?? 0) - 1;
  if (held > 0) perPerson.set(id, held);
  else perPerson.delete(id);
}
