/** What was lost is found in GitHub's own state, and asked for as if the event had come. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { harbour } from "../../demo/github/client.fixture.ts";
import { receiver } from "../../demo/github/receiver.fixture.ts";
import type { Receiver } from "../../demo/github/receiver.fixture.ts";
import { PACKETS_CHECK } from "../check-run.ts";
import { GATE_CHECK } from "../gate/gate-check.ts";
import { externalId } from "../external-id.ts";
import type { CheckSubject } from "../external-id.ts";
import { clientsOn } from "../github/clients.fixture.ts";
import type { GitHubClients } from "../github/client.ts";
import { RepositoryHub } from "../github/hub.ts";
import type { Self } from "../github/hub.ts";
import type { JobTarget } from "../queue/job.ts";
import { redeliverFailed } from "./redeliver.ts";
import { Sweep } from "./sweep.ts";

const { signal } = new AbortController();
const MINUTE = 60_000;
let ear: Receiver;
let scene: Awaited<ReturnType<typeof harbour>>;
let clients: GitHubClients;
let branches = 0;

beforeAll(async () => {
  ear = await receiver("a secret of thirty-two characters");
});
afterAll(() => ear.close());
beforeEach(async () => {
  scene = await harbour(ear.url);
  clients = clientsOn(scene);
  await scene.standIn.idle();
  ear.received.length = 0;
  ear.status = 202;
});
afterEach(() => scene.standIn.stop());

async function opened(): Promise<{ number: number; head: string }> {
  branches += 1;
  const head = await scene.desk.push(`b${branches}`, { [`f${branches}.txt`]: "x\n" });
  const { number } = await scene.desk.openPull(`b${branches}`);
  return { number, head };
}

function self(): Self {
  return { appId: scene.registered.app.id, bot: () => Promise.resolve(scene.registered.app.bot.id), graphql: "" };
}

async function hub(): Promise<RepositoryHub> {
  const { id } = scene.desk.repository;
  return new RepositoryHub(await clients.clientFor(scene.installation.id), { id, owner: "harbour", name: "pier" }, self());
}

async function checked(head: string, subject: CheckSubject, status: "completed" | "in_progress" = "completed"): Promise<void> {
  const output = { title: "t", summary: "s", annotations: [] };
  const end = status === "completed" ? { status, conclusion: "success" as const, actions: [] } : { status };
  const name = "push" in subject ? PACKETS_CHECK : GATE_CHECK;
  await (await hub()).createCheck({ name, head_sha: head, external_id: externalId(subject, "0123456789abcdef"), output, ...end });
}

async function found(sweep = new Sweep(), later = 0, requests = 1_000): Promise<JobTarget[]> {
  const targets: JobTarget[] = [];
  await sweep.look(await clients.clientFor(scene.installation.id), {
    self: self(), requests, now: () => Date.now() + later, signal,
    ask: (more) => Promise.resolve(void targets.push(...more)),
  });
  return targets;
}

function names(targets: readonly JobTarget[]): string[] {
  return targets.map((target) => (target.kind === "pull-request" ? `#${target.number}` : target.kind)).sort();
}

async function redelivered(since = 0, later = MINUTE): Promise<number> {
  const { asked } = await redeliverFailed(await clients.app(), { since, now: Date.now() + later, most: 100, signal });
  await scene.standIn.idle();
  return asked;
}

test("deliveries that failed are asked for again, once they settled, with the id they had, and no others", async () => {
  ear.status = 503;
  await opened();
  await scene.standIn.idle();
  const failed = ear.received.splice(0).filter(({ event }) => event === "pull_request" || event === "push");
  ear.status = 202;
  await opened();
  await scene.standIn.idle();
  ear.received.length = 0;
  expect(await redelivered(0, 0), "still on its way").toBe(0);
  expect(await redelivered(Date.now() + MINUTE), "too old").toBe(0);
  await redelivered();
  const again = ear.received.splice(0);
  expect(again.map(({ guid }) => guid).sort()).toEqual(expect.arrayContaining(failed.map(({ guid }) => guid).sort()));
  expect(new Set(again.map(({ guid }) => guid)).size).toBe(again.length);
  expect(await redelivered(), "now it is taken").toBe(0);
});

test("what fails every time is given up", async () => {
  ear.status = 500;
  await opened();
  await scene.standIn.idle();
  const asked = [];
  for (let round = 0; round < 5; round++) asked.push((await redelivered()) > 0);
  expect(asked).toEqual([true, true, true, false, false]);
});

test("an open pull request, a branch and a merge group without a finished check of theirs are found", async () => {
  const [first, second] = [await opened(), await opened()];
  expect(names(await found())).toEqual([`#${first.number}`, `#${second.number}`, "push"]);
  await checked(first.head, { pull: first.number, base: "main" });
  await checked(scene.desk.head(), { push: "refs/heads/main" });
  expect(names(await found())).toEqual([`#${second.number}`]);
  // A check of another pull request at the same commit is not its own, nor is one into another branch.
  await checked(second.head, { pull: first.number, base: "main" });
  await checked(second.head, { pull: second.number, base: "release" });
  expect(names(await found())).toEqual([`#${second.number}`]);
  const group = await scene.desk.queue(scene.desk.repository.pulls.get(first.number)!);
  expect(names(await found())).toContain("merge-group");
  await checked(group.headSha, { group: group.ref, base: "main" });
  expect(names(await found())).not.toContain("merge-group");
});

test("a run in progress is left alone, until it must have been cut off", async () => {
  const { number, head } = await opened();
  await checked(scene.desk.head(), { push: "refs/heads/main" });
  await checked(head, { pull: number, base: "main" }, "in_progress");
  expect(names(await found())).toEqual([]);
  expect(names(await found(new Sweep(), 6 * MINUTE))).toEqual([`#${number}`]);
});

test("what was seen to be right costs nothing again, and a look that may not cost more goes on the next time", async () => {
  await checked(scene.desk.head(), { push: "refs/heads/main" });
  for (let at = 0; at < 3; at++) {
    const { number, head } = await opened();
    await checked(head, { pull: number, base: "main" });
  }
  const sweep = new Sweep();
  // What was said a moment ago may still be on its way.
  await found(sweep, 3 * MINUTE);
  const before = scene.standIn.server.answered;
  expect(names(await found(sweep, 3 * MINUTE))).toEqual([]);
  // The repositories, the pull requests, the merge groups.
  expect(scene.standIn.server.answered - before).toBe(3);
  for (const name of ["quay", "mole"]) await scene.standIn.createRepository(`harbour/${name}`, { "README.md": "x\n" });
  const looks: string[][] = [];
  const small = new Sweep();
  for (let look = 0; look < 4; look++) {
    looks.push((await found(small, 0, 3)).map((target) => ("repository" in target ? target.repository.name : "")));
  }
  expect(new Set(looks.flat())).toEqual(new Set(["quay", "mole"]));
});

test("a command without an answer is found, once, and nothing else that was said", async () => {
  const { number, head } = await opened();
  await checked(scene.desk.head(), { push: "refs/heads/main" });
  await checked(head, { pull: number, base: "main" });
  const { talk } = await hub();
  const pull = scene.desk.repository.pulls.get(number)!;
  scene.standIn.user("wendy");
  const say = (body: string) => scene.desk.comment(pull, body, "wendy");
  say("Thank you, this is fine.");
  say("    /recheck\n\n> /recheck");
  const lost = say("/recheck");
  const answered = say("/verdict pass\nAll of it was seen.");
  await talk.say(number, `<!-- writ:answer comment ${answered.id} -->\n- done`);
  const changed = say("/recheck now");
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  scene.desk.editComment(changed, "/recheck", "wendy");
  // Somebody else's copy of an answer hides nothing.
  say(`<!-- writ:answer comment ${lost.id} -->\n- done`);
  const comments = (targets: readonly JobTarget[]): number[] => targets.flatMap((target) => (target.kind === "comment" ? [target.comment] : []));
  const sweep = new Sweep();
  expect(comments(await found(sweep)), "it may still be on its way").toEqual([]);
  expect(comments(await found(sweep, 3 * MINUTE))).toEqual([lost.id]);
  expect(comments(await found(sweep, 3 * MINUTE)), "it is asked for once").toEqual([]);
  expect(comments(await found(new Sweep(), 4 * 24 * 60 * MINUTE)), "it is too old").toEqual([]);
});
