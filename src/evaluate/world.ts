/** A snapshot turned into the documents that rules speak about. Each blob is read and parsed once. */
import { createHash } from "node:crypto";
import type { ReadDocument } from "../packet/read.ts";
import type {
  AnyDocument,
  Board,
  DocumentKind,
  Packet,
  Registry,
  SignatureLog,
  SpecPointer,
} from "../packet/model.ts";
import { decode, type Source } from "../packet/source.ts";
import { documentKind } from "../policy/layout.ts";
import type { Layout, Policy } from "../policy/policy.ts";
import type { World } from "../rules/rule.ts";
import type { Content, Entry, Snapshot } from "../snapshot/snapshot.ts";
import { loadCited, NOTHING_CITED, specTest, type CitedCache } from "./cited.ts";
import { superseded } from "./superseded.ts";
import { Turns } from "./turns.ts";

/** Documents already read, by kind, path and blob id. Git gives the key, so an entry never goes stale. */
export type DocumentCache = Map<string, AnyDocument>;

export interface DocumentMemory {
  readonly documents: DocumentCache;
  /** Reads what is not among them. */
  readonly read: ReadDocument;
}

export interface LoadedWorld extends World {
  /** Governed files that could not be read, with the reason in words. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  readonly packetById: ReadonlyMap<string, Packet>;
}

export async function loadWorld(
  snapshot: Snapshot,
  layout: Layout,
  policy: Policy,
  { documents: cache, read }: DocumentMemory,
  wantsSpecs: boolean,
  cited: CitedCache | null = null,
): Promise<LoadedWorld> {
  const tree = await snapshot.tree();
  const governed = governedFiles(tree, layout);
  // Taken out now: by the time the others are read, somebody else may have made the memory forget.
  const known = new Map<string, AnyDocument>();
  for (const [path, kind] of governed) {
    const document = cache.get(cacheKey(kind, path, tree.get(path)?.oid) ?? "");
    if (document !== undefined) known.set(path, document);
  }
  const missing = [...governed.keys()].filter((path) => !known.has(path));
  const contents = await snapshot.read(missing, policy.scan.maxFileBytes);
  const unreadable: { path: string; reason: string }[] = [];
  const documents: AnyDocument[] = [];
  const turns = new Turns();
  for (const [path, kind] of governed) {
    const before = known.get(path);
    if (before !== undefined) {
      documents.push(before);
      continue;
    }
    const bytes = bytesOf(contents.get(path), path, unreadable);
    if (bytes === null) continue;
    if (turns.areDue) await turns.give();
    const document = read(kind, path, bytes);
    const key = cacheKey(kind, path, tree.get(path)?.oid);
    if (key !== null) cache.set(key, document);
    documents.push(document);
  }
  return assemble(snapshot, tree, documents, unreadable, policy, wantsSpecs, cited);
}

function cacheKey(kind: DocumentKind, path: string, oid: string | null | undefined): string | null {
  return oid === null || oid === undefined ? null : `${kind}\0${path}\0${oid}`;
}

/** Paths of the layout, in order; links and submodules that stand in their place are left to the caller to notice. */
function governedFiles(tree: ReadonlyMap<string, Entry>, layout: Layout): Map<string, DocumentKind> {
  const found: [string, DocumentKind][] = [];
  for (const path of tree.keys()) {
    const kind = documentKind(layout, path);
    if (kind !== null) found.push([path, kind]);
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function bytesOf(
  content: Content | undefined,
  path: string,
  unreadable: { path: string; reason: string }[],
): Uint8Array | null {
  switch (content?.state) {
    case "ok":
      return content.bytes;
    case "too-large":
      unreadable.push({ path, reason: `is ${String(content.size)} bytes, more than the policy lets Writ read` });
      return null;
    case "not-a-file":
      unreadable.push({ path, reason: "is a symbolic link or a submodule, which Writ never follows" });
      return null;
    case "unreadable":
      unreadable.push({ path, reason: `cannot be read: ${content.reason}` });
      return null;
    default:
      unreadable.push({ path, reason: "vanished while it was being read" });
      return null;
  }
}

async function assemble(
  snapshot: Snapshot,
  tree: ReadonlyMap<string, Entry>,
  documents: readonly AnyDocument[],
  unreadable: LoadedWorld["unreadable"],
  policy: Policy,
  wantsSpecs: boolean,
  citedBefore: CitedCache | null,
): Promise<LoadedWorld> {
  const packets = documents.filter((document): document is Packet => document.kind === "packet");
  const refinements = documents.filter((document): document is Packet => document.kind === "refinement");
  const board = documents.find((document): document is Board => document.kind === "board") ?? null;
  const registry = documents.find((document): document is Registry => document.kind === "registry") ?? null;
  const files = new Map<string, { oid: string | null }>();
  const folders = new Set<string>();
  for (const [path, entry] of tree) {
    if (entry.kind === "symlink" || entry.kind === "submodule") continue;
    files.set(path, { oid: entry.oid });
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  const specPointer = documents.find((document): document is SpecPointer => document.kind === "specPointer") ?? null;
  const isSpec = specTest(specPointer, [...packets, ...refinements]);
  const limit = policy.scan.maxFileBytes;
  const [cited, specs] = await Promise.all([
    citedBefore === null ? NOTHING_CITED : loadCited(snapshot, tree, packets, isSpec, limit, citedBefore),
    wantsSpecs ? loadSpecs(snapshot, specNames(refinements, specPointer), files, policy) : new Map<string, Spec>(),
  ]);
  return {
    documents,
    packets,
    stubs: documents.filter((document): document is Packet => document.kind === "stub"),
    refinements,
    board,
    registry,
    signatures: documents.find((document): document is SignatureLog => document.kind === "signatures") ?? null,
    specPointer,
    tree: files,
    has: (path) => files.has(path) || folders.has(path.replace(/\/+$/, "")),
    spec: (path) => specs.get(path)?.source,
    specSha1: (path) => specs.get(path)?.sha1,
    evidence: cited.evidence,
    cited: cited.file,
    superseded: superseded(packets, board, registry),
    unreadable,
    packetById: new Map(packets.map((packet) => [packet.id, packet])),
  };
}

interface Spec {
  readonly source: Source;
  readonly sha1: string;
}

/**
 * The spec files that refinements and the pointer name, under the name they use: a full path, or a file name that one path ends with.
 */
async function loadSpecs(
  snapshot: Snapshot,
  names: ReadonlySet<string>,
  files: ReadonlyMap<string, unknown>,
  policy: Policy,
): Promise<Map<string, Spec>> {
  const paths = new Map<string, string>();
  for (const name of names) {
    const path = files.has(name) ? name : uniqueEnd(files.keys(), name);
    if (path !== null) paths.set(name, path);
  }
  const contents = await snapshot.read(new Set(paths.values()), policy.scan.maxFileBytes);
  const specs = new Map<string, Spec>();
  for (const [name, path] of paths) {
    const content = contents.get(path);
    if (content?.state !== "ok") continue;
    const sha1 = createHash("sha1").update(content.bytes).digest("hex");
    specs.set(name, { source: decode(content.bytes).source, sha1 });
  }
  return specs;
}

export function specNames(refinements: readonly Packet[], pointer: SpecPointer | null = null): Set<string> {
  const names = new Set<string>();
  if (pointer?.target != null) names.add(pointer.target.path);
  for (const refinement of refinements) {
    const resolved = refinement.fields.find((field) => field.name === "specResolved")?.value ?? "";
    const target = /(\S+\.md)\s*$/.exec(resolved)?.[1];
    if (target !== undefined) names.add(target);
    for (const anchor of refinement.anchors) if (anchor.file !== null) names.add(anchor.file);
  }
  return names;
}

function uniqueEnd(paths: Iterable<string>, name: string): string | null {
  let found: string | null = null;
  for (const path of paths) {
    if (!path.endsWith(`/${name}`)) continue;
    if (found !== null) return null;
    found = path;
  }
  return found;
}
