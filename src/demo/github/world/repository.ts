/** One repository: a bare Git repository, and what GitHub keeps about it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isObjectId, ObjectStore } from "../git/objects.ts";
import { readCommit } from "../git/commit.ts";
import { Refs } from "../git/refs.ts";
import { readGit } from "../git/run.ts";
import type {
  Account, CheckRun, CheckSuite, Comment, CommitStatus, MergeGroup, Protection, PullRequest, Reaction, Role, Ruleset,
} from "./model.ts";

export interface NewRepository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly parent: Repository | null;
  readonly createdAt: Date;
}

export class Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  /** What it was forked from. */
  readonly parent: Repository | null;
  readonly createdAt: Date;
  readonly directory: string;
  /** Shared with the whole network of forks, as on GitHub. */
  readonly objects: ObjectStore;
  readonly refs: Refs;
  pushedAt: Date;
  /** Login → role. The owner needs no entry. */
  readonly collaborators = new Map<string, Role>();
  readonly pulls = new Map<number, PullRequest>();
  readonly comments = new Map<number, Comment>();
  readonly reactions = new Map<number, Reaction[]>();
  readonly suites: CheckSuite[] = [];
  readonly runs = new Map<number, CheckRun>();
  readonly statuses: CommitStatus[] = [];
  /** Branch → its protection. */
  readonly protections = new Map<string, Protection>();
  readonly rulesets: Ruleset[] = [];
  readonly queue: MergeGroup[] = [];
  /** Commits that GitHub would show as verified. */
  readonly verified = new Set<string>();
  lastNumber = 0;

  private constructor(settings: NewRepository, directory: string) {
    this.id = settings.id;
    this.owner = settings.owner;
    this.name = settings.name;
    this.private = settings.private;
    this.defaultBranch = settings.defaultBranch;
    this.parent = settings.parent;
    this.createdAt = settings.createdAt;
    this.pushedAt = settings.createdAt;
    this.directory = directory;
    this.objects = settings.parent?.objects ?? new ObjectStore(directory);
    this.refs = new Refs(directory);
  }

  /** Makes the bare repository below `folder`. */
  static async create(folder: string, settings: NewRepository): Promise<Repository> {
    const directory = join(folder, settings.owner.login, `${settings.name}.git`);
    mkdirSync(directory, { recursive: true });
    const branch = `--initial-branch=${settings.defaultBranch}`;
    await readGit(directory, ["init", "--quiet", "--bare", "--template=", branch, directory]);
    if (settings.parent !== null) {
      mkdirSync(join(directory, "objects", "info"), { recursive: true });
      const objects = join(settings.parent.objects.directory, "objects");
      writeFileSync(join(directory, "objects", "info", "alternates"), `${objects}\n`);
    }
    return new Repository(settings, directory);
  }

  get fullName(): string {
    return `${this.owner.login}/${this.name}`;
  }

  /** The head of a branch, or null. */
  branch(name: string): string | null {
    return this.refs.get(`refs/heads/${name}`);
  }

  /** The commit that a branch, a tag, a full ref name or an id means, or null. */
  async resolve(name: string): Promise<string | null> {
    const named =
      this.refs.get(`refs/heads/${name}`) ?? this.refs.get(`refs/tags/${name}`) ?? this.refs.get(`refs/${name}`) ??
      this.refs.get(name);
    if (named !== null) return named;
    if (name === "HEAD") return this.branch(this.defaultBranch);
    if (!isObjectId(name)) return null;
    return (await readCommit(this.objects, name)) === null ? null : name;
  }

  /** The next number of an issue or pull request. */
  nextNumber(): number {
    this.lastNumber += 1;
    return this.lastNumber;
  }
}
