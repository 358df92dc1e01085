/** The recorded text of a packet: its report blocks, and what else was written among the reports. */
import { createHash } from "node:crypto";
import { derived } from "../packet/derived.ts";
import { dialect } from "../packet/dialect.ts";
import type { Line, Packet, ReportBlock, Section, Span } from "../packet/model.ts";
import { firstFrom } from "../packet/search.ts";
import { wordsOf, type Words } from "./words.ts";

export interface LedgerLine {
  /** The line in `Source.text`, without its line end. */
  readonly span: Span;
  /** The line as it stands. */
  readonly text: string;
  readonly words: Words;
  /** The line stands in a code block. */
  readonly inCode: boolean;
}

export interface Block {
  /** The report; null for text among the reports that belongs to none. */
  readonly report: ReportBlock | null;
  /** What to call it: the words of its first line. */
  readonly title: string;
  readonly span: Span;
  /** Its lines, blank ones left out. Never empty. */
  readonly lines: readonly LedgerLine[];
  /** SHA-256 of what its lines say: blocks with different keys say different things. */
  readonly key: string;
  /** The text with LF line ends. */
  readonly text: string;
}

const known = new WeakMap<Packet, readonly Block[]>();

/**
 * Every piece of recorded text, in the order in which it stands. A snapshot that the format calls mutable is none, and
 * neither is what a template put among the reports.
 */
export function blocksOf(packet: Packet): readonly Block[] {
  const seen = known.get(packet);
  if (seen !== undefined) return seen;
  const places = derived(packet, "recorded text", () => placesOf(packet));
  const blocks = places.map(({ report, span }) => new RecordedBlock(packet, report === null ? null : (packet.reports[report] ?? null), span));
  known.set(packet, blocks);
  return blocks;
}

/** A report by its number; null for text that belongs to none. */
function placesOf(packet: Packet): readonly { readonly report: number | null; readonly span: Span }[] {
  const reports = packet.reports.map(({ span }, report) => ({ report, span }));
  const loose = looseSpans(packet).map((span) => ({ report: null, span }));
  return [...reports, ...loose]
    .filter(({ span }) => holdsWords(packet.lines, span))
    .sort((a, b) => a.span.start - b.span.start);
}

/** What it says is worked out when somebody asks: most blocks are only counted. */
class RecordedBlock implements Block {
  readonly report: ReportBlock | null;
  readonly span: Span;
  readonly #packet: Packet;
  #lines: readonly LedgerLine[] | null = null;
  #key: string | null = null;

  constructor(packet: Packet, report: ReportBlock | null, span: Span) {
    this.#packet = packet;
    this.report = report;
    this.span = span;
  }

  get title(): string {
    if (this.report !== null) return this.report.title;
    const { lines, source } = this.#packet;
    const first = lines[firstFrom(lines, this.span.start)];
    return first === undefined ? "" : source.text.slice(first.content, first.span.end).trim();
  }

  get lines(): readonly LedgerLine[] {
    const { lines, source } = this.#packet;
    this.#lines ??= linesIn(lines, this.span).map((line): LedgerLine => {
      const text = source.slice(line.span);
      return { span: line.span, text, words: wordsOf(text), inCode: line.kind === "code" };
    });
    return this.#lines;
  }

  get key(): string {
    this.#key ??= createHash("sha256").update(this.lines.map((line) => line.words.key).join("\n")).digest("hex");
    return this.#key;
  }

  get text(): string {
    return this.#packet.source.slice(this.span).replaceAll("\r\n", "\n");
  }
}

function holdsWords(lines: readonly Line[], span: Span): boolean {
  for (let index = firstFrom(lines, span.start); index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || line.span.start >= span.end) return false;
    if (line.kind !== "blank") return true;
  }
  return false;
}

/** The lines that begin in a span and hold something. */
function linesIn(lines: readonly Line[], span: Span): readonly Line[] {
  const found: Line[] = [];
  for (let index = firstFrom(lines, span.start); index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || line.span.start >= span.end) break;
    if (line.kind !== "blank") found.push(line);
  }
  return found;
}

/** Stretches of lines among the reports that are neither in a report nor from a template. */
function looseSpans(packet: Packet): readonly Span[] {
  const spans: { start: number; end: number }[] = [];
  const headed = new Map(packet.sections.map((section) => [section.firstLine - 1, section]));
  let done = 0;
  for (const section of packet.sections) {
    if (section.name !== "reports") continue;
    let open: { start: number; end: number } | null = null;
    for (const line of looseLines(packet, headed, Math.max(done, section.firstLine), section.endLine)) {
      if (line === null) open = null;
      else if (open !== null) open.end = line.span.end;
      else {
        open = { start: line.span.start, end: line.span.end };
        spans.push(open);
      }
    }
    done = Math.max(done, section.endLine);
  }
  return spans;
}

/** The loose lines among `first` and those before `end`; null where something else stands between two of them. */
function* looseLines(
  packet: Packet,
  headed: ReadonlyMap<number, Section>,
  first: number,
  end: number,
): Iterable<Line | null> {
  const { source, reports } = packet;
  let report = 0;
  /** Lines before this one belong to another section. */
  let apart = first;
  /** Depth of the instruction whose nested lines are being read. */
  let instruction = Number.POSITIVE_INFINITY;
  for (let index = first; index < end; index++) {
    const line = packet.lines[index];
    if (line === undefined) return;
    while ((reports[report]?.span.end ?? Number.POSITIVE_INFINITY) <= line.span.start) report++;
    const isReported = (reports[report]?.span.start ?? Number.POSITIVE_INFINITY) <= line.span.start;
    if (line.kind === "heading" && !isReported) {
      apart = Math.max(apart, otherEnd(headed.get(index)));
      instruction = Number.POSITIVE_INFINITY;
    }
    if (isReported || index < apart) {
      yield null;
      continue;
    }
    if (line.kind === "blank" || line.kind === "rule" || line.kind === "html") continue;
    if (line.kind !== "heading" && line.depth > instruction) continue;
    const words = source.text.slice(line.content, line.span.end).trim();
    const instructs = dialect.report.instructions.some((pattern) => pattern.test(words));
    if (line.kind !== "heading") instruction = instructs ? line.depth : Number.POSITIVE_INFINITY;
    yield instructs || dialect.template.some((pattern) => pattern.test(words)) ? null : line;
  }
}

/** Where a known section ends that is for something else than reports. */
function otherEnd(section: Section | undefined): number {
  return section === undefined || section.name === null || section.name === "reports" ? 0 : section.endLine;
}
