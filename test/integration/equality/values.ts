import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { cast, groups, roles, unit } from '../../support/cast';
import type { Random } from './random';

/** What ids, texts and cursors are drawn from; cursors are those that earlier answers held. */
export interface Pools {
  readonly ids: string[];
  /** Ids of other forms than GUIDs, and what is none. */
  readonly otherIds: string[];
  readonly cursors: string[];
}

export const createPools = (): Pools => ({
  ids: [...Object.values(cast), ...Object.values(groups), ...Object.values(roles), unit, cast.alice.toUpperCase()],
  otherIds: ['no-id', ''],
  cursors: ['no cursor', 'WyJ4Il0'],
});

const texts = ['Alice', 'User 3', 'User', 'incident 4', 'Department 2', 'Security Reader', 'say "hi"', '', '/', '🚪'];
const instants = ['2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z', '2025-12-20T05:00:00.5+01:00'];
const durations = ['PT2H', 'P30D'];

/** A literal for an input type, within the schema's grammar but not always within its rules. */
export function literal(random: Random, pools: Pools, type: GraphQLInputType, depth = 0): string {
  if (isNonNullType(type)) return literal(random, pools, type.ofType, depth);
  if (random.chance(0.01)) return 'null';
  if (isListType(type)) {
    const items = Array.from({ length: random.below(4) }, () => literal(random, pools, type.ofType, depth + 1));
    return `[${items.join(', ')}]`;
  }
  if (isEnumType(type)) return random.oneOf(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      ({ name }) => depth < 2 || !['and', 'or', 'not'].includes(name),
    );
    const asked = random.some(fields, 1 + random.below(2));
    return `{ ${asked.map((field) => `${field.name}: ${literal(random, pools, field.type, depth + 1)}`).join(', ')} }`;
  }
  return scalar(random, pools, type.name);
}

function scalar(random: Random, pools: Pools, name: string): string {
  if (name === 'Int') return String(1 + random.below(6));
  if (name === 'Boolean') return String(random.chance(0.5));
  if (name === 'ID') return JSON.stringify(random.oneOf(random.chance(0.06) ? pools.otherIds : pools.ids));
  if (name === 'DateTime') return JSON.stringify(random.oneOf(instants));
  if (name === 'Duration') return JSON.stringify(random.oneOf(durations));
  return JSON.stringify(random.oneOf(texts));
}

/** The arguments of a field, by name. Pages are small and mostly well asked for. */
export function argumentsOf(
  random: Random,
  pools: Pools,
  { name, args }: GraphQLField<unknown, unknown>,
): readonly (readonly [GraphQLArgument, string])[] {
  const isBackward = random.chance(0.15);
  const ours = pools.cursors.filter((one) => orderOf(one).startsWith(name));
  return args.flatMap((one): (readonly [GraphQLArgument, string])[] => {
    const value = argument(random, pools, one, { isBackward, cursors: ours });
    return value === null ? [] : [[one, value]];
  });
}

interface Paging {
  readonly isBackward: boolean;
  /** Cursors of this list, in whatever order. */
  readonly cursors: readonly string[];
}

function argument(random: Random, pools: Pools, { name, type }: GraphQLArgument, paging: Paging): string | null {
  if (isNonNullType(type)) return literal(random, pools, type);
  switch (name) {
    case 'first':
      return random.chance(paging.isBackward ? 0.02 : 0.8) ? String(1 + random.below(5)) : null;
    case 'last':
      return paging.isBackward ? String(1 + random.below(4)) : null;
    case 'after':
    case 'before':
      return cursor(random, pools, paging);
    default:
      return random.chance(name === 'filter' ? 0.4 : 0.25) ? literal(random, pools, type) : null;
  }
}

function cursor(random: Random, { cursors }: Pools, { cursors: ours }: Paging): string | null {
  if (random.chance(0.004)) return JSON.stringify(random.oneOf(cursors));
  return ours.length > 0 && random.chance(0.3) ? JSON.stringify(random.oneOf(ours)) : null;
}

/** The name of the list's order, which a cursor begins with. */
function orderOf(given: string): string {
  const text = Buffer.from(given, 'base64url').toString('utf8');
  return /^\["([^"]+)"/.exec(text)?.[1] ?? '';
}
