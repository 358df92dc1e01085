/** The files that packets cite as evidence, loaded in one batch, and what each citation comes to. */
import { examinePacket, resolvedPath, resolvePacket, Search, type Evidence } from "../evidence/examine.ts";
import { readCitedFile, type CitedFile } from "../evidence/file-lines.ts";
import type { Ground } from "../evidence/resolve.ts";
import { TreeIndex } from "../evidence/tree-index.ts";
import type { Packet, SpecPointer } from "../packet/model.ts";
import type { Content, Entry, Snapshot } from "../snapshot/snapshot.ts";

/** What a cited file holds, by blob id: the head and the base have most files in common. */
export type CitedCache = Map<string, CitedFile>;

export interface Cited {
  readonly file: (path: string) => CitedFile | undefined;
  /** In the order of the packet's citations; empty for a packet that was not examined. */
  readonly evidence: (packet: Packet) => readonly Evidence[];
}

/** Bytes of cited files that one evaluation keeps. What is beyond, in the order of the paths, is not verifiable. */
const KEPT = 64 * 2 ** 20;

export const NOTHING_CITED: Cited = { file: () => undefined, evidence: () => [] };

/** `limit` is the size in bytes from which on a single file is not read. */
export async function loadCited(
  snapshot: Snapshot,
  tree: ReadonlyMap<string, Entry>,
  packets: readonly Packet[],
  isSpec: Ground["isSpec"],
  limit: number,
  cache: CitedCache,
): Promise<Cited> {
  const ground: Ground = { index: new TreeIndex(tree), isSpec };
  const resolved = packets.map((packet) => resolvePacket(packet, ground));
  const paths = new Set<string>();
  for (const { packet, resolutions } of resolved) {
    for (const resolution of resolutions) {
      const path = resolvedPath(resolution);
      if (path !== null && path !== packet.path) paths.add(path);
    }
  }
  const files = await readFiles(snapshot, tree, [...paths].sort(), limit, cache);
  const search = new Search();
  const evidence = new Map(
    resolved.map((entry) => [entry.packet, examinePacket(entry, (path) => files.get(path), search)]),
  );
  return { file: (path) => files.get(path), evidence: (packet) => evidence.get(packet) ?? [] };
}

async function readFiles(
  snapshot: Snapshot,
  tree: ReadonlyMap<string, Entry>,
  paths: readonly string[],
  limit: number,
  cache: CitedCache,
): Promise<ReadonlyMap<string, CitedFile>> {
  const files = new Map<string, CitedFile>();
  const wanted: string[] = [];
  for (const path of paths) {
    const known = cache.get(tree.get(path)?.oid ?? "");
    if (known === undefined) wanted.push(path);
    else files.set(path, known);
  }
  const sizes = await snapshot.sizes(wanted);
  let kept = 0;
  const chosen = wanted.filter((path) => {
    const size = sizes.get(path) ?? 0;
    if (size > limit) return true;
    kept += size;
    return kept <= KEPT;
  });
  const contents = await snapshot.read(chosen, limit);
  for (const path of wanted) {
    const content = contents.get(path);
    const file = fileOf(content);
    files.set(path, file);
    const oid = tree.get(path)?.oid ?? null;
    if (oid !== null && content !== undefined) cache.set(oid, file);
  }
  return files;
}

function fileOf(content: Content | undefined): CitedFile {
  switch (content?.state) {
    case undefined:
      return { state: "unverifiable", reason: "was not read, because the packets cite too much in all" };
    case "ok":
      return readCitedFile(content.bytes);
    case "too-large":
      return { state: "unverifiable", reason: `is ${String(content.size)} bytes, more than the policy lets Writ read` };
    case "not-a-file":
      return { state: "unverifiable", reason: "is a symbolic link or a submodule, which is never followed" };
    case "unreadable":
      return { state: "unverifiable", reason: `cannot be read: ${content.reason}` };
    default:
      return { state: "unverifiable", reason: "vanished while it was being read" };
  }
}

/**
 * Tells spec files by name, whichever their edition: the same name as the one that the pointer or a packet names, but
 * for the digits of the version.
 */
export function specTest(pointer: SpecPointer | null, packets: readonly Packet[]): (path: string) => boolean {
  const families = new Set<string>();
  const add = (path: string | undefined): void => {
    const name = path === undefined ? "" : familyOf(path);
    if (name.includes("#")) families.add(name);
  };
  add(pointer?.target?.path);
  for (const packet of packets) {
    for (const field of packet.fields) {
      if (field.name === "specResolved" || field.name === "specTarget" || field.name === "specBaseline") {
        add(/[^\s>]+\.md$/.exec(field.value)?.[0]);
      }
    }
  }
  return (path) => families.has(familyOf(path));
}

/** `Spec_v02.101.md` and `Spec_v3.md` are editions of `Spec_v#.md`. */
function familyOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\d+(?:[._]\d+)*/g, "#");
}
