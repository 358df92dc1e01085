/** What the judges of one repository on GitHub work with. */
import type { Entry, Repository } from "../../snapshot/snapshot.ts";
import type { JudgedChange } from "../../verdict/judge-change.ts";
import type { Decide } from "../decisions/decision-log.ts";
import type { RepositoryHub } from "../github/hub.ts";
import type { Log } from "../log.ts";
import { isSweepTrace } from "../trace.ts";
import type { JobRequest, RepositoryName } from "../queue/job.ts";
import type { JobRun } from "../queue/port.ts";

/** A repository that lies on GitHub. */
export interface RemoteSource extends Repository {
  /** The commits that refs with these full names, or beginnings of names that end with `*`, stand at now; by name. */
  tips(refs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Every path of a commit: one request at most, and none when it was ever asked for. */
  tree(commit: string): Promise<ReadonlyMap<string, Entry>>;
  /** True when its history is at hand, and then everything is read from there. */
  readonly mirrored: boolean;
  /** Lets go of what it holds open. */
  dispose(): Promise<void>;
}

export interface Desk {
  readonly hub: RepositoryHub;
  readonly source: RemoteSource;
  readonly run: JobRun;
  readonly log: Log;
  readonly now: () => number;
  /** Judges with what is remembered of the repository from before. */
  readonly judge: (question: Question) => Promise<Judgement>;
  /** Writes down what was decided. */
  readonly decide: Decide;
  /** Asks for more, on behalf of this job. */
  readonly ask: (requests: readonly JobRequest["target"][]) => Promise<void>;
}

export interface Question {
  /** The commit to judge. */
  readonly head: string;
  /** The commit that it is to be merged into, whose policy holds; null for what is in its place already. */
  readonly into: string | null;
  /** The commit whose policy holds, where that is not the one it is to be merged into. */
  readonly governs?: string;
  /** For what is in its place: finds the commit before it to compare with; judged by itself where there is none. */
  readonly before?: (head: string) => Promise<string | null>;
  /** Whether the drift of all evidence is judged, and not only of what the change touches. */
  readonly drift: boolean;
}

export interface Judged extends JudgedChange {
  readonly kind: "judged";
  /** The policy only watches. */
  readonly observe: boolean;
}

/** What came of it: a judgement, or why there can be none. */
export type Judgement =
  | Judged
  /** Neither the commit nor what it goes into holds a packet or a policy. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unjudgeable"; readonly sentence: string };

/** Opens desks. */
export interface Desks {
  open(run: JobRun, repository: RepositoryName): Promise<Desk & { close(): Promise<void> }>;
  /** Drops what was kept of what is out of reach: of the repository, or of all that the installation had. */
  forget(installation: number, repository: RepositoryName | null): Promise<void>;
}

/**
 * Whether an earlier try may have left something on GitHub, which is then looked for: one that ended badly, was put
 * back, or was begun by a process whose disk is gone, for then only looking has found it. A job's history begins anew
 * when it is done.
 */
export function mayHaveRun({ job }: JobRun): boolean {
  return job.history.some(({ state, note, trace }) => {
    return note !== undefined || (state !== "queued" && state !== "running") || (trace !== undefined && isSweepTrace(trace));
  });
}

/** A time as its day, `YYYY-MM-DD` in UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
