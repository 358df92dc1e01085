import type { Content, Entry, Revision, Snapshot } from "../snapshot/snapshot.ts";

/** A snapshot in which some files have other bytes: the state that a change would leave, before anything is written. */
export class Overlay implements Snapshot {
  readonly revision: Revision;
  readonly #below: Snapshot;
  readonly #changed: ReadonlyMap<string, Uint8Array>;

  /** `changed` maps paths that exist below to their new bytes. */
  constructor(below: Snapshot, changed: ReadonlyMap<string, Uint8Array>) {
    this.revision = below.revision;
    this.#below = below;
    this.#changed = changed;
  }

  async tree(): Promise<ReadonlyMap<string, Entry>> {
    const tree = new Map(await this.#below.tree());
    for (const path of this.#changed.keys()) {
      const entry = tree.get(path);
      if (entry !== undefined) tree.set(path, { kind: entry.kind, oid: null });
    }
    return tree;
  }

  async read(paths: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const asked = [...paths];
    const contents = new Map(await this.#below.read(asked.filter((path) => !this.#changed.has(path)), limit));
    for (const path of asked) {
      const bytes = this.#changed.get(path);
      if (bytes === undefined) continue;
      contents.set(path, bytes.length > limit ? { state: "too-large", size: bytes.length } : { state: "ok", bytes });
    }
    return contents;
  }

  async sizes(paths: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const asked = [...paths];
    const sizes = new Map(await this.#below.sizes(asked));
    for (const path of asked) {
      const bytes = this.#changed.get(path);
      if (bytes !== undefined) sizes.set(path, bytes.length);
    }
    return sizes;
  }
}
