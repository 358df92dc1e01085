/**
 * What became of files on the way to a commit: for each, the commits that changed it and which version each built upon.
 *
 * A merge that takes over what one of its parents has is no step of its own: the step is the commit on that side, so
 * whoever asks where a file went is told the commit that removed it, and not the merge that brought the removal.
 */
import type { BlobChange, HistoryCommit } from "../../snapshot/snapshot.ts";

export interface Step {
  readonly commit: string;
  /** Where the file was after it; where it had been before for a step that removed it. */
  readonly path: string;
  /** Blob id; null for a step that removed the file. */
  readonly oid: string | null;
  /** What it built upon: none for the first, several for a merge. */
  readonly parents: readonly Step[];
  /** Position of the commit in the history: greater than that of every step it builds upon. */
  readonly order: number;
}

/** What a path stands for: files of one key follow each other; of several at a time, the lowest rank counts. */
export type KeyOf = (path: string) => { readonly id: string; readonly rank: number } | null;

interface Held {
  /** Files of this key that are there, the one that counts first. */
  readonly files: readonly { readonly path: string; readonly oid: string; readonly rank: number }[];
  readonly step: Step;
}

type State = Map<string, Held>;

/** The last step of every key on the way to `head`. `commits` come parents before children, `head` among them. */
export function followTrails(commits: readonly HistoryCommit[], head: string, keyOf: KeyOf): ReadonlyMap<string, Step> {
  const children = new Map<string, number>();
  for (const { parents } of commits) for (const parent of parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  const states = new Map<string, State>();
  /** Nobody else builds on the parent: its state is not needed any more. */
  const release = (oid: string): boolean => {
    const left = (children.get(oid) ?? 1) - 1;
    children.set(oid, left);
    return left <= 0 && states.delete(oid);
  };
  for (const [order, commit] of commits.entries()) {
    const own = states.get(commit.parents[0] ?? "");
    const sides = commit.parents.map((parent): ReadonlyMap<string, Held> => states.get(parent) ?? NOTHING);
    const isMerge = commit.parents.length > 1;
    // The sides are compared as they were, so what a merge changes is written down first and set afterwards.
    const changed = changedKeys(commit.changes, keyOf);
    const next: [string, Held][] = [];
    for (const id of isMerge ? keysOf(changed.keys(), sides) : changed.keys()) {
      const before = sides.map((side) => side.get(id));
      const files = filesAfter(before[0]?.files ?? [], changed.get(id) ?? []);
      const held = stepTo(files, before.filter((side) => side !== undefined), { commit: commit.oid, order });
      if (held !== null) next.push([id, held]);
    }
    const free = commit.parents.map(release);
    // A state that nobody else needs is gone on with: a straight history is never copied.
    const state: State = own === undefined ? new Map<string, Held>() : free[0] === true ? own : new Map(own);
    for (const [id, held] of next) state.set(id, held);
    if (commit.oid === head) return new Map([...state].map(([id, { step }]) => [id, step]));
    states.set(commit.oid, state);
  }
  return new Map();
}

const NOTHING: ReadonlyMap<string, Held> = new Map();

interface KeyChange extends BlobChange {
  readonly rank: number;
}

function changedKeys(changes: readonly BlobChange[], keyOf: KeyOf): Map<string, KeyChange[]> {
  const changed = new Map<string, KeyChange[]>();
  for (const change of changes) {
    const key = keyOf(change.path);
    if (key === null) continue;
    const own = changed.get(key.id) ?? [];
    own.push({ ...change, rank: key.rank });
    changed.set(key.id, own);
  }
  return changed;
}

/** Keys that a merge changes, or about which its sides do not agree. */
function keysOf(changed: Iterable<string>, sides: readonly ReadonlyMap<string, Held>[]): Set<string> {
  const keys = new Set(changed);
  const [first = NOTHING] = sides;
  for (const side of sides.slice(1)) {
    for (const [id, held] of side) if (first.get(id)?.step !== held.step) keys.add(id);
    if (side !== first) for (const id of first.keys()) if (!side.has(id)) keys.add(id);
  }
  return keys;
}

function filesAfter(before: Held["files"], changes: readonly KeyChange[]): Held["files"] {
  if (changes.length === 0) return before;
  const left = before.filter(({ path }) => !changes.some((change) => change.path === path));
  const added = changes.flatMap(({ path, after, rank }) => (after === null ? [] : [{ path, oid: after, rank }]));
  return [...left, ...added].sort((a, b) => a.rank - b.rank);
}

/** Null when there is nothing and never was. */
function stepTo(files: Held["files"], before: readonly Held[], at: Pick<Step, "commit" | "order">): Held | null {
  const [current] = files;
  const known = before.find(({ step }) =>
    current === undefined ? step.oid === null : step.oid === current.oid && step.path === current.path,
  );
  if (known !== undefined) return { files, step: known.step };
  const parents = before.map(({ step }) => step);
  const path = current?.path ?? parents[0]?.path;
  if (path === undefined) return null;
  return { files, step: { ...at, path, oid: current?.oid ?? null, parents } };
}
