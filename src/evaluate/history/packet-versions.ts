/** Which version of which packet every commit of a history has, kept only as long as some commit still builds on it. */
import { LedgerPast } from "../../ledger/past.ts";
import { fileId } from "../../packet/read.ts";
import { documentKind, LAYOUT_NAMES, LAYOUTS } from "../../policy/layout.ts";
import type { Layout, LayoutPaths } from "../../policy/policy.ts";
import type { BlobChange, HistoryCommit } from "../../snapshot/snapshot.ts";

export interface PacketVersion {
  readonly path: string;
  /** Blob id. */
  readonly oid: string;
}

/** What a commit has of a packet. Commits that do nothing to it share one. */
export interface PacketRecord {
  /** The versions side by side, the one that counts first; none once the packet is gone. */
  readonly versions: readonly PacketVersion[];
  /** What the packet recorded on any way to here. */
  readonly past: LedgerPast;
}

/** Packets by id, those included that once were. */
export type PacketState = ReadonlyMap<string, PacketRecord>;

const EMPTY: PacketState = new Map();

/** The places at which a repository has, or had, its packets: the one that counts today first. */
export class PacketPlaces {
  readonly #layouts: readonly LayoutPaths[];

  constructor(now: Layout) {
    const known = LAYOUT_NAMES.map((name) => LAYOUTS[name]).filter((layout) => layout.packets !== now.packets);
    this.#layouts = [now, ...known];
  }

  /** Folders to ask a history for; the files of some packets when their ids are given. */
  paths(ids: readonly string[] | null): readonly string[] {
    const folders = [...new Set(this.#layouts.map((layout) => layout.packets))];
    return ids === null ? folders : ids.flatMap((id) => folders.flatMap((folder) => [`${folder}/${id}.md`, `${folder}/${id}`]));
  }

  /** The packet that a path holds, by id and by how much the place counts (0 most); null for anything else. */
  packetAt(path: string): { readonly id: string; readonly rank: number } | null {
    const rank = this.#layouts.findIndex((layout) => documentKind(layout, path) === "packet");
    return rank < 0 ? null : { id: fileId(path), rank };
  }
}

/** Follows a history from commit to commit, parents before children. */
export class PacketHistory {
  readonly #places: PacketPlaces;
  readonly #states = new Map<string, PacketState>();
  /** How many commits still build on each one. */
  readonly #children = new Map<string, number>();

  constructor(places: PacketPlaces, commits: readonly HistoryCommit[]) {
    this.#places = places;
    for (const { parents } of commits) {
      for (const parent of parents) this.#children.set(parent, (this.#children.get(parent) ?? 0) + 1);
    }
  }

  /**
   * The states of a commit's parents, in their order, and its own. A first commit has one parent, which is empty. The
   * past of what it changes is that of its parents: the caller adds what it finds.
   */
  follow(commit: HistoryCommit): { readonly before: readonly PacketState[]; readonly after: PacketState } {
    const { oid, parents, changes } = commit;
    const before = parents.length === 0 ? [EMPTY] : parents.map((parent) => this.#states.get(parent) ?? EMPTY);
    const [first = EMPTY, ...others] = before;
    const after = united(this.#changed(first, changes), others.filter((state) => state !== first));
    for (const parent of parents) this.#release(parent);
    if (this.#children.has(oid)) this.#states.set(oid, after);
    return { before, after };
  }

  #release(oid: string): void {
    const left = (this.#children.get(oid) ?? 0) - 1;
    this.#children.set(oid, left);
    if (left <= 0) this.#states.delete(oid);
  }

  #changed(state: PacketState, changes: readonly BlobChange[]): PacketState {
    let next: Map<string, PacketRecord> | null = null;
    for (const { path, after } of changes) {
      const packet = this.#places.packetAt(path);
      if (packet === null) continue;
      next ??= new Map(state);
      const known = next.get(packet.id);
      const versions = (known?.versions ?? []).filter((version) => version.path !== path);
      if (after !== null) versions.push({ path, oid: after });
      versions.sort((a, b) => this.#rank(a) - this.#rank(b));
      next.set(packet.id, { versions, past: LedgerPast.behind(known === undefined ? [] : [known.past]) });
    }
    return next ?? state;
  }

  #rank({ path }: PacketVersion): number {
    return this.#places.packetAt(path)?.rank ?? Number.POSITIVE_INFINITY;
  }
}

/** The state of a merge, with everything that the packets had on its other sides in their past. */
function united(state: PacketState, others: readonly PacketState[]): PacketState {
  let next: Map<string, PacketRecord> | null = null;
  for (const other of others) {
    for (const [id, record] of other) {
      const own: PacketRecord | undefined = (next ?? state).get(id);
      if (own === record) continue;
      next ??= new Map(state);
      const pasts = own === undefined ? [record.past] : [own.past, record.past];
      next.set(id, { versions: own?.versions ?? [], past: LedgerPast.behind(pasts) });
    }
  }
  return next ?? state;
}

/** The version of a packet that counts; null where a commit has none. */
export function currentVersion(state: PacketState, id: string): PacketVersion | null {
  return state.get(id)?.versions[0] ?? null;
}
