/** A change judged for its gate: the findings, the reports that it brings, and which of them a verdict stands behind. */
import type { Evaluated } from "../evaluate/evaluate.ts";
import type { Memory } from "../evaluate/memory.ts";
import { subjectsOf, type Subject } from "../evaluate/subject.ts";
import { loadWorld, type LoadedWorld } from "../evaluate/world.ts";
import { layoutThen } from "../policy/layout.ts";
import type { Policy } from "../policy/policy.ts";
import { judgeProject } from "../project/judge.ts";
import type { Comparison, Project } from "../project/project.ts";
import type { Repository, Snapshot } from "../snapshot/snapshot.ts";
import { broughtReports, onlyRecordedIn, type Brought } from "./brought.ts";

export interface JudgedChange {
  readonly evaluated: Evaluated;
  readonly project: Project<Repository>;
  /** What verdicts on these packets speak about, by id. */
  readonly subjects: (ids: Iterable<string>) => Promise<ReadonlyMap<string, Subject>>;
  /** Reports of Writ that the change brings, and which of them a verdict stands behind. */
  readonly brought: readonly Brought[];
  readonly vouched: ReadonlySet<Brought>;
  /** Packets of the change to which it only adds what was recorded, by path. */
  readonly onlyRecorded: ReadonlySet<string>;
}

export interface JudgeChangeOptions {
  readonly memory: Memory;
  /** A working tree is judged at this time; a commit speaks for its own. */
  readonly now: Date;
  /** Whether the drift of all evidence is judged, and not only of what the change touches. */
  readonly drift: boolean;
  /** The reports that a verdict of somebody entitled stands behind: what Git does not tell. */
  readonly vouch: (brought: readonly Brought[], comparison: Comparison) => Promise<ReadonlySet<Brought>>;
}

export async function judgeChange(project: Project<Repository>, options: JudgeChangeOptions): Promise<JudgedChange> {
  const { policy, comparison, head } = project;
  const { memory, drift, now, vouch } = options;
  const evaluate = (verdicts: ReadonlyMap<string, string> | null): Promise<Evaluated> =>
    judgeProject(project, {
      now, only: [], memory,
      // Without it, the evidence of the packets that a change touches is looked at.
      ...(drift ? { drift } : {}),
      ...(verdicts === null ? {} : { verdicts }),
    });
  const isFull = policy.gate.mode === "full" && policy.source !== null && comparison !== null;
  const first = await evaluate(isFull ? new Map() : null);
  const base = comparison === null ? null : await worldOf(comparison.snapshot, policy, memory);
  const brought = base === null ? [] : broughtReports(first.world.packets, base.packetById);
  const asked = comparison !== null && policy.gate.mode !== "packets";
  const vouched = asked ? await vouch(brought, comparison) : new Set<Brought>();
  const said = new Map([...vouched].map(({ reportId, essence }) => [reportId, essence]));
  const evaluated = isFull && said.size > 0 ? await evaluate(said) : first;
  const ground = { head, world: evaluated.world, layout: policy.layout };
  const before = comparison === null || base === null ? null : { snapshot: comparison.snapshot, world: base };
  return {
    evaluated, project, brought, vouched,
    onlyRecorded: new Set(base === null ? [] : onlyRecordedIn(evaluated.world.packets, base.packetById)),
    subjects: (ids) => subjectsOf({ ...ground, base: before }, ids),
  };
}

async function worldOf(snapshot: Snapshot, policy: Policy, memory: Memory): Promise<LoadedWorld> {
  const layout = layoutThen(policy.layout, (await snapshot.tree()).keys());
  return loadWorld(snapshot, layout, policy, memory, false);
}
