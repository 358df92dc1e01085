/** The package as a program imports it: the built one, by its name. */
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { repository, scratch } from "../src/snapshot/git.fixture.ts";

type Library = typeof import("../src/index.ts");
// By a name that the compiler does not follow: what counts is what package.json exports.
const library = (await import(["wr", "it"].join(""))) as Library;

const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
const { folder, remove } = scratch();
afterAll(remove);

describe("the library", () => {
  it("judges a repository as the command does", async () => {
    const harbour = repository(join(folder, "harbour"), [
      { name: "main", files: { [CRANE]: "# Task Packet: WP-1-Harbour-Crane\n" } },
      { name: "work", files: { [CRANE]: "# Harbour crane\n\n- **Status:** Ready for Dev\n" } },
    ]);
    const { evaluation, world } = await library.check({ repository: harbour, rev: "work", base: "main" });
    expect(evaluation.findings.filter(({ state }) => state === "new").map(({ rule }) => rule)).toContain("structure/title");
    expect(world.packets.map(({ id }) => id)).toEqual(["WP-1-Harbour-Crane"]);
    expect(JSON.parse(library.renderJson(evaluation))).toMatchObject({ schema: "writ.evaluation/1" });
    const one = await library.check({ repository: harbour, only: ["docs"] });
    expect(one.evaluation.findings).toEqual([]);
  });

  it("throws a UserError for what the caller can mend", async () => {
    await expect(library.check({ repository: folder })).rejects.toThrow(library.UserError);
    await expect(library.check({ repository: join(folder, "nowhere") })).rejects.toThrow(/nowhere/);
  });
});
