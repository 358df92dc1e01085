/** Which keys are kept, how many bytes they take, and which of them nobody has asked for the longest. */

interface Kept {
  readonly bytes: number;
  /** Counts up with each use, over all lives of the process. */
  readonly used: number;
}

export class Recency {
  /** Least recently used first. */
  readonly #kept = new Map<string, Kept>();
  #total = 0;
  #clock = 0;

  /** What an earlier life knew, in any order. */
  restore(known: readonly (readonly [key: string, bytes: number, used: number])[]): void {
    for (const [key, bytes, used] of [...known].sort((a, b) => a[2] - b[2])) {
      this.#kept.set(key, { bytes, used });
      this.#total += bytes;
      this.#clock = used;
    }
  }

  /** Bytes of all that is kept. */
  get total(): number {
    return this.#total;
  }

  has(key: string): boolean {
    return this.#kept.has(key);
  }

  /** Something is kept, or was asked for again. */
  use(key: string, bytes = this.#kept.get(key)?.bytes ?? 0): Kept {
    this.drop(key);
    this.#clock += 1;
    const kept = { bytes, used: this.#clock };
    this.#kept.set(key, kept);
    this.#total += bytes;
    return kept;
  }

  drop(key: string): void {
    this.#total -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }

  /** Drops the least recently used until no more than `bytes` are left; gives back what went. */
  shrink(bytes: number): string[] {
    const gone: string[] = [];
    for (const key of this.#kept.keys()) {
      if (this.#total <= bytes) break;
      gone.push(key);
      this.drop(key);
    }
    return gone;
  }

  keys(prefix: string): string[] {
    return [...this.#kept.keys()].filter((key) => key.startsWith(prefix));
  }
}
