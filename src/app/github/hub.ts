/** What Writ asks of GitHub about one repository. Every method is one request, unless it says otherwise. */
import type { CheckCreation, CheckUpdate } from "../check-run.ts";
import { QUEUE_PLACE, queueBase } from "../merge-queue.ts";
import type { RepositoryName } from "../queue/job.ts";
import { checkRunsAnswer, createdAnswer, pullAnswer, pullsAnswer, refsAnswer, repositoryAnswer } from "./hub-answers.ts";
import type { CheckRunAnswer, PullAnswer, RepositoryAnswer } from "./hub-answers.ts";
import { ask, PAGE, pagesOf, understood } from "./requests.ts";
import type { Requester } from "./requests.ts";

/** More open pull requests than this are not looked through at once. */
const MOST_PAGES_OF_PULLS = 30;

export class RepositoryHub {
  readonly repository: RepositoryName;
  readonly #github: Requester;
  readonly #appId: number;

  constructor(github: Requester, repository: RepositoryName, appId: number) {
    this.#github = github;
    this.repository = repository;
    this.#appId = appId;
  }

  describe(): Promise<RepositoryAnswer> {
    return ask(this.#github, "GET /repos/{owner}/{repo}", this.#place, repositoryAnswer);
  }

  pull(number: number): Promise<PullAnswer> {
    return ask(this.#github, "GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...this.#place, pull_number: number }, pullAnswer);
  }

  /** Open pull requests, those that changed last first; into one branch only with `base`. A request for each hundred. */
  openPulls(base?: string): AsyncIterable<readonly PullAnswer[]> {
    const route = "GET /repos/{owner}/{repo}/pulls";
    const parameters = { ...this.#place, state: "open", sort: "updated", direction: "desc", ...(base === undefined ? {} : { base }) };
    return pagesOf(this.#github, route, parameters, (data) => understood(route, data, pullsAnswer), MOST_PAGES_OF_PULLS);
  }

  /** What merge queues wait for. */
  async mergeGroups(): Promise<readonly { readonly ref: string; readonly base: string; readonly head: string }[]> {
    const route = "GET /repos/{owner}/{repo}/git/matching-refs/{ref}";
    const refs = await ask(this.#github, route, { ...this.#place, ref: `heads/${QUEUE_PLACE}`, per_page: PAGE }, refsAnswer);
    return refs.flatMap(({ ref, object }) => {
      const base = queueBase(ref);
      return base === null ? [] : [{ ref, base, head: object.sha }];
    });
  }

  /** Our own check runs of a name at a commit: the latest of each, or all that there are, the newest first. */
  async checkRuns(head: string, name: string, filter: "latest" | "all" = "all"): Promise<readonly CheckRunAnswer[]> {
    const parameters = { ...this.#place, ref: head, check_name: name, filter, app_id: this.#appId, per_page: PAGE };
    const { check_runs } = await ask(this.#github, "GET /repos/{owner}/{repo}/commits/{ref}/check-runs", parameters, checkRunsAnswer);
    return check_runs.filter((run) => run.app?.id === this.#appId && run.name === name).sort((a, b) => b.id - a.id);
  }

  /** Gives back the number of the new run. */
  async createCheck(creation: CheckCreation): Promise<number> {
    const parameters = { ...this.#place, ...creation };
    return (await ask(this.#github, "POST /repos/{owner}/{repo}/check-runs", parameters, createdAnswer)).id;
  }

  async updateCheck(run: number, update: CheckUpdate): Promise<void> {
    const parameters = { ...this.#place, check_run_id: run, ...update };
    await this.#github.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", parameters);
  }

  get #place(): { readonly owner: string; readonly repo: string } {
    return { owner: this.repository.owner, repo: this.repository.name };
  }
}
