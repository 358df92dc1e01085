/** One line that gives a label a value, in any of the ways people write that. */
import type { Span } from "./span.ts";

export interface Label {
  readonly label: string;
  readonly emphasis: "bold" | "code" | "none";
  /** The remark in brackets between label and colon. */
  readonly remark: string | null;
  readonly value: string;
  readonly valueSpan: Span;
}

const LABEL =
  /^(\*\*|__|`)?([A-Za-z][A-Za-z0-9_ /&.'-]{0,59}?)(\*\*|__|`)?(\s{0,3}\([^()\n]{0,300}\))?(\*\*|__)?\s{0,3}:(\*\*|__|`)?[ \t]*(.*)$/s;

/**
 * Reads `LABEL: value`, `**LABEL:** value`, `**LABEL**: value`, `` `LABEL`: value `` and `LABEL (remark): value`.
 * `origin` is where the text begins in the document; the value's span counts from there.
 * A label and value inside one code span (`` `task_id: x` ``) is a sample of something, not a field.
 */
export function readLabel(text: string, origin = 0): Label | null {
  if (!text.includes(":")) return null;
  const found = LABEL.exec(text);
  if (found === null) return null;
  const [, open = "", label = "", close = "", remark, outer = "", late = "", rest = ""] = found;
  if (open === "`" && close !== "`") return null;
  // `http://…` and `path::symbol` are not labels.
  const start = text.length - rest.length;
  if (/^(?:\/\/|:)/.test(rest) && !/\s/.test(text.charAt(start - 1))) return null;
  const closed = close !== "" || outer !== "" || late !== "";
  const bare = open !== "" && !closed ? rest.replace(/(?:\*\*|__)\s*$/, "") : rest;
  const { value, offset } = unwrap(bare);
  return {
    label: label.trim(),
    emphasis: open === "" ? "none" : open === "`" ? "code" : "bold",
    remark: remark === undefined ? null : remark.trim().slice(1, -1),
    value,
    valueSpan: { start: origin + start + offset, end: origin + start + offset + value.length },
  };
}

/** The value without trailing comment, blanks, and the emphasis or code marks that wrap all of it. */
export function unwrap(text: string): { readonly value: string; readonly offset: number } {
  let start = 0;
  let end = text.length;
  const comment = text.indexOf("<!--");
  if (comment >= 0) end = comment;
  const trim = (): void => {
    while (start < end && /\s/.test(text.charAt(start))) start++;
    while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  };
  trim();
  for (const mark of ["**", "__", "`"]) {
    const inner = text.slice(start + mark.length, end - mark.length);
    const wrapped = end - start > 2 * mark.length && text.startsWith(mark, start) && text.endsWith(mark, end);
    if (wrapped && text.slice(end - mark.length, end) === mark && !inner.includes(mark)) {
      start += mark.length;
      end -= mark.length;
      trim();
    }
  }
  return { value: text.slice(start, end), offset: start };
}

/** A value and the remark that a template leaves in brackets behind it: `X (one of A, B)`. */
export function splitRemark(value: string): { readonly value: string; readonly remark: string | null } {
  const at = value.indexOf(" (");
  if (at <= 0 || !value.endsWith(")")) return { value, remark: null };
  return { value: value.slice(0, at).trimEnd(), remark: value.slice(at + 2, -1) };
}
