/** The windows of the spec that a refinement binds its packet to. */
import { dialect } from "./dialect.ts";
import type { Anchor, Field, Section, Span } from "./model.ts";

/** One anchor per anchor heading, made of the fields below it. */
export function readAnchors(sections: readonly Section[], fields: readonly Field[], text: string): Anchor[] {
  return sections
    .filter((section) => section.form !== "label" && dialect.refinement.anchor.test(section.title))
    .map((section) => {
      const inside = fields.filter(
        (field) => field.span.start >= section.body.start && field.span.start < section.body.end,
      );
      const first = (name: Field["name"]): Field | null => inside.find((field) => field.name === name) ?? null;
      const token = tokenOf(first("contextToken"), text);
      return {
        title: section.title,
        span: section.heading,
        file: /[^\s`]+\.md\b/.exec(first("specAnchor")?.value ?? "")?.[0] ?? null,
        start: wholeNumber(first("contextStart")),
        end: wholeNumber(first("contextEnd")),
        token: token?.value ?? null,
        tokenSpan: token?.span ?? null,
      };
    });
}

/** A token may itself be a comment, which the value of any other field would not count. */
function tokenOf(field: Field | null, text: string): { readonly value: string; readonly span: Span } | null {
  if (field === null) return null;
  if (field.value !== "") return { value: field.value, span: field.valueSpan };
  const line = text.slice(field.span.start, field.span.end);
  const value = line.slice(line.indexOf(":") + 1).trim();
  const end = field.span.start + line.trimEnd().length;
  return value === "" ? null : { value, span: { start: end - value.length, end } };
}

function wholeNumber(field: Field | null): number | null {
  return field !== null && /^\d{1,7}$/.test(field.value) ? Number(field.value) : null;
}
