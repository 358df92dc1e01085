/**
 * Looks through the repositories of an installation for what should have a finished check of ours and has none (a
 * webhook that never came, or a run that was begun and not ended), and for commands without an answer. What it finds is
 * asked for as a job, so that it is made right as if the event had come. Of the two checks of a pull request the gate
 * is reported last.
 */
import { PACKETS_CHECK } from "../check-run.ts";
import { GATE_CHECK } from "../gate/gate-check.ts";
import { subjectOf } from "../external-id.ts";
import type { CheckSubject } from "../external-id.ts";
import { repositoriesOf } from "../github/app-hub.ts";
import type { CheckRunAnswer, PullAnswer, RepositoryAnswer } from "../github/hub-answers.ts";
import { RepositoryHub } from "../github/hub.ts";
import type { Self } from "../github/hub.ts";
import type { Requester } from "../github/requests.ts";
import type { JobTarget, RepositoryName } from "../queue/job.ts";
import { COMMANDS_BACK_MS, COMMANDS_SETTLED_MS, unheardCommands } from "./unheard.ts";

export interface SweepOptions {
  readonly self: Self;
  /** About as many requests as one look may cost. The next look goes on where this one stopped. */
  readonly requests: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly ask: (targets: readonly JobTarget[]) => Promise<void>;
}

/** A run that has been in progress for longer was cut off. */
const UNFINISHED_MS = 5 * 60_000;
/** What is known to be right is kept for this many pull requests and branches. */
const MOST_KNOWN = 50_000;

/** One for each installation. Remembers only what spares requests. */
export class Sweep {
  readonly #known = new Map<string, string>();
  /** The repository at which the next look begins; 0 for the first. */
  #from = 0;

  /** True when everything was looked at. */
  async look(installation: Requester, options: SweepOptions): Promise<boolean> {
    const repositories: RepositoryAnswer[] = [];
    for await (const repository of repositoriesOf(installation)) repositories.push(repository);
    const budget = { left: options.requests - Math.ceil(repositories.length / 100) };
    const first = this.#from % Math.max(1, repositories.length);
    for (const [index, repository] of [...repositories.slice(first), ...repositories.slice(0, first)].entries()) {
      options.signal.throwIfAborted();
      this.#from = first + index;
      if (budget.left <= 0) return false;
      await this.#repository(installation, repository, options, budget);
    }
    this.#from = 0;
    return true;
  }

  async #repository(installation: Requester, found: RepositoryAnswer, options: SweepOptions, budget: { left: number }): Promise<void> {
    const repository = { id: found.id, owner: found.owner.login, name: found.name };
    const hub = new RepositoryHub(installation, repository, options.self);
    let open = 0;
    for await (const page of hub.openPulls()) {
      budget.left -= 1;
      open += page.length;
      for (const pull of page) await this.#pull(hub, pull, options, budget);
      if (budget.left <= 0) return;
    }
    await this.#branch(hub, found, options, budget);
    if (open > 0) await this.#groups(hub, options, budget);
  }

  async #pull(hub: RepositoryHub, pull: PullAnswer, options: SweepOptions, budget: { left: number }): Promise<void> {
    const { number, head, base } = pull;
    const target = { kind: "pull-request", repository: hub.repository, number } as const;
    const subject = { pull: number, base: base.ref };
    await this.#commit(hub, target, `${head.sha} ${base.ref}`, head.sha, subject, options, budget);
    await this.#commands(hub, pull, options, budget);
  }

  /** What was said on a pull request since it was last looked at. Each command is asked for once: it may have no answer. */
  async #commands(hub: RepositoryHub, { number, updated_at }: PullAnswer, { ask, now }: SweepOptions, budget: { left: number }): Promise<void> {
    const key = `${hub.repository.id} said ${number}`;
    const age = now() - Date.parse(updated_at ?? "");
    // So old that nothing can be new, or so new that it may still be on its way: then it is looked at again.
    if (!(age <= COMMANDS_BACK_MS) || this.#known.get(key) === updated_at) return;
    budget.left -= 1;
    for (const target of await unheardCommands(hub, number, now())) {
      const once = `${hub.repository.id} comment ${target.comment}`;
      if (this.#known.has(once)) continue;
      await ask([target]);
      this.#remember(once, "asked");
    }
    if (age > COMMANDS_SETTLED_MS) this.#remember(key, updated_at ?? "");
  }

  /** The default branch, where something was pushed to the repository since it was last seen to be right. */
  async #branch(hub: RepositoryHub, { default_branch, pushed_at }: RepositoryAnswer, options: SweepOptions, budget: { left: number }): Promise<void> {
    if (pushed_at === null) return;
    const ref = `refs/heads/${default_branch}`;
    const target = { kind: "push", repository: hub.repository, ref } as const;
    await this.#commit(hub, target, pushed_at, default_branch, { push: ref }, options, budget);
  }

  async #groups(hub: RepositoryHub, options: SweepOptions, budget: { left: number }): Promise<void> {
    budget.left -= 1;
    for (const { ref, head, base } of await hub.mergeGroups()) {
      const target = { kind: "merge-group", repository: hub.repository, head, headRef: ref, base } as const;
      await this.#commit(hub, target, head, head, { group: ref, base }, options, budget);
    }
  }

  /** `state` says what the check was for: while it stays, a check that was finished stays so. */
  async #commit(
    hub: RepositoryHub,
    target: Extract<JobTarget, { readonly repository: RepositoryName }>,
    state: string,
    commit: string,
    subject: CheckSubject,
    { ask, now }: SweepOptions,
    budget: { left: number },
  ): Promise<void> {
    const key = `${hub.repository.id} ${JSON.stringify(subject)}`;
    if (this.#known.get(key) === state) return;
    budget.left -= 1;
    const runs = (await hub.checkRuns(commit, "push" in subject ? PACKETS_CHECK : GATE_CHECK)).filter((run) => isAbout(run, subject));
    const [latest] = runs;
    if (latest?.status === "completed") this.#remember(key, state);
    else if (latest === undefined || isCutOff(latest, now())) await ask([target]);
  }

  #remember(key: string, state: string): void {
    this.#known.delete(key);
    this.#known.set(key, state);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}

function isAbout({ external_id }: CheckRunAnswer, subject: CheckSubject): boolean {
  return JSON.stringify(subjectOf(external_id)) === JSON.stringify(subject);
}

function isCutOff({ started_at }: CheckRunAnswer, now: number): boolean {
  return started_at === null || started_at === undefined || now - Date.parse(started_at) > UNFINISHED_MS;
}
