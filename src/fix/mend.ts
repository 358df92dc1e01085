/**
 * Applies the fixes of findings, in memory, and proves the result before anybody writes it.
 *
 * Fixes that overlap wait for the next pass, so passes are repeated until no fix is left. Then everything is judged
 * once more: a file keeps its mend only when none of the wanted fixes is left in it, no rule finds more in it than
 * before, and it still says the same. Otherwise it is left as it was. Files that fail the proof can drag others along
 * (a finding that stands between two), so the proof is repeated until it holds for all that are kept.
 *
 * One kind of finding may appear: one that speaks of the very characters a fix has written and is no graver than what
 * the fix mended. It was there all along, hidden by the damage (a tick that was encoded twice is still no ASCII).
 */
import type { Evaluated } from "../evaluate/evaluate.ts";
import type { Finding } from "../evaluate/evaluation.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { applied, type Fixable, type MendedFile, type MendedFiles } from "./mended-file.ts";
import { Overlay } from "./overlay.ts";
import { countByRule, documentsOf, refusals } from "./proof.ts";

/** No honest set of fixes needs more passes: each frees at least one layer of overlaps. */
const MOST_PASSES = 20;

export interface Mending {
  /** Files to write, by path: the bytes that were judged, and the mended ones. */
  readonly files: ReadonlyMap<string, { readonly before: Uint8Array; readonly after: Uint8Array }>;
  /** How many findings each rule loses in the files to write. */
  readonly mended: ReadonlyMap<string, number>;
  /** Files with fixes that are left as they were, with the reason. */
  readonly left: ReadonlyMap<string, string>;
}

/**
 * @param judge judges a state; always the same for the same state
 * @param wants which findings are to be mended
 */
export async function mend(
  head: Snapshot,
  judge: (snapshot: Snapshot) => Promise<Evaluated>,
  wants: (finding: Finding) => boolean,
): Promise<Mending> {
  const first = await judge(head);
  const fixable = (judged: Evaluated): Fixable[] =>
    judged.evaluation.findings.filter((finding): finding is Fixable => finding.fix !== null && wants(finding));
  const mended = await applyAll(head, first, judge, fixable);

  const left = new Map<string, string>();
  for (;;) {
    const kept = new Map([...mended].filter(([path]) => !left.has(path)));
    const last = kept.size === 0 ? first : await judge(overlay(head, kept));
    const refused = refusals(first, last, kept, fixable(last));
    if (refused.size === 0) return result(first, last, kept, left);
    for (const [path, reason] of refused) left.set(path, reason);
  }
}

function overlay(head: Snapshot, files: MendedFiles): Snapshot {
  return new Overlay(head, new Map([...files].map(([path, { bytes }]) => [path, bytes])));
}

/** Files after every fix that can be made has been made, by path. */
async function applyAll(
  head: Snapshot,
  first: Evaluated,
  judge: (snapshot: Snapshot) => Promise<Evaluated>,
  fixable: (judged: Evaluated) => Fixable[],
): Promise<MendedFiles> {
  const files = new Map<string, MendedFile>();
  let current = first;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const byPath = groupByPath(fixable(current));
    if (byPath.size === 0) break;
    const documents = documentsOf(current);
    for (const [path, findings] of byPath) {
      const document = documents.get(path);
      if (document !== undefined) files.set(path, applied(document.source.bytes, findings, files.get(path)));
    }
    current = await judge(overlay(head, files));
  }
  return files;
}

function result(
  first: Evaluated,
  last: Evaluated,
  kept: MendedFiles,
  left: ReadonlyMap<string, string>,
): Mending {
  const documents = documentsOf(first);
  const files = new Map<string, { before: Uint8Array; after: Uint8Array }>();
  for (const [path, { bytes: after }] of kept) {
    const before = documents.get(path)?.source.bytes;
    if (before !== undefined && Buffer.compare(before, after) !== 0) files.set(path, { before, after });
  }
  const mended = new Map<string, number>();
  const after = countByRule(last);
  for (const [key, findings] of countByRule(first)) {
    const [{ rule, path } = { rule: "", path: "" }] = findings;
    const gone = findings.length - (after.get(key)?.length ?? 0);
    if (gone > 0 && files.has(path)) mended.set(rule, (mended.get(rule) ?? 0) + gone);
  }
  return { files, mended, left };
}

function groupByPath(findings: readonly Fixable[]): ReadonlyMap<string, readonly Fixable[]> {
  const groups = new Map<string, Fixable[]>();
  for (const finding of findings) {
    const group = groups.get(finding.path);
    if (group === undefined) groups.set(finding.path, [finding]);
    else group.push(finding);
  }
  return groups;
}
