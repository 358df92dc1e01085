/** What people do with one repository: push, open pull requests, speak, merge and set the rules. */
import { isAncestor } from "./git/history.ts";
import { findEntry } from "./git/tree.ts";
import { readCommit } from "./git/commit.ts";
import type { MergeMethod } from "./git/merge.ts";
import { commitFiles } from "./acts/commit.ts";
import type { Files } from "./acts/commit.ts";
import { addComment, deleteComment, editComment } from "./acts/comments.ts";
import { fork } from "./acts/fork.ts";
import { pushRefusal } from "./acts/gate.ts";
import { editPull, mergePull, openPull } from "./acts/pulls.ts";
import type { PullEdit } from "./acts/pulls.ts";
import { moveRef } from "./acts/push.ts";
import { enqueue } from "./acts/queue.ts";
import { addReview } from "./acts/review.ts";
import type { Actor, Hub } from "./world/hub.ts";
import type { Account, CheckRun, Comment, MergeGroup, Protection, PullRequest, Review, Role, Ruleset } from "./world/model.ts";
import { Refusal } from "./world/refusal.ts";
import type { Repository } from "./world/repository.ts";

export interface PushSettings {
  readonly message?: string;
  readonly by?: string;
  /** What the new commit stands on; the branch as it is without it. With another commit the push is forced. */
  readonly onto?: string;
}

export interface PullSettings {
  readonly title?: string;
  readonly body?: string;
  readonly base?: string;
  readonly by?: string;
  readonly draft?: boolean;
  /** The fork that holds the branch. */
  readonly from?: RepositoryDesk;
}

const NO_RULES: Protection = {
  checks: [], strict: false, admins: true, pullRequests: false, forcePushes: false, deletions: false,
  mergeQueue: false,
};

export class RepositoryDesk {
  readonly hub: Hub;
  readonly repository: Repository;

  constructor(hub: Hub, repository: Repository) {
    this.hub = hub;
    this.repository = repository;
  }

  /** The head of a branch; throws when there is none. */
  head(branch = this.repository.defaultBranch): string {
    const oid = this.repository.branch(branch);
    if (oid === null) throw new Error(`${this.repository.fullName} has no branch ${branch}`);
    return oid;
  }

  /** Commits files onto a branch, which begins at the default one when it is new, and pushes. Gives back the head. */
  async push(branch: string, files: Files, settings: PushSettings = {}): Promise<string> {
    const { repository, hub } = this;
    const by = this.#user(settings.by ?? repository.owner.login);
    const from = repository.branch(branch);
    const onto = settings.onto ?? from ?? repository.branch(repository.defaultBranch);
    const parents = onto === null ? [] : [onto];
    const made = await commitFiles(hub, repository, parents, files, settings.message ?? `Change ${branch}`, by);
    await this.#move(branch, from, made, by);
    return made;
  }

  /** Points a branch to a commit, forced if need be. */
  async reset(branch: string, to: string, by = this.repository.owner.login): Promise<void> {
    await this.#move(branch, this.repository.branch(branch), to, this.#user(by));
  }

  async deleteBranch(branch: string, by = this.repository.owner.login): Promise<void> {
    await this.#move(branch, this.head(branch), null, this.#user(by));
  }

  /** Opens a pull request from a branch, of this repository or of a fork. */
  openPull(
    branch: string,
    settings: PullSettings = {},
  ): Promise<PullRequest> {
    const headRepository = settings.from?.repository ?? this.repository;
    return openPull(this.hub, this.repository, {
      title: settings.title ?? branch, body: settings.body ?? null, headRepository, headRef: branch,
      baseRef: settings.base ?? this.repository.defaultBranch, draft: settings.draft ?? false,
    }, this.#user(settings.by ?? headRepository.owner.login));
  }

  edit(pull: PullRequest, edit: PullEdit, by = this.repository.owner.login): void {
    editPull(this.hub, pull, edit, this.#user(by));
  }

  /** Merges a pull request as a person would; throws a Refusal as the API answers it. */
  merge(pull: PullRequest, method: MergeMethod = "merge", by = this.repository.owner.login): Promise<string> {
    return mergePull(this.hub, pull, this.#actor(by), { method });
  }

  /** Puts a pull request into the merge queue. */
  queue(pull: PullRequest, by = this.repository.owner.login): Promise<MergeGroup> {
    return enqueue(this.hub, pull, this.#user(by));
  }

  comment(pull: PullRequest, body: string, by: string): Comment {
    return addComment(this.hub, pull, this.#user(by), null, body);
  }

  editComment(comment: Comment, body: string, by: string): void {
    editComment(this.hub, this.repository, comment, body, this.#user(by));
  }

  deleteComment(comment: Comment, by: string): void {
    deleteComment(this.hub, this.repository, comment, this.#user(by));
  }

  review(pull: PullRequest, state: Review["state"], by: string, body = ""): Review {
    return addReview(this.hub, pull, this.#user(by), state, body);
  }

  /** Gives somebody a role; null takes it away. */
  permit(login: string, role: Role | null): void {
    const key = this.#user(login).login.toLowerCase();
    if (role === null) this.repository.collaborators.delete(key);
    else this.repository.collaborators.set(key, role);
  }

  /** Sets the rules of a branch; what is not said is not asked for, but force-pushes and deletions are refused. */
  protect(branch: string, rules: Partial<Protection>): void {
    this.repository.protections.set(branch, { ...NO_RULES, ...rules });
  }

  /** Adds a ruleset, as `protect` words it; what is not said is allowed. Those with the role `admin` are bound too. */
  rule(
    branches: readonly string[], rules: Partial<Protection>,
    about: { readonly name?: string; readonly organization?: boolean } = {},
  ): Ruleset {
    const ruleset = {
      id: this.hub.id(), name: about.name ?? "Rules", branches, organization: about.organization ?? false,
      rules: { ...NO_RULES, forcePushes: true, deletions: true, ...rules },
    };
    this.repository.rulesets.push(ruleset);
    return ruleset;
  }

  /** Takes a ruleset away. */
  unrule(ruleset: Ruleset): void {
    this.repository.rulesets.splice(this.repository.rulesets.indexOf(ruleset), 1);
  }

  async fork(login: string): Promise<RepositoryDesk> {
    return new RepositoryDesk(this.hub, await fork(this.hub, this.repository, this.#user(login)));
  }

  /** Check runs on a commit, oldest first. */
  runs(sha: string): CheckRun[] {
    return [...this.repository.runs.values()].filter(({ headSha }) => headSha === sha);
  }

  /** The text of a file at a branch or commit, or null. */
  async file(path: string, at = this.repository.defaultBranch): Promise<string | null> {
    const commit = await readCommit(this.repository.objects, (await this.repository.resolve(at)) ?? "");
    const entry = commit === null ? null : await findEntry(this.repository.objects, commit.tree, path);
    const object = entry === null ? null : await this.repository.objects.read(entry.oid);
    return object?.type === "blob" ? object.content.toString() : null;
  }

  /** Whether a commit is in the history of a branch. */
  contains(sha: string, branch = this.repository.defaultBranch): Promise<boolean> {
    return isAncestor(this.repository.objects, sha, this.head(branch));
  }

  async #move(branch: string, from: string | null, to: string | null, by: Account): Promise<void> {
    const { hub, repository } = this;
    const why = await pushRefusal(hub, repository, branch, { kind: "user", user: by }, from, to);
    if (why !== null) throw new Refusal(422, why);
    if (!(await moveRef(hub, repository, `refs/heads/${branch}`, from, to, by))) {
      throw new Refusal(409, `${branch} was moved by somebody else`);
    }
  }

  #actor(login: string): Actor {
    return { kind: "user", user: this.#user(login) };
  }

  #user(login: string): Account {
    return this.hub.join(login, "User");
  }
}
