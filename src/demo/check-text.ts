/** A check as GitHub shows it beside a pull request, for a terminal. */
import { wrap } from "../render/width.ts";
import type { Annotation, CheckRun } from "./github/world/model.ts";

const WIDTH = 88;
const INDENT = 2;
const LEVELS = { failure: "error", warning: "warning", notice: "note" } as const;

/** At most `shown` of its findings, the first ones, each with file, line and rule. */
export function checkText({ name, conclusion, output, annotations, actions }: CheckRun, shown: number): string {
  const more = annotations.length - shown;
  return [
    ...indented(`[${conclusion === "success" ? "passed" : "failed"}] ${name}`),
    ...indented(output.title ?? ""),
    ...annotations.slice(0, shown).flatMap((annotation) => ["", ...findingLines(annotation)]),
    ...(more > 0 ? ["", ...indented(`... and ${more} more, each at its line.`)] : []),
    "",
    ...indented(actions.map(({ label }) => `( ${label} )`).join("  ")),
  ].join("\n");
}

function findingLines({ path, start_line: line, annotation_level: level, title, message }: Annotation): readonly string[] {
  const [what = ""] = message.split("\n");
  return [...indented(`${LEVELS[level]}  ${path}:${line}`), ...indented(what, 4), ...(title === null ? [] : indented(title, 4))];
}

function indented(text: string, by = INDENT): readonly string[] {
  return wrap(text, WIDTH - by).map((line) => " ".repeat(by) + line);
}
