import { GraphQLID, type GraphQLOutputType, GraphQLString, getNullableType, isListType, isNonNullType } from 'graphql';
import type { CellKind } from '../columns';
import { decoderOf } from '../decode-cell';
import type { RowFormat } from '../plan';
import { quote } from './quote';
import { neverNull, type ValueText } from './value-text';

/** Text that a list of text as PostgreSQL writes it may hold without being the same in JSON as the answer has it. */
const needsCare = /\\|null/;

/** The text of a cell from what PostgreSQL wrote in it; `write` is the text of the value that it stands for. */
export function cellText(kind: CellKind, format: RowFormat, type: GraphQLOutputType, write: ValueText): ValueText {
  const decode = decoderOf(kind, format);
  const common: ValueText = (written) => write(decode(written));
  const bare = getNullableType(type);
  const quick = kind === 'text' && isText(bare) ? plainText : kind === 'list' && isTexts(bare) ? listOr(common) : null;
  if (!quick) return common;
  return isNonNullType(type) ? neverNull(quick, type) : quick;
}

/** Whether a cell of that kind mostly is the text of its value, but for quotation marks. */
export const isTextCell = (kind: CellKind, type: GraphQLOutputType): boolean =>
  kind === 'text' && isText(getNullableType(type));

const isText = (type: GraphQLOutputType): boolean => type === GraphQLString || type === GraphQLID;

const isTexts = (type: GraphQLOutputType): boolean => isListType(type) && isText(getNullableType(type.ofType));

const plainText: ValueText = (written) => {
  if (typeof written === 'string') return quote(written);
  return written === null || written === undefined ? 'null' : quote(String(written));
};

/** `to_json` writes a list of text as JavaScript does, but for escapes. */
const listOr =
  (common: ValueText): ValueText =>
  (written) =>
    typeof written === 'string' && !needsCare.test(written) ? written : common(written);
