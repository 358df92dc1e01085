/** A packet that continues something: a revision of the packets before it, or what a stub asked for. */
import { dutiesOf, type Duty } from "../lineage/carry.ts";
import { lastVerdict, ownStatus } from "../lineage/standing.ts";
import { readItems } from "../packet/items.ts";
import type { FieldName } from "../packet/dialect.ts";
import { readLabel } from "../packet/labels.ts";
import type { Packet } from "../packet/model.ts";
import { contentOfWords } from "../packet/sections.ts";
import { plainWords } from "./plain.ts";

export interface Continuation {
  readonly id: string;
  /** Every official packet of the base before it, oldest first. */
  readonly prior: readonly Packet[];
  readonly stub: Packet | null;
}

/** Lines of the template that give way to what is continued. */
const WHAT = "- What: <fill in: what changes, in one sentence>\n";
const WHY = "- Why: <fill in: who needs it, and what for>\n";
const POINT = "- <fill in: one thing that can be shown>\n";
const FIRST = "- None: this is the first packet of {{base}}.\n";

/** Makes the template of a packet say what it continues. Throws Error when template and program do not fit. */
export function continuing(template: string, { id, prior, stub }: Continuation): string {
  const before = prior.at(-1) ?? null;
  const duties = before === null ? [] : dutiesOf(before).map((duty) => worded(duty, before, id));
  const points = [...new Set([...duties.flatMap(({ point, words }) => (point ? [words] : [])), ...acceptance(stub)])];
  const audit = [...priorLines(prior, stub), ...preservedLines(duties.map(({ words }) => words), before)];
  const changes = [
    [WHAT, scopeLine(stub, "what", "What")],
    [WHY, scopeLine(stub, "why", "Why")],
    [POINT, points.map((words) => `- ${words}\n`).join("")],
    [FIRST, audit.map((line) => `${line}\n`).join("")],
  ] as const;
  return changes.reduce((text, [blank, written]) => {
    if (!text.includes(blank)) throw new Error(`the template has no line ${JSON.stringify(blank)}`);
    // What others wrote must not be taken for a slot.
    return written === "" ? text : text.replace(blank, () => written.replaceAll("{{", "{ {"));
  }, template);
}

interface Worded {
  readonly point: boolean;
  readonly words: string;
}

/** The words of a requirement in the new packet: where it speaks of its own packet, it now speaks of the new one. */
function worded({ text, origin, ids }: Duty, before: Packet, id: string): Worded {
  const label = origin === "named" ? readLabel(text) : null;
  const bare = label !== null && ids.every((own) => label.value.includes(`[${own}]`)) ? label.value : text;
  const own = new RegExp(`${before.id.replace(/[.-]/g, "\\$&")}(?![A-Za-z0-9]|[.-][A-Za-z0-9])`, "g");
  return { point: origin === "doneMeans", words: plainWords(bare).replace(own, id) };
}

function priorLines(prior: readonly Packet[], stub: Packet | null): readonly string[] {
  const lines = prior.map((packet) => {
    const verdict = lastVerdict(packet)?.value;
    const status = plainWords(ownStatus(packet)?.field.value ?? "no status").slice(0, 60);
    return `  - ${packet.path} (${status}${verdict === undefined ? "" : `, last verdict ${verdict}`})`;
  });
  const all = stub === null ? lines : [...lines, `  - ${stub.path} (stub)`];
  return all.length === 0 ? [] : ["- Prior packets:", ...all];
}

function preservedLines(words: readonly string[], before: Packet | null): readonly string[] {
  if (before === null) return [];
  if (words.length === 0) return [`- Requirements: ${before.id} stated none.`];
  return [
    `- Preserved requirements (carried forward from ${before.id}; what is changed or retired goes below a label that ` +
      "says so, with the reason):",
    ...words.map((line) => `  - ${line}`),
  ];
}

function scopeLine(stub: Packet | null, name: FieldName, label: string): string {
  const field = stub?.fields.find((entry) => entry.name === name && !entry.placeholder && entry.value !== "");
  return field === undefined ? "" : `- ${label}: ${plainWords(field.value)}\n`;
}

/** What the stub says one would see when it is done. */
function acceptance(stub: Packet | null): readonly string[] {
  if (stub === null) return [];
  return stub.sections
    .filter(({ name }) => name === "acceptance" || name === "doneMeans")
    .flatMap((section) => readItems(stub.lines, section.firstLine, section.endLine, stub.source.text, true))
    .filter(({ text }) => contentOfWords(text) === "filled")
    .map(({ text }) => plainWords(text));
}
