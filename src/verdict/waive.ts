/** Waivers as edits of the packet: granted as an entry of their own, and withdrawn by the day on which they end. */
import { createHash } from "node:crypto";
import { dialect } from "../packet/dialect.ts";
import { readLabel } from "../packet/labels.ts";
import type { Packet, Section, Span, Waiver } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { normalise, sectionLabel } from "../packet/vocabulary.ts";
import type { Rule } from "../rules/rule.ts";
import { below, splice, wholeLine, type Replacement, type Splice } from "../scaffold/splice.ts";
import { ascii, plainName, span } from "./inert.ts";

export interface Grant {
  readonly rule: string;
  /** The day on which it is granted, and the last one on which it holds. */
  readonly date: string;
  readonly until: string;
  readonly reason: string;
  readonly approver: { readonly login: string; readonly id: number | null };
  /** Address of the comment; `local:…` without one. */
  readonly source: string;
}

export type Waived =
  | { readonly state: "changed"; readonly id: string; readonly change: Replacement }
  | { readonly state: "present"; readonly id: string }
  | { readonly state: "refused"; readonly why: string };

/** Families of rules that tell facts; and every rule that says so itself. */
const FACTS = /^(?:lineage|evidence|ledger|gate)\//;

/** Ids of the rules that no waiver can cover. */
export function unwaivable(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(rules.filter(({ id, waivable }) => waivable === false || FACTS.test(id)).map(({ id }) => id));
}

/** The id that the same grant always gets. */
export function waiverId(packet: string, { rule, until, source }: Grant): string {
  const key = createHash("sha256").update([packet, rule, until, source].join("\n")).digest("hex").slice(0, 12);
  return dialect.waiver.written.replace("{key}", key);
}

/** `rules` is the catalogue: what it does not hold, or says no waiver can cover, is refused. */
export function grantWaiver(packet: Packet, grant: Grant, rules: readonly Rule[]): Waived {
  if (!rules.some(({ id }) => id === grant.rule)) return refused(`there is no rule ${grant.rule}`);
  if (unwaivable(rules).has(grant.rule)) return refused(`no waiver can cover ${grant.rule}`);
  if (grant.until < grant.date) return refused(`${grant.until} is over already`);
  const id = waiverId(packet.id, grant);
  if (packet.waivers.some((waiver) => waiver.id === id)) return { state: "present", id };
  const edits = entryEdits(packet, entryLines(id, packet.id, grant));
  if (typeof edits === "string") return refused(edits);
  const change = splice(packet, edits);
  const after = packetOf(packet, change.after);
  const others = packet.waivers.map((waiver) => said(waiver));
  const found = after?.waivers.find((waiver) => waiver.id === id);
  const isWhole =
    found?.rules.join() === grant.rule && found.expiry === grant.until && found.date === grant.date && found.approver !== null;
  const kept = after?.waivers.filter((waiver) => waiver !== found).map((waiver) => said(waiver));
  if (!isWhole || JSON.stringify(kept) !== JSON.stringify(others)) return refused("the waiver could not be read back from the packet");
  return { state: "changed", id, change };
}

/**
 * Ends the waivers in force that name a rule, or the one of this id, on the day before `today`. `present` when the same
 * person ended it the same day: whoever says it twice is told the same.
 */
export function withdrawWaiver(packet: Packet, what: string, today: string, by: Grant["approver"]): Waived {
  const named = packet.waivers.filter(({ id, rules }) => id !== "" && (id === what || rules.includes(what)));
  const found = named.filter(({ expiry }) => expiry !== null && expiry.slice(0, 10) >= today);
  const [waiver, second] = found;
  const note = ` (withdrawn ${today} by ${plainName(by.login)} (${by.id ?? "unproved"}))`;
  if (waiver === undefined) {
    const over = named.find(({ expiry }) => expiry?.endsWith(note));
    return over === undefined ? refused(`no waiver in force is called or names ${what}`) : { state: "present", id: over.id };
  }
  if (second !== undefined) return refused(`several waivers name ${what}: ${found.map(({ id }) => id).join(", ")}; name one of them`);
  const label = expiryOf(packet, waiver);
  if (label === null) return refused(`the end of ${waiver.id} does not stand on a line of its own`);
  const ended = new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  const change = splice(packet, [{ span: label, text: `${ended}${note}` }]);
  const now = packetOf(packet, change.after)?.waivers.find(({ id }) => id === waiver.id);
  if (now?.expiry?.slice(0, 10) !== ended) return refused(`the end of ${waiver.id} could not be read back from the packet`);
  return { state: "changed", id: waiver.id, change };
}

function entryLines(id: string, packet: string, grant: Grant): readonly string[] {
  const { texts } = dialect.waiver;
  const approver = `${plainName(grant.approver.login)} (${grant.approver.id ?? "unproved"}), ${grant.source}`;
  return [
    `- ${id}`,
    `  - ${texts.date}: ${grant.date}`,
    `  - ${texts.scope}: ${grant.rule} in ${packet}`,
    `  - ${texts.justification}: ${span(justification(grant.reason), 1000)}`,
    `  - ${texts.approver}: ${approver}`,
    `  - ${texts.expiry}: ${grant.until}`,
  ];
}

/** On one line, and with nothing that could be read as another part of a waiver or as another rule. */
function justification(reason: string): string {
  return ascii(reason).replace(/\s+/g, " ").replaceAll("|", "/").replace(/([a-z])\/(?=[a-z])/gi, "$1 / ");
}

function entryEdits(packet: Packet, lines: readonly string[]): readonly Splice[] | string {
  const section = packet.sections.find(({ name, form }) => name === "waivers" && form === "heading");
  if (section === undefined) return `the packet has no section ${sectionLabel("waivers")}; add it and try again`;
  const none = noneIn(packet, section);
  if (none !== null) return [{ span: none, text: lines.map((line) => `${line}\n`).join("") }];
  const end = Math.max(section.heading.end, section.body.end);
  return [below(packet, end, lines)];
}

/** The line that says there is no waiver. */
function noneIn({ lines, source }: Packet, section: Section): Span | null {
  for (let index = section.firstLine; index < section.endLine; index++) {
    const line = lines[index];
    if (line?.kind !== "item" && line?.kind !== "text") continue;
    const words = source.text.slice(line.content, line.span.end).trim();
    if (normalise(words) === dialect.waiver.none) return wholeLine({ source } as Packet, line.span.start);
  }
  return null;
}

function expiryOf({ lines, source }: Packet, waiver: Waiver): Span | null {
  for (const line of lines) {
    if (line.span.start < waiver.span.start && line.content < waiver.span.start) continue;
    if (line.span.start > waiver.span.end) break;
    const label = readLabel(source.text.slice(line.content, line.span.end), line.content);
    const isEnd = label !== null && (dialect.waiver.labels.expiry as readonly string[]).includes(normalise(label.label));
    if (isEnd) return label.valueSpan;
  }
  return null;
}

function packetOf(packet: Packet, bytes: Uint8Array): Packet | null {
  const read = readDocument("packet", packet.path, bytes);
  return read.kind === "packet" ? read : null;
}

function said({ id, rules, expiry, approver, date }: Waiver): readonly unknown[] {
  return [id, rules, expiry, approver, date];
}

function refused(why: string): Waived {
  return { state: "refused", why };
}
