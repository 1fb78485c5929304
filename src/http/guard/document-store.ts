import type { DocumentNode } from 'graphql';
import type { AdmittedDocument } from './admit-document';
import type { Verdict } from './refusal';

/**
 * Documents kept, and their sources' UTF-16 code units together; whichever is reached first drops the one that was not
 * used for longest. A parsed document takes up to a hundred times the room of its source.
 */
const maxAdmitted = { entries: 1_000, length: 512 * 1024 };

/** Refusals are kept apart, so that nonsense cannot push out the documents that clients live on. */
const maxRefused = { entries: 100, length: 64 * 1024 };

const hashLength = 64;

/** What is known of documents seen before, so that a known one costs one look-up. */
export interface DocumentStore {
  find(source: string): Verdict<AdmittedDocument> | undefined;
  findByHash(hash: string): AdmittedDocument | undefined;
  keep(source: string, verdict: Verdict<AdmittedDocument>): void;
  /** Apollo's view: it finds what was admitted here and so neither parses nor validates a second time. */
  readonly forApollo: ApolloDocumentStore;
}

/** The part of Apollo's `KeyValueCache` that its document store uses. */
export interface ApolloDocumentStore {
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
}

/** A bounded store of verdicts in this process. Nothing is lost when an entry goes: the document is judged again. */
export function createDocumentStore(): DocumentStore {
  const byHash = new Map<string, AdmittedDocument>();
  const admitted = createRecent(maxAdmitted, (verdict) => verdict.refusal ?? byHash.delete(verdict.passed.hash));
  const refused = createRecent(maxRefused, () => undefined);
  return {
    find: (source) => admitted.find(source) ?? refused.find(source),
    findByHash: (hash) => byHash.get(hash),
    keep: (source, verdict) => {
      if (verdict.refusal !== undefined) return refused.keep(source, verdict);
      byHash.set(verdict.passed.hash, verdict.passed);
      admitted.keep(source, verdict);
    },
    forApollo: apolloView(byHash),
  };
}

/** Keeps what was used most recently, up to a number of entries and a length of their sources together. */
function createRecent(limits: typeof maxAdmitted, onDrop: (dropped: Verdict<AdmittedDocument>) => unknown) {
  const entries = new Map<string, Verdict<AdmittedDocument>>();
  let length = 0;
  return {
    find: (source: string) => {
      const found = entries.get(source);
      if (found !== undefined) moveToEnd(entries, source, found);
      return found;
    },
    keep: (source: string, verdict: Verdict<AdmittedDocument>) => {
      entries.set(source, verdict);
      length += source.length;
      for (const [oldest, dropped] of entries) {
        if (entries.size <= limits.entries && length <= limits.length) return;
        entries.delete(oldest);
        length -= oldest.length;
        onDrop(dropped);
      }
    },
  };
}

/** A Map yields its entries in the order in which they were set. */
function moveToEnd<V>(entries: Map<string, V>, key: string, value: V): void {
  entries.delete(key);
  entries.set(key, value);
}

/** Apollo's keys end in the hash; their prefix tells schemas apart, of which there is one here. */
function apolloView(byHash: ReadonlyMap<string, AdmittedDocument>): ApolloDocumentStore {
  return {
    get: async (key) => byHash.get(key.slice(-hashLength))?.document,
    // What Apollo offers to keep was dropped here a moment ago, or never admitted.
    set: async () => undefined,
    delete: async () => false,
  };
}
