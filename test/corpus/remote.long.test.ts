/** The real history read from GitHub, by way of the stand-in, and from a local clone: the same evaluation, byte for byte. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remote } from "../../src/app/github/remote.fixture.ts";
import type { Remote } from "../../src/app/github/remote.fixture.ts";
import type { RepositoryDesk } from "../../src/demo/github/repository-desk.ts";
import { COMMIT_LIMIT } from "../../src/evaluate/change.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { defaultPolicy } from "../../src/policy/defaults.ts";
import { detectLayout } from "../../src/policy/layout.ts";
import { ruleIds, rules } from "../../src/rules/catalogue.ts";
import { openRepository } from "../../src/snapshot/git.ts";
import type { GitRepository } from "../../src/snapshot/git.ts";
import type { Repository } from "../../src/snapshot/snapshot.ts";
import { corpus } from "./corpus.ts";
import { cloneBundle } from "./history.ts";

/** An evaluation as JSON, without the time it took. */
async function judged(repository: Repository, base: string | null, head: string, drift?: boolean): Promise<string> {
  const from = base === null ? null : await repository.mergeBase(base, head);
  const snapshot = await repository.commit(head);
  const { evaluation } = await evaluate({
    head: snapshot,
    base: from === null ? null : await repository.commit(from),
    commits: from === null ? [] : await repository.commits(from, head, COMMIT_LIMIT),
    repository,
    policy: defaultPolicy(detectLayout((await snapshot.tree()).keys())),
    rules,
    knownRules: ruleIds,
    today: "2026-04-01",
    only: [],
    ...(drift === undefined ? {} : { drift }),
  });
  return JSON.stringify({ ...evaluation, summary: { ...evaluation.summary, milliseconds: null } });
}

const FETCHED = { "GET /:owner/:repo.git/info/refs": 1, "POST /:owner/:repo.git/git-upload-pack": 2 };

describe.skipIf(corpus === null)("the real history on GitHub", () => {
  let place: Remote;
  let desk: RepositoryDesk;
  let bundle: ReturnType<typeof cloneBundle>;
  let local: GitRepository;
  const at = (name: string): string => execFileSync("git", ["-C", bundle.folder, "rev-parse", name]).toString().trim();

  beforeAll(async () => {
    place = await remote();
    bundle = cloneBundle(corpus ?? "");
    local = await openRepository(bundle.folder);
    desk = await place.scene.standIn.createRepository("harbour/governance", { begin: "" }, { private: true });
    const git = ["-C", desk.repository.directory, "fetch", "--quiet", "--force", bundle.folder, "+refs/heads/*:refs/heads/*"];
    execFileSync("git", git, { stdio: "pipe" });
    await desk.repository.refs.load();
    place.counted();
  });
  afterAll(async () => {
    await local.dispose();
    bundle.remove();
    await place.close();
  });

  it("costs two requests when only trees are compared, and none the next time", async () => {
    const [head, base] = [at("main"), at("main~12")];
    for (const expected of [
      { "GET /repos/:owner/:repo/git/trees/*sha": 2, "POST /app/installations/:installation/access_tokens": 1 }, {},
    ]) {
      const repository = await place.open(desk);
      for (const oid of [head, base]) expect(await repository.tree(oid)).toEqual(await (await local.commit(oid)).tree());
      expect(place.counted()).toEqual(expected);
    }
  });

  it.each([["main~12", "main"], ["main~160", "main~150"]] as const)("judges %s..%s as a local clone is judged", async (base, head) => {
    const expected = await judged(local, at(base), at(head));
    await place.mirrors.forget(desk.repository.id);
    expect(await judged(await place.open(desk), at(base), at(head))).toBe(expected);
    // Once the mirror is there, the API is asked for nothing.
    const cold = place.counted();
    delete cold["POST /app/installations/:installation/access_tokens"];
    expect(cold).toEqual(FETCHED);
    expect(await judged(await place.open(desk), at(base), at(head))).toBe(expected);
    expect(place.counted()).toEqual({});
  });

  it("judges a commit without a base, with drift", async () => {
    const head = at("main~3");
    const expected = await judged(local, null, head, true);
    expect(await judged(await place.open(desk), null, head, true)).toBe(expected);
    const cold = place.counted();
    expect(cold).toMatchObject({ "GET /repos/:owner/:repo/git/trees/*sha": 1, "GET /repos/:owner/:repo/git/commits/:sha": 1 });
    expect(cold["POST /graphql"]).toBeLessThanOrEqual(5);
    expect(await judged(await place.open(desk), null, head, true)).toBe(expected);
    // An id that is cited and not there may have come since: that costs one look at the branches.
    expect(Object.keys(place.counted())).toEqual(["GET /:owner/:repo.git/info/refs", "POST /:owner/:repo.git/git-upload-pack"]);
  });

  it("reads all documents over the API alone, and asks for nothing twice", async () => {
    const head = at("main~40");
    const expected = await judged({ ...bare(local), commit: (oid) => local.commit(oid) }, null, head, false);
    for (const most of [8, 0]) {
      const repository = await place.open(desk);
      expect(await judged({ ...bare(repository), commit: (oid) => repository.commit(oid) }, null, head, false)).toBe(expected);
      const counted = place.counted();
      expect(Object.values(counted).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(most);
      await repository.dispose();
    }
  });
});

/** A repository without history: whoever asks for some fails. */
function bare(repository: Repository): Repository {
  const none = (): never => {
    throw new Error("history was asked for");
  };
  return {
    resolve: none, commit: (oid) => repository.commit(oid), worktree: none, mergeBase: none, commits: none, history: none,
    changes: none, entries: none, blobs: none, blobSizes: none, known: none, pathsEnding: none, renames: none,
  };
}
