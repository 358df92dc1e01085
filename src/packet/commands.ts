/** Commands that a packet says were run, with how they ended. */
import { dialect } from "./dialect.ts";
import { normalise } from "./vocabulary.ts";
import { isPlaceholder } from "./placeholders.ts";
import type { CommandRecord, Line, ManifestValue, Section } from "./model.ts";

type LabelName = keyof typeof dialect.commands.labels;

const names = new Map<string, LabelName>(
  (Object.keys(dialect.commands.labels) as LabelName[]).map((name) => [dialect.commands.labels[name], name]),
);

/** Those of the evidence section, in order. What the template shows as a form is left out. */
export function readCommands(
  lines: readonly Line[],
  sections: readonly Section[],
  inReport: (offset: number) => boolean,
): CommandRecord[] {
  const found: { command: ManifestValue; exitCode: ManifestValue | null; log: ManifestValue | null }[] = [];
  for (const section of sections) {
    if (section.name !== "evidence" || section.content !== "filled" || inReport(section.heading.start)) continue;
    let open: (typeof found)[number] | null = null;
    for (let index = section.firstLine; index < section.endLine; index++) {
      const line = lines[index];
      if (line === undefined || line.kind === "heading") open = null;
      const label = line?.label ?? null;
      if (label === null || label.label.length > 20) continue;
      const name = names.get(normalise(label.label));
      const value = { value: label.value, span: label.valueSpan };
      if (name === "command") {
        open = isPlaceholder(label.value) ? null : { command: value, exitCode: inlineExitCode(value), log: null };
        if (open !== null) found.push(open);
      } else if (open !== null && name === "exitCode") open.exitCode ??= value;
      else if (open !== null && name === "log") open.log ??= value;
    }
  }
  return found;
}

/** `make test (exit 0)`: behind the command itself. */
function inlineExitCode({ value, span }: ManifestValue): ManifestValue | null {
  const found = /\(exit(?: code)?[ :=]{1,3}(-?\d{1,10})\)\s*$/i.exec(value);
  if (found?.[1] === undefined) return null;
  const start = span.start + found.index + found[0].indexOf(found[1]);
  return { value: found[1], span: { start, end: start + found[1].length } };
}
