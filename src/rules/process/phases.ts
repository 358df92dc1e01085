/** The phases of the work, in the order in which they must be gone through, and what a packet shows of each. */
import { derived } from "../../packet/derived.ts";
import type { SectionName } from "../../packet/dialect.ts";
import type { Line, LineKind, Packet, Section, Span } from "../../packet/model.ts";
import { contentOfWords } from "../../packet/sections.ts";
import { asksForSection } from "../structure/era.ts";
import { covering, holding } from "../../packet/search.ts";

/** Work that has left its traces in the packet. */
export interface Work {
  /** The first line that shows it. */
  readonly span: Span;
  readonly section: SectionName;
}

/** Somebody's word that implementation may begin. */
export interface Go {
  readonly span: Span;
  /** `report`: said in the verdict of a report on that phase, and nowhere else. */
  readonly form: "exact" | "near" | "report";
}

/**
 * Work in progress goes through the phases, whatever template it grew from. Work that waits, rests or is over goes by
 * its template.
 */
export function hasPhases(packet: Packet): boolean {
  return packet.stateClass === "active" || asksForSection(packet, "skeleton");
}

/** The first section of that name that holds more than its template; else the first; null without one. */
export function phaseSection(packet: Packet, name: SectionName): Section | null {
  const found = packet.sections.filter((section) => section.name === name);
  return found.find((section) => !isBlank(section)) ?? found[0] ?? null;
}

/** An explicit "nothing here" is an answer. */
export function isBlank(section: Section | null): boolean {
  return section === null || section.content === "empty" || section.content === "template";
}

export function goOf(packet: Packet): Go | null {
  const exact = packet.approvals.find((approval) => approval.exact);
  if (exact !== undefined) return { span: exact.span, form: "exact" };
  const [near] = packet.approvals;
  if (near !== undefined) return { span: near.span, form: "near" };
  const verdicts = packet.reports.flatMap((report) => report.verdicts);
  const passed = verdicts.find((verdict) => verdict.phase === "skeleton" && verdict.value === "PASS");
  return passed === undefined ? null : { span: passed.span, form: "report" };
}

export function workIn(packet: Packet): Work | null {
  return derived(packet, "work", () => findWork(packet));
}

function findWork(packet: Packet): Work | null {
  const isRecorded = covering(packet.appendOnly);
  for (const { section: name, shows } of tracesOf(packet)) {
    for (const section of packet.sections) {
      if (section.name !== name) continue;
      const line = packet.lines
        .slice(section.firstLine, section.endLine)
        .find((candidate) => !isRecorded(candidate.span.start) && shows(candidate));
      if (line !== undefined) return { span: { start: line.content, end: line.span.end }, section: name };
    }
  }
  return null;
}

interface Trace {
  readonly section: SectionName;
  readonly shows: (line: Line) => boolean;
}

/** Where work shows, the strongest trace first. What a command printed may stem from before the work. */
function tracesOf(packet: Packet): readonly Trace[] {
  const holdsBlank = holding(packet.placeholders.map((placeholder) => placeholder.span));
  const holdsCitation = holding(packet.citations.map((citation) => citation.span));
  const isFilled = (line: Line): boolean =>
    WORDED.includes(line.kind) &&
    contentOfWords(packet.source.text.slice(line.content, line.span.end).trim()) === "filled" &&
    !holdsBlank(line.span);
  return [
    { section: "implementation", shows: isFilled },
    { section: "manifest", shows: (line) => line.checked === true },
    { section: "evidenceMapping", shows: (line) => holdsCitation(line.span) },
    { section: "evidence", shows: isFilled },
  ];
}

const WORDED: readonly LineKind[] = ["item", "text", "code", "table"];
