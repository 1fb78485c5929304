import { inOnePiece } from './quote';

/** Code units of all that is kept. */
const most = 16 * 1024 * 1024;

/**
 * Keeps texts that were made of something large and seldom changed, such as the rules of a policy.
 *
 * What a text was made of is its key, so that nothing that is kept can be out of date. Drops what was not used for longest.
 */
export class KeptTexts {
  private readonly made = new Map<string, Map<object, string>>();
  private length = 0;

  /** What was kept under the key; `maker` tells those apart who make different texts of the same. */
  find(maker: object, key: string): string | undefined {
    const known = this.made.get(key);
    const found = known?.get(maker);
    if (known && found !== undefined) {
      this.made.delete(key);
      this.made.set(key, known);
    }
    return found;
  }

  keep(maker: object, key: string, text: string): string {
    const known = this.made.get(key) ?? new Map<object, string>();
    if (known.size === 0) this.length += key.length;
    this.length += text.length - (known.get(maker)?.length ?? 0);
    this.made.set(key, known.set(maker, inOnePiece(text)));
    this.dropOldest();
    return text;
  }

  private dropOldest(): void {
    for (const [key, texts] of this.made) {
      if (this.length <= most) return;
      this.made.delete(key);
      this.length -= key.length;
      for (const text of texts.values()) this.length -= text.length;
    }
  }
}
