/**
 * What became of the lines that citations were written for.
 *
 * The text that counts is the one at the commit that brought the citation, or that its report says it judged. All is
 * read in bulk: one walk of the history for all packets, one comparison of trees for all those commits, blobs by id.
 * A file that has not changed since is not read at all.
 *
 * History means what led to the commit that is judged, so that the same commit always gets the same answer: branches
 * that were never merged are not looked at. Where that history is cut off, nothing is said to have never been.
 */
import { UserError } from "../errors.ts";
import { drift, shortId, type Drift } from "../evidence/drift.ts";
import type { Evidence } from "../evidence/examine.ts";
import { readCitedFile, type CitedFile } from "../evidence/file-lines.ts";
import { Effort, LineIndex } from "../evidence/line-index.ts";
import { reanchor } from "../evidence/reanchor.ts";
import { fromTop, proofOf, resolveCitation, type Ground } from "../evidence/resolve.ts";
import { resolvedPath } from "../evidence/examine.ts";
import { TreeIndex } from "../evidence/tree-index.ts";
import { judgedCommits, reportAt } from "../packet/judged-commit.ts";
import type { Packet } from "../packet/model.ts";
import type { Layout } from "../policy/policy.ts";
import type { World } from "../rules/rule.ts";
import type { Entry, History, Repository, Snapshot } from "../snapshot/snapshot.ts";
import { Departures } from "./departures.ts";
import { PacketPlaces } from "./packet-versions.ts";
import { blobOf, PastFiles } from "./past-files.ts";
import { followTrails } from "./trail.ts";
import { whereWritten, type Asked, type Written } from "./written.ts";

export interface DriftInput {
  readonly head: Snapshot;
  readonly repository: Repository;
  readonly layout: Layout;
  readonly world: Pick<World, "evidence" | "cited">;
  readonly isSpec: Ground["isSpec"];
  /** The packets whose citations are judged. */
  readonly packets: readonly Packet[];
  /** Files larger than this many bytes are not read. */
  readonly limit: number;
  /** The history of all packet folders up to the head, when somebody has asked for it already. */
  readonly history?: Promise<History> | undefined;
}

/** In the order of a packet's citations; null for one that has nothing to be compared with. */
export type Drifts = ReadonlyMap<Packet, readonly (Drift | null)[]>;

/** So many commits are compared with the head at most. */
const MOST_ANCHORS = 2000;
/** So many trees of the past are listed to find files that are cited by the end of their path. */
const MOST_TREES = 12;
/** Bytes of old versions that are held at a time, and that one evaluation reads at all. */
const HELD = 16 * 2 ** 20;
const READ = 256 * 2 ** 20;

const TOO_MUCH = "was not compared, because the packets cite too much in all";

/** The commit that a snapshot is, or stands on; null before the first one. */
export function commitOf({ revision }: Snapshot): string | null {
  return revision.kind === "commit" ? revision.oid : revision.head;
}

/** So many packets are looked for by name in a history; for more, their folders are asked about. */
const NAMED = 20;

/**
 * Asks for the history that `loadDrift` needs, so that it can be read while other things happen: of all packets, or of
 * those with these ids.
 */
export function driftHistory(
  repository: Pick<Repository, "history">,
  head: Snapshot,
  layout: Layout,
  ids: readonly string[] | null,
): Promise<History> | undefined {
  const commit = commitOf(head);
  const named = ids !== null && ids.length <= NAMED ? ids : null;
  return commit === null ? undefined : repository.history(commit, new PacketPlaces(layout).paths(named));
}

/** Never throws for what is wrong with the repository: what its history does not tell is unverifiable. */
export async function loadDrift(input: DriftInput): Promise<Drifts> {
  const { world } = input;
  const head = commitOf(input.head);
  const answers = new Map(input.packets.map((packet) => [packet, packet.citations.map((): Drift | null => null)]));
  const packets = input.packets.filter((packet) => world.evidence(packet).some(canDrift));
  if (head === null || packets.length === 0) return answers;
  try {
    return await new Loader({ ...input, packets }, head, answers).load();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const reason = `cannot be compared with what it was: ${error.message}`;
    const untold = (packet: Packet): (Drift | null)[] =>
      world.evidence(packet).map((evidence) => (canDrift(evidence) ? drift("unverifiable", "", { reason }) : null));
    return new Map(input.packets.map((packet) => [packet, untold(packet)]));
  }
}

/** A citation with lines, and where its text is to be found. */
interface Item {
  readonly packet: Packet;
  readonly index: number;
  readonly evidence: Evidence;
  readonly start: number;
  readonly end: number;
  /** The path as the packet writes it. */
  readonly written: string;
  /** Commits whose text may count, the best first. */
  readonly anchors: readonly string[];
}

/** An item with the file it was written for. */
interface Placed extends Item {
  readonly anchor: string;
  readonly from: string;
  readonly blob: string;
}

class Loader {
  readonly #input: DriftInput;
  readonly #head: string;
  readonly #answers: Map<Packet, (Drift | null)[]>;
  readonly #effort = new Effort();
  readonly #files = new Map<string, CitedFile>();
  readonly #indexes = new Map<string, LineIndex>();

  constructor(input: DriftInput, head: string, answers: Map<Packet, (Drift | null)[]>) {
    this.#input = input;
    this.#head = head;
    this.#answers = answers;
  }

  async load(): Promise<Drifts> {
    const { head, repository, layout, packets } = this.#input;
    const ids = packets.map(({ id }) => id);
    const history = await (this.#input.history ?? driftHistory(repository, head, layout, ids));
    const items = history === undefined ? [] : await this.#anchored(history);
    if (history === undefined || items.length === 0) return this.#answers;
    const now = await head.tree();
    const tree = head.revision.kind === "commit" ? now : await (await repository.commit(this.#head)).tree();
    const anchors = items.flatMap((item) => item.anchors);
    const paths = items.flatMap(({ written, evidence }) => (evidence.path === null ? [written] : [written, evidence.path]));
    const past = await PastFiles.load(repository, this.#head, tree, anchors, paths);
    const { placed, absent } = await this.#place(items, past);
    const isThere = (path: string): boolean => blobOrWorking(now.get(path));
    const departures = new Departures(repository, this.#head, history, isThere, this.#input.limit);
    const gone = placed.filter(({ from }) => !isThere(from));
    await departures.load([...gone.map(({ from }) => from), ...absent.flatMap(pathsOf)]);
    for (const item of absent) this.#set(item, neverThere(item, departures));
    const targets: (Placed & { readonly target: string })[] = [];
    for (const item of placed) {
      const target = isThere(item.from) ? item.from : departures.follow(item.from);
      if (target === null) this.#set(item, { ...departures.drift(item.from, item.anchor), from: item.from });
      else targets.push({ ...item, target });
    }
    const short = await this.#compare(targets, now);
    const shortened = new Set(short.map(({ from }) => from));
    await departures.load(shortened);
    await departures.count(shortened);
    for (const item of short) this.#set(item, tooShort(item, departures));
    return this.#answers;
  }

  #set({ packet, index }: Pick<Item, "packet" | "index">, value: Drift | null): void {
    const answers = this.#answers.get(packet);
    if (answers !== undefined) answers[index] = value;
  }

  /** The citations that can drift, with their anchors; those whose anchor cannot be known are answered here. */
  async #anchored(history: History): Promise<readonly Item[]> {
    const { repository, packets, layout, limit } = this.#input;
    const places = new PacketPlaces(layout);
    const steps = followTrails(history.commits, this.#head, (path) => places.packetAt(path));
    const asked: Asked[] = [];
    const reports: (readonly (string | null)[])[] = [];
    for (const packet of packets) {
      const evidence = this.#input.world.evidence(packet);
      const citations = packet.citations.flatMap((_, index) => (canDrift(evidence[index]) ? [index] : []));
      if (citations.length === 0) continue;
      asked.push({ packet, citations, step: steps.get(packet.id) ?? null });
      const judged = judgedCommits(packet);
      reports.push(
        citations.map((index) => {
          const citation = packet.citations[index];
          const report = citation?.inReport === true && judged.size > 0 ? reportAt(packet, citation.span.start) : null;
          return (report === null ? undefined : judged.get(report)) ?? null;
        }),
      );
    }
    const [written, known] = await Promise.all([
      whereWritten(repository, asked, limit),
      repository.known(reports.flatMap((ids) => ids.filter((id) => id !== null))),
    ]);
    const cuts = new Set(history.cuts);
    const items: Item[] = [];
    const seen = new Set<string>();
    for (const [order, { packet, citations }] of asked.entries()) {
      for (const [place, index] of citations.entries()) {
        const evidence = this.#input.world.evidence(packet)[index];
        const citation = packet.citations[index];
        const origin = written[order]?.[place];
        if (evidence === undefined || citation?.start == null || citation.end === null || origin === undefined) continue;
        const judged = known.get(reports[order]?.[place] ?? "");
        const anchors = this.#anchorsOf(origin, judged, cuts);
        for (const anchor of typeof anchors === "string" ? [] : anchors) seen.add(anchor);
        const about = { packet, index };
        if (typeof anchors === "string") this.#set(about, drift("unverifiable", "", { reason: anchors }));
        else if (seen.size > MOST_ANCHORS) this.#set(about, drift("unverifiable", anchors[0] ?? "", { reason: TOO_MUCH }));
        else if (anchors.length > 0) {
          const { start, end } = citation;
          items.push({ ...about, evidence, start, end, written: fromTop(citation.path, packet.path), anchors });
        }
      }
    }
    return items;
  }

  /** None when nothing is committed yet; a reason in words when it cannot be known. */
  #anchorsOf(origin: Written, judged: string | undefined, cuts: ReadonlySet<string>): readonly string[] | string {
    if (judged !== undefined) return [judged];
    if (origin.state === "uncommitted") return this.#input.head.revision.kind === "worktree" ? [] : NO_VERSION;
    if (origin.state === "unknown") return `cannot be traced back: the packet ${origin.reason}`;
    const { commit, respelled } = origin;
    if (cuts.has(commit)) {
      return `was written before ${shortId(commit)}, where the history of this clone is cut off; run \`git fetch --unshallow\``;
    }
    return respelled === null ? [commit] : [commit, respelled];
  }

  /** The file each citation was written for: at the path as written, where it leads now, or where it led then. */
  async #place(items: readonly Item[], past: PastFiles): Promise<{ placed: readonly Placed[]; absent: readonly Item[] }> {
    const placed: Placed[] = [];
    const absent: Item[] = [];
    const trees = new PastTrees(this.#input);
    for (const item of items) {
      const found = placeIn(item, past) ?? (await trees.find(item));
      if (found === null) absent.push(item);
      else placed.push({ ...item, ...found });
    }
    return { placed, absent };
  }

  /** Compares files then and now. Gives back the citations of lines that the file did not have. */
  async #compare(
    items: readonly (Placed & { readonly target: string })[],
    now: ReadonlyMap<string, Entry>,
  ): Promise<readonly Placed[]> {
    const short: Placed[] = [];
    const byBlob = new Map<string, (Placed & { readonly target: string })[]>();
    for (const item of items) {
      const { blob, target, evidence } = item;
      if (now.get(target)?.oid === blob && target === evidence.path) {
        // The very file that was cited.
        if (evidence.state === "past-end") short.push(item);
        else this.#set(item, drift("ok", item.anchor, { from: item.from }));
        continue;
      }
      const group = byBlob.get(blob);
      if (group === undefined) byBlob.set(blob, [item]);
      else group.push(item);
    }
    const unread = new Set<string>();
    for (const { target } of [...byBlob.values()].flat()) {
      const file = this.#input.world.cited(target);
      if (file === undefined) unread.add(target);
      else this.#files.set(target, file);
    }
    await this.#read(unread);
    const { repository, limit } = this.#input;
    const sizes = await repository.blobSizes(byBlob.keys());
    for (const batch of batches(byBlob.keys(), sizes, limit)) {
      const contents = batch.isRead ? await repository.blobs(batch.oids, limit) : null;
      for (const oid of batch.oids) {
        const content = contents?.get(oid);
        const file: CitedFile =
          content?.state === "ok"
            ? readCitedFile(content.bytes)
            : { state: "unverifiable", reason: content === undefined ? TOO_MUCH : "cannot be read as it was then" };
        for (const item of byBlob.get(oid) ?? []) if (!this.#judge(item, file)) short.push(item);
      }
    }
    return short;
  }

  /** False when the file had no such lines. */
  #judge(item: Placed & { readonly target: string }, then: CitedFile): boolean {
    const { anchor, from, start, end, target, evidence } = item;
    const now = this.#files.get(target);
    const unverifiable = (reason: string): true => {
      this.#set(item, drift("unverifiable", anchor, { from, reason }));
      return true;
    };
    if (then.state === "unverifiable") return unverifiable(`${then.reason}, in ${shortId(anchor)}`);
    if (end > then.lines.count) return false;
    if (now?.state !== "ok") return unverifiable(now?.reason ?? "was not read");
    const index = this.#indexes.get(target) ?? new LineIndex(now.lines);
    this.#indexes.set(target, index);
    const isSame = target === evidence.path;
    const place = reanchor(then.lines, index, start, end, this.#effort);
    switch (place.state) {
      case "same":
        if (isSame) this.#set(item, drift("ok", anchor, { from }));
        else if (then.lines.isHollow(start, end)) return unverifiable("cites lines without words in a file that was renamed");
        else this.#set(item, drift("moved", anchor, { from, now: { path: target, start, end } }));
        return true;
      case "hollow":
        if (!isSame) return unverifiable("cites lines without words in a file that was renamed");
        this.#set(item, drift("ok", anchor, { from }));
        return true;
      case "moved":
        this.#set(item, drift("moved", anchor, { from, now: { path: target, start: place.start, end: place.end } }));
        return true;
      case "ambiguous":
        this.#set(item, drift("ambiguous", anchor, { from, count: place.count }));
        return true;
      case "changed":
        this.#set(item, drift("changed", anchor, { from }));
        return true;
      case "unknown":
        return unverifiable(TOO_MUCH);
    }
  }

  async #read(paths: ReadonlySet<string>): Promise<void> {
    if (paths.size === 0) return;
    const { head, limit } = this.#input;
    const sizes = await head.sizes(paths);
    let bytes = 0;
    const chosen = [...paths].filter((path) => (bytes += sizes.get(path) ?? 0) <= HELD);
    for (const [path, content] of await head.read(chosen, limit)) {
      const file: CitedFile =
        content.state === "ok" ? readCitedFile(content.bytes) : { state: "unverifiable", reason: "cannot be read now" };
      this.#files.set(path, file);
    }
  }
}

/** The cited file did not stand in the commit that cites it. */
function neverThere(item: Item, departures: Departures): Drift | null {
  const { evidence, anchors } = item;
  const anchor = anchors[0] ?? "";
  const known = pathsOf(item).find((path) => departures.hasBeen(path));
  if (departures.isOverLimit(item.written)) return drift("unverifiable", anchor, { reason: TOO_MUCH });
  if (known !== undefined) {
    const departed = evidence.path === null ? departures.drift(known, anchor) : null;
    return departed ?? drift("unverifiable", anchor, { reason: `is not in ${shortId(anchor)}, the commit that cites it` });
  }
  // An edition of the spec may be kept elsewhere: its absence proves nothing.
  if (evidence.resolution.how === "absent-spec") return null;
  if (departures.isCut) return drift("unverifiable", anchor, { reason: CUT });
  return drift("never-valid", anchor);
}

/** The file stood there, but had fewer lines. */
function tooShort(item: Placed, departures: Departures): Drift {
  const { anchor, evidence, from, end } = item;
  if (departures.isOverLimit(from)) return drift("unverifiable", anchor, { from, reason: TOO_MUCH });
  const longest = departures.lastWith(from, end);
  if (longest === "unknown") return drift("unverifiable", anchor, { from, reason: TOO_MUCH });
  const reason = `has fewer lines in ${shortId(anchor)}, the commit that cites it`;
  if (longest === null) return departures.isCut ? drift("unverifiable", anchor, { from, reason: CUT }) : drift("never-valid", anchor, { from });
  const isThere = evidence.state === "ok" || evidence.state === "hollow";
  return isThere ? drift("unverifiable", anchor, { from, reason }) : drift("gone", anchor, { from, went: longest.went });
}

const NO_VERSION = "cannot be traced back: the history does not hold the packet";
const CUT = "is not in the history of this clone, which is cut off; run `git fetch --unshallow`";

function canDrift(evidence: Evidence | undefined): boolean {
  if (evidence === undefined || evidence.citation.start === null) return false;
  const { state, resolution } = evidence;
  return state === "ok" || state === "hollow" || state === "past-end" || state === "missing" || resolution.how === "absent-spec";
}

function pathsOf({ written, evidence }: Item): readonly string[] {
  return evidence.path === null || evidence.path === written ? [written] : [written, evidence.path];
}

/** A regular file of the head; one of a working tree need not have a blob. */
function blobOrWorking(entry: Entry | undefined): boolean {
  return entry !== undefined && (entry.kind === "file" || entry.kind === "executable");
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

interface Batch {
  readonly oids: readonly string[];
  /** False for what is beyond the limit of what is read at all. */
  readonly isRead: boolean;
}

function* batches(oids: Iterable<string>, sizes: ReadonlyMap<string, number>, limit: number): Generator<Batch> {
  let batch: string[] = [];
  let bytes = 0;
  let total = 0;
  const beyond: string[] = [];
  for (const oid of oids) {
    const size = sizes.get(oid) ?? 0;
    // One that is too large costs nothing: it is not read, and said to be so.
    const cost = size > limit ? 0 : size;
    if (total + cost > READ) {
      beyond.push(oid);
      continue;
    }
    if (batch.length > 0 && bytes + cost > HELD) {
      yield { oids: batch, isRead: true };
      batch = [];
      bytes = 0;
    }
    batch.push(oid);
    bytes += cost;
    total += cost;
  }
  if (batch.length > 0) yield { oids: batch, isRead: true };
  if (beyond.length > 0) yield { oids: beyond, isRead: false };
}
