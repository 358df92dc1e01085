/** Judges one commit of a repository on GitHub, as the command line would. */
import { UserError } from "../../errors.ts";
import { Memory } from "../../evaluate/memory.ts";
import { holdNothing } from "../../project/nothing.ts";
import { projectOf, type Project } from "../../project/project.ts";
import { TreeUnlisted } from "../../snapshot/remote-source.ts";
import type { Repository } from "../../snapshot/snapshot.ts";
import { judgeChange } from "../../verdict/judge-change.ts";
import { vouchedByComment } from "../gate/vouch-comment.ts";
import { vouchedByCommit } from "../gate/vouch.ts";
import type { RepositoryHub } from "../github/hub.ts";
import type { Metrics } from "../metrics.ts";
import { MirrorFault } from "../mirror/faults.ts";
import type { Judged, Judgement, Question, RemoteSource } from "./desk.ts";

/** Repositories whose documents are kept read, the most recently judged last. Each takes some ten megabytes. */
const MOST_MEMORIES = 4;

export class Judge {
  readonly #metrics: Metrics;
  readonly #now: () => number;
  readonly #memories = new Map<string, Memory>();

  constructor(metrics: Metrics, now: () => number) {
    this.#metrics = metrics;
    this.#now = now;
  }

  /** What a person can mend is told as the judgement; everything else is thrown. */
  async judge(hub: RepositoryHub, source: RemoteSource, question: Question): Promise<Judgement> {
    const started = performance.now();
    try {
      const { head, into, drift, governs = null } = question;
      if (!source.mirrored && (await isEmpty(source, into === null ? [head] : [head, into]))) return { kind: "nothing" };
      const base = into ?? (await question.before?.(head)) ?? null;
      // With its history at hand, all the rest is read from there.
      if (base !== null) await source.mergeBase(head, base);
      const snapshot = await source.commit(head);
      const options = { base, governs, policy: null, cwd: "/", strict: false };
      const project = await projectOf(source, { head: snapshot, name: head.slice(0, 12) }, options);
      const { policy } = project;
      const memory = this.#memory(`${hub.repository.id} ${JSON.stringify({ ...policy, layout: null })}`);
      const judged = await this.#judgeProject(project, memory, drift, hub);
      this.#metrics.evaluated((performance.now() - started) / 1000);
      return judged;
    } catch (error) {
      if (error instanceof MirrorFault && error.reason === "broken") throw error;
      if (!(error instanceof UserError || error instanceof MirrorFault || error instanceof TreeUnlisted)) throw error;
      return { kind: "unjudgeable", sentence: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.` };
    }
  }

  async #judgeProject(
    project: Project<Repository>,
    memory: Memory,
    drift: boolean,
    hub: RepositoryHub,
  ): Promise<Judged> {
    const judged = await judgeChange(project, {
      memory, drift, now: new Date(this.#now()),
      vouch: async (brought, { base, head }) => {
        const { repository } = project;
        const ours = await vouchedByCommit(brought, { hub, source: repository, fork: base, head });
        const others = brought.filter((report) => !ours.has(report));
        return new Set([...ours, ...(await vouchedByComment(others, hub, repository))]);
      },
    });
    return { kind: "judged", ...judged, observe: project.policy.gate.mode === "observe" };
  }

  #memory(key: string): Memory {
    const memory = this.#memories.get(key) ?? new Memory();
    this.#memories.delete(key);
    this.#memories.set(key, memory);
    const [oldest] = this.#memories.keys();
    if (this.#memories.size > MOST_MEMORIES && oldest !== undefined) this.#memories.delete(oldest);
    return memory;
  }
}

/** A repository without packets, stubs and policy needs no clone to be told so. */
async function isEmpty(source: RemoteSource, commits: readonly string[]): Promise<boolean> {
  for (const commit of commits) if (!holdNothing([await source.tree(commit)])) return false;
  return true;
}
