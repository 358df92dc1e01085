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
import { UserError } from "../../errors.ts";
import { drift, type Drift } from "../../evidence/drift.ts";
import type { Packet } from "../../packet/model.ts";
import type { Layout } from "../../policy/policy.ts";
import type { Entry, History, Repository, Snapshot } from "../../snapshot/snapshot.ts";
import { Departures } from "./departures.ts";
import { neverThere, tooShort } from "./drift-absence.ts";
import { anchoredItems } from "./drift-anchors.ts";
import { Comparison } from "./drift-compare.ts";
import { canDrift, pathsOf, type Answer, type DriftInput, type Item, type Targeted } from "./drift-item.ts";
import { placeItems } from "./drift-place.ts";
import { PacketPlaces } from "../history/packet-versions.ts";
import { PastFiles } from "./past-files.ts";

/** In the order of a packet's citations; null for one that has nothing to be compared with. */
export type Drifts = ReadonlyMap<Packet, readonly (Drift | null)[]>;

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
    await judged({ ...input, packets }, head, ({ packet, index }, value) => {
      const own = answers.get(packet);
      if (own !== undefined) own[index] = value;
    });
    return answers;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const reason = `cannot be compared with what it was: ${error.message}`;
    const untold = (packet: Packet): (Drift | null)[] =>
      world.evidence(packet).map((evidence) => (canDrift(evidence) ? drift("unverifiable", "", { reason }) : null));
    return new Map(input.packets.map((packet) => [packet, untold(packet)]));
  }
}

async function judged(input: DriftInput, commit: string, answer: Answer): Promise<void> {
  const { head, repository, layout, packets, limit } = input;
  const ids = packets.map(({ id }) => id);
  const history = await (input.history ?? driftHistory(repository, head, layout, ids));
  const items = history === undefined ? [] : await anchoredItems(input, commit, history, answer);
  if (history === undefined || items.length === 0) return;
  const now = await head.tree();
  const tree = head.revision.kind === "commit" ? now : await (await repository.commit(commit)).tree();
  const anchors = items.flatMap((item) => item.anchors);
  const paths = items.flatMap(({ written, evidence }) => (evidence.path === null ? [written] : [written, evidence.path]));
  const past = await PastFiles.load(repository, commit, tree, anchors, paths);
  const { placed, absent } = await placeItems(input, items, past);
  const isThere = (path: string): boolean => isFileEntry(now.get(path));
  const departures = new Departures(repository, commit, history, isThere, limit);
  const gone = placed.filter(({ from }) => !isThere(from));
  await departures.load([...gone.map(({ from }) => from), ...absent.flatMap(pathsOf)]);
  // A path may be written from some folder on.
  await departures.findEnds(absent.filter(isLost).map(({ written }) => written));
  for (const item of absent) answer(item, neverThere(item, departures));
  const targets: Targeted[] = [];
  for (const item of placed) {
    const target = isThere(item.from) ? item.from : departures.follow(item.from);
    if (target === null) answer(item, { ...departures.drift(item.from, item.anchor), from: item.from });
    else targets.push({ ...item, target });
  }
  const short = await new Comparison(input, answer).compare(targets, now);
  const shortened = new Set(short.map(({ from }) => from));
  await departures.load(shortened);
  await departures.count(shortened);
  for (const item of short) answer(item, tooShort(item, departures));
}

/** True for a citation that leads to no file of the head, and might have led to any in the past. */
function isLost({ evidence }: Item): boolean {
  return evidence.path === null && evidence.resolution.how !== "absent-spec";
}

/** A regular file of the head; one of a working tree need not have a blob. */
function isFileEntry(entry: Entry | undefined): boolean {
  return entry !== undefined && (entry.kind === "file" || entry.kind === "executable");
}
