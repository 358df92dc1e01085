/** Pull requests: opened, moved, edited, closed and merged. */
import type { Person } from "../git/commit.ts";
import { readCommit } from "../git/commit.ts";
import { changedFiles } from "../git/diff.ts";
import type { FileChange } from "../git/diff.ts";
import { commitsBetween, isAncestor, mergeBase } from "../git/history.ts";
import { mergeInto } from "../git/merge.ts";
import type { MergeMethod } from "../git/merge.ts";
import type { Actor, Hub } from "../world/hub.ts";
import { accountOf, MACHINE_MAIL } from "../world/hub.ts";
import type { Account, PullRequest } from "../world/model.ts";
import { invalid, Refusal } from "../world/refusal.ts";
import type { Repository } from "../world/repository.ts";
import { outcomeView, pullView } from "../views/pull.ts";
import { announce } from "./announce.ts";
import { mergeBan } from "./gate.ts";
import { moveRef } from "./push.ts";
import { leaveQueue } from "./queue.ts";

export interface NewPull {
  readonly title: string;
  readonly body: string | null;
  readonly headRepository: Repository;
  readonly headRef: string;
  readonly baseRef: string;
  readonly draft: boolean;
}

/** What a pull request is as far as Git knows. */
type Sides = Pick<PullRequest, "repository" | "baseSha" | "headSha">;

export interface PullEdit {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: "open" | "closed";
  readonly base?: string;
  readonly draft?: boolean;
}

/** Opens a pull request. Throws 422 when a branch is missing, nothing differs or there is one already. */
export async function openPull(hub: Hub, repository: Repository, wanted: NewPull, by: Account): Promise<PullRequest> {
  const { headRepository, headRef, baseRef } = wanted;
  const headSha = headRepository.branch(headRef);
  const baseSha = repository.branch(baseRef);
  if (headSha === null) throw invalid("PullRequest", "head");
  if (baseSha === null) throw invalid("PullRequest", "base");
  const same = openPulls(repository).find((one) => {
    return one.headRepository === headRepository && one.headRef === headRef && one.baseRef === baseRef;
  });
  const label = `${headRepository.owner.login}:${headRef}`;
  if (same !== undefined) throw refused(`A pull request already exists for ${label}.`);
  if (await isAncestor(repository.objects, headSha, baseSha)) {
    throw refused(`No commits between ${baseRef} and ${headRef}`);
  }
  const now = hub.now();
  const pull: PullRequest = {
    ...wanted, id: hub.id(), number: repository.nextNumber(), repository, author: by, state: "open",
    headSha, baseSha, createdAt: now, updatedAt: now, closedAt: null, merged: null, test: null, reviews: [],
  };
  repository.pulls.set(pull.number, pull);
  await repository.refs.move(`refs/pull/${pull.number}/head`, null, headSha);
  tell(hub, pull, "opened", by);
  return pull;
}

/** What a pull request does when a branch of its repository, or of its fork, moves. */
export async function headMoved(
  hub: Hub, moved: Repository, branch: string, from: string | null, to: string | null, by: Account,
): Promise<void> {
  for (const repository of new Set(hub.repositories.values())) {
    for (const pull of openPulls(repository)) {
      if (pull.repository === moved && pull.baseRef === branch && to !== null) pull.baseSha = to;
      if (pull.headRepository !== moved || pull.headRef !== branch) continue;
      await leaveQueue(hub, pull);
      if (to === null) close(hub, pull, by);
      else {
        await repository.refs.move(`refs/pull/${pull.number}/head`, pull.headSha, to);
        pull.headSha = to;
        pull.updatedAt = hub.now();
        tell(hub, pull, "synchronize", by, { before: from, after: to });
        if (await isAncestor(repository.objects, to, pull.baseSha)) close(hub, pull, by);
      }
    }
  }
}

/** Changes what may be changed of a pull request. */
export function editPull(hub: Hub, pull: PullRequest, edit: PullEdit, by: Account): void {
  const changes: Record<string, unknown> = {};
  if (edit.title !== undefined && edit.title !== pull.title) {
    changes["title"] = { from: pull.title };
    pull.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== pull.body) {
    changes["body"] = { from: pull.body ?? "" };
    pull.body = edit.body;
  }
  if (edit.base !== undefined && edit.base !== pull.baseRef) {
    const sha = pull.repository.branch(edit.base);
    if (sha === null) throw invalid("PullRequest", "base");
    changes["base"] = { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } };
    pull.baseRef = edit.base;
    pull.baseSha = sha;
  }
  pull.updatedAt = hub.now();
  if (Object.keys(changes).length > 0) tell(hub, pull, "edited", by, { changes });
  if (edit.draft !== undefined && edit.draft !== pull.draft) {
    pull.draft = edit.draft;
    tell(hub, pull, edit.draft ? "converted_to_draft" : "ready_for_review", by);
  }
  if (edit.state === "closed" && pull.state === "open") close(hub, pull, by);
  if (edit.state === "open" && pull.state === "closed") reopen(hub, pull, by);
}

/** The test merge of a pull request: its commit, or null when the sides conflict. Kept while neither side moves. */
export async function testMerge(hub: Hub, pull: PullRequest): Promise<string | null> {
  const key = `${pull.baseSha} ${pull.headSha}`;
  if (pull.test?.key === key) return pull.test.sha;
  const message = `Merge ${pull.headSha} into ${pull.baseSha}`;
  const person = machine(hub);
  const words = { message, author: person, committer: person };
  const sha = await mergeInto(pull.repository.objects, pull.baseSha, pull.headSha, "merge", words);
  const ref = `refs/pull/${pull.number}/merge`;
  await pull.repository.refs.move(ref, pull.repository.refs.get(ref), sha);
  pull.test = { key, sha };
  return sha;
}

/** Why a pull request cannot be merged right now by an actor, in GitHub's words; null when it can. */
export async function mergeRefusal(hub: Hub, pull: PullRequest, actor: Actor): Promise<string | null> {
  if (pull.state !== "open" || pull.draft) {
    return pull.draft ? "Pull Request is still a draft" : "Pull Request is not mergeable";
  }
  if ((await testMerge(hub, pull)) === null) return "Pull Request has merge conflicts";
  return mergeBan(hub, pull.repository, pull.baseRef, actor, pull.baseSha, pull.headSha);
}

/** Merges a pull request for real and gives back the new head of its base. Throws 405 or 409 as GitHub does. */
export async function mergePull(
  hub: Hub,
  pull: PullRequest,
  actor: Actor,
  how: { method: MergeMethod; sha?: string; title?: string; message?: string },
): Promise<string> {
  if (how.sha !== undefined && how.sha !== pull.headSha) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  const why = await mergeRefusal(hub, pull, actor);
  if (why !== null) throw new Refusal(405, why);
  const by = accountOf(actor);
  const { repository, baseSha, headSha } = pull;
  const label = `${pull.headRepository?.owner.login ?? by.login}/${pull.headRef}`;
  const squash = how.method === "squash";
  const usual = squash ? `${pull.title} (#${pull.number})` : `Merge pull request #${pull.number} from ${label}`;
  const title = how.title ?? usual;
  const text = how.message ?? (squash ? "" : pull.title);
  const author = squash ? personOf(hub, pull.author) : personOf(hub, by);
  const words = { message: text === "" ? title : `${title}\n\n${text}`, author, committer: machine(hub) };
  const sha = await mergeInto(repository.objects, baseSha, headSha, how.method, words);
  if (sha === null) throw new Refusal(405, "Pull Request is not mergeable");
  if (!(await finishMerge(hub, pull, sha, how.method, by))) {
    throw new Refusal(409, "Base branch was modified. Review and try the merge again.");
  }
  repository.verified.add(sha);
  return sha;
}

/** Moves the base to a merged commit and closes the pull request. */
export async function finishMerge(
  hub: Hub, pull: PullRequest, sha: string, method: MergeMethod, by: Account,
): Promise<boolean> {
  const before = pull.baseSha;
  pull.merged = { at: hub.now(), by, sha, method };
  pull.state = "closed";
  const moved = await moveRef(hub, pull.repository, `refs/heads/${pull.baseRef}`, before, sha, by);
  if (!moved) {
    pull.merged = null;
    pull.state = "open";
    return false;
  }
  close(hub, pull, by);
  return true;
}

/** Commits of a pull request, oldest first. */
export async function pullCommits(pull: Sides): Promise<readonly string[]> {
  const { objects } = pull.repository;
  return commitsBetween(objects, await mergeBase(objects, pull.baseSha, pull.headSha), pull.headSha);
}

export function openPulls(repository: Repository): PullRequest[] {
  return [...repository.pulls.values()].filter(({ state }) => state === "open");
}

/** Files that a pull request changes, by path. */
export async function pullFiles(pull: Sides): Promise<readonly FileChange[]> {
  const { objects } = pull.repository;
  const base = await mergeBase(objects, pull.baseSha, pull.headSha);
  const from = base === null ? null : await readCommit(objects, base);
  const to = await readCommit(objects, pull.headSha);
  return to === null ? [] : changedFiles(objects, from?.tree ?? null, to.tree);
}

/** What a pull request comes to: its commits, files and lines. */
export async function pullCounts(pull: Sides) {
  const [files, commits] = await Promise.all([pullFiles(pull), pullCommits(pull)]);
  return {
    commits: commits.length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: files.length,
  };
}

/** Sends a `pull_request` event. */
export function tell(
  hub: Hub, pull: PullRequest, action: string, by: Account, more: Readonly<Record<string, unknown>> = {},
): void {
  const { repository, baseSha, headSha, number } = pull;
  const unknown = { mergeable: null, mergeable_state: "unknown", rebaseable: null };
  const view = { ...pullView(hub, pull), ...outcomeView(hub, pull), ...unknown };
  const later = async () => ({ pull_request: { ...view, ...(await pullCounts({ repository, baseSha, headSha })) } });
  announce(hub, repository, { event: "pull_request", action, sender: by, payload: { number, ...more }, later });
}

export function personOf(hub: Hub, account: Account): Person {
  return { name: account.login, email: `${account.id}+${account.login}@users.noreply.localhost`, date: hub.now() };
}

/** GitHub itself, which commits what is done through its pages and its API. */
export function machine(hub: Hub): Person {
  return { name: "GitHub", email: MACHINE_MAIL, date: hub.now() };
}

function close(hub: Hub, pull: PullRequest, by: Account): void {
  pull.state = "closed";
  pull.closedAt = hub.now();
  pull.updatedAt = pull.closedAt;
  tell(hub, pull, "closed", by);
}

function reopen(hub: Hub, pull: PullRequest, by: Account): void {
  const head = pull.headRepository?.branch(pull.headRef) ?? null;
  if (pull.merged !== null || head === null) {
    throw refused("state cannot be changed. The pull request cannot be reopened.");
  }
  pull.state = "open";
  pull.closedAt = null;
  pull.headSha = head;
  pull.baseSha = pull.repository.branch(pull.baseRef) ?? pull.baseSha;
  tell(hub, pull, "reopened", by);
}

function refused(message: string): Refusal {
  return new Refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
}
