/**
 * A report at the end of a packet's reports: bytes in, bytes out.
 *
 * Nothing but the new lines is written: every byte before and behind them stays. Before anything is given back, the
 * packet is read again and it is proved that the report stands there as exactly one new report behind all others, that
 * it says what it was meant to say, and that the packet says nothing else than before. A packet in which that does not
 * hold, because of an open comment or a text in another encoding, is refused.
 */
import { blocksOf, type Block } from "../ledger/block.ts";
import { blockDigest } from "../ledger/chain.ts";
import { compareLedger } from "../ledger/compare.ts";
import { subjectHash } from "../ledger/recorded-bytes.ts";
import { reportEssence, statementsOf } from "../ledger/statements.ts";
import { dialect } from "../packet/dialect.ts";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { sectionLabel } from "../packet/vocabulary.ts";

export type Appended =
  | { readonly state: "appended"; readonly bytes: Uint8Array; readonly packet: Packet; /** Offset in the old bytes. */ readonly at: number }
  /** The same report stands in the packet already. */
  | { readonly state: "present"; readonly block: Block }
  | { readonly state: "refused"; readonly why: string };

/** The value of the line that names the report before, for a report that comes behind all others. */
export function previousFor(packet: Packet): string {
  const last = blocksOf(packet).findLast(({ report }) => report !== null);
  return last === undefined ? dialect.report.previous.first : blockDigest(last);
}

/**
 * The packet with a report at the end of its reports.
 *
 * @param text the report as `reportText` makes it: ASCII, LF, without a line end at its end
 */
export function appendReport(packet: Packet, text: string): Appended {
  const unreadable = packet.damage.find(({ kind }) => kind === "size");
  if (unreadable !== undefined) return refused(`it cannot be read: ${unreadable.note}`);
  if (/[^\n\x20-\x7e]/.test(text)) return refused("a report holds ASCII only");
  if (packet.source.bytes.includes(0)) return refused("it holds NUL bytes: store it as UTF-8 first");
  const present = sameReport(packet, text);
  if (present !== null) return present;
  let why = "it has no place where a report could stand";
  for (const place of places(packet)) {
    const { bytes, at } = inserted(packet, text, place);
    const after = readDocument("packet", packet.path, bytes);
    if (after.kind !== "packet") continue;
    const problem = problemOf(packet, after, text);
    if (problem === null) return { state: "appended", bytes, packet: after, at };
    why = problem;
  }
  return refused(why);
}

function refused(why: string): Appended {
  return { state: "refused", why };
}

/**
 * A report of the same id: one that says the same, or one that only bears its id. The same verdict may have been
 * recorded at another commit of the same subject, behind another report; who said what of which subject is the same.
 */
function sameReport(packet: Packet, text: string): Appended | null {
  const { id } = dialect.report.written.labels;
  const wanted = lineOf(text, id);
  if (wanted === null) return null;
  const found = blocksOf(packet).find((block) => statementsOf(block)?.id?.value === wanted);
  if (found === undefined) return null;
  if (reportEssence(found.text) === reportEssence(text)) return { state: "present", block: found };
  return refused(`a report with the id ${wanted} stands in it already, and says something else`);
}

function lineOf(text: string, label: string): string | null {
  const start = `- ${label}: `;
  return text.split("\n").find((line) => line.startsWith(start))?.slice(start.length) ?? null;
}

/** Offsets behind which a report may come, the best one first: behind the reports, else at the end of the file. */
function places({ source, sections, reports, ...packet }: Packet): readonly number[] {
  const { text } = source;
  const section = sections.findLast(({ name, form }) => name === "reports" && form !== "label");
  const recorded = blocksOf({ source, sections, reports, ...packet }).at(-1)?.span.end ?? 0;
  const own = Math.max(section === undefined ? 0 : Math.max(section.body.end, section.heading.end), recorded);
  const end = text.trimEnd().length;
  return own === 0 || own >= end ? [end] : [own, end];
}

/** Behind the line that an offset lies on, with a blank line on either side. */
function inserted(packet: Packet, report: string, offset: number): { readonly bytes: Uint8Array; readonly at: number } {
  const { source } = packet;
  const { text, bytes } = source;
  const feed = text.indexOf("\n", offset);
  const place = feed < 0 ? text.length : feed + 1;
  const end = lineEnd(text, place);
  const before = text.slice(Math.max(0, place - 1000), place);
  const gap = place === 0 ? "" : !before.endsWith("\n") ? end + end : /\n[ \t\r]*\n$/.test(before) ? "" : end;
  const isLast = text.slice(place).trim() === "";
  const behind = isLast || /^[ \t]*\r?\n/.test(text.slice(place, place + 1000)) ? "" : end;
  const at = source.point(place).byte;
  const words = gap + report.replaceAll("\n", end) + end + behind;
  return { bytes: Buffer.concat([bytes.subarray(0, at), Buffer.from(words, "ascii"), bytes.subarray(at)]), at };
}

/** As the line before ends; in a file of one line, as the first line ends. */
function lineEnd(text: string, place: number): string {
  const feed = place > 0 ? text.lastIndexOf("\n", place - 1) : text.indexOf("\n");
  const known = feed < 0 ? text.indexOf("\n") : feed;
  return known > 0 && text.charAt(known - 1) === "\r" ? "\r\n" : "\n";
}

/** Why the packet would not be what it was with one report more; null when it is. */
function problemOf(before: Packet, after: Packet, text: string): string | null {
  const { differences } = compareLedger(blocksOf(before), blocksOf(after));
  const [only] = differences;
  if (differences.length !== 1 || only?.kind !== "appended" || only.before !== null) {
    return "the report would not stand behind all others, apart from them";
  }
  const { report } = only.after;
  if (only.after.text !== text || report === null || after.reports.length !== before.reports.length + 1) {
    return "the report would not be read as one report, word for word";
  }
  if (`${dialect.report.written.verdict}: ${report.verdict?.value ?? ""}` !== text.split("\n")[1]) {
    return "the report would be read with another verdict";
  }
  if (sayings(before) !== sayings(after)) {
    // A report below a section that nobody has filled in would read as what fills it.
    const isHomeless = !before.sections.some(({ name }) => name === "reports");
    const cure = isHomeless ? `; give it a section ${sectionLabel("reports")} at its end` : "";
    return `the packet would say something else than before${cure}`;
  }
  return subjectHash(before) === subjectHash(after) ? null : "the packet would be another subject than before";
}

/** What a packet says outside of its reports, as far as rules ask about it. */
function sayings(packet: Packet): string {
  const own = <T extends { readonly inReport: boolean }>(entries: readonly T[]): readonly T[] =>
    entries.filter(({ inReport }) => !inReport);
  return JSON.stringify([
    packet.id,
    packet.stateClass,
    own(packet.fields).map(({ label, value }) => [label, value]),
    packet.sections.filter(({ name }) => name !== null).map(({ name, content }) => [name, name === "reports" ? "" : content]),
    packet.requirements.map(({ text }) => text),
    own(packet.citations).map(({ raw }) => raw),
    packet.scopePaths.map(({ path }) => path),
    packet.waivers.map(({ id, rules, expiry }) => [id, rules, expiry]),
    packet.approvals.map(({ form, exact }) => [form, exact]),
    packet.lineage.map(({ text }) => text),
  ]);
}
