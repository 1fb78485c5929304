import { inOnePiece } from './quote';

/** Code units of all texts that are kept. */
const most = 16 * 1024 * 1024;

/**
 * Keeps the texts of objects of reference, under one version: that which the latest statement saw.
 *
 * Every statement says which version it sees, and texts of another one are nobody's, so that a change is shown at once,
 * whoever made it. Begins anew when the texts come to too much.
 */
export class ReferenceTexts {
  private version = '';
  private readonly made = new Map<object, Map<string, string>>();
  private length = 0;

  /** From here on, texts are found and kept for rows of that version. */
  enter(version: string): void {
    if (version === this.version) return;
    this.version = version;
    this.clear();
  }

  /** Of what place in a document the text is (`maker`), and of what object as it may be seen (`key`). */
  find(maker: object, key: string): string | undefined {
    return this.made.get(maker)?.get(key);
  }

  keep(maker: object, key: string, text: string): void {
    if (this.length > most) this.clear();
    const texts = this.made.get(maker) ?? new Map<string, string>();
    this.made.set(maker, texts.set(key, inOnePiece(text)));
    this.length += key.length + text.length;
  }

  private clear(): void {
    this.made.clear();
    this.length = 0;
  }
}
