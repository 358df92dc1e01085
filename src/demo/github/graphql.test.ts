/** GraphQL: what is read, and the commit that is made on a branch. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { git } from "../../snapshot/git.fixture.ts";
import { asInstallation, client, harbour, jwt } from "./client.fixture.ts";
import type { Ask } from "./client.fixture.ts";
import { receiver } from "./receiver.fixture.ts";
import type { Receiver } from "./receiver.fixture.ts";

let ear: Receiver;
let scene: Awaited<ReturnType<typeof harbour>>;
let ask: Ask;
beforeAll(async () => {
  ear = await receiver("a secret of thirty-two characters");
  scene = await harbour(ear.url);
  ask = scene.ask;
});
afterAll(async () => {
  await scene.standIn.stop();
  await ear.close();
});
beforeEach(() => scene.standIn.idle());
afterEach(() => scene.standIn.server.faults.heal());

async function run(query: string, variables: object = {}, as: Ask = ask) {
  const { status, body } = await as("POST", "/api/graphql", { query, variables });
  return { status, data: body.data, errors: body.errors as { type?: string; message: string; path?: string[] }[] | undefined };
}

const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) {
    clientMutationId
    commit { oid message messageBody author { name } committer { name } signature { isValid wasSignedByGitHub } tree { oid } }
    ref { name prefix target { oid } }
  }
}`;

const base64 = (content: string | Buffer): string => Buffer.from(content).toString("base64");

interface Changes {
  additions?: { path: string; contents: string }[];
  deletions?: { path: string }[];
}

function commit(fileChanges: Changes, settings: { branch?: string; head?: string; as?: Ask } = {}) {
  const { branch = "main", as = ask } = settings;
  const expectedHeadOid = settings.head ?? scene.desk.head(branch);
  return run(COMMIT, {
    input: {
      branch: { repositoryNameWithOwner: "harbour/pier", branchName: branch }, expectedHeadOid, fileChanges,
      message: { headline: "Record", body: "A body." }, clientMutationId: "one",
    },
  }, as);
}

describe("a query", () => {
  it("reads blobs by id and by path, under aliases, in one request", async () => {
    const { desk, standIn } = scene;
    const latin = Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]);
    await desk.push("texts", { "latin.txt": latin, "zero.bin": Buffer.from([1, 0, 2]), "long.txt": "x".repeat(600_000), "bom.md": "\ufeffé\r\n" });
    const oid = git(desk.repository.directory, "rev-parse", "texts:bom.md");
    const since = standIn.server.exchanges.length;
    const fields = "... on Blob { oid byteSize isBinary isTruncated text }";
    const { data, errors } = await run(`{
      repository(owner: "harbour", name: "pier") {
        a: object(oid: "${oid}") { __typename ${fields} }
        b: object(expression: "texts:latin.txt") { ${fields} }
        c: object(expression: "texts:zero.bin") { ${fields} }
        d: object(expression: "texts:long.txt") { ${fields} }
        none: object(expression: "texts:nothing.txt") { oid }
        alsoNone: object(oid: "${"0".repeat(40)}") { oid }
      }
    }`);
    expect(errors).toBeUndefined();
    expect(data.repository).toMatchObject({
      a: { __typename: "Blob", oid, byteSize: 7, isBinary: false, isTruncated: false, text: "\ufeffé\r\n" },
      b: { isBinary: false, text: "caf\ufffd\n", byteSize: 5 },
      c: { isBinary: true, text: null, byteSize: 3, isTruncated: false },
      d: { isTruncated: true, byteSize: 600_000, text: "x".repeat(512 * 1024) },
      none: null, alsoNone: null,
    });
    expect([...standIn.requests(since)]).toEqual([["POST /graphql", 1]]);
  });

  it("reads commits, trees, history and refs", async () => {
    const { desk } = scene;
    await desk.push("log", { "src/a.txt": "a\n" }, { message: "One\n\nWhy" });
    await desk.push("log", { "src/b.txt": "b\n" }, { message: "Two" });
    const { data, errors } = await run(`{
      rateLimit { cost limit remaining used resetAt }
      repository(owner: "harbour", name: "pier") {
        nameWithOwner isPrivate owner { login __typename } defaultBranchRef { name target { oid } }
        ref(qualifiedName: "refs/heads/log") { id name prefix target { oid ... on Commit {
          messageHeadline committedDate tree { oid entries { name path type mode object { ... on Blob { text } } } }
          history(first: 1, path: "src/a.txt") { totalCount nodes { messageHeadline messageBody } pageInfo { hasNextPage } }
          all: history(first: 2) { pageInfo { endCursor hasNextPage } }
          parents(first: 1) { nodes { messageHeadline } } file(path: "src/b.txt") { path size oid }
        } } }
        gone: ref(qualifiedName: "refs/heads/gone") { name }
        tree: object(expression: "log^{tree}") { __typename oid }
        src: object(expression: "log:src") { ... on Tree { entries { name size } } }
      }
    }`);
    expect(errors).toBeUndefined();
    const { ref, tree, src, gone } = data.repository;
    expect(ref).toMatchObject({
      name: "log", prefix: "refs/heads/", target: {
        oid: desk.head("log"), messageHeadline: "Two", parents: { nodes: [{ messageHeadline: "One" }] },
        history: { totalCount: 1, nodes: [{ messageHeadline: "One", messageBody: "Why" }], pageInfo: { hasNextPage: false } },
        all: { pageInfo: { hasNextPage: true } }, file: { path: "src/b.txt", size: 2 },
      },
    });
    expect(ref.target.tree.entries).toMatchObject([
      { name: "README.md", type: "blob", mode: 0o100644, object: { text: "# Pier\n" } }, { name: "src", type: "tree" },
    ]);
    expect([tree.__typename, tree.oid, gone]).toEqual(["Tree", git(desk.repository.directory, "rev-parse", "log^{tree}"), null]);
    expect((src.entries as { name: string }[]).map(({ name }) => name)).toEqual(["a.txt", "b.txt", "crane.txt"]);
    const { endCursor } = ref.target.all.pageInfo;
    const next = await run(`{ node(id: "${ref.id}") { ... on Ref { target { ... on Commit { history(first: 9, after: "${endCursor}") { nodes { messageHeadline } } } } } } }`);
    expect(next.data.node.target.history.nodes).toEqual([{ messageHeadline: "Begin" }]);
    expect(data.rateLimit).toMatchObject({ cost: 1, limit: 5_000 });
    const { used, remaining } = data.rateLimit as { used: number; remaining: number };
    expect(used + remaining).toBe(5_000);
  });

  it("reads a pull request and its nodes", async () => {
    await scene.desk.push("pull", { "p.txt": "p\n" }, { by: "mara" });
    const pull = await scene.desk.openPull("pull", { by: "mara", draft: true });
    const { data } = await run(`query ($n: Int!) { viewer { login } repository(owner: "harbour", name: "pier") { pullRequest(number: $n) {
      id state isDraft headRefOid headRefName baseRefOid isCrossRepository mergeable merged author { login } headRepository { nameWithOwner }
    } } }`, { n: pull.number });
    const { pullRequest } = data.repository;
    expect(pullRequest).toMatchObject({
      state: "OPEN", isDraft: true, headRefOid: scene.desk.head("pull"), baseRefOid: scene.desk.head(), mergeable: "MERGEABLE",
      isCrossRepository: false, merged: false, author: { login: "mara" }, headRepository: { nameWithOwner: "harbour/pier" },
    });
    const both = await run(`query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`, { ids: [pullRequest.id, "bm90aGluZw=="] });
    expect(both.data.nodes).toEqual([{ __typename: "PullRequest", id: pullRequest.id }, null]);
    expect(both.errors).toMatchObject([{ type: "NOT_FOUND", path: ["nodes", 1] }]);
  });

  it.each([
    [`{ repository(owner: "harbour", name: "no") { id } }`, "NOT_FOUND", "Could not resolve to a Repository with the name 'harbour/no'."],
    [`{ repository(owner: "harbour", name: "pier") { pullRequest(number: 999) { id } } }`, "NOT_FOUND", "Could not resolve to a PullRequest with the number of 999."],
    [`{ repository(owner: "harbour", name: "pier") { object(expression: "main") { ... on Commit { history { totalCount } } } } }`, "MISSING_PAGINATION_BOUNDARIES", /^You must provide/],
    [`{ repository(owner: "harbour", name: "pier") { object(expression: "main") { ... on Commit { history(first: 101) { totalCount } } } } }`, "EXCESSIVE_PAGINATION", /exceeds the `first` limit of 100/],
    [`{ repository(owner: "harbour", name: "pier") { colour } }`, undefined, /Cannot query field "colour"/],
    [`{ repository(owner: "harbour", name: "pier") { object(oid: "main") { oid } } }`, undefined, /GitObjectID/],
    ["{ repository(", undefined, /Syntax Error/],
  ])("%s is refused with a status of 200", async (query, type, message) => {
    const { status, errors } = await run(query);
    expect(status).toBe(200);
    expect(errors).toMatchObject([{ ...(type === undefined ? {} : { type }), message: expect.stringMatching(message) }]);
  });

  it("needs somebody who asks, and is told what that one may not see", async () => {
    const nobody = client(scene.standIn, null);
    expect((await run("{ viewer { login } }", {}, nobody)).status).toBe(401);
    expect((await run("{ viewer { login } }", {}, client(scene.standIn, "ghs_wrong"))).status).toBe(401);
    expect((await ask("POST", "/graphql", { operation: 1 })).status).toBe(400);
    const small = await asInstallation(scene.standIn, scene.registered, scene.installation, { permissions: { checks: "write" } });
    const { status, errors, data } = await run(`{ repository(owner: "harbour", name: "pier") { name object(expression: "main") { oid } pullRequest(number: 1) { id } } }`, {}, small);
    expect([status, data.repository.name, data.repository.object]).toEqual([200, "pier", null]);
    const message = "Resource not accessible by integration";
    expect(errors?.sort((a, b) => (a.path!.at(-1)! < b.path!.at(-1)! ? -1 : 1))).toMatchObject([
      { type: "FORBIDDEN", path: ["repository", "object"], message }, { type: "FORBIDDEN", path: ["repository", "pullRequest"], message },
    ]);
    expect((await run("{ viewer { login } }", {}, client(scene.standIn, jwt(scene.standIn, scene.registered)))).errors).toMatchObject([{ type: "FORBIDDEN" }]);
  });

  it("has an hourly budget of its own, and faults", async () => {
    const { server } = scene.standIn;
    const before = (await ask("GET", "/rate_limit")).body.resources;
    const reply = await ask("POST", "/graphql", { query: "{ viewer { login } }" });
    expect([reply.headers.get("x-ratelimit-resource"), reply.body.data.viewer.login]).toEqual(["graphql", "writ[bot]"]);
    const after = (await ask("GET", "/rate_limit")).body.resources;
    expect([after.graphql.used - before.graphql.used, after.core.used - before.core.used]).toEqual([1, 0]);
    server.faults.add({ fault: { kind: "primary-limit", resetSeconds: 60 }, route: "/graphql", times: 1 });
    server.faults.add({ fault: { kind: "secondary-limit", retryAfter: 3 }, route: "/graphql", containing: "isPrivate", times: 1 });
    expect(await run("{ viewer { login } }")).toMatchObject({ status: 200, errors: [{ type: "RATE_LIMITED" }] });
    expect((await run("{ viewer { login } }")).data.viewer.login).toBe("writ[bot]");
    expect((await ask("POST", "/graphql", { query: `{ repository(owner: "harbour", name: "pier") { isPrivate } }` })).headers.get("retry-after")).toBe("3");
  });
});

describe("a commit on a branch", () => {
  it("is signed by GitHub, made of whole files, and told as any push", async () => {
    const { desk } = scene;
    await desk.push("work", { "old.txt": "old\n", "run.sh": { executable: "#!/bin/sh\n" } }, { by: "mara" });
    const pull = await desk.openPull("work", { by: "mara" });
    await scene.standIn.idle();
    ear.received.length = 0;
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0xff, 0x00]);
    const { status, data, errors } = await commit({
      additions: [{ path: "docs/new.bin", contents: base64(bytes) }, { path: "run.sh", contents: base64("#!/bin/sh -e\n") }],
      deletions: [{ path: "old.txt" }],
    }, { branch: "work" });
    expect([status, errors]).toEqual([200, undefined]);
    const made = data.createCommitOnBranch;
    expect(made).toMatchObject({
      clientMutationId: "one", ref: { name: "work", prefix: "refs/heads/", target: { oid: made.commit.oid } },
      commit: {
        message: "Record\n\nA body.", messageBody: "A body.", author: { name: "writ[bot]" }, committer: { name: "GitHub" },
        signature: { isValid: true, wasSignedByGitHub: true },
      },
    });
    const { directory } = desk.repository;
    expect(desk.head("work")).toBe(made.commit.oid);
    expect(git(directory, "ls-tree", "-r", "--format=%(objectmode) %(path)", "work").split("\n")).toEqual([
      "100644 README.md", "100644 docs/new.bin", "100644 run.sh", "100644 src/crane.txt",
    ]);
    expect(git(directory, "cat-file", "-s", "work:docs/new.bin")).toBe(String(bytes.length));
    expect((await ask("GET", `/repos/harbour/pier/commits/work`)).body.commit.verification.verified).toBe(true);
    expect((await ask("GET", `/repos/harbour/pier/pulls/${pull.number}`)).body.head.sha).toBe(made.commit.oid);
    await scene.standIn.idle();
    expect(ear.received.map(({ event, action }) => `${event} ${action ?? ""}`.trim())).toEqual(["push", "check_suite requested", "pull_request synchronize"]);
    expect(ear.received[0]?.payload.sender.login).toBe("writ[bot]");
  });

  it("may be named by the id of its ref", async () => {
    const found = await run(`{ repository(owner: "harbour", name: "pier") { ref(qualifiedName: "refs/heads/main") { id target { oid } } } }`);
    const { id, target } = found.data.repository.ref;
    const input = { branch: { id }, expectedHeadOid: target.oid, message: { headline: "By id" } };
    const { data } = await run(COMMIT, { input });
    expect(data.createCommitOnBranch.commit).toMatchObject({ oid: scene.desk.head(), message: "By id" });
  });

  it("is refused when the branch is somewhere else by now; of two at once one is made", async () => {
    const head = scene.desk.head();
    const both = await Promise.all(["a", "b"].map((name) => commit({ additions: [{ path: `${name}.txt`, contents: base64(name) }] }, { head })));
    const [lost] = both.filter(({ errors }) => errors !== undefined);
    expect(both.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(lost).toMatchObject({
      status: 200, data: { createCommitOnBranch: null },
      errors: [{ type: "STALE_DATA", path: ["createCommitOnBranch"], message: `Expected branch to point to "${head}" but it did not.  Pull and try again.` }],
    });
    expect(git(scene.desk.repository.directory, "rev-list", "--count", `${head}..main`)).toBe("1");
  });

  it.each([
    ["a path twice", { additions: [{ path: "x", contents: "" }], deletions: [{ path: "x" }] }, "UNPROCESSABLE"],
    ["a path that leads out", { additions: [{ path: "../x", contents: "" }] }, "UNPROCESSABLE"],
    ["a path in .git", { additions: [{ path: "a/.GIT/config", contents: "" }] }, "UNPROCESSABLE"],
    ["what is not there taken away", { deletions: [{ path: "nothing.txt" }] }, "UNPROCESSABLE"],
    ["base64 without its end", { additions: [{ path: "x", contents: "YQ" }] }, undefined],
  ])("is refused with %s", async (_, changes, type) => {
    const head = scene.desk.head();
    const { status, errors } = await commit(changes);
    expect([status, errors?.[0]?.type, scene.desk.head()]).toEqual([200, type, head]);
  });

  it("is refused on a branch that is not there, protected, or the merge queue's", async () => {
    const { desk } = scene;
    expect((await commit({}, { branch: "nowhere", head: desk.head() })).errors).toMatchObject([{ type: "NOT_FOUND" }]);
    await desk.push("held", { "h.txt": "h\n" });
    desk.protect("held", { pullRequests: true });
    expect((await commit({}, { branch: "held" })).errors).toMatchObject([{ type: "BRANCH_PROTECTION_RULE_VIOLATION", message: "Changes must be made through a pull request." }]);
    desk.protect("held", { checks: [{ context: "writ/gate", appId: null }] });
    expect((await commit({}, { branch: "held" })).errors).toMatchObject([{ type: "BRANCH_PROTECTION_RULE_VIOLATION", message: 'Required status check "writ/gate" is expected.' }]);
    await desk.push("queued", { "q.txt": "q\n" });
    const pull = await desk.openPull("queued", { base: "held" });
    await ask("POST", `/repos/harbour/pier/statuses/${pull.headSha}`, { state: "success", context: "writ/gate" });
    const group = await desk.queue(pull);
    const branch = group.ref.replace("refs/heads/", "");
    expect((await commit({}, { branch })).errors).toMatchObject([{ type: "BRANCH_PROTECTION_RULE_VIOLATION" }]);
  });

  it("is refused to those who may not write", async () => {
    const small = await asInstallation(scene.standIn, scene.registered, scene.installation, { permissions: { contents: "read" } });
    expect((await commit({}, { as: small })).errors).toMatchObject([{ type: "FORBIDDEN", message: "Resource not accessible by integration" }]);
    const nils = client(scene.standIn, scene.standIn.userToken("nils"));
    expect((await commit({}, { as: nils })).errors).toMatchObject([{ type: "FORBIDDEN", message: expect.stringMatching(/^nils does not have the correct permissions/) }]);
    const mara = client(scene.standIn, scene.standIn.userToken("mara"));
    expect((await commit({}, { as: mara })).data.createCommitOnBranch.commit.author.name).toBe("mara");
  });

  it("may be made although its answer is lost, and only it", async () => {
    const head = scene.desk.head();
    scene.standIn.server.faults.add({ fault: { kind: "status", status: 502, applied: true }, containing: "createCommitOnBranch", times: 1 });
    expect((await run("{ viewer { login } }")).status).toBe(200);
    expect((await commit({ additions: [{ path: "lost.txt", contents: base64("x") }] })).status).toBe(502);
    expect(scene.desk.head()).not.toBe(head);
    expect(await scene.desk.file("lost.txt")).toBe("x");
  });

  it("takes no more than 40 MB", async () => {
    const { status } = await commit({ additions: [{ path: "big", contents: "AAAA".repeat(10.5 * 1024 * 1024) }] });
    expect(status).toBe(413);
  });
});
