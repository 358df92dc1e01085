import { expect, test } from "vitest";
import type { Gate } from "../../policy/policy.ts";
import { GitHubRefusal } from "../github/faults.ts";
import type { PullCommitAnswer } from "../github/hub-answers.ts";
import type { RepositoryHub } from "../github/hub.ts";
import { TryLater } from "../queue/port.ts";
import { Authority, contributorsOf } from "./authority.ts";

const GATE: Gate = {
  mode: "full", validators: ["role:maintain", "@Harbour/Pilots", "vera"], approvers: [], verdicts: 1, independence: true, acknowledge: false, governed: [],
};
const WENDY = { id: 7, login: "wendy", type: "User" };
const PULL = { number: 3, user: { id: 1, login: "mara", type: "User" } };

function commit(changes: Partial<PullCommitAnswer> & { message?: string; mail?: string } = {}): PullCommitAnswer {
  const { message = "Work", mail = "mara@example.org", ...rest } = changes;
  const signed = { email: mail, name: "Somebody" };
  return { sha: "a".repeat(40), author: PULL.user, committer: PULL.user, commit: { author: signed, committer: signed, message }, ...rest };
}

interface World {
  readonly permission?: () => Promise<{ user: number | null; permission: string; role: string } | null>;
  readonly isMember?: (organization: string, team: string) => Promise<boolean>;
  readonly commits?: readonly PullCommitAnswer[];
}

function authority({ permission, isMember, commits = [commit()] }: World): Authority {
  const talk = {
    permission: permission ?? (() => Promise.resolve({ user: 7, permission: "read", role: "read" })),
    isMember: isMember ?? (() => Promise.resolve(false)),
  };
  const hub = { repository: { id: 1, owner: "harbour", name: "pier" }, talk, pullCommits: () => Promise.resolve(commits) };
  return new Authority(hub as unknown as RepositoryHub, PULL);
}

const role = (name: string, permission = name, user: number | null = 7) => () => Promise.resolve({ user, permission, role: name });

test("the live role counts, and one of the owner's own making counts as what it is built on", async () => {
  expect(await authority({ permission: role("maintain", "write") }).may("verdict", GATE, WENDY)).toMatchObject({ allowed: true, by: "role:maintain" });
  expect(await authority({ permission: role("harbourmaster", "admin") }).may("verdict", GATE, WENDY)).toMatchObject({ allowed: true });
  expect(await authority({ permission: role("harbourmaster", "write") }).may("verdict", GATE, WENDY)).toMatchObject({ allowed: false });
  expect(await authority({ permission: role("constructor", "hasOwnProperty") }).may("verdict", GATE, WENDY)).toMatchObject({ allowed: false });
  expect(await authority({ permission: () => Promise.resolve(null) }).may("verdict", GATE, WENDY)).toMatchObject({ allowed: false });
});

test("a login that has gone to another account, or that GitHub does not speak of, may nothing", async () => {
  for (const user of [8, null]) {
    const answer = await authority({ permission: role("admin", "admin", user) }).may("verdict", GATE, WENDY);
    expect(answer).toMatchObject({ allowed: false, why: expect.stringContaining("another account") });
  }
  const silent = () => Promise.reject(new GitHubRefusal(403, "no-permission", "GET"));
  expect(await authority({ permission: silent }).may("verdict", GATE, WENDY)).toMatchObject({ allowed: false, why: expect.stringContaining("403") });
  const away = () => Promise.reject(new TryLater("502", 0, { wholeInstallation: false }));
  await expect(authority({ permission: away }).may("verdict", GATE, WENDY)).rejects.toThrow(TryLater);
});

test("teams are those of the owner, and are asked for only when nothing else decides", async () => {
  const asked: string[] = [];
  const isMember = (organization: string, team: string) => {
    asked.push(`${organization}/${team}`);
    return Promise.resolve(true);
  };
  expect(await authority({ isMember }).may("verdict", GATE, WENDY)).toMatchObject({ allowed: true, by: "@Harbour/Pilots" });
  expect(asked).toEqual(["harbour/pilots"]);
  await authority({ isMember, permission: role("admin") }).may("verdict", GATE, WENDY);
  expect(asked).toHaveLength(1);
  const foreign = { ...GATE, validators: ["@elsewhere/pilots"] };
  expect(await authority({ isMember }).may("verdict", foreign, WENDY)).toMatchObject({ allowed: false });
  expect(asked).toHaveLength(1);
  const silent = () => Promise.reject(new GitHubRefusal(403, "no-permission", "GET"));
  expect(await authority({ isMember: silent }).may("verdict", GATE, WENDY)).toMatchObject({ allowed: false });
});

test("a machine may nothing, whatever its role", async () => {
  const bot = { ...WENDY, type: "Bot" };
  expect(await authority({ permission: role("admin") }).may("verdict", GATE, bot)).toMatchObject({ allowed: false });
  expect(await authority({ permission: role("admin") }).mayWrite(bot)).toBe(false);
  expect(await authority({ permission: role("admin") }).mayWrite(WENDY)).toBe(true);
  expect(await authority({ permission: role("triage") }).mayWrite(WENDY)).toBe(false);
});

test("authors, committers and co-authors are not independent; accounts that nobody knows are told", async () => {
  const judge = (...commits: readonly PullCommitAnswer[]) => authority({ permission: role("admin"), commits }).may("verdict", GATE, WENDY);
  const own = { allowed: false, rule: "gate/validator-not-independent" };
  expect(await judge(commit({ author: WENDY }))).toMatchObject(own);
  expect(await judge(commit({ committer: WENDY }))).toMatchObject(own);
  expect(await judge(commit({ message: "Work\n\nCo-Authored-By: W <7+wendy@users.noreply.github.com>" }))).toMatchObject(own);
  const alias = commit({ message: "Work\n\nCo-authored-by: W <w@example.org>" });
  expect(await judge(alias)).toMatchObject({ allowed: true, unproved: ["w@example.org"] });
  expect(await judge(alias, commit({ author: WENDY, committer: null, mail: "w@example.org" }))).toMatchObject(own);
  expect(await judge(commit({ author: null, mail: "7+wendy@users.noreply.github.com" }))).toMatchObject(own);
  expect(await judge(...Array.from({ length: 250 }, () => commit()))).toMatchObject({ ...own, why: expect.stringContaining("250 commits or more") });
});

test("GitHub's own committer and machines are no contributors", () => {
  const web = { id: 19864447, login: "web-flow", type: "User" };
  const bot = { id: 5, login: "writ[bot]", type: "Bot" };
  expect(contributorsOf(PULL, [commit({ author: bot, committer: web })])).toEqual([{ id: 1, name: "mara", part: "opened the pull request" }]);
});

test("a message of hostile length costs no time", () => {
  const started = performance.now();
  contributorsOf(PULL, [commit({ message: "co-authored-by: ".repeat(50_000) }), commit({ message: `co-authored-by:${"<".repeat(200_000)}` })]);
  expect(performance.now() - started).toBeLessThan(500);
});
