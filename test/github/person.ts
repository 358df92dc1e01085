/** Somebody in a story, and what they do through GitHub's pages or with Git. */
import type { Files } from "../../src/demo/github/acts/commit.ts";
import type { PullEdit } from "../../src/demo/github/acts/pulls.ts";
import type { MergeMethod } from "../../src/demo/github/git/merge.ts";
import type { RepositoryDesk } from "../../src/demo/github/repository-desk.ts";
import type { Comment, MergeGroup, PullRequest, Review } from "../../src/demo/github/world/model.ts";
import type { Story } from "./scenario.ts";

export interface Opening {
  /** Name of the branch; made of the title without it. */
  readonly branch?: string;
  readonly base?: string;
  readonly draft?: boolean;
  readonly body?: string;
}

/** Where no pull request is named, the one that was opened last is meant. */
export class Person {
  readonly login: string;
  readonly #story: Story;
  #fork: RepositoryDesk | null = null;

  constructor(story: Story, login: string) {
    this.#story = story;
    this.login = login;
  }

  /** Makes a fork; what they open from now on comes from there. */
  async forks(): Promise<RepositoryDesk> {
    this.#fork = await this.#story.desk.fork(this.login);
    return this.#fork;
  }

  /** A pull request with one commit of these files: `await mara.opens("Mend the crane").with({ … })`. */
  opens(title: string, opening: Opening = {}): { with(files: Files): Promise<PullRequest> } {
    const branch = opening.branch ?? title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const { desk } = this.#story;
    return {
      with: async (files) => {
        const from = this.#fork ?? desk;
        const base = opening.base ?? desk.repository.defaultBranch;
        const onto = from.repository.branch(branch) ?? desk.head(base);
        await from.push(branch, files, { message: title, by: this.login, onto });
        const { draft = false, body } = opening;
        const pull = await desk.openPull(branch, {
          title, by: this.login, base, draft, from, ...(body === undefined ? {} : { body }),
        });
        this.#story.latest = pull;
        return pull;
      },
    };
  }

  /** Pushes files to the branch of a pull request, or with `over` its whole branch anew on that commit. */
  async mends(files: Files, pull: PullRequest = this.#story.latest, over?: string): Promise<string> {
    const { headRepository, headRef } = pull;
    if (headRepository === null) throw new Error(`the fork of pull request ${pull.number} has gone`);
    const desk = this.#story.standIn.repository(headRepository.fullName);
    const onto = over === undefined ? {} : { onto: over };
    return desk.push(headRef, files, { message: "Mend", by: this.login, ...onto });
  }

  /** Pushes straight to a branch of the repository. */
  pushes(files: Files, branch = this.#story.desk.repository.defaultBranch): Promise<string> {
    return this.#story.desk.push(branch, files, { by: this.login });
  }

  comments(body: string, pull: PullRequest = this.#story.latest): Comment {
    return this.#story.desk.comment(pull, body, this.login);
  }

  rewords(comment: Comment, body: string): void {
    this.#story.desk.editComment(comment, body, this.login);
  }

  withdraws(comment: Comment): void {
    this.#story.desk.deleteComment(comment, this.login);
  }

  reviews(state: Review["state"], body = "", pull: PullRequest = this.#story.latest): Review {
    return this.#story.desk.review(pull, state, this.login, body);
  }

  /** Changes title, text, base, draft or state of a pull request. */
  edits(edit: PullEdit, pull: PullRequest = this.#story.latest): void {
    this.#story.desk.edit(pull, edit, this.login);
  }

  /** Merges a pull request and gives back the commit; rejects with what GitHub says when it may not be. */
  merges(pull: PullRequest = this.#story.latest, method: MergeMethod = "merge"): Promise<string> {
    return this.#story.desk.merge(pull, method, this.login);
  }

  /** Puts a pull request into the merge queue. */
  queues(pull: PullRequest = this.#story.latest): Promise<MergeGroup> {
    return this.#story.desk.queue(pull, this.login);
  }

  /** Asks for a check again. */
  rerequests(check: string, pull: PullRequest = this.#story.latest): void {
    this.#story.standIn.rerequest(this.#story.desk, this.#story.runOf(pull, check), this.login);
  }

  /** Presses a button of a check. */
  presses(button: string, check: string, pull: PullRequest = this.#story.latest): void {
    this.#story.standIn.press(this.#story.desk, this.#story.runOf(pull, check), button, this.login);
  }
}
