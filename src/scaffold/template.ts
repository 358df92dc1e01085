/** The files that Writ writes for people to fill in, from `templates/`. */
import { readFileSync } from "node:fs";

export type TemplateName = "packet" | "stub" | "refinement";

/** The text of a template, slots unfilled. */
export function readTemplate(name: TemplateName): string {
  return readFileSync(new URL(`../../templates/${name}.md`, import.meta.url), "utf8");
}

/**
 * The text with every `{{slot}}` replaced by its value.
 * Throws Error for a slot without a value: then template and program do not fit.
 */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, slot: string) => {
    const value = Object.hasOwn(values, slot) ? values[slot] : undefined;
    if (value === undefined) throw new Error(`the template has a slot ${JSON.stringify(slot)} that nothing fills`);
    return value;
  });
}
