/** The windows of the spec that a refinement binds its packet to. */
import { dialect } from "./dialect.ts";
import type { Anchor, Field, Section } from "./model.ts";

/** One anchor per anchor heading, made of the fields below it. */
export function readAnchors(sections: readonly Section[], fields: readonly Field[]): Anchor[] {
  return sections
    .filter((section) => section.form !== "label" && dialect.refinement.anchor.test(section.title))
    .map((section) => {
      const inside = fields.filter(
        (field) => field.span.start >= section.body.start && field.span.start < section.body.end,
      );
      const first = (name: Field["name"]): Field | null => inside.find((field) => field.name === name) ?? null;
      const token = first("contextToken");
      return {
        title: section.title,
        span: section.heading,
        file: /[^\s`]+\.md\b/.exec(first("specAnchor")?.value ?? "")?.[0] ?? null,
        start: wholeNumber(first("contextStart")),
        end: wholeNumber(first("contextEnd")),
        token: token === null || token.value === "" ? null : token.value,
        tokenSpan: token?.valueSpan ?? null,
      };
    });
}

function wholeNumber(field: Field | null): number | null {
  return field !== null && /^\d{1,7}$/.test(field.value) ? Number(field.value) : null;
}
