/** The manifest: for each changed file the window of lines, the line delta, the SHA-1 before and after, the gates. */
import { dialect } from "./dialect.ts";
import { normalise } from "./vocabulary.ts";
import type { Content, Line, ManifestBlock, ManifestPart, ManifestValue, Section } from "./model.ts";
import { isPlaceholder } from "./placeholders.ts";

type LabelName = keyof typeof dialect.manifest.labels;

const names = new Map<string, LabelName>(
  (Object.keys(dialect.manifest.labels) as LabelName[]).map((name) => [dialect.manifest.labels[name], name]),
);

interface Open {
  readonly first: number;
  readonly parts: Partial<Record<ManifestPart, ManifestValue>>;
  readonly gates: { name: string; ticked: boolean; span: { start: number; end: number } }[];
  last: number;
  /** Below the label of the gates, at this depth. */
  gatesAt: number | null;
}

/** One block for each label of a target file, outside reports and code. `inReport` tells by offset. */
export function readManifest(
  lines: readonly Line[],
  sections: readonly Section[],
  text: string,
  inReport: (offset: number) => boolean,
): ManifestBlock[] {
  if (!dialect.manifest.anywhere.test(text)) return [];
  const blocks: Open[] = [];
  let open: Open | null = null;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    if (line.kind === "heading") open = null;
    if (line.kind !== "item" && line.kind !== "text") continue;
    const name =
      line.label === null || line.label.label.length > 20 ? undefined : names.get(normalise(line.label.label));
    if (name === "target" && !inReport(line.span.start)) {
      open = { first: index, parts: {}, gates: [], last: index, gatesAt: null };
      blocks.push(open);
    }
    if (open !== null) addLine(open, index, line, name, text);
  }
  return blocks.map((block) => finish(block, lines, sections));
}

function addLine(open: Open, index: number, line: Line, name: LabelName | undefined, text: string): void {
  if (name === "gates") {
    open.gatesAt = line.depth;
    open.last = index;
  } else if (name !== undefined && line.label !== null) {
    open.parts[name] ??= { value: line.label.value, span: line.label.valueSpan };
    open.gatesAt = null;
    open.last = index;
  } else if (open.gatesAt !== null && line.kind === "item" && line.checked !== null) {
    const words = text.slice(line.content, line.span.end);
    open.gates.push({
      name: /^[`*]*([\w-]+)/.exec(words)?.[1] ?? words.trim(),
      ticked: line.checked,
      span: { start: line.content, end: line.span.end },
    });
    open.last = index;
  } else if (line.kind === "item" && open.gatesAt !== null && line.depth <= open.gatesAt) open.gatesAt = null;
}

function finish(open: Open, lines: readonly Line[], sections: readonly Section[]): ManifestBlock {
  const start = lines[open.first]?.content ?? 0;
  const part = (name: ManifestPart): ManifestValue | null => {
    const value = open.parts[name];
    return value === undefined || value.value === "" ? null : value;
  };
  const target = part("target");
  return {
    span: { start, end: lines[open.last]?.span.end ?? start },
    target,
    start: part("start"),
    end: part("end"),
    delta: part("delta"),
    before: part("before"),
    after: part("after"),
    gates: open.gates,
    content: target === null ? "template" : contentOfTarget(target.value),
    section: sections.findLast(({ heading, body }) => heading.start <= start && start < body.end)?.name ?? null,
  };
}

/** A "none" that is there to be replaced is a blank like any other. */
function contentOfTarget(value: string): Content {
  if (isPlaceholder(value) || /^<.*>$/.test(value) || /\bfill\b/i.test(value)) return "template";
  return dialect.none.test(value) ? "none" : "filled";
}
