/**
 * What the history of a packet has recorded, and what was made of it, so that mending is told from meddling: a report
 * that was changed and is put back as it was first recorded is no second breach.
 */
import type { Block } from "./block.ts";
import type { Difference } from "./compare.ts";

export class LedgerPast {
  /** Keys of all blocks there ever were. */
  readonly #keys: Set<string>;
  /** Keys of blocks as they were first recorded, in the order in which that happened. */
  readonly #recorded: Set<string>;
  /** Blocks that were changed: what stands in their place, and as what they were first recorded. */
  readonly #changed: Map<string, string>;

  private constructor(keys: Iterable<string>, recorded: Iterable<string>, changed: Iterable<readonly [string, string]>) {
    this.#keys = new Set(keys);
    this.#recorded = new Set(recorded);
    this.#changed = new Map(changed);
  }

  /**
   * The past of what comes behind these; of a first version when there are none. Where they contradict each other, the
   * first one decides.
   */
  static behind(pasts: readonly LedgerPast[]): LedgerPast {
    return new LedgerPast(
      pasts.flatMap((past) => [...past.#keys]),
      pasts.flatMap((past) => [...past.#recorded]),
      [...pasts].reverse().flatMap((past) => [...past.#changed]),
    );
  }

  /** Whether a block of this key stood in any version. */
  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Whether a difference puts back what was first recorded. `after` are all blocks of the later version. */
  isRestoredBy(difference: Difference, after: readonly Block[]): boolean {
    switch (difference.kind) {
      case "modified":
      case "filled":
      case "overruled":
        return this.#changed.get(difference.before.key) === difference.after.key;
      case "inserted":
        return this.#recorded.has(difference.after.key) && this.#isInOrder(after);
      case "moved":
        return this.#isInOrder(after);
      default:
        return false;
    }
  }

  /** Takes in what one version made of the one before. */
  learn(differences: readonly Difference[], after: readonly Block[]): void {
    for (const difference of differences) {
      if (difference.kind === "appended") this.#recorded.add(difference.after.key);
      const isChange = difference.kind === "modified" || difference.kind === "filled" || difference.kind === "overruled";
      if (!isChange || this.isRestoredBy(difference, after)) continue;
      const { key } = difference.before;
      this.#changed.set(difference.after.key, this.#changed.get(key) ?? key);
    }
    for (const block of after) this.#keys.add(block.key);
  }

  /** Whether the blocks stand in the order in which they were recorded; what was never recorded does not count. */
  #isInOrder(blocks: readonly Block[]): boolean {
    const order = new Map([...this.#recorded].map((key, index) => [key, index]));
    const places = blocks.flatMap((block) => order.get(block.key) ?? []);
    return places.every((place, index) => index === 0 || (places[index - 1] ?? 0) <= place);
  }
}
