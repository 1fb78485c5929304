import { TokenType } from '@streamparser/json';
import { endOf, type Frame, type Item, isExpected, openFrame, placeOf } from './json-frame';
import { type Located, quoted, refusal } from './located';

/** Nothing in Graph's shapes is nested deeper than half of this. */
const deepest = 16;

/** Characters, and eight for each value, that one element may hold; what is handed on singly does not count. */
const heaviest = 4 * 1024 * 1024;

type TokenValue = string | number | boolean | null;

/**
 * Puts the tokens of one JSON file together, checks JSON's grammar, and hands on each value as soon as it is whole.
 *
 * The file is one object. `onKey` sees the name of each of its properties before the value, and may refuse it; `onItem`
 * gets the values: those of a list one by one. What is nested too deep, too large for one element, or named twice in
 * one object is refused where it stands.
 */
export class JsonAssembler {
  readonly #frames: Frame[] = [];
  #isDone = false;
  #weight = 0;

  constructor(
    private readonly onKey: (key: string, line: number) => void,
    private readonly onItem: (item: Item) => void,
  ) {}

  /** Takes the next token, which stands on `line`. */
  take(token: TokenType, value: TokenValue, line: number): void {
    const frame = this.#frames.at(-1);
    if (this.#isDone) throw refusal(line, '', 'the file goes on after the end of its object. Remove what follows.');
    if (!isExpected(token, frame)) {
      const expected = frame?.expects ?? 'an object';
      throw refusal(line, this.place, `this is not JSON: expected ${expected}, found ${quoted(String(value))}.`);
    }
    if (frame?.expects === 'a name' || (frame?.expects === 'a name or }' && token === TokenType.STRING)) {
      this.#name(String(value), line);
    } else this.#put(token, value, line);
  }

  /** Says that there are no more tokens; a file that stops within its object is refused. */
  end(line: number): void {
    if (!this.#isDone) throw refusal(line, this.place, 'the file ends here, in the middle. Is it cut off?');
  }

  /** Where in the file the assembler is, as a path such as `users[3].mail`. */
  get place(): string {
    return placeOf(this.#frames);
  }

  #put(token: TokenType, value: TokenValue, line: number): void {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) this.#open(token, line);
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) this.#close();
    else if (token === TokenType.COLON) this.#expect('a value');
    else if (token === TokenType.COMMA) this.#expect(this.#frames.at(-1)?.object ? 'a name' : 'a value');
    else {
      this.#weigh(typeof value === 'string' ? 8 + value.length : 8, line);
      this.#complete({ line, value });
    }
  }

  #expect(what: Frame['expects']): void {
    const frame = this.#frames.at(-1);
    if (frame) frame.expects = what;
  }

  #weigh(added: number, line: number): void {
    this.#weight += added;
    if (this.#weight > heaviest)
      throw refusal(line, this.place, 'this is larger than an object of a directory can be.');
  }

  #open(token: TokenType, line: number): void {
    if (this.#frames.length >= deepest) {
      throw refusal(line, this.place, `this is nested deeper than ${deepest} levels, which nothing in a directory is.`);
    }
    this.#weigh(8, line);
    this.#frames.push(openFrame(this.#frames, token === TokenType.LEFT_BRACE, line, this.#weight));
  }

  #close(): void {
    const frame = this.#frames.pop();
    if (!frame) return;
    const parent = this.#frames.at(-1);
    if (!parent) this.#isDone = true;
    else if (frame.isHandedOn) {
      // Its values are gone already; that it was there, as a list, is still worth knowing.
      parent.object?.set(parent.key, { line: frame.line, value: [] });
      parent.expects = endOf(parent);
    } else this.#complete({ line: frame.line, value: frame.object ?? frame.list });
  }

  #complete(node: Located): void {
    const parent = this.#frames.at(-1);
    if (!parent) return;
    if (parent.isHandedOn || this.#frames.length === 1) {
      this.onItem(itemIn(this.#frames, node));
      this.#weight = parent.weight;
    } else if (parent.object) parent.object.set(parent.key, node);
    else parent.list.push(node);
    parent.count += 1;
    parent.expects = endOf(parent);
  }

  #name(key: string, line: number): void {
    const frame = this.#frames.at(-1);
    if (!frame?.object) return;
    this.#weigh(8 + key.length, line);
    if (frame.object.has(key)) throw refusal(line, this.place, `the property ${quoted(key)} stands here twice.`);
    frame.key = key;
    frame.expects = 'a colon';
    if (this.#frames.length > 1) return;
    this.onKey(key, line);
    // The file's own properties are handed on: only their names are kept.
    frame.object.set(key, { line, value: null });
  }
}

/** The value as an item, from where it stands: in a section's list, in a list of an element, or right in the file. */
function itemIn([file, section, , list]: readonly Frame[], node: Located): Item {
  const name = file?.key ?? '';
  if (!section) return { section: name, position: null, list: null, ordinal: null, node };
  if (!list) return { section: name, position: section.count, list: null, ordinal: null, node };
  return { section: name, position: section.count, list: list.name, ordinal: list.count, node };
}
