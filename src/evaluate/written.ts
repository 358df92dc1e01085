/** The commits in which citations were written, found by following their lines back through the packet's versions. */
import { citingLines, LineMatch, type CitingLine, type Earlier, type LineReading } from "../evidence/written.ts";
import { wordsOf } from "../ledger/words.ts";
import { CitationReader } from "../packet/citations.ts";
import type { Citation, Packet } from "../packet/model.ts";
import { decode } from "../packet/source.ts";
import type { Repository } from "../snapshot/snapshot.ts";
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

/** Bytes of packet versions that are held at a time. */
const HELD = 16 * 2 ** 20;

/** In the order of what was asked, and of each one's citations. Versions larger than `limit` bytes are not read. */
export async function whereWritten(
  repository: Pick<Repository, "blobs" | "blobSizes">,
  asked: readonly Asked[],
  limit: number,
): Promise<readonly (readonly Written[])[]> {
  const histories = asked.map(({ step }) => (step === null ? [] : versionsBehind(step)));
  const sizes = await repository.blobSizes(new Set(histories.flatMap((steps) => steps.map(oidOf))));
  const answers: (readonly Written[])[] = [];
  for (let from = 0; from < asked.length; ) {
    // As many packets as fit, and at least one.
    const oids = new Set<string>();
    let bytes = 0;
    let to = from;
    for (; to < asked.length; to++) {
      const fresh = new Set((histories[to] ?? []).map(oidOf).filter((oid) => !oids.has(oid)));
      for (const oid of fresh) bytes += Math.min(limit, sizes.get(oid) ?? 0);
      if (to > from && bytes > HELD) break;
      for (const oid of fresh) oids.add(oid);
    }
    const versions = new Map<string, readonly CitingLine[] | string>();
    for (const [oid, content] of await repository.blobs(oids, limit)) {
      versions.set(oid, content.state === "ok" ? citingLines(decode(content.bytes).source.text) : "cannot be read");
    }
    for (; from < to; from++) {
      const one = asked[from];
      if (one !== undefined) answers.push(traced(one, versions));
    }
  }
  return answers;
}

function oidOf({ oid }: Step): string {
  return oid ?? "";
}

/** Every version that a step builds upon, itself included; steps that removed the file are looked through. */
function versionsBehind(step: Step): readonly Step[] {
  const seen = new Set<Step>([step]);
  for (const one of seen) for (const parent of one.parents) seen.add(parent);
  return [...seen].filter(({ oid }) => oid !== null);
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
  readonly line: CitingLine;
  /** The order of the citation on its line. */
  readonly order: number;
  /** The first commit with the present spelling, once an earlier one has another. */
  readonly respelled: string | null;
}

function traced(
  { packet, citations, step }: Asked,
  versions: ReadonlyMap<string, readonly CitingLine[] | string>,
): readonly Written[] {
  const answers = citations.map((): Written => ({ state: "uncommitted" }));
  if (step === null) return answers;
  const { source } = packet;
  const lines = citingLines(source.text);
  const byNumber = new Map(lines.map((line) => [line.number, line]));
  const start: Followed[] = [];
  const wanted = new Map(citations.map((position, index) => [position, index]));
  let [lineNumber, order] = [0, 0];
  for (const [position, citation] of packet.citations.entries()) {
    const number = source.lineAt(citation.span.start);
    order = number === lineNumber ? order + 1 : 0;
    lineNumber = number;
    const [index, line] = [wanted.get(position), byNumber.get(number)];
    if (index !== undefined && line !== undefined) {
      start.push({ index, name: nameOf(citation), line, order, respelled: null });
    }
  }
  // Newest first, so that all that leads to a version is there when its turn comes.
  const waiting = new Map<Step, Followed[]>();
  const go = (here: Step | null, held: readonly Followed[], text: readonly CitingLine[], before: readonly Step[]): void => {
    const matches: { readonly parent: Step; readonly match: LineMatch }[] = [];
    for (const parent of before) {
      const earlier = versions.get(oidOf(parent));
      if (typeof earlier === "string" || earlier === undefined) {
        const reason = `${earlier ?? "is missing"} in an earlier version`;
        for (const { index } of held) answers[index] = { state: "unknown", reason };
        return;
      }
      matches.push({ parent, match: new LineMatch(text, earlier, READING) });
    }
    for (const one of held) {
      const found = earliest(matches, one);
      if (found === null) {
        const { index, respelled } = one;
        answers[index] = here === null ? { state: "uncommitted" } : { state: "written", commit: here.commit, respelled };
        continue;
      }
      const { parent, earlier } = found;
      const respelled = one.respelled ?? (earlier.respelled ? (here?.commit ?? null) : null);
      const queue = waiting.get(parent);
      const next = { ...one, line: earlier.line, order: earlier.order, respelled };
      if (queue === undefined) waiting.set(parent, [next]);
      else queue.push(next);
    }
  };
  go(null, start, lines, [step]);
  while (waiting.size > 0) {
    const newest = [...waiting.keys()].reduce((a, b) => (a.order >= b.order ? a : b));
    const held = waiting.get(newest) ?? [];
    waiting.delete(newest);
    const text = versions.get(oidOf(newest));
    go(newest, held, typeof text === "string" || text === undefined ? [] : text, versionsBefore(newest));
  }
  return answers;
}

/** Its own line on any side comes before a line of any side that had other words. */
function earliest(
  matches: readonly { readonly parent: Step; readonly match: LineMatch }[],
  { line, order, name }: Followed,
): { readonly parent: Step; readonly earlier: Earlier } | null {
  const ways = [
    (match: LineMatch) => match.find(line, order, name),
    (match: LineMatch) => match.findReworded(line, name),
  ];
  for (const find of ways) {
    for (const { parent, match } of matches) {
      const earlier = find(match);
      if (earlier !== null) return { parent, earlier };
    }
  }
  return null;
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
