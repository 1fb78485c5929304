import { TokenType } from '@streamparser/json';
import { type Located, quoted } from './located';

/** One value that is handed on as soon as it is whole. */
export interface Item {
  /** Name of the file's property that it stands in, such as `users`. */
  readonly section: string;
  /** Which element of that property's list it is (or belongs to), from 0; null when the property is no list. */
  readonly position: number | null;
  /** The list of that element whose value this is, such as `members`; null for the element itself. */
  readonly list: string | null;
  /** Which value of that list it is, from 0. */
  readonly ordinal: number | null;
  readonly node: Located;
}

interface FrameBase {
  readonly line: number;
  /** The property of the enclosing object that it is the value of; empty within a list. */
  readonly name: string;
  /** True when its values are handed on one by one instead of being kept. */
  readonly isHandedOn: boolean;
  /** What the element weighed when this began. */
  readonly weight: number;
  /** The property whose name was read last. */
  key: string;
  /** How many values are whole. */
  count: number;
  expects: 'a name' | 'a name or }' | 'a colon' | 'a value' | 'a value or ]' | ', or }' | ', or ]';
}

/** An object or a list that has begun and not ended. */
export type Frame = FrameBase &
  (
    | { readonly object: Map<string, Located>; readonly list: null }
    | { readonly object: null; readonly list: Located[] }
  );

/** Lists within an element that are handed on singly, for they may be as long as the directory is large. */
const handedOnSingly: ReadonlySet<string> = new Set(['members', 'owners']);

/** The frame of an object or a list that begins within `frames`. */
export function openFrame(frames: readonly Frame[], isObject: boolean, line: number, weight: number): Frame {
  const name = frames.at(-1)?.object ? (frames.at(-1)?.key ?? '') : '';
  // Written out twice instead of spread: this runs for every object of the file.
  if (isObject) {
    const expects = 'a name or }';
    return { line, name, weight, key: '', count: 0, object: new Map(), list: null, isHandedOn: false, expects };
  }
  const expects = 'a value or ]';
  const isSingly = isHandedOn(frames, name);
  return { line, name, weight, key: '', count: 0, object: null, list: [], isHandedOn: isSingly, expects };
}

/** A list right in the file is, and so is a list of one of its elements that can be long. */
const isHandedOn = (frames: readonly Frame[], name: string): boolean =>
  frames.length === 1 || (frames.length === 3 && frames[1]?.list !== null && handedOnSingly.has(name));

/** What follows on a value. */
export const endOf = ({ object }: Frame): Frame['expects'] => (object ? ', or }' : ', or ]');

/** Whether the grammar of JSON lets the token stand here; at the very beginning only an object may. */
export function isExpected(token: TokenType, frame: Frame | undefined): boolean {
  switch (frame?.expects) {
    case undefined:
      return token === TokenType.LEFT_BRACE;
    case 'a name':
      return token === TokenType.STRING;
    case 'a name or }':
      return token === TokenType.STRING || token === TokenType.RIGHT_BRACE;
    case 'a colon':
      return token === TokenType.COLON;
    case 'a value':
      return beginsValue(token);
    case 'a value or ]':
      return beginsValue(token) || token === TokenType.RIGHT_BRACKET;
    case ', or }':
      return token === TokenType.COMMA || token === TokenType.RIGHT_BRACE;
    case ', or ]':
      return token === TokenType.COMMA || token === TokenType.RIGHT_BRACKET;
  }
}

const beginsValue = (token: TokenType): boolean =>
  token === TokenType.LEFT_BRACE ||
  token === TokenType.LEFT_BRACKET ||
  token === TokenType.STRING ||
  token === TokenType.NUMBER ||
  token === TokenType.TRUE ||
  token === TokenType.FALSE ||
  token === TokenType.NULL;

/** The path of what is being read, such as `users[3].mail`; empty at the file's own level. */
export const placeOf = (frames: readonly Frame[]): string =>
  frames.map((frame, depth) => stepOf(frame, depth === 0)).join('');

const stepOf = ({ object, key, count }: Frame, isFirst: boolean): string => {
  if (!object) return `[${count}]`;
  if (key === '') return '';
  const name = /^[\w@.#-]{1,64}$/.test(key) ? key : quoted(key);
  return isFirst ? name : `.${name}`;
};
