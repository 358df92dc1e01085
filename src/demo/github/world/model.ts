/** What GitHub remembers besides Git, as far as the stand-in plays it. */
import type { KeyObject } from "node:crypto";
import type { MergeMethod } from "../git/merge.ts";
import type { Repository } from "./repository.ts";

export type Level = "read" | "write" | "admin";
export type Permissions = Readonly<Record<string, Level>>;
export type Role = "read" | "triage" | "write" | "maintain" | "admin";

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Organization" | "Bot";
}

export interface Membership {
  readonly state: "active" | "pending";
  readonly role: "member" | "maintainer";
}

export interface Team {
  readonly id: number;
  readonly slug: string;
  readonly members: Map<string, Membership>;
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  /** The account that acts when the App does, `slug[bot]`. */
  readonly bot: Account;
  readonly publicKey: KeyObject;
  readonly clientId: string;
  /** Where webhooks go; null sends none. */
  webhookUrl: string | null;
  webhookSecret: string;
  permissions: Permissions;
  events: readonly string[];
  readonly createdAt: Date;
}

/** What is handed out for the code of a manifest. */
export interface NewSecrets {
  readonly app: App;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly clientSecret: string;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  permissions: Permissions;
  /** Null: all of the account's. */
  repositories: Set<Repository> | null;
  suspendedAt: Date | null;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface InstallationToken {
  readonly kind: "installation";
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** Null: all that the installation covers. */
  readonly repositories: ReadonlySet<Repository> | null;
  readonly expiresAt: Date;
}

export interface UserToken {
  readonly kind: "user";
  readonly user: Account;
}

export type Token = InstallationToken | UserToken;

export interface RequiredCheck {
  readonly context: string;
  /** Only a run of this App counts; null takes anybody's. */
  readonly appId: number | null;
}

export interface Protection {
  readonly checks: readonly RequiredCheck[];
  /** The branch must contain its base before it is merged. */
  readonly strict: boolean;
  /** Whether the rules bind those with the role `admin` too. */
  readonly admins: boolean;
  /** No pushes but through a pull request. */
  readonly pullRequests: boolean;
  readonly forcePushes: boolean;
  readonly deletions: boolean;
  /** Merges go through the queue only. */
  readonly mergeQueue: boolean;
}

/** Rules by another name: several may hold for a branch, besides its classic protection. */
export interface Ruleset {
  readonly id: number;
  readonly name: string;
  /** Branches it holds for, by their names. */
  readonly branches: readonly string[];
  /** Whether the organisation set it rather than the repository. */
  readonly organization: boolean;
  readonly rules: Protection;
}

export interface PullRequest {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly author: Account;
  title: string;
  body: string | null;
  draft: boolean;
  state: "open" | "closed";
  /** Null when the fork has gone. */
  readonly headRepository: Repository | null;
  readonly headRef: string;
  headSha: string;
  baseRef: string;
  baseSha: string;
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  merged: { readonly at: Date; readonly by: Account; readonly sha: string; readonly method: MergeMethod } | null;
  /** The test merge, kept for as long as neither side moves. */
  test: { readonly key: string; readonly sha: string | null } | null;
  readonly reviews: Review[];
}

export interface Review {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED";
  readonly commit: string;
  readonly at: Date;
}

export interface Comment {
  readonly id: number;
  readonly author: Account;
  readonly app: App | null;
  readonly issue: number;
  body: string;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly reactions: Reaction[];
}

export interface Reaction {
  readonly id: number;
  readonly author: Account;
  readonly content: string;
  readonly at: Date;
}

export type CheckStatus = "queued" | "in_progress" | "completed";

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
}

export interface CheckSuite {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  /** Null for a head that came from a fork. */
  readonly headBranch: string | null;
  readonly before: string | null;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly runs: CheckRun[];
}

export interface CheckRun {
  readonly id: number;
  readonly app: App;
  readonly suite: CheckSuite;
  name: string;
  readonly headSha: string;
  status: CheckStatus;
  conclusion: string | null;
  detailsUrl: string | null;
  externalId: string;
  startedAt: Date;
  completedAt: Date | null;
  output: { title: string | null; summary: string | null; text: string | null };
  readonly annotations: Annotation[];
  actions: readonly { readonly label: string; readonly description: string; readonly identifier: string }[];
}

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly app: App | null;
  readonly at: Date;
}

/** A pull request waiting its turn in a merge queue, on a branch of its own. */
export interface MergeGroup {
  readonly pull: PullRequest;
  readonly ref: string;
  readonly headSha: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly by: Account;
}
