/**
 * What changed between two files, line by line, as a unified diff for people to read.
 *
 * Lines that stand once in both files are the fixed points (patience diff); between them, what begins and ends alike is
 * kept and the rest replaced. n log n in the number of lines, whatever they hold.
 */
import { visible } from "../render/harmless.ts";

const CONTEXT = 3;

/** One line of the difference; lines are byte strings (latin1). */
interface Step {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/**
 * The unified diff of two contents, empty when they are equal. What would act on a terminal is written out: `<U+0008>`
 * for a character, `<0x97>` for a byte that is not UTF-8.
 */
export function unifiedDiff(path: string, before: Uint8Array, after: Uint8Array): string {
  const steps = compareLines(linesOf(before), linesOf(after));
  const hunks = hunksOf(steps);
  if (hunks.length === 0) return "";
  const name = visible(path);
  return [`--- a/${name}`, `+++ b/${name}`, ...hunks.flatMap((hunk) => hunkLines(hunk, steps))].join("\n") + "\n";
}

/** Lines as byte strings, each with its line feed; the last one without when the file does not end in one. */
function linesOf(bytes: Uint8Array): readonly string[] {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1").match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Steps that turn one list of lines into the other. */
export function compareLines(before: readonly string[], after: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  let [oldAt, newAt] = [0, 0];
  for (const [oldAnchor, newAnchor] of [...anchors(before, after), [before.length, after.length] as const]) {
    replaceBetween(before.slice(oldAt, oldAnchor), after.slice(newAt, newAnchor), steps);
    if (oldAnchor < before.length) steps.push({ mark: " ", line: before[oldAnchor] ?? "" });
    [oldAt, newAt] = [oldAnchor + 1, newAnchor + 1];
  }
  return steps;
}

function replaceBetween(before: readonly string[], after: readonly string[], steps: Step[]): void {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  for (const line of before.slice(0, head)) steps.push({ mark: " ", line });
  for (const line of before.slice(head, before.length - tail)) steps.push({ mark: "-", line });
  for (const line of after.slice(head, after.length - tail)) steps.push({ mark: "+", line });
  for (const line of before.slice(before.length - tail)) steps.push({ mark: " ", line });
}

/** Pairs of places of lines that occur once on either side, the longest series that ascends on both. */
function anchors(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  const places = uniquePlaces(after);
  const pairs = [...uniquePlaces(before)]
    .flatMap(([line, place]): [number, number][] => {
      const other = places.get(line);
      return other === undefined ? [] : [[place, other]];
    })
    .sort(([a], [b]) => a - b);
  // Longest increasing subsequence: the last pair of the best series of each length, and what came before each pair.
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, pair] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const series: [number, number][] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) series.push(pair);
  }
  return series.reverse();
}

function uniquePlaces(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [place, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, place);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** Stretches of steps with changes and the lines around them, as half-open ranges. */
function hunksOf(steps: readonly Step[]): readonly (readonly [from: number, to: number])[] {
  const hunks: [number, number][] = [];
  for (const [index, { mark }] of steps.entries()) {
    if (mark === " ") continue;
    const last = hunks.at(-1);
    const from = Math.max(0, index - CONTEXT);
    const to = Math.min(steps.length, index + CONTEXT + 1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  }
  return hunks;
}

function hunkLines([from, to]: readonly [number, number], steps: readonly Step[]): readonly string[] {
  const count = (start: number, end: number, mark: "-" | "+"): number =>
    steps.slice(start, end).filter((step) => step.mark === " " || step.mark === mark).length;
  const range = (mark: "-" | "+"): string => {
    const lines = count(from, to, mark);
    const start = count(0, from, mark) + (lines === 0 ? 0 : 1);
    return lines === 1 ? String(start) : `${start},${lines}`;
  };
  const lines = steps.slice(from, to).flatMap(({ mark, line }) => {
    const text = mark + shown(line.replace(/\n$/, ""));
    return line.endsWith("\n") ? [text] : [text, "\\ No newline at end of file"];
  });
  return [`@@ -${range("-")} +${range("+")} @@`, ...lines];
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function shown(latin1: string): string {
  try {
    return visible(utf8.decode(Buffer.from(latin1, "latin1")));
  } catch {
    return visible(latin1.replace(/[\x80-\xff]/g, (byte) => `<0x${byte.charCodeAt(0).toString(16)}>`));
  }
}
