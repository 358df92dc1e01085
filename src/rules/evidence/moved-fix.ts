/** Cites lines that moved where they are now. */
import type { Drift } from "../../evidence/drift.ts";
import type { Citation, Packet, Span } from "../../packet/model.ts";
import type { Report, TextEdit } from "../rule.ts";

/**
 * The edits for the citation at `index`; null when there is nothing to mend, or no way that leaves all others right.
 * Another path is only written where every citation that takes its path from there has moved to that same file; the
 * first of them, which holds the path, then carries the edits of all.
 */
export function movedFix(
  packet: Packet,
  drifts: readonly (Drift | null)[],
  index: number,
): NonNullable<Report["fix"]> | null {
  const citation = packet.citations[index];
  const now = drifts[index]?.now ?? null;
  if (citation === undefined || now === null) return null;
  const group = groupOf(packet, index);
  const paths = new Set(group.map((member) => drifts[member]?.now?.path ?? null));
  if (isSamePath(citation, now.path)) {
    const edit = numbersEdit(packet, citation, now);
    return edit === null ? null : { title: "Cite the lines where they are now", edits: [edit] };
  }
  if (citation.pathSpan === null || paths.size !== 1) return null;
  const edits: TextEdit[] = [{ span: citation.pathSpan, text: now.path }];
  for (const member of group) {
    const place = drifts[member]?.now;
    const one = packet.citations[member];
    const edit = one === undefined || place == null ? null : numbersEdit(packet, one, place);
    if (edit === null) return null;
    if (packet.source.slice(edit.span) !== edit.text) edits.push(edit);
  }
  return { title: "Cite the lines in the file they are in now", edits };
}

/** The citations that share a written path: from the one that holds it to the last that implies it. */
function groupOf({ citations }: Packet, index: number): readonly number[] {
  let first = index;
  while (first > 0 && citations[first]?.pathSpan === null) first--;
  const group = [first];
  for (let next = first + 1; citations[next]?.pathSpan === null && citations[next]?.unread === null; next++) {
    group.push(next);
  }
  return group;
}

/** True when the path as written still leads to the file. */
function isSamePath({ path }: Citation, now: string): boolean {
  return now === path || now.endsWith(`/${path}`);
}

/** The numbers in the form they are written in; null when that form is not one number or two. */
function numbersEdit({ source }: Packet, { lineSpan }: Citation, now: { start: number; end: number }): TextEdit | null {
  if (lineSpan === null) return null;
  const written: Span = lineSpan;
  const text = source.slice(written);
  const numbers = text.match(/\d+/g) ?? [];
  if (numbers.length === 0 || numbers.length > 2 || (numbers.length === 1 && now.start !== now.end)) return null;
  let position = 0;
  return { span: written, text: text.replace(/\d+/g, () => String(position++ === 0 ? now.start : now.end)) };
}
