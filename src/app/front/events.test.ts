import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../test/runs.ts";
import { externalId } from "../external-id.ts";
import { targetSchema } from "../queue/job.ts";
import { APP_ID, EXAMPLES, example, HEAD, INSTALLATION, REPOSITORY } from "./deliveries.fixture.ts";
import type { Payload } from "./deliveries.fixture.ts";
import { EVENTS, FIX_ACTION, isActedOn, jobsOf, RECHECK_ACTION } from "./events.ts";

const SAID = "0123456789abcdef";
const context = { appId: APP_ID, trace: "guid-1" };
const app = { id: APP_ID };
const pull = (number: number) => ({ kind: "pull-request", repository: REPOSITORY, number });
const commit = { kind: "commit", repository: REPOSITORY, head: HEAD };
const main = { kind: "push", repository: REPOSITORY, ref: "refs/heads/main" };
const QUEUE = `gh-readonly-queue/release/2.0/pr-104-${HEAD}`;
const group = { kind: "merge-group", repository: REPOSITORY, head: HEAD, headRef: `refs/heads/${QUEUE}`, base: "release/2.0" };

function named(number: number, repository = REPOSITORY.id): Payload {
  const repo = { id: repository, url: "https://api.github.com/repos/harbour/berths", name: "berths" };
  return { id: number * 100, number, head: { ref: "quay", sha: HEAD, repo }, base: { ref: "main", sha: HEAD, repo } };
}

function pullEvent(action: string, changes: Payload = {}): Payload {
  return example("pull_request", "opened", { action, number: 2, pull_request: { head: { sha: HEAD } }, ...changes });
}

function fork(action: string): Payload {
  const repo = { id: 1, full_name: "stranger/berths", owner: { login: "stranger" } };
  return pullEvent(action, { pull_request: { head: { sha: HEAD, repo, label: "stranger:main", ref: "main" } } });
}

function push(ref: string, changes: Payload = {}): Payload {
  return example("push", null, { ref, created: false, deleted: false, forced: false, commits: [], after: HEAD, ...changes });
}

function touching(...paths: readonly string[]): Payload {
  return { id: HEAD, message: "x", added: [], removed: [], modified: paths };
}

function checkRun(action: string, changes: Payload = {}): Payload {
  const { requested_action, ...run } = changes;
  const suite = { head_branch: null };
  return {
    ...example("check_run", "rerequested", { action, check_run: { head_sha: HEAD, external_id: "", app, pull_requests: [], check_suite: suite, ...run } }),
    ...(requested_action === undefined ? {} : { requested_action }),
  };
}

function checkSuite(action: string, changes: Payload = {}): Payload {
  return example("check_suite", "rerequested", { action, check_suite: { head_sha: HEAD, head_branch: "quay", app, pull_requests: [], ...changes } });
}

const SAYS = "Seen.\n\n/verdict pass\nAll lights burn.";

function issueComment(action: string, changes: Payload = {}, from?: string): Payload {
  return {
    ...example("issue_comment", "created", {
      action, issue: { number: 7, pull_request: { url: "x" } }, comment: { id: 70, body: SAYS, user: { id: 8, type: "User" }, ...changes },
    }),
    ...(from === undefined ? {} : { changes: { body: { from } } }),
  };
}

function review(action: string, changes: Payload = {}): Payload {
  return example("pull_request_review", "submitted", {
    action, pull_request: { number: 7 }, review: { id: 71, body: SAYS, user: { id: 8, type: "User" }, ...changes },
  });
}

const saidIn = { repository: REPOSITORY, number: 7, comment: 70, source: "comment" };
const digest = createHash("sha256").update(SAYS).digest("hex");

const MARA = { id: 8, login: "mara", type: "User" };
const mend = checkRun("requested_action", {
  requested_action: { identifier: FIX_ACTION }, external_id: externalId({ pull: 12, base: "main" }, SAID),
});

/** What an event is, and the targets it asks for; or a reason. */
const TABLE: readonly (readonly [string, string, Payload, readonly unknown[] | RegExp])[] = [
  ["opened", "pull_request", pullEvent("opened"), [pull(2)]],
  ["reopened", "pull_request", pullEvent("reopened"), [pull(2)]],
  ["new commits", "pull_request", pullEvent("synchronize"), [pull(2)]],
  ["out of draft", "pull_request", pullEvent("ready_for_review"), [pull(2)]],
  ["opened from a fork", "pull_request", fork("opened"), [pull(2)]],
  ["new commits in a fork", "pull_request", fork("synchronize"), [pull(2)]],
  ["retargeted", "pull_request", pullEvent("edited", { changes: { base: { ref: { from: "old" }, sha: { from: HEAD } } } }), [pull(2)]],
  ["another title", "pull_request", pullEvent("edited", { changes: { title: { from: "old" } } }), /neither base nor head/],
  ["closed", "pull_request", pullEvent("closed"), [commit]],
  ["merged, from a branch of our own", "pull_request", pullEvent("closed", {
    pull_request: { merged: true, head: { sha: HEAD, repo: { id: REPOSITORY.id } } } }), [commit]],
  ["merged, from a fork", "pull_request", pullEvent("closed", { pull_request: { merged: true, head: { sha: HEAD, repo: { id: 1 } } } }),
    [commit, { kind: "merged", repository: REPOSITORY, number: 2 }]],
  ["merged, from a fork that is gone", "pull_request", pullEvent("closed", { pull_request: { merged: true, head: { sha: HEAD, repo: null } } }),
    [commit, { kind: "merged", repository: REPOSITORY, number: 2 }]],
  ["labelled", "pull_request", pullEvent("labeled"), /labeled/],

  ["a push to the default branch", "push", push("refs/heads/main"), [main]],
  ["a push elsewhere", "push", push("refs/heads/quay", { commits: [touching("src/a.ts")] }), /not the default branch/],
  ["a policy on the default branch", "push", push("refs/heads/main", { commits: [touching("a"), touching(".github/writ.yml")] }), [main]],
  ["a forced push to the default branch", "push", push("refs/heads/main", { forced: true }),
    [main, { kind: "open-pulls", repository: REPOSITORY, base: "main" }]],
  ["a policy on another branch", "push", push("refs/heads/release/2.0", { commits: [{ ...touching(), removed: [".github/writ.yaml"] }] }),
    [{ kind: "open-pulls", repository: REPOSITORY, base: "release/2.0" }]],
  ["a forced push, which may have taken a policy away", "push", push("refs/heads/release", { forced: true }),
    [{ kind: "open-pulls", repository: REPOSITORY, base: "release" }]],
  ["more commits than are listed", "push", push("refs/heads/release", { commits: Array.from({ length: 2048 }, () => touching("a")) }),
    [{ kind: "open-pulls", repository: REPOSITORY, base: "release" }]],
  ["a new branch", "push", push("refs/heads/new", { created: true, commits: [touching(".github/writ.yml")] }), /not the default/],
  ["a branch that is gone", "push", push("refs/heads/main", { deleted: true, after: "0".repeat(40) }), /gone/],
  ["a tag", "push", push("refs/tags/main"), /only branches/],
  ["a branch that is named like a tag's ref", "push", push("refs/heads/refs/heads/main"), /not the default/],

  ["a merge group", "merge_group", example("merge_group", "checks_requested", {
    merge_group: { head_sha: HEAD, head_ref: `refs/heads/${QUEUE}`, base_ref: "refs/heads/release/2.0" } }), [group]],
  ["a merge group that is gone", "merge_group", { ...example("merge_group", "checks_requested"), action: "destroyed" }, /gone/],

  ["run again, of a branch", "check_run", checkRun("rerequested", { pull_requests: [named(2), named(3)] }), [pull(2), pull(3)]],
  ["run again, pull requests of another repository beside", "check_run", checkRun("rerequested", { pull_requests: [named(2), named(9, 1)] }), [pull(2)]],
  ["run again, of a fork, by what we wrote down", "check_run", checkRun("rerequested", { external_id: externalId({ pull: 12, base: "main" }, SAID) }), [pull(12)]],
  ["run again, of a fork, with nothing to go by", "check_run", checkRun("rerequested"), [commit]],
  ["run again, of a push", "check_run", checkRun("rerequested", { external_id: externalId({ push: "refs/heads/main" }, SAID) }), [main]],
  ["run again, of a merge group", "check_run", checkRun("rerequested", {
    external_id: externalId({ group: `refs/heads/${QUEUE}`, base: "release/2.0" }, SAID) }), [group]],
  ["run again, with an id that is not ours", "check_run", checkRun("rerequested", { external_id: "{\"pull\":7}" }), [commit]],
  ["run again, another App's", "check_run", checkRun("rerequested", { app: { id: 1 }, pull_requests: [named(2)] }), /another App/],
  ["run again, nobody's", "check_run", checkRun("rerequested", { app: null }), /another App/],
  ["our button", "check_run", checkRun("requested_action", { requested_action: { identifier: RECHECK_ACTION }, pull_requests: [named(2)] }), [pull(2)]],
  ["our button, of a fork", "check_run", checkRun("requested_action", {
    requested_action: { identifier: RECHECK_ACTION }, external_id: externalId({ pull: 12, base: "main" }, SAID) }), [pull(12)]],
  ["the button that mends", "check_run", { ...mend, sender: MARA }, [{ kind: "fix", repository: REPOSITORY, number: 12, by: MARA }]],
  ["the button that mends, pressed by a machine", "check_run", { ...mend, sender: { ...MARA, type: "Bot" } }, /no person/],
  ["the button that mends, of another App", "check_run", { ...mend, check_run: { ...(mend["check_run"] as Payload), app: { id: 1 } } }, /another App/],
  ["another button", "check_run", checkRun("requested_action", { requested_action: { identifier: "lgtm|26764" } }), /no button/],
  ["a run of ours that is completed", "check_run", checkRun("completed"), /nothing is asked/],

  ["all again, of a branch", "check_suite", checkSuite("rerequested", { pull_requests: [named(2)] }), [pull(2)]],
  ["all again, of a fork", "check_suite", checkSuite("rerequested", { head_branch: null }), [commit]],
  ["all again, of the default branch", "check_suite", checkSuite("rerequested", { head_branch: "main" }), [main]],
  ["all again, of a merge group", "check_suite", checkSuite("rerequested", { head_branch: QUEUE }), [group]],
  ["all again, another App's", "check_suite", checkSuite("rerequested", { app: { id: 1 } }), /another App/],
  ["a suite for a push", "check_suite", checkSuite("requested"), /nothing is asked/],

  ["installed", "installation", example("installation", "created"), [{ kind: "installation" }]],
  ["taken up again", "installation", example("installation", "unsuspend"), [{ kind: "installation" }]],
  ["more rights", "installation", example("installation", "new_permissions_accepted"), [{ kind: "installation" }]],
  ["suspended", "installation", example("installation", "suspend"), /may not be served/],
  ["uninstalled", "installation", example("installation", "deleted"), /may not be served/],
  ["more repositories", "installation_repositories", example("installation_repositories", "added"), [{ kind: "installation" }]],
  ["fewer repositories", "installation_repositories", example("installation_repositories", "removed"), /gone/],

  ["a command", "issue_comment", issueComment("created"), [{ kind: "comment", ...saidIn, digest }]],
  ["a command in a review", "pull_request_review", review("submitted"), [{ kind: "comment", ...saidIn, comment: 71, source: "review", digest }]],
  ["a review without a word", "pull_request_review", review("submitted", { body: null }), /no line/],
  ["words", "issue_comment", issueComment("created", { body: "See /verdict below, or src/lights.js" }), /no line/],
  ["a path and another robot's command", "issue_comment", issueComment("created", { body: "/usr/bin/verdict\n/assign mara" }), /no line/],
  ["a command of a bot", "issue_comment", issueComment("created", { user: { id: 9, type: "Bot" } }), /no person/],
  ["a command of nobody", "issue_comment", issueComment("created", { user: null }), /no person/],
  ["a command on an issue", "issue_comment", { ...issueComment("created"), issue: { number: 7 } }, /no comment on a pull request/],
  ["a command that is edited in", "issue_comment", issueComment("edited", {}, "Seen."), [{ kind: "comment-changed", ...saidIn }]],
  ["a command that is edited away", "issue_comment", issueComment("edited", { body: "Seen." }, SAYS), [{ kind: "comment-changed", ...saidIn }]],
  ["words that are edited", "issue_comment", issueComment("edited", { body: "Seen." }, "Sen."), /no line/],
  ["a command that is deleted", "issue_comment", issueComment("deleted"), [{ kind: "comment-changed", ...saidIn }]],
  ["a review that is dismissed", "pull_request_review", review("dismissed"), /dismissed/],

  ["a star", "star", example("star", null), /does not act/],
  ["from a repository's own webhook", "push", { ...push("refs/heads/main"), installation: undefined }, /not come from an installation/],
];

test.each(TABLE)("%s", (_name, event, body, expected) => {
  const mapped = jobsOf(event, body, context);
  if (expected instanceof RegExp) {
    expect(mapped).toEqual({ kind: "ignored", reason: expect.stringMatching(expected) });
    return;
  }
  const requests = expected.map((target) => ({ installation: INSTALLATION, target, trace: "guid-1" }));
  expect(mapped).toEqual({ kind: "jobs", requests });
});

test("the table speaks of every event the App acts on", () => {
  for (const event of EVENTS) expect(TABLE.some(([, name, , result]) => name === event && Array.isArray(result))).toBe(true);
});

test("every example that GitHub publishes can be read", () => {
  let acted = 0;
  for (const { name, examples } of EXAMPLES) {
    for (const body of examples) {
      const mapped = jobsOf(name, { ...body, installation: { id: 1 } }, context);
      expect(mapped.kind, JSON.stringify(mapped)).toMatch(isActedOn(name) ? /^(jobs|ignored)$/ : /^ignored$/);
      if (mapped.kind === "jobs") acted += 1;
    }
  }
  expect(acted).toBeGreaterThan(10);
});

test("what is not as GitHub sends it is told by the place that is wrong", () => {
  const odd: readonly (readonly [string, unknown, string])[] = [
    ["push", { ...push("refs/heads/main"), ref: 7 }, "ref: "],
    ["pull_request", pullEvent("opened", { number: "2" }), "number: "],
    ["pull_request", pullEvent("opened", { pull_request: { head: { sha: "HEAD; rm -rf" } } }), "pull_request.head.sha: "],
    ["merge_group", { action: "checks_requested", installation: { id: 1 } }, "repository: "],
    ["push", [], "the payload: Invalid input"],
    ["check_run", null, "the payload: "],
  ];
  for (const [event, body, place] of odd) {
    expect(jobsOf(event, body, context)).toEqual({ kind: "malformed", problem: expect.stringContaining(place) });
  }
});

test("whatever JSON comes, what is asked for can be kept", () => {
  const bodies = TABLE.map(([, event, body]) => ({ event, body }));
  const property = fc.property(fc.constantFrom(...bodies), fc.jsonValue(), fc.nat(), ({ event, body }, value, where) => {
    const names = Object.keys(body);
    const broken = { ...body, [names[where % names.length]!]: value };
    const mapped = jobsOf(event, broken, context);
    if (mapped.kind !== "jobs") return;
    for (const { target } of mapped.requests) expect(targetSchema.safeParse(target).success).toBe(true);
  });
  fc.assert(property, runs(300));
});
