import {
  type CryptoKey,
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  type LocalJWKSet,
} from 'jose';
import { errorText } from '../../storage/error-code';
import { fetchKeySet } from './issuer-metadata';
import { TokenRefused } from './token-refused';

/** No two fetches begin closer together than this, whatever tokens come in and however the last one ended. */
const FETCH_FLOOR_MS = 30_000;

/** Keys older than this are fetched anew while the old ones still serve. */
const FRESH_FOR_MS = 10 * 60_000;

/** Keys older than this wait for the new ones, so that a key withdrawn during a quiet night opens nothing. */
const SERVED_UNASKED_FOR_MS = 60 * 60_000;

/** Where an issuer's keys are read, and the clock that the cache is timed by. */
export interface IssuerKeysOptions {
  readonly issuer: string;
  /** Absent: found by discovery at the issuer. */
  readonly jwksUri?: string;
  readonly now: () => Date;
}

/** Finds the one key that a token's header names; throws `TokenRefused` or jose's error where there is none. */
export type KeyResolver = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;

/**
 * Keeps the issuer's public keys at hand and follows their rotation.
 *
 * A key that is not known leads to one fetch, at most every 30 s. An issuer that cannot be reached takes nothing
 * away: the keys that were read before go on serving.
 */
export function createIssuerKeys(options: IssuerKeysOptions): KeyResolver {
  const cache = createKeyCache(options);
  return async (header, token) => {
    const { keys, ageMs } = cache.current();
    if (keys === null || ageMs > SERVED_UNASKED_FOR_MS) await cache.refresh();
    else if (ageMs > FRESH_FOR_MS) void cache.refresh();
    return (await findKey(cache.demand(), header, token)) ?? (await refreshAndFind(cache, header, token));
  };
}

type KeyCache = ReturnType<typeof createKeyCache>;

async function refreshAndFind(cache: KeyCache, header: JWSHeaderParameters, token: FlattenedJWSInput) {
  await cache.refresh();
  return cache.demand()(header, token);
}

async function findKey(keys: LocalJWKSet, header: JWSHeaderParameters, token: FlattenedJWSInput) {
  try {
    return await keys(header, token);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    throw error;
  }
}

function createKeyCache({ issuer, jwksUri, now }: IssuerKeysOptions) {
  let keys: LocalJWKSet | null = null;
  let fetchedAt = 0;
  let attemptedAt: number | null = null;
  let pending: Promise<void> | null = null;
  let failure = 'never fetched';

  const fetchKeys = async () => {
    try {
      keys = createLocalJWKSet(await fetchKeySet(issuer, jwksUri));
      fetchedAt = now().getTime();
    } catch (error) {
      failure = errorText(error);
    } finally {
      pending = null;
    }
  };
  const mayFetch = () => {
    // A clock that was set back must not lock the door until it has caught up.
    const sinceMs = attemptedAt === null ? FETCH_FLOOR_MS : now().getTime() - attemptedAt;
    return sinceMs >= FETCH_FLOOR_MS || sinceMs < 0;
  };

  return {
    current: () => ({ keys, ageMs: now().getTime() - fetchedAt }),
    /** The keys at hand; refuses the token where none were ever read. */
    demand: () => {
      if (keys === null) throw new TokenRefused(`the issuer's keys cannot be read: ${failure}`);
      return keys;
    },
    /** Fetches the keys unless that was tried within the last 30 s; never rejects. */
    refresh: async () => {
      if (pending !== null) return pending;
      if (!mayFetch()) return;
      attemptedAt = now().getTime();
      pending = fetchKeys();
      await pending;
    },
  };
}
