import { expect, test } from "vitest";
import { commitOnBranch } from "./commit.ts";
import { GitHubFault } from "./faults.ts";

const PLACE = { id: 1, owner: "harbour", name: "pier" };
const COMMIT = { branch: "quay", expected: "a".repeat(40), headline: "Record", body: "", files: [{ path: "a.md", bytes: Buffer.from("\ufeffone\r\n") }] };

function answering(data: unknown) {
  const asked: { route: string; parameters: Record<string, unknown> | undefined }[] = [];
  const request = (route: string, parameters?: Record<string, unknown>) => {
    asked.push({ route, parameters });
    return Promise.resolve({ data, headers: {} });
  };
  return { asked, commit: () => commitOnBranch({ request }, "https://github.example/api/graphql", PLACE, COMMIT) };
}

const refusing = (type: string | null, message: string) => answering({ data: { createCommitOnBranch: null }, errors: [{ type, message }] });

test("a commit carries whole bytes and the place where the branch must stand", async () => {
  const { asked, commit } = answering({ data: { createCommitOnBranch: { commit: { oid: "b".repeat(40) } } } });
  expect(await commit()).toEqual({ state: "committed", oid: "b".repeat(40) });
  expect(asked[0]?.route).toBe("POST https://github.example/api/graphql");
  expect(asked[0]?.parameters?.["variables"]).toEqual({
    input: {
      branch: { repositoryNameWithOwner: "harbour/pier", branchName: "quay" }, expectedHeadOid: "a".repeat(40),
      message: { headline: "Record", body: "" }, fileChanges: { additions: [{ path: "a.md", contents: "77u/b25lDQo=" }] },
    },
  });
});

test("what moved, what is refused and what failed are told apart", async () => {
  expect(await refusing("STALE_DATA", "Expected branch to point to").commit()).toEqual({ state: "moved" });
  expect(await refusing("FORBIDDEN", "Changes must be made\nthrough a pull request.").commit()).toEqual({ state: "refused", why: "Changes must be made through a pull request." });
  expect(await refusing(null, "Protected branch").commit()).toMatchObject({ state: "refused" });
  await expect(refusing(null, "Something went wrong while executing your query").commit()).rejects.toThrow(GitHubFault);
  await expect(answering({}).commit()).rejects.toThrow(GitHubFault);
  await expect(answering("<html>").commit()).rejects.toThrow(GitHubFault);
});

test("more than GitHub takes is not sent", async () => {
  const { asked } = answering({});
  const files = [{ path: "a.md", bytes: new Uint8Array(25 * 2 ** 20) }];
  const request = () => Promise.reject(new Error("sent"));
  expect(await commitOnBranch({ request }, "", PLACE, { ...COMMIT, files })).toMatchObject({ state: "refused" });
  expect(asked).toEqual([]);
});
