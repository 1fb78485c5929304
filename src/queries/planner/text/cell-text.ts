import {
  type GraphQLEnumType,
  GraphQLID,
  type GraphQLOutputType,
  type GraphQLScalarType,
  GraphQLString,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import type { CellKind } from '../columns';
import { decoderOf } from '../decode-cell';
import { instantOf } from '../instant';
import type { RowFormat } from '../plan';
import { quote } from './quote';
import { enumTexts, neverNull, type ValueText } from './value-text';

/** Text that a list of text as PostgreSQL writes it may hold without being the same in JSON as the answer has it. */
const needsCare = /\\|null/;

/** The text of a cell from what PostgreSQL wrote in it; `write` is the text of the value that it stands for. */
export function cellText(kind: CellKind, format: RowFormat, type: GraphQLOutputType, write: ValueText): ValueText {
  const decode = decoderOf(kind, format);
  const common: ValueText = (written) => write(decode(written));
  const quick = quickText(kind, getNullableType(type), common);
  if (!quick) return common;
  return isNonNullType(type) ? neverNull(quick, type) : quick;
}

/** A shorter way to the same text for the kinds that pages are full of; null where there is none. */
function quickText(kind: CellKind, type: GraphQLOutputType, common: ValueText): ValueText | null {
  if (isTextCell(kind, type)) return plainText;
  if (kind === 'text' && isEnumType(type)) return choiceOr(type, common);
  if (kind === 'instant' && isScalarType(type)) return instantOr(type, common);
  return kind === 'list' && isTexts(type) ? listOr(common) : null;
}

/** Whether a cell of that kind mostly is the text of its value, but for quotation marks. */
export const isTextCell = (kind: CellKind, type: GraphQLOutputType): boolean =>
  (kind === 'text' || kind === 'uuid') && isText(getNullableType(type));

const isText = (type: GraphQLOutputType): boolean => type === GraphQLString || type === GraphQLID;

const isTexts = (type: GraphQLOutputType): boolean => isListType(type) && isText(getNullableType(type.ofType));

const plainText: ValueText = (written) => {
  if (typeof written === 'string') return quote(written);
  return written === null || written === undefined ? 'null' : quote(String(written));
};

/** An enum's value is written as the text of its name, which is known ahead. */
function choiceOr(type: GraphQLEnumType, common: ValueText): ValueText {
  const texts = enumTexts(type);
  return (written) => texts.get(written) ?? common(written);
}

/** An instant is not searched for what needs an escape, where its type gives its text as it is. */
const instantOr =
  (type: GraphQLScalarType, common: ValueText): ValueText =>
  (written) => {
    if (typeof written !== 'string') return common(written);
    const instant = instantOf(written);
    return type.serialize(instant) === instant ? `"${instant}"` : common(written);
  };

/** `to_json` writes a list of text as JavaScript does, but for escapes. */
const listOr =
  (common: ValueText): ValueText =>
  (written) =>
    typeof written === 'string' && !needsCare.test(written) ? written : common(written);
