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
  // By number: taking a list apart by pattern takes several times as long, and every line is read here.
  const open = found[1] ?? "";
  const label = found[2] ?? "";
  const close = found[3] ?? "";
  const remark = found[4];
  const rest = found[7] ?? "";
  if (open === "`" && close !== "`") return null;
  // `http://…` and `path::symbol` are not labels.
  const start = text.length - rest.length;
  if (/^(?:\/\/|:)/.test(rest) && !/\s/.test(text.charAt(start - 1))) return null;
  const closed = close !== "" || found[5] !== undefined || found[6] !== undefined;
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
  const comment = text.indexOf("<!--");
  const all = comment >= 0 ? text.slice(0, comment) : text;
  let value = all.trim();
  let offset = all.length - all.trimStart().length;
  for (const mark of WRAPPING) {
    const { length } = mark;
    if (value.length <= 2 * length || !value.startsWith(mark) || !value.endsWith(mark)) continue;
    const inner = value.slice(length, -length);
    if (inner.includes(mark)) continue;
    value = inner.trim();
    offset += length + inner.length - inner.trimStart().length;
  }
  return { value, offset };
}

const WRAPPING = ["**", "__", "`"] as const;

/** A value and the remark that a template leaves in brackets behind it: `X (one of A, B)`. */
export function splitRemark(value: string): { readonly value: string; readonly remark: string | null } {
  const at = value.indexOf(" (");
  if (at <= 0 || !value.endsWith(")")) return { value, remark: null };
  return { value: value.slice(0, at).trimEnd(), remark: value.slice(at + 2, -1) };
}
