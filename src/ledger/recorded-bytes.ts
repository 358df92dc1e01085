/**
 * A packet without what recording a verdict writes: its reports, and the status that a report says it changed.
 *
 * Blank lines around a report, at the end of the reports and at the end of the file are nobody's: an append makes some.
 * Everything else counts byte by byte, also the byte order mark and line ends.
 */
import { createHash } from "node:crypto";
import type { Packet, Span } from "../packet/model.ts";
import { blocksOf } from "./block.ts";
import { statementsOf, statusChange } from "./statements.ts";

/** `sha256:…` over what is left of the packet. Equal before and after a report is appended. */
export function subjectHash(packet: Packet): string {
  const { source } = packet;
  const hash = createHash("sha256").update(source.bom ? "bom\n" : "");
  const byte = (offset: number): number => source.point(offset).byte;
  const undone = statusBefore(packet);
  for (const [index, { start, end }] of leftOver(packet).entries()) {
    if (index > 0) hash.update("\n");
    const isHere = undone !== null && start <= undone.span.start && undone.span.end <= end;
    if (!isHere) hash.update(source.bytes.subarray(byte(start), byte(end)));
    else {
      hash.update(source.bytes.subarray(byte(start), byte(undone.span.start)));
      hash.update(undone.value);
      hash.update(source.bytes.subarray(byte(undone.span.end), byte(end)));
    }
  }
  return `sha256:${hash.digest("hex")}`;
}

/** The stretches of the text between cuts, without the blank lines that touch a cut. */
function leftOver(packet: Packet): readonly Span[] {
  const { text } = packet.source;
  const ends = packet.sections
    .filter(({ name, form }) => name === "reports" && form !== "label")
    .map(({ body, heading }) => ({ start: Math.max(body.end, heading.end), end: Math.max(body.end, heading.end) }));
  const cuts = [...packet.reports.map(({ span }) => span), ...ends, { start: text.length, end: text.length }];
  cuts.sort((a, b) => a.start - b.start || a.end - b.end);
  const spans: Span[] = [];
  let at = 0;
  for (const [index, cut] of cuts.entries()) {
    const span = trimmed(text, { start: at, end: Math.max(at, cut.start) }, index > 0);
    if (span.end > span.start) spans.push(span);
    at = Math.max(at, cut.end);
  }
  return spans;
}

/** Without the line ends and blank lines at its end and, behind a cut, at its beginning. */
function trimmed(text: string, { start, end }: Span, isBehind: boolean): Span {
  let last = end;
  for (let at = end; at > start; at--) {
    const character = text.charAt(at - 1);
    if (character === "\n") last = text.charAt(at - 2) === "\r" && at - 2 >= start ? at - 2 : at - 1;
    else if (character !== " " && character !== "\t" && character !== "\r") break;
  }
  // A stretch of blanks only, up to its start.
  let first = start;
  if (isBehind) {
    for (let at = start; at < last; at++) {
      const character = text.charAt(at);
      if (character === "\n") first = at + 1;
      else if (character !== " " && character !== "\t" && character !== "\r") break;
    }
    if (text.slice(first, last).trim() === "") first = last;
  }
  return { start: first, end: last };
}

/** The packet's own status as it was before reports changed it; null when none did, or it was changed again since. */
function statusBefore(packet: Packet): { readonly span: Span; readonly value: string } | null {
  const field = packet.statuses.find((status) => !status.field.inReport)?.field;
  if (field === undefined) return null;
  let value = field.value;
  for (const block of [...blocksOf(packet)].reverse()) {
    const change = statusChange(statementsOf(block));
    if (change !== null && change.to === value) value = change.from;
  }
  return value === field.value ? null : { span: field.valueSpan, value };
}
