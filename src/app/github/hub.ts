/** What Writ asks of GitHub about one repository. Every method is one request, unless it says otherwise. */
import type { CheckCreation, CheckUpdate } from "../check-run.ts";
import { QUEUE_PLACE, queueBase } from "../merge-queue.ts";
import type { RepositoryName } from "../queue/job.ts";
import { orNull } from "./answers.ts";
import { commitOnBranch } from "./commit.ts";
import type { BranchCommit, CommitOutcome } from "./commit.ts";
import {
  checkRunsAnswer, commitAnswer, createdAnswer, mergedPullsAnswer, pullAnswer, pullCommitsAnswer, pullsAnswer, refsAnswer,
  repositoryAnswer,
} from "./hub-answers.ts";
import type { CheckRunAnswer, MergedPull, PullAnswer, PullCommitAnswer, RepositoryAnswer } from "./hub-answers.ts";
import { ask, PAGE, pagesOf, understood } from "./requests.ts";
import type { Requester } from "./requests.ts";
import { TalkHub } from "./talk-hub.ts";

/** Who commits what is made on GitHub's pages and through its API. */
const GITHUB_ITSELF = "web-flow";

/** More open pull requests than this are not looked through at once. */
const MOST_PAGES_OF_PULLS = 30;
/** GitHub lists no more commits of a pull request. */
export const MOST_PULL_COMMITS = 250;

/** Who we are to GitHub. */
export interface Self {
  readonly appId: number;
  /** The account that our App acts as. `github` speaks for an installation: the App itself may not ask about accounts. */
  readonly bot: (github: Requester) => Promise<number>;
  /** Address of the GraphQL API. */
  readonly graphql: string;
}

export class RepositoryHub {
  readonly repository: RepositoryName;
  readonly #github: Requester;
  readonly #appId: number;
  readonly #bot: Self["bot"];
  readonly #graphql: string;
  /** What people say, and who they are. */
  readonly talk: TalkHub;

  constructor(github: Requester, repository: RepositoryName, self: Self) {
    this.#github = github;
    this.repository = repository;
    this.#appId = self.appId;
    this.#bot = self.bot;
    this.#graphql = self.graphql;
    this.talk = new TalkHub(github, this.#place, self.appId);
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

  /** The commits of a pull request, oldest first: at most 250, however many there are. A request for each hundred. */
  async pullCommits(number: number): Promise<readonly PullCommitAnswer[]> {
    const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits";
    const found: PullCommitAnswer[] = [];
    const parameters = { ...this.#place, pull_number: number };
    for await (const page of pagesOf(this.#github, route, parameters, (data) => understood(route, data, pullCommitsAnswer), 3)) found.push(...page);
    return found;
  }

  /** A new branch. Does nothing when there is one of this name, wherever it stands. */
  async createBranch(branch: string, at: string): Promise<void> {
    const route = "POST /repos/{owner}/{repo}/git/refs";
    await orNull(() => this.#github.request(route, { ...this.#place, ref: `refs/heads/${branch}`, sha: at }));
  }

  /** Pull requests from a branch of the repository into another one, open and closed, the newest first. */
  pullsFrom(branch: string, base: string): Promise<readonly PullAnswer[]> {
    const route = "GET /repos/{owner}/{repo}/pulls";
    const head = `${this.repository.owner}:${branch}`;
    return ask(this.#github, route, { ...this.#place, state: "all", head, base, per_page: PAGE }, pullsAnswer);
  }

  /** Opens a pull request from a branch of the repository, and gives back its number. */
  async openPull(pull: { readonly title: string; readonly head: string; readonly base: string; readonly body: string }): Promise<number> {
    return (await ask(this.#github, "POST /repos/{owner}/{repo}/pulls", { ...this.#place, ...pull }, pullAnswer)).number;
  }

  /** One commit on a branch of the repository, if the branch is where it is expected to be. */
  commit(commit: BranchCommit): Promise<CommitOutcome> {
    return commitOnBranch(this.#github, this.#graphql, this.repository, commit);
  }

  /** Whether a check run is one of our own. */
  isOwn(run: CheckRunAnswer): boolean {
    return run.app?.id === this.#appId;
  }

  /** The latest check runs at a commit, whoever made them; of many, the first hundred. */
  async runsAt(head: string): Promise<readonly CheckRunAnswer[]> {
    const parameters = { ...this.#place, ref: head, filter: "all", per_page: PAGE };
    const { check_runs } = await ask(this.#github, "GET /repos/{owner}/{repo}/commits/{ref}/check-runs", parameters, checkRunsAnswer);
    return check_runs;
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

  /** Pull requests that were merged as this commit. */
  async mergedAs(oid: string): Promise<readonly MergedPull[]> {
    const route = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
    const pulls = await ask(this.#github, route, { ...this.#place, commit_sha: oid, per_page: PAGE }, mergedPullsAnswer);
    return pulls.filter(({ merged_at, merge_commit_sha }) => merged_at !== null && merge_commit_sha === oid);
  }

  /** Whether our own App made a commit, and GitHub signed it. */
  async isOurs(oid: string): Promise<boolean> {
    const route = "GET /repos/{owner}/{repo}/commits/{ref}";
    const { author, committer, commit } = await ask(this.#github, route, { ...this.#place, ref: oid, per_page: 1 }, commitAnswer);
    const signed = commit.verification?.verified === true && committer?.login === GITHUB_ITSELF;
    return signed && author?.id === (await this.#bot(this.#github));
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
