/** The recorded text of a repository and its history, for people. */
import type { LineChange, LedgerEvent } from "../evaluate/history/ledger-event.ts";
import type { LedgerPacket, LedgerReport } from "../evaluate/history/ledger-report.ts";
import { painter, type Paint } from "./colour.ts";
import { clip, oneLine } from "./harmless.ts";

export interface LedgerOptions {
  readonly color: boolean;
  /** Cells in a row. */
  readonly width?: number;
  /** Show every report and every change of spelling, as for a packet that was asked for. */
  readonly whole: boolean;
}

const DEFAULT_WIDTH = 120;
/** So many lines of a change are shown, and so many commits that only changed the spelling. */
const LINES = 6;
const COMMITS = 10;

const KINDS: Readonly<Record<LedgerEvent["kind"], string>> = {
  reencoded: "spelled differently",
  inserted: "inserted above an earlier one",
  filled: "filled with new lines",
  modified: "changed",
  overruled: "overruled at its end",
  moved: "moved",
  deleted: "deleted",
};

export function renderLedger(report: LedgerReport, { color, width = DEFAULT_WIDTH, whole }: LedgerOptions): string {
  const paint = painter(color);
  const line: Line = (indent, text) =>
    " ".repeat(indent) + clip(oneLine(text, 4000), Math.max(40, width) - indent);
  const byPacket = new Map<string, LedgerEvent[]>();
  for (const event of report.events) {
    if (event.kind === "reencoded" && !whole) continue;
    const known = byPacket.get(event.packet);
    if (known === undefined) byPacket.set(event.packet, [event]);
    else known.push(event);
  }
  const shown = report.packets.filter(({ id, chain }) => whole || byPacket.has(id) || chain.state === "broken");
  const blocks = shown.map((packet) => packetLines(packet, byPacket.get(packet.id) ?? [], whole, paint, line));
  if (!whole) blocks.push(spellings(report, line));
  blocks.push(proofLines(report, whole, paint, line), limits(report, paint, line), summary(report, paint));
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** Text of strangers on one line, indented by so many blanks and cut where the terminal ends. */
type Line = (indent: number, text: string) => string;

function packetLines(
  packet: LedgerPacket,
  events: readonly LedgerEvent[],
  whole: boolean,
  paint: Paint,
  line: Line,
): readonly string[] {
  const { id, path, reports, chain } = packet;
  const lines = [`${paint(line(0, id), "bold")}  ${path === null ? paint("gone", "red") : line(0, path)}`];
  if (whole) {
    for (const { title, verdict, date, line: at } of reports) {
      const day = date === null || title.includes(date) ? "" : `, ${date}`;
      lines.push(line(2, `line ${String(at)}: ${title}: ${verdict ?? "no verdict"}${day}`));
    }
  } else if (path !== null) {
    const verdicts = reports.map(({ verdict }) => verdict ?? "no verdict").join(", ");
    lines.push(line(2, `${count(reports.length, "report")}${reports.length === 0 ? "" : `: ${verdicts}`}`));
  }
  if (chain.state !== "none") lines.push(`  ${chainLine(packet, paint)}`);
  let commit = "";
  for (const event of events) {
    if (event.commit !== commit) lines.push(line(2, `${event.commit.slice(0, 10)} ${event.date.slice(0, 10)}  ${event.subject}`));
    commit = event.commit;
    lines.push(...eventLines(event, path, paint, line));
  }
  return lines;
}

function chainLine({ chain }: LedgerPacket, paint: Paint): string {
  if (chain.state === "whole") return `chain: whole, ${count(chain.links, "link")}`;
  const places = chain.broken.map((link) => `line ${String(link.line)}`).join(", ");
  return paint(`chain: broken at ${places}`, "red");
}

/** `path` is where the packet is now. */
function eventLines(event: LedgerEvent, path: string | null, paint: Paint, line: Line): readonly string[] {
  const { kind, report, verdict, spelling, changes } = event;
  const isBreach = kind !== "reencoded";
  const how = spelling.length === 0 ? "" : ` (${spelling.join(", ")})`;
  const from = event.parent === null ? "" : `; its parent ${event.parent.slice(0, 10)} had it`;
  const again = isBreach && event.restored ? "; it stands again by now" : "";
  const place = `line ${String(event.line)}${event.path === path ? "" : ` of ${event.path}`}`;
  const what = `${KINDS[kind]}${how}: ${report} (${verdict ?? "no verdict"}), ${place}${from}${again}`;
  const shown = changes.slice(0, LINES);
  const rest = changes.length - shown.length + event.more;
  return [
    paint(line(4, what), ...(isBreach ? ["red" as const] : [])),
    ...shown.flatMap((change) => changeLines(change, line)),
    ...(rest > 0 ? [`      … ${count(rest, "more line")}`] : []),
  ];
}

function changeLines({ was, wasLine, now, nowLine }: LineChange, line: Line): readonly string[] {
  const lines: string[] = [];
  if (was !== null) lines.push(line(6, `- ${String(wasLine ?? 0)}: ${was}`));
  if (now !== null) lines.push(line(6, `+ ${String(nowLine ?? 0)}: ${now}`));
  return lines;
}

/** Commits that spelled recorded text differently, each with what it touched. */
function spellings({ events }: LedgerReport, line: Line): readonly string[] {
  const byCommit = new Map<string, LedgerEvent[]>();
  for (const event of events) {
    if (event.kind !== "reencoded") continue;
    const known = byCommit.get(event.commit);
    if (known === undefined) byCommit.set(event.commit, [event]);
    else known.push(event);
  }
  if (byCommit.size === 0) return [];
  const lines = [...byCommit.values()].map((group) => {
    const [{ commit, date, subject } = { commit: "", date: "", subject: "" }] = group;
    const packets = new Set(group.map((event) => event.packet)).size;
    const how = [...new Set(group.flatMap((event) => event.spelling))].sort().join(", ");
    const where = `${count(group.length, "report")} in ${count(packets, "packet")}`;
    return line(2, `${commit.slice(0, 10)} ${date.slice(0, 10)}  ${where} (${how}): ${subject}`);
  });
  const rest = lines.length - COMMITS;
  const more = rest > 0 ? [`  … ${count(rest, "more commit")}`] : [];
  return ["Spelled differently, saying the same:", ...lines.slice(0, COMMITS), ...more];
}

/** Reports of Writ that are not proved; when a packet was asked for, those that are, too. */
function proofLines({ proofs }: LedgerReport, whole: boolean, paint: Paint, line: Line): readonly string[] {
  return proofs.flatMap(({ state, packet, line: at, reportId, why, difference }) => {
    if (state === "proved") return whole ? [line(0, `${packet}, line ${String(at)}: ${reportId} is proved from Git`)] : [];
    const words = line(0, `${packet}, line ${String(at)}: ${reportId} is ${state === "unproved" ? "not proved" : "refuted"}: ${why}`);
    const told = [paint(words, state === "unproved" ? "yellow" : "red")];
    if (difference === null) return told;
    const { line: number, found, expected } = difference;
    return [...told, line(2, `- ${String(number)}: ${found}`), line(2, `+ ${String(number)}: ${expected}`)];
  });
}

function limits({ cuts, unreadable }: LedgerReport, paint: Paint, line: Line): readonly string[] {
  const lines = cuts.slice(0, LINES).map((oid) => paint(`The history is cut at ${oid}: what was before it is not known.`, "yellow"));
  if (cuts.length > LINES) lines.push(`… and at ${count(cuts.length - LINES, "more commit")}.`);
  for (const { path, blob, reason } of unreadable.slice(0, LINES)) {
    lines.push(paint(line(0, `${path} in the version ${blob.slice(0, 10)} was not read: ${reason}.`), "yellow"));
  }
  if (unreadable.length > LINES) lines.push(`… nor were ${count(unreadable.length - LINES, "more version")}.`);
  return lines;
}

function summary({ summary: all, revision }: LedgerReport, paint: Paint): readonly string[] {
  const { commits, packets, reports, changed, reencoded, brokenChains } = all;
  const walked = `${count(commits, "commit")} up to ${revision.slice(0, 10)}, ${count(packets, "packet")} with ${count(reports, "report")}`;
  const seen = `${walked}${provedText(all)}`;
  const spelled = reencoded === 0 ? "" : `; reports were spelled differently ${times(reencoded)}`;
  const broken = brokenChains === 0 ? "" : `; ${count(brokenChains, "chain")} ${brokenChains === 1 ? "is" : "are"} broken`;
  switch (all.state) {
    case "changed": {
      if (changed + brokenChains === 0) return [paint(`Recorded text says what does not follow from Git${spelled}. ${seen}.`, "red", "bold")];
      const what = changed > 0 ? `was changed ${times(changed)}` : "was changed where the history does not show it";
      return [paint(`Recorded text ${what}${spelled}${broken}. ${seen}.`, "red", "bold")];
    }
    case "unknown":
      return [paint(`No change of recorded text was seen, but not everything could be seen${spelled}. ${seen}.`, "yellow", "bold")];
    case "intact":
      return [paint(`No recorded text was ever changed${spelled}. ${seen}.`, "green", "bold")];
  }
}

function provedText({ proved, refuted, unproved }: LedgerReport["summary"]): string {
  const parts: string[] = [];
  if (proved > 0) parts.push(`${count(proved, "report")} of Writ ${proved === 1 ? "is" : "are"} proved from Git`);
  if (refuted > 0) parts.push(`${String(refuted)} ${refuted === 1 ? "is" : "are"} refuted`);
  if (unproved > 0) parts.push(`${String(unproved)} could not be proved here`);
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function times(number: number): string {
  return number === 1 ? "once" : number === 2 ? "twice" : `${String(number)} times`;
}
