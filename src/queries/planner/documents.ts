import type { FieldNode } from 'graphql';
import { conditionsBelow, type FieldInfo } from './collect';

/** One field of a document, read for one purpose. */
interface Known {
  readonly id: number;
  readonly nodes: readonly FieldNode[];
  readonly parent: FieldInfo['parentType'];
  /** What is asked for there: the same declaration, in the same manner. */
  readonly about: object;
  readonly manner: string;
  readonly conditions: readonly string[];
}

/**
 * Tells fields of documents apart, so that what was made for one is found again when the document runs again.
 *
 * Gives a key that is the same whenever the same part of the answer is asked for: the field's nodes, what they are read
 * for, and the variables of `@skip` and `@include` below them. Documents that nobody holds any more are forgotten.
 */
export function createDocuments(): (info: FieldInfo, about: object, manner: string) => string {
  const documents = new WeakMap<FieldNode, Known[]>();
  let count = 0;
  const remember = (first: FieldNode, info: FieldInfo, about: object, manner: string): Known => {
    count += 1;
    const { fieldNodes: nodes, parentType: parent, fragments } = info;
    const conditions = conditionsBelow(nodes, fragments);
    const known: Known = { id: count, nodes: [...nodes], parent, about, manner, conditions };
    documents.set(first, [...(documents.get(first) ?? []), known]);
    return known;
  };
  return (info, about, manner) => {
    const [first] = info.fieldNodes;
    if (!first) throw new Error('Invariant broken: a field that is resolved has a node');
    const found = documents.get(first)?.find((one) => isSame(one, info, about, manner));
    const { id, conditions } = found ?? remember(first, info, about, manner);
    return `${id}${conditions.map((name) => (info.variableValues[name] === true ? '+' : '-')).join('')}`;
  };
}

const isSame = (known: Known, info: FieldInfo, about: object, manner: string): boolean =>
  known.about === about &&
  known.manner === manner &&
  known.parent === info.parentType &&
  known.nodes.length === info.fieldNodes.length &&
  known.nodes.every((node, index) => node === info.fieldNodes[index]);
