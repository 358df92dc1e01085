/** Whether mended files are better than they were: the proof that `mend` asks for before anything is written. */
import type { Evaluated } from "../evaluate/evaluate.ts";
import type { Finding } from "../evaluate/evaluation.ts";
import type { AnyDocument } from "../packet/model.ts";
import { changedMeaning } from "./meaning.ts";
import { GRAVITY, type Fixable, type MendedFile, type MendedFiles } from "./mended-file.ts";

/** Files whose mend does not hold, with the reason. `open` are the wanted fixes that are still left. */
export function refusals(
  first: Evaluated,
  last: Evaluated,
  kept: MendedFiles,
  open: readonly Fixable[],
): ReadonlyMap<string, string> {
  const refused = new Map<string, string>();
  const [before, after] = [documentsOf(first), documentsOf(last)];
  for (const path of kept.keys()) {
    const [old, now] = [before.get(path), after.get(path)];
    const changed = old === undefined || now === undefined ? "it cannot be read any more" : changedMeaning(old, now);
    const unfinished = open.find((finding) => finding.path === path);
    if (changed !== null) refused.set(path, changed);
    else if (unfinished !== undefined) refused.set(path, `its fixes come to no end (${unfinished.rule})`);
  }
  for (const finding of appeared(first, last, kept)) {
    const reason = `${finding.rule} would find something new: ${finding.message}`;
    for (const path of causesOf(finding, first, kept)) if (!refused.has(path)) refused.set(path, reason);
  }
  return refused;
}

/** The mended files that a finding can come from: its own, else those about the same packet, else any. */
function causesOf(finding: Finding, { evaluation }: Evaluated, kept: MendedFiles): readonly string[] {
  if (kept.has(finding.path)) return [finding.path];
  const own = evaluation.packets.filter(({ id, path }) => id === finding.packet && kept.has(path));
  return own.length > 0 ? own.map(({ path }) => path) : [...kept.keys()];
}

/**
 * One finding of each rule that finds more in a file than it did, uncovered ones apart. Counted, because mended text
 * may change the name under which a finding is known.
 */
function appeared(first: Evaluated, last: Evaluated, kept: MendedFiles): readonly Finding[] {
  const counts = countByRule(first);
  const documents = documentsOf(last);
  return [...countByRule(last)].flatMap(([key, findings]) => {
    const before = counts.get(key) ?? [];
    if (findings.length <= before.length) return [];
    const known = new Set(before.map(({ fingerprint }) => fingerprint));
    const unknown = findings.filter(({ fingerprint }) => !known.has(fingerprint));
    const strange = unknown.filter(
      (finding) => !isUncovered(finding, kept.get(finding.path), documents.get(finding.path)),
    );
    const uncovered = unknown.length - strange.length;
    return findings.length - before.length > uncovered ? strange.slice(0, 1) : [];
  });
}

/** Whether a finding speaks of what fixes have written, and is no graver than what they mended. */
function isUncovered(finding: Finding, mended: MendedFile | undefined, document: AnyDocument | undefined): boolean {
  if (mended === undefined || document === undefined) return false;
  if (GRAVITY.indexOf(finding.severity) < GRAVITY.indexOf(mended.severity)) return false;
  const { source } = document;
  const byte = (line: number, column: number): number =>
    source.point((source.lineStarts[line - 1] ?? 0) + column - 1).byte;
  const [start, end] = [byte(finding.line, finding.column), byte(finding.endLine, finding.endColumn)];
  return mended.written.some((range) => Math.max(start, range.start) < Math.min(end, range.end));
}

/** Findings by rule and path. */
export function countByRule({ evaluation }: Evaluated): ReadonlyMap<string, readonly Finding[]> {
  const counts = new Map<string, Finding[]>();
  for (const finding of evaluation.findings) {
    const key = `${finding.rule} ${finding.path}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, [finding]);
    else known.push(finding);
  }
  return counts;
}

export function documentsOf({ world }: Evaluated): ReadonlyMap<string, AnyDocument> {
  return new Map(world.documents.map((document) => [document.path, document]));
}
