/** The commit that a report says it judged. */
import { dialect } from "./dialect.ts";
import type { Packet, ReportBlock } from "./model.ts";
import { normalise } from "./vocabulary.ts";

const LABELS: ReadonlySet<string> = new Set(dialect.report.judged);

/** A commit id, whole or abbreviated, as the first word behind the label. */
const COMMIT = /^[`*_\s]{0,6}([0-9a-f]{7,64})(?![0-9A-Za-z])/i;

/** For the reports that name one: the id as written, in lower case. The first that a report names counts. */
export function judgedCommits(packet: Packet): ReadonlyMap<ReportBlock, string> {
  const found = new Map<ReportBlock, string>();
  if (packet.reports.length === 0) return found;
  for (const { label, span } of packet.lines) {
    if (label === null || !LABELS.has(normalise(label.label))) continue;
    const id = COMMIT.exec(label.value)?.[1]?.toLowerCase();
    const report = reportAt(packet, span.start);
    if (id !== undefined && report !== null && !found.has(report)) found.set(report, id);
  }
  return found;
}

/** The report that a place of the text lies in; null outside of reports. */
export function reportAt(packet: Packet, offset: number): ReportBlock | null {
  return packet.reports.find(({ span }) => span.start <= offset && offset < span.end) ?? null;
}
