/** What became of the lines that a citation was written for. */

/**
 * `ok`: they still stand there. `moved`: they stand in one other place, which is known. `ambiguous`: several places have
 * their text. `changed`: their text is nowhere in the file. `gone`: the file, or that part of it, was there once.
 * `never-valid`: it was not, in any commit. `unverifiable`: nobody can tell.
 */
export type DriftState = "ok" | "moved" | "ambiguous" | "changed" | "gone" | "never-valid" | "unverifiable";

export interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface Drift {
  readonly state: DriftState;
  /** The commit whose text counts: the one that brought the citation, or that its report judged. */
  readonly anchor: string;
  /** Where the file stood at that commit; null when it did not. */
  readonly from: string | null;
  /** Where the lines stand now; only when they moved. */
  readonly now: Place | null;
  /** How many places have their text; 0 but for `ambiguous`. */
  readonly count: number;
  /** The commit in which they went; null when it is not `gone`, and when that is not committed. */
  readonly went: string | null;
  /** Why nobody can tell, in words that follow the citation; null but for `unverifiable`. */
  readonly reason: string | null;
}

/** A drift with everything that its state does not need left empty. */
export function drift(state: DriftState, anchor: string, parts: Partial<Omit<Drift, "state" | "anchor">> = {}): Drift {
  return { state, anchor, from: null, now: null, count: 0, went: null, reason: null, ...parts };
}

/** How a commit is called in sentences. */
export function shortId(oid: string): string {
  return oid.slice(0, 10);
}
