/** The commits in which citations were written, found by following their lines back through the packet's versions. */
import { citingLines, LineMatch, type CitingLine, type LineReading } from "../../evidence/written.ts";
import { wordsOf } from "../../ledger/words.ts";
import { CitationReader } from "../../packet/citations.ts";
import type { Citation, Packet } from "../../packet/model.ts";
import { decode } from "../../packet/source.ts";
import type { Repository } from "../../snapshot/snapshot.ts";
import type { Step } from "./trail.ts";

export type Written =
  | {
      readonly state: "written";
      /** The commit that brought the citation, in whatever spelling. */
      readonly commit: string;
      /** The first commit that has it as it is spelled now, when that is a later one. */
      readonly respelled: string | null;
    }
  /** It is in no commit yet. */
  | { readonly state: "uncommitted" }
  /** A version on the way cannot be read: why, in words that go on after the packet's name. */
  | { readonly state: "unknown"; readonly reason: string };

/** A citation whose origin is asked for, and the version of its packet that the head commit has. */
export interface Asked {
  readonly packet: Packet;
  /** Indexes into the packet's citations. */
  readonly citations: readonly number[];
  /** Null where the head has no version of the packet. */
  readonly step: Step | null;
}

/** Bytes of packet versions that are held at a time, and that are read at all. */
const HELD = 16 * 2 ** 20;
const READ = 256 * 2 ** 20;

/** In the order of what was asked, and of each one's citations. Versions larger than `limit` bytes are not read. */
export async function whereWritten(
  repository: Pick<Repository, "blobs" | "blobSizes">,
  asked: readonly Asked[],
  limit: number,
): Promise<readonly (readonly Written[])[]> {
  const histories = asked.map(({ step }) => (step === null ? [] : versionsBehind(step)));
  // Packet after packet, the newest version first: the order in which they are looked at.
  const versions = new Versions(repository, limit, [...new Set(histories.flatMap((steps) => steps.map(oidOf)))]);
  await versions.measure();
  const answers: (readonly Written[])[] = [];
  for (const one of asked) answers.push(await traced(one, versions));
  return answers;
}

/** The citing lines of a version, or why there are none, in words. */
type VersionLines = readonly CitingLine[] | string;

/** Versions read ahead in the order in which they will be asked for, and dropped again. */
class Versions {
  readonly #repository: Pick<Repository, "blobs" | "blobSizes">;
  readonly #limit: number;
  readonly #order: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  #sizes: ReadonlyMap<string, number> = new Map();
  #held = new Map<string, VersionLines>();
  #left = READ;

  constructor(repository: Pick<Repository, "blobs" | "blobSizes">, limit: number, order: readonly string[]) {
    this.#repository = repository;
    this.#limit = limit;
    this.#order = order;
    this.#places = new Map(order.map((oid, place) => [oid, place]));
  }

  async measure(): Promise<void> {
    this.#sizes = await this.#repository.blobSizes(this.#order);
  }

  async get(oid: string): Promise<VersionLines> {
    const held = this.#held.get(oid);
    if (held !== undefined) return held;
    if (this.#left <= 0) return "has too long a history";
    const ahead: string[] = [];
    let bytes = 0;
    for (let place = this.#places.get(oid) ?? 0; place < this.#order.length; place++) {
      const next = this.#order[place] ?? "";
      const size = Math.min(this.#limit, this.#sizes.get(next) ?? 0);
      if (ahead.length > 0 && bytes + size > HELD) break;
      bytes += size;
      ahead.push(next);
    }
    this.#left -= bytes;
    this.#held = new Map();
    for (const [id, content] of await this.#repository.blobs(ahead, this.#limit)) {
      const lines = content.state === "ok" ? citingLines(decode(content.bytes).source.text) : "cannot be read in an earlier version";
      this.#held.set(id, lines);
    }
    return this.#held.get(oid) ?? "is missing in an earlier version";
  }
}

function oidOf({ oid }: Step): string {
  return oid ?? "";
}

/** Every version that a step builds upon, itself included, the newest first. */
function versionsBehind(step: Step): readonly Step[] {
  const seen = new Set<Step>([step]);
  for (const one of seen) for (const parent of one.parents) seen.add(parent);
  return [...seen].filter(({ oid }) => oid !== null).sort((a, b) => b.order - a.order);
}

/** The versions right before a step: a file that was removed and put back is still the same file. */
function versionsBefore({ parents }: Step): readonly Step[] {
  const found = new Set<Step>(parents);
  for (const one of found) if (one.oid === null) for (const parent of one.parents) found.add(parent);
  return [...found].filter(({ oid }) => oid !== null);
}

interface Followed {
  /** Index into the answers. */
  readonly index: number;
  readonly name: string;
  /** Its line, as an index into those of the version that is looked at, and its order on that line. */
  at: number;
  order: number;
  /** The first commit with the present spelling, once an earlier one has another. */
  respelled: string | null;
}

async function traced({ packet, citations, step }: Asked, versions: Versions): Promise<readonly Written[]> {
  const answers = citations.map((): Written => ({ state: "uncommitted" }));
  if (step === null) return answers;
  const lines = citingLines(packet.source.text);
  // Newest first, so that all that leads to a version is there when its turn comes.
  const waiting = new Map<Step, Followed[]>();
  const go = async (here: Step | null, held: readonly Followed[], text: readonly CitingLine[], before: readonly Step[]): Promise<void> => {
    const sides: Side[] = [];
    for (const parent of before) {
      const earlier = await versions.get(oidOf(parent));
      if (typeof earlier === "string") {
        for (const { index } of held) answers[index] = { state: "unknown", reason: earlier };
        return;
      }
      sides.push({ match: new LineMatch(text, earlier, READING), held: [], parent });
    }
    for (const one of held) {
      if (passOn(one, sides, here)) continue;
      const { index, respelled } = one;
      answers[index] = here === null ? { state: "uncommitted" } : { state: "written", commit: here.commit, respelled };
    }
    for (const { parent, held: passed } of sides) {
      if (passed.length > 0) waiting.set(parent, [...(waiting.get(parent) ?? []), ...passed]);
    }
  };
  await go(null, startOf(packet, citations, lines), lines, [step]);
  while (waiting.size > 0) {
    const newest = [...waiting.keys()].reduce((a, b) => (a.order >= b.order ? a : b));
    const held = waiting.get(newest) ?? [];
    waiting.delete(newest);
    const text = await versions.get(oidOf(newest));
    if (typeof text === "string") for (const { index } of held) answers[index] = { state: "unknown", reason: text };
    else await go(newest, held, text, versionsBefore(newest));
  }
  return answers;
}

/** The citations that are asked for, on their lines of the version at hand. */
function startOf(packet: Packet, citations: readonly number[], lines: readonly CitingLine[]): readonly Followed[] {
  const byNumber = new Map(lines.map(({ number }, at) => [number, at]));
  const wanted = new Map(citations.map((position, index) => [position, index]));
  const start: Followed[] = [];
  let [lineNumber, order] = [0, 0];
  for (const [position, citation] of packet.citations.entries()) {
    const number = packet.source.lineAt(citation.span.start);
    order = number === lineNumber ? order + 1 : 0;
    lineNumber = number;
    const [index, at] = [wanted.get(position), byNumber.get(number)];
    if (index !== undefined && at !== undefined) start.push({ index, name: nameOf(citation), at, order, respelled: null });
  }
  return start;
}

/** One of the versions before. */
interface Side {
  readonly parent: Step;
  readonly match: LineMatch;
  /** What is followed further there. */
  readonly held: Followed[];
}

/**
 * Hands a citation on to a side that had it; false when none did. Its own line on any side comes before a line of any
 * side that had other words.
 */
function passOn(one: Followed, sides: readonly Side[], here: Step | null): boolean {
  for (const { match, held } of sides) {
    const same = match.same(one.at);
    if (same < 0) continue;
    one.at = same;
    held.push(one);
    return true;
  }
  for (const isReworded of [false, true]) {
    for (const { match, held } of sides) {
      const earlier = isReworded ? match.findReworded(one.at, one.name) : match.find(one.at, one.order, one.name);
      if (earlier === null) continue;
      if (earlier.respelled) one.respelled ??= here?.commit ?? null;
      one.at = earlier.at;
      one.order = earlier.order;
      held.push(one);
      return true;
    }
  }
  return false;
}

function nameOf({ path, start, end }: Pick<Citation, "path" | "start" | "end">): string {
  return `${wordsOf(path).key}|${String(start)}|${String(end)}`;
}

const READING: LineReading = {
  keyOf: (text) => wordsOf(text).key,
  citationsOf: (text) => {
    const reader = new CitationReader();
    // Only paths and lines are asked for, and they are read alike everywhere.
    reader.read(text, 0, "evidenceMapping", false);
    return reader.citations.map(nameOf);
  },
};
