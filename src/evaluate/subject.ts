/**
 * What a verdict speaks about, as a list and as one digest over it.
 *
 * The list holds the packet without its reports, every file that the change touches apart from report text, and every
 * file that the packet cites as evidence; each with path, mode and Git blob id. What recording a verdict writes is no
 * part of it, or a verdict would not survive its own recording: report text, a status that a report says it changed,
 * the entries of the board, and the states of the validators' gates. For packets, stubs and the board a hash of what is
 * left stands in the place of the blob id, and such a file counts as touched only when that hash differs.
 *
 * The digest is SHA-256 over the lines of `subjectText`, written `sha256:` and 64 hex digits. It does not depend on
 * commit ids, dates, or on where the base has gone to: a content-neutral rebase keeps it.
 */
import { createHash } from "node:crypto";
import { resolvedPath, resolvePacket } from "../evidence/examine.ts";
import type { Ground } from "../evidence/resolve.ts";
import { TreeIndex } from "../evidence/tree-index.ts";
import { subjectHash } from "../ledger/recorded-bytes.ts";
import type { AnyDocument, Board, Packet } from "../packet/model.ts";
import { isGateState, layoutThen } from "../policy/layout.ts";
import type { Layout } from "../policy/policy.ts";
import { changedPaths, type Entry, type Snapshot } from "../snapshot/snapshot.ts";
import { specTest } from "./cited.ts";
import { compare } from "./order.ts";
import type { LoadedWorld } from "./world.ts";

export const SUBJECT_SCHEMA = "writ.subject/1";

export interface SubjectEntry {
  readonly kind: "packet" | "file" | "evidence";
  readonly path: string;
  /** As Git writes modes; `000000` where nothing stands. */
  readonly mode: string;
  /** Git blob id; `sha256:…` for a document that holds records; `absent` where nothing stands. */
  readonly id: string;
}

export interface Subject {
  readonly packet: string;
  readonly digest: string;
  /** In the order of the digest. */
  readonly entries: readonly SubjectEntry[];
}

export interface SubjectInput {
  readonly head: Snapshot;
  readonly world: LoadedWorld;
  /** Where the head left its base; null when there is none, and then nothing counts as changed. */
  readonly base: { readonly snapshot: Snapshot; readonly world: LoadedWorld } | null;
  /** Where documents are at the head. */
  readonly layout: Layout;
}

/**
 * The subjects of these packets of the head, by id; ids that the head does not hold are left out. The head must be a
 * commit: a file whose id nobody knows cannot be judged. Throws Error for a working tree with changed files.
 */
export async function subjectsOf(input: SubjectInput, ids: Iterable<string>): Promise<ReadonlyMap<string, Subject>> {
  const { head, world, layout } = input;
  const tree = await head.tree();
  const files = await changedFiles(input, tree);
  const ground: Ground = {
    index: new TreeIndex(tree),
    isSpec: specTest(world.specPointer, [...world.packets, ...world.refinements]),
  };
  const found = new Map<string, Subject>();
  for (const id of new Set(ids)) {
    const packet = world.packetById.get(id);
    if (packet === undefined) continue;
    const identity = identities(world, layout);
    const entries = [
      entryAt("packet", packet.path, tree, identity),
      ...files,
      ...citedPaths(packet, ground).map((path) => entryAt("evidence", path, tree, identity)),
    ];
    found.set(id, subjectFrom(id, entries));
  }
  return found;
}

/** The subject that a list of entries makes, in whatever order they come. */
export function subjectFrom(packet: string, entries: readonly SubjectEntry[]): Subject {
  const ordered = [...entries].sort((a, b) => compare(a.kind, b.kind) || compare(a.path, b.path));
  const text = subjectText({ packet, entries: ordered });
  return { packet, digest: `sha256:${createHash("sha256").update(text).digest("hex")}`, entries: ordered };
}

/** The canonical list: a line for the form, one for the packet, one for each entry. Paths are written as in JSON. */
export function subjectText({ packet, entries }: Pick<Subject, "packet" | "entries">): string {
  const lines = entries.map(({ kind, mode, id, path }) => `${kind} ${mode} ${id} ${JSON.stringify(path)}`);
  return `${[SUBJECT_SCHEMA, JSON.stringify(packet), ...lines].join("\n")}\n`;
}

async function changedFiles(input: SubjectInput, tree: ReadonlyMap<string, Entry>): Promise<readonly SubjectEntry[]> {
  const { base, head, world, layout } = input;
  if (base === null) return [];
  const before = await base.snapshot.tree();
  const now = identities(world, layout);
  const then = identities(base.world, layoutThen(layout, before.keys()));
  return (await changedPaths(base.snapshot, head)).flatMap(({ path }) => {
    const entry = entryAt("file", path, tree, now);
    const old = entryAt("file", path, before, then);
    return entry.mode === old.mode && entry.id === old.id ? [] : [entry];
  });
}

/** What stands for the content of a path in place of its blob id; null where the blob id does. */
type Identity = (path: string) => string | null;

/** Neither what is recorded in a document nor what only says where work stands is part of a subject. */
function identities(world: LoadedWorld, layout: Layout): Identity {
  const documents = new Map<string, AnyDocument>(world.documents.map((document) => [document.path, document]));
  return (path) => {
    if (isGateState(layout, path)) return "state";
    const document = documents.get(path);
    // A document that was too large to be read has no text that could be left out.
    if (document === undefined || document.damage.some(({ kind }) => kind === "size")) return null;
    if (document.kind === "board") return boardHash(document);
    return document.kind === "packet" || document.kind === "stub" ? subjectHash(document) : null;
  };
}

/** A state of the gates is the same whatever it says, and whether it is there. */
const STATE: Pick<SubjectEntry, "mode" | "id"> = { mode: "000000", id: "state" };

function entryAt(
  kind: SubjectEntry["kind"],
  path: string,
  tree: ReadonlyMap<string, Entry>,
  identity: Identity,
): SubjectEntry {
  const own = identity(path);
  if (own === STATE.id) return { kind, path, ...STATE };
  const entry = tree.get(path);
  if (entry === undefined) return { kind, path, mode: "000000", id: "absent" };
  if (entry.oid === null) throw new Error(`nobody knows the blob id of ${JSON.stringify(path)}: judge a commit`);
  return { kind, path, mode: MODES[entry.kind], id: entry.kind === "file" ? (own ?? entry.oid) : entry.oid };
}

const MODES: Readonly<Record<Entry["kind"], string>> = {
  file: "100644",
  executable: "100755",
  symlink: "120000",
  submodule: "160000",
};

/** The board without its entries. */
function boardHash(board: Board): string {
  const { source } = board;
  const hash = createHash("sha256").update(source.bom ? "bom\n" : "");
  const entries = new Set(board.entries.map(({ span }) => source.lineAt(span.start)));
  let open = "";
  for (let line = 1; line <= source.lineCount; line++) {
    if (entries.has(line)) continue;
    const { start, end } = source.lineSpan(line);
    const next = source.lineStarts[line] ?? source.text.length;
    // The end of the last line is nobody's.
    if (start === source.text.length && end === start) continue;
    hash.update(open).update(source.bytes.subarray(source.point(start).byte, source.point(end).byte));
    open = source.text.slice(end, next) || "\n";
  }
  return `sha256:${hash.digest("hex")}`;
}

/** Files that the packet itself cites, outside of its reports. */
function citedPaths(packet: Packet, ground: Ground): readonly string[] {
  const { resolutions } = resolvePacket(packet, ground);
  const paths = new Set<string>();
  for (const [index, resolution] of resolutions.entries()) {
    const path = resolvedPath(resolution);
    if (path !== null && path !== packet.path && packet.citations[index]?.inReport === false) paths.add(path);
  }
  return [...paths];
}

export interface StaleFile {
  readonly path: string;
  readonly kind: SubjectEntry["kind"];
  /** `joined` and `left`: it became part of the subject, or is none any more. */
  readonly how: "content" | "mode" | "joined" | "left";
}

/** The files that make a verdict on `before` stale for `after`; empty exactly when the digests are equal. */
export function staleness(before: Subject, after: Subject): readonly StaleFile[] {
  const key = ({ kind, path }: SubjectEntry): string => `${kind}\0${path}`;
  const old = new Map(before.entries.map((entry) => [key(entry), entry]));
  const found: StaleFile[] = [];
  for (const entry of after.entries) {
    const was = old.get(key(entry));
    old.delete(key(entry));
    const { path, kind } = entry;
    if (was === undefined) found.push({ path, kind, how: "joined" });
    else if (was.id !== entry.id) found.push({ path, kind, how: "content" });
    else if (was.mode !== entry.mode) found.push({ path, kind, how: "mode" });
  }
  for (const { path, kind } of old.values()) found.push({ path, kind, how: "left" });
  if (before.packet !== after.packet) found.push({ path: after.packet, kind: "packet", how: "joined" });
  return found.sort((a, b) => compare(a.path, b.path) || compare(a.kind, b.kind));
}
