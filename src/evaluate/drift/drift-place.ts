/** The files that citations were written for, at the commits that count. */
import { resolvedPath } from "../../evidence/examine.ts";
import { proofOf, resolveCitation } from "../../evidence/resolve.ts";
import { TreeIndex } from "../../evidence/tree-index.ts";
import type { Entry } from "../../snapshot/snapshot.ts";
import { pathsOf, type DriftInput, type Item, type Placed } from "./drift-item.ts";
import { blobOf, type PastFiles } from "./past-files.ts";

/** So many trees of the past are listed to find files that are cited by the end of their path. */
const MOST_TREES = 12;

/** The file each citation was written for: at the path as written, where it leads now, or where it led then. */
export async function placeItems(
  input: DriftInput,
  items: readonly Item[],
  past: PastFiles,
): Promise<{ placed: readonly Placed[]; absent: readonly Item[] }> {
  const placed: Placed[] = [];
  const absent: Item[] = [];
  const trees = new PastTrees(input);
  for (const item of items) {
    const found = placeIn(item, past) ?? (await trees.find(item));
    if (found === null) absent.push(item);
    else placed.push({ ...item, ...found });
  }
  return { placed, absent };
}

function placeIn(item: Item, past: PastFiles): Pick<Placed, "anchor" | "from" | "blob"> | null {
  for (const anchor of item.anchors) {
    for (const from of pathsOf(item)) {
      const blob = past.blobAt(anchor, from);
      if (blob !== null) return { anchor, from, blob };
    }
  }
  return null;
}

/** Trees of the past, listed one by one for the few citations that only their own time can resolve. */
class PastTrees {
  readonly #input: DriftInput;
  readonly #trees = new Map<string, ReadonlyMap<string, Entry>>();
  readonly #indexes = new Map<string, TreeIndex>();

  constructor(input: DriftInput) {
    this.#input = input;
  }

  async find({ packet, index, evidence, anchors }: Item): Promise<Pick<Placed, "anchor" | "from" | "blob"> | null> {
    const [anchor] = anchors;
    const citation = packet.citations[index];
    const { how } = evidence.resolution;
    // An edition of the spec is cited by its whole name: where it stood, it has been found.
    if (anchor === undefined || citation === undefined || how === "exact" || how === "absent-spec") return null;
    const known = this.#trees.get(anchor);
    if (known === undefined && this.#trees.size >= MOST_TREES) return null;
    const tree = known ?? (await (await this.#input.repository.commit(anchor)).tree());
    const paths = this.#indexes.get(anchor) ?? new TreeIndex(tree);
    this.#trees.set(anchor, tree);
    this.#indexes.set(anchor, paths);
    const { isSpec } = this.#input;
    const from = resolvedPath(resolveCitation(citation, { index: paths, isSpec }, proofOf(packet, paths)));
    const blob = from === null ? null : blobOf(tree.get(from));
    return from === null || blob === null || from === packet.path ? null : { anchor, from, blob };
  }
}
