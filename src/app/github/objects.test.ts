/** Objects over the API, as the stand-in gives them and as a GitHub would that is out of its mind. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RepositoryDesk } from "../../demo/github/repository-desk.ts";
import type { MemoryFiles } from "../../snapshot/memory.ts";
import { blobId } from "../../snapshot/object-id.ts";
import { TREE_LIMITS } from "../../demo/github/routes/git-data.ts";
import { UserError } from "../../errors.ts";
import { fastImport } from "../../snapshot/git.fixture.ts";
import { GitHubFault } from "./faults.ts";
import { GitHubObjects } from "./objects.ts";
import { remote } from "./remote.fixture.ts";
import type { Remote } from "./remote.fixture.ts";

const GRAPHQL = "POST /graphql";
const BLOB = "GET /repos/:owner/:repo/git/blobs/:sha";
const TREES = "/repos/:owner/:repo/git/trees/*sha";

let place: Remote;
/** What the API says instead of the truth; null for the truth. */
let bend: (url: string, body: string, init: RequestInit | undefined) => Promise<Response | null> = () => Promise.resolve(null);
beforeAll(async () => {
  place = await remote({
    fetch: async (input, init) => {
      if (new URL(input).pathname.endsWith("/access_tokens")) return fetch(input, init);
      return (await bend(input as string, typeof init?.body === "string" ? init.body : "", init)) ?? fetch(input, init);
    },
  });
});
afterAll(() => place.close());
afterEach(() => {
  bend = () => Promise.resolve(null);
  place.scene.standIn.server.faults.heal();
});

const made = (files: MemoryFiles): Promise<RepositoryDesk> => place.repository([{ name: "main", files }]);

async function source(desk: RepositoryDesk): Promise<GitHubObjects> {
  const client = await place.clients.readerFor(place.scene.installation.id);
  const { owner, name } = desk.repository;
  await client.request("GET /rate_limit");
  place.counted();
  return new GitHubObjects({ client, graphql: place.config.github.graphql, place: { owner: owner.login, name } });
}

/** Asks for the blobs of these texts, and checks that each came as it is. */
async function read(objects: GitHubObjects, contents: readonly (string | Uint8Array)[]): Promise<Record<string, number>> {
  const blobs = contents.map((content) => Buffer.from(content as string));
  const wanted = new Map(blobs.map((bytes) => [blobId(bytes), bytes.length]));
  const found = await objects.blobs(wanted);
  expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const bytes of blobs) expect(bytes.equals(found.get(blobId(bytes)) ?? Buffer.of(0))).toBe(true);
  return place.counted();
}

const json = (data: unknown, status = 200): Response =>
  new Response(typeof data === "string" ? data : JSON.stringify(data), { status, headers: { "content-type": "application/json" } });

describe("blobs", () => {
  const texts = ["one\n", "\ufeffbom\r\n", "\u0000nul", "é 🚢", "", "tab\t\u2028"];

  it("come as text with one query, and by themselves what is no text", async () => {
    const latin = Buffer.from("caf\xe9", "latin1");
    const desk = await made(Object.fromEntries([...texts, latin].map((text, index) => [`f${index}`, text])));
    const counted = await read(await source(desk), [...texts, latin]);
    expect(counted[GRAPHQL]).toBe(1);
    expect(counted[BLOB]).toBeGreaterThanOrEqual(1);
    expect(counted[BLOB]).toBeLessThanOrEqual(2);
    expect(await read(await source(desk), ["one\n"])).toEqual({ [BLOB]: 1 });
  });

  it("are asked for in queries of bounded numbers and bytes", async () => {
    const many = Array.from({ length: 130 }, (_, index) => `file ${index}\n`);
    const large = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(250_000));
    const huge = "x".repeat(300_000);
    const desk = await made(Object.fromEntries([...many, ...large, huge].map((text, index) => [`f${index}`, text])));
    const sizes: number[] = [];
    bend = (url, body) => {
      if (url.endsWith("/graphql")) sizes.push((JSON.parse(body) as { query: string }).query.split("object(").length - 1);
      return Promise.resolve(null);
    };
    expect(await read(await source(desk), [...many, ...large, huge])).toEqual({ [GRAPHQL]: 3, [BLOB]: 1 });
    expect(sizes).toEqual([100, 34, 2]);
  });

  it.each([
    ["is refused", () => json({ message: "Resource not accessible by integration" }, 403)],
    ["is refused in an answer of 200", () => json({ data: { repository: null }, errors: [{ type: "FORBIDDEN" }] })],
    ["fails", () => json({ message: "Something went wrong" }, 502)],
    ["answers garbage", () => json("<html>")],
    ["answers in another shape", () => json({ data: { repository: { b0: { oid: 7 } } } })],
    ["answers with other texts", (body: string) => json({ data: { repository: Object.fromEntries(
      [...body.matchAll(/b(\d+): object\(oid: \\"([0-9a-f]+)/g)].map(([, at, oid]) => [`b${at ?? ""}`, { oid, text: "forged" }]),
    ) } })],
    ["holds nothing back but text", (body: string) => json({ data: { repository: Object.fromEntries(
      [...body.matchAll(/b(\d+): object\(oid: \\"([0-9a-f]+)/g)].map(([, at, oid]) => [`b${at ?? ""}`, { oid, text: null }]),
    ) } })],
  ] as const)("come by REST where GraphQL %s", async (_, answer) => {
    const desk = await made(Object.fromEntries(texts.map((text, index) => [`f${index}`, text])));
    let queries = 0;
    bend = (url, body) => {
      if (!url.endsWith("/graphql")) return Promise.resolve(null);
      queries += 1;
      return Promise.resolve(answer(body));
    };
    expect(await read(await source(desk), texts)).toEqual({ [BLOB]: texts.length });
    expect(queries).toBeLessThanOrEqual(2);
  });

  it("wait in the queue when a limit is reached in the middle", async () => {
    const desk = await made({ a: "1", b: "2" });
    const objects = await source(desk);
    const wanted = new Map([[blobId(Buffer.from("1")), 1], [blobId(Buffer.from("2")), 1]]);
    bend = (url) => Promise.resolve(url.endsWith("/graphql") ? json({ errors: [{ type: "RATE_LIMITED", message: "limit" }] }) : null);
    await expect(objects.blobs(wanted)).rejects.toMatchObject({ name: "TryLater", wholeInstallation: true });
    bend = () => Promise.resolve(null);
    place.scene.standIn.server.faults.add({ fault: { kind: "secondary-limit", retryAfter: 9 } });
    await expect(objects.blobs(wanted)).rejects.toMatchObject({ name: "TryLater", wholeInstallation: true });
  });

  it("that are not there are left out", async () => {
    const objects = await source(await made({ a: "1" }));
    expect(await objects.blobs(new Map([["1".repeat(40), 4], ["2".repeat(40), 4]]))).toEqual(new Map());
  });
});

describe("answers that are none", () => {
  it.each(["<html>", "", "null", "[]", '{"tree":[{"path":"a","mode":"100644","type":"blob","sha":"x"}],"truncated":false}',
    '{"tree":[{"path":"a","mode":"100644","type":"blob","sha":"1111111111111111111111111111111111111111"}],"truncated":false}',
    '{"tree":[]}'])("are faults: %s", async (body) => {
    const desk = await made({ a: "1" });
    const objects = await source(desk);
    place.scene.standIn.server.faults.add({ fault: { kind: "garbage", body } });
    for (const ask of [() => objects.tree(desk.head(), true), () => objects.commit(desk.head()), () => objects.named("main")]) {
      await expect(ask()).rejects.toThrow(GitHubFault);
    }
  });

  it("do not become a smaller tree", async () => {
    const desk = await made({ a: "1", b: "2" });
    bend = async (url, _body, init) => {
      if (!url.includes("/git/trees/")) return null;
      const answer = (await (await fetch(url, init)).json()) as { tree: unknown[] };
      return json({ ...answer, tree: answer.tree.slice(1) });
    };
    // The mirror tells the truth.
    expect([...(await (await place.open(desk)).tree(desk.head())).keys()].sort()).toEqual(["a", "b"]);
  });
});

describe("trees", () => {
  it("that are cut off are listed folder by folder", async () => {
    const desk = await made({ "a/1": "1", "a/2": "2", "b/c/3": "3", "b/c/4": "4", top: "5" });
    const { entries } = TREE_LIMITS;
    TREE_LIMITS.entries = 4;
    try {
      const repository = await place.open(desk);
      place.counted();
      expect((await repository.tree(desk.head())).size).toBe(5);
      expect(place.counted()).toEqual({ [`GET ${TREES}`]: 4 });
    } finally {
      TREE_LIMITS.entries = entries;
    }
  });

  it("with names that are not UTF-8 come from the mirror", async () => {
    const desk = await made({ a: "1" });
    fastImport(desk.repository.directory, 'commit refs/heads/main\ncommitter M <m@h> 1 +0000\ndata 1\nx\nM 100644 inline "b\\377"\ndata 1\nx\n');
    await desk.repository.refs.load();
    const repository = await place.open(desk);
    const snapshot = await repository.commit(desk.head());
    expect([...(await snapshot.tree()).keys()]).toEqual(["b\udcff"]);
    expect(await snapshot.read(["b\udcff"], 9)).toEqual(new Map([["b\udcff", { state: "ok", bytes: Uint8Array.of(120) }]]));
  });
});

describe("a repository", () => {
  it("that is deleted, suspended or out of reach says so, wherever it is asked", async () => {
    const { standIn, installation } = place.scene;
    const desk = await made({ a: "1" });
    const head = desk.head();
    const asks = [
      async () => (await place.open(desk)).commit(head), async () => (await place.open(desk)).resolve("main"),
      async () => (await place.open(desk)).tree(head), async () => (await place.open(desk)).history(head, []),
    ];
    installation.suspendedAt = new Date();
    for (const ask of asks) await expect(ask()).rejects.toMatchObject({ name: "GitHubRefusal", reason: "suspended" });
    installation.suspendedAt = null;
    standIn.deleteRepository(desk.repository.fullName);
    for (const ask of asks.slice(0, 3)) await expect(ask()).rejects.toMatchObject({ name: "GitHubRefusal", reason: "gone" });
    await expect(asks[3]!()).rejects.toMatchObject({ name: "GitHubRefusal" });
  });

  it("that lacks a commit says so", async () => {
    const repository = await place.open(await made({ a: "1" }));
    for (const ask of [() => repository.commit("1".repeat(40)), () => repository.tree("1".repeat(40)), () => repository.history("1".repeat(40), [])]) {
      await expect(ask()).rejects.toThrow(UserError);
    }
    for (const oid of ["HEAD", "--all", "1".repeat(39), `${"1".repeat(40)}\n`]) {
      await expect(repository.commit(oid), oid).rejects.toThrow("not a full object id");
      await expect(repository.mergeBase(oid, oid), oid).rejects.toThrow("not a full object id");
    }
  });

  it("stops asking when it is told to", async () => {
    const desk = await made({ a: "1" });
    const reason = new Error("the head moved");
    const controller = new AbortController();
    const repository = await place.open(desk, controller.signal);
    place.scene.standIn.server.faults.add({ fault: { kind: "hang" }, route: TREES });
    setTimeout(() => controller.abort(reason), 50);
    await expect(repository.tree(desk.head())).rejects.toBe(reason);
    await expect(repository.history(desk.head(), [])).rejects.toBe(reason);
    const next = await place.open(desk);
    place.scene.standIn.server.faults.heal();
    expect((await next.tree(desk.head())).size).toBe(1);
  });
});
