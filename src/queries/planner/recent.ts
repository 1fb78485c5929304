/** Keeps the most recently used values of a kind that could be made again, at most `most` of them. */
export class Recent<V> {
  private readonly values = new Map<string, V>();

  constructor(private readonly most: number) {}

  get size(): number {
    return this.values.size;
  }

  /** The value under the key, made where it is not kept. */
  get(key: string, make: () => V): V {
    const known = this.values.get(key);
    const value = known === undefined ? make() : known;
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size > this.most) this.dropOldest();
    return value;
  }

  private dropOldest(): void {
    for (const key of this.values.keys()) {
      this.values.delete(key);
      return;
    }
  }
}
