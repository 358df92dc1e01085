/** What one evaluation leaves for the next: commits that follow each other have most of everything in common. */
import { readDocument, type ReadDocument } from "../packet/read.ts";
import type { Layout } from "../policy/policy.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { CitedCache } from "./cited.ts";
import type { DocumentCache, LoadedWorld } from "./world.ts";

/** Whatever is judged next was among the last few, or is a change to one of them. */
const WORLDS = 6;

/** Cited files that are kept; each may be large. */
const CITED = 2000;

/** Good for one policy and one list of rules only. Holds a bounded number of states of the repository. */
export class Memory {
  readonly documents: DocumentCache = new Map();
  readonly cited: CitedCache = new Map();
  readonly read: ReadDocument;
  /** The most recent last. */
  readonly #worlds = new Map<string, LoadedWorld>();

  /** `read` may know documents from elsewhere. */
  constructor(read: ReadDocument = readDocument) {
    this.read = read;
  }

  async world(snapshot: Snapshot, layout: Layout, load: () => Promise<LoadedWorld>): Promise<LoadedWorld> {
    const { revision } = snapshot;
    // Only a commit never changes.
    if (revision.kind !== "commit") return load();
    const key = `${revision.oid} ${JSON.stringify(layout)}`;
    const known = this.#worlds.get(key);
    const world = known ?? (await load());
    this.#worlds.delete(key);
    this.#worlds.set(key, world);
    if (known === undefined) this.#forget();
    return world;
  }

  #forget(): void {
    for (const key of this.#worlds.keys()) {
      if (this.#worlds.size <= WORLDS) break;
      this.#worlds.delete(key);
    }
    const kept = new Set([...this.#worlds.values()].flatMap(({ documents }) => documents));
    for (const [key, document] of this.documents) if (!kept.has(document)) this.documents.delete(key);
    if (this.cited.size > CITED) this.cited.clear();
  }
}
