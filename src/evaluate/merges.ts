/** Packets on all sides of the merges of a change: what one side had recorded may be lost without any edit to see. */
import type { Packet } from "../packet/model.ts";
import { fileId, readDocument } from "../packet/read.ts";
import { documentKind } from "../policy/layout.ts";
import type { Layout } from "../policy/policy.ts";
import type { MergedPacket } from "../rules/rule.ts";
import type { BlobChange, CommitRecord, Repository } from "../snapshot/snapshot.ts";

export interface MergeInput {
  readonly repository: Repository;
  readonly layout: Layout;
  /** Files larger than this many bytes are not read. */
  readonly limit: number;
}

/**
 * The packets of each merge among `commits`, by commit id; only those that differ from what a parent had. Merges that
 * leave the packets of every parent alone are not in the answer. Two Git processes for all, and one more for each
 * merge that is.
 */
export async function loadMerges(
  input: MergeInput,
  commits: readonly CommitRecord[],
): Promise<ReadonlyMap<string, readonly MergedPacket[]>> {
  const merges = commits.filter((commit) => commit.parents.length > 1);
  const places = [input.layout.packets];
  const pairs = merges.flatMap(({ oid, parents }) => parents.map((parent) => [parent, oid] as const));
  const differences = pairs.length === 0 ? [] : await input.repository.changes(pairs, places);
  const reader = new PacketReader(input);
  const sides: MergeSides[] = [];
  let at = 0;
  for (const { oid, parents } of merges) {
    const byParent = differences.slice(at, at + parents.length).map((changes) => reader.versions(changes));
    at += parents.length;
    if (byParent.some((versions) => versions.size > 0)) sides.push({ oid, parents, byParent });
  }
  const bases: (readonly (readonly [string, string])[])[] = [];
  for (const merge of sides) bases.push(await commonAncestors(input.repository, merge));
  const past = await input.repository.changes(bases.flat(), places);
  await reader.read([...sides.flatMap(({ byParent }) => byParent), ...past.map((changes) => reader.versions(changes))]);
  const loaded = new Map<string, readonly MergedPacket[]>();
  let from = 0;
  for (const [index, merge] of sides.entries()) {
    const to = from + (bases[index] ?? []).length;
    loaded.set(merge.oid, reader.packets(merge, past.slice(from, to)));
    from = to;
  }
  return loaded;
}

interface MergeSides {
  readonly oid: string;
  readonly parents: readonly string[];
  /** How each parent's packets became those of the merge, by id. */
  readonly byParent: readonly ReadonlyMap<string, Version>[];
}

interface Version {
  readonly before: Place | null;
  readonly after: Place | null;
}

interface Place {
  readonly path: string;
  readonly oid: string;
}

/** Pairs of the best common ancestor of the first parent with each other one, and the merge. */
async function commonAncestors(
  repository: Repository,
  { oid, parents }: MergeSides,
): Promise<readonly (readonly [string, string])[]> {
  const [first = oid, ...others] = parents;
  const found = new Set<string>();
  for (const other of others) {
    const base = await repository.mergeBase(first, other);
    if (base !== null) found.add(base);
  }
  return [...found].map((base) => [base, oid] as const);
}

class PacketReader {
  readonly #input: MergeInput;
  readonly #packets = new Map<string, Packet>();

  constructor(input: MergeInput) {
    this.#input = input;
  }

  /** What happened to each packet, by id: a packet that moved to another path is one packet still. */
  versions(changes: readonly BlobChange[]): ReadonlyMap<string, Version> {
    const versions = new Map<string, Version>();
    for (const { path, before, after } of changes) {
      if (documentKind(this.#input.layout, path) !== "packet") continue;
      const id = fileId(path);
      const known = versions.get(id);
      versions.set(id, {
        before: before === null ? (known?.before ?? null) : { path, oid: before },
        after: after === null ? (known?.after ?? null) : { path, oid: after },
      });
    }
    return versions;
  }

  /** Reads every blob that is named, in one go. */
  async read(all: readonly ReadonlyMap<string, Version>[]): Promise<void> {
    const places = all.flatMap((versions) => [...versions.values()].flatMap(({ before, after }) => [before, after]));
    const wanted = places.filter((place) => place !== null);
    const contents = await this.#input.repository.blobs(wanted.map((place) => place.oid), this.#input.limit);
    for (const { path, oid } of wanted) {
      const content = contents.get(oid);
      if (content?.state !== "ok" || this.#packets.has(keyOf(path, oid))) continue;
      const document = readDocument("packet", path, content.bytes);
      if (document.kind === "packet") this.#packets.set(keyOf(path, oid), document);
    }
  }

  packets({ byParent }: MergeSides, past: readonly (readonly BlobChange[])[]): readonly MergedPacket[] {
    const ids = new Set(byParent.flatMap((versions) => [...versions.keys()]));
    return [...ids].sort().map((id) => {
      const after = this.#packet(byParent.find((versions) => versions.has(id))?.get(id)?.after ?? null);
      const parents = byParent.map((versions) => {
        const version = versions.get(id);
        return version === undefined ? after : this.#packet(version.before);
      });
      const ancestors = past.map((changes) => {
        const version = this.versions(changes).get(id);
        return version === undefined ? after : this.#packet(version.before);
      });
      return { id, parents, after, ancestors: ancestors.filter((packet) => packet !== null) };
    });
  }

  #packet(place: Place | null): Packet | null {
    return place === null ? null : (this.#packets.get(keyOf(place.path, place.oid)) ?? null);
  }
}

function keyOf(path: string, oid: string): string {
  return `${path}\0${oid}`;
}
