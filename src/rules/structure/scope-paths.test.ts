import { describe, expect, it } from "vitest";
import type { World } from "../rule.ts";
import { packetOf, told } from "./packet.fixture.ts";
import { scopePaths } from "./scope-paths.ts";

const files = ["src/lights.c", "src/lamp.h", "docs/pier.md", "src/odd*name.c"];
const world: Pick<World, "tree" | "has"> = {
  tree: new Map(files.map((path) => [path, { oid: null }])),
  has: (path) => files.some((file) => file === path || file.startsWith(`${path.replace(/\/+$/, "")}/`)),
};

function tell(status: string, ...lines: readonly string[]): ReturnType<typeof told> {
  const packet = packetOf(`- STATUS: ${status}`, ...lines);
  return told(packet, scopePaths.check(packet, { world }));
}

function listed(status: string, ...paths: readonly string[]): string[] {
  const told = tell(status, "### IN_SCOPE_PATHS", ...paths.map((path) => `- ${path}`));
  return told.map(({ at, severity }) => `${severity} ${at ?? ""}`);
}

describe("structure/scope-paths", () => {
  it("accepts what exists, what is new, and leaves absolute paths to others", () => {
    const fine = ["src/lights.c", "./src/lamp.h", "src", "src/", "src/*.h", "**/*.md", "src/odd*name.c"];
    const absolute = ["C:\\lights.c", "/etc/lights", "~/lights.c", "\\\\pier\\lights"];
    expect(listed("In Progress", ...fine, "bell.c (new)", ...absolute)).toEqual([]);
  });

  it("points at each wrong path, once", () => {
    expect(listed("In Progress", "src/bell.c", "`src/horn.c` (the horn)", "src/bell.c", "src/*.rs")).toEqual([
      "error 4: src/bell.c",
      "error 5: src/horn.c",
      "error 7: src/*.rs",
    ]);
  });

  it("only warns in a packet that is done, except of paths that lead out", () => {
    expect(listed("Done", "src/bell.c", "src/*.rs", "src/{a,b}.c", "../bell.c", "The bell rings")).toEqual([
      "warn 4: src/bell.c",
      "warn 5: src/*.rs",
      "warn 6: src/{a,b}.c",
      "error 7: ../bell.c",
      "warn 8: The",
    ]);
  });

  it("says what is wrong with a pattern", () => {
    const packet = packetOf("- STATUS: In Progress", "### IN_SCOPE_PATHS", "- src/*.{c,h}", "- src/*.rs");
    const messages = [...scopePaths.check(packet, { world })].map(({ message }) => message);
    expect(messages[0]).toContain("must not hold alternatives in braces");
    expect(messages[1]).toContain("matches no file");
  });

  it("says it once when there is nothing but sentences, and names them one by one among paths", () => {
    expect(listed("In Progress", "The bell rings.", "The lamp burns.")).toEqual(["warn 3: ### IN_SCOPE_PATHS"]);
    expect(listed("In Progress", "The bell rings.", "src/lights.c", "Everything else burns.")).toEqual([
      "warn 4: The",
      "warn 6: Everything",
    ]);
  });

  it("asks for the list where the template does, at the scope or at the title", () => {
    const second = "- REFINEMENT_FILE: lights.md";
    const missing = (at: string, severity: string): unknown => [{ subject: "missing", at, severity, related: [] }];
    expect(tell("Ready for Dev", second, "## SCOPE", "- What: x")).toEqual(missing("4: ## SCOPE", "error"));
    expect(tell("Ready for Dev", second)).toEqual(missing("1: Task Packet: WP-1-Harbour-Lights", "error"));
    expect(tell("Done", second)).toEqual(missing("1: Task Packet: WP-1-Harbour-Lights", "warn"));
    expect(tell("Draft", second)).toEqual([]);
  });

  it("asks less of older templates, unless they began a list", () => {
    expect(tell("Ready for Dev").map(({ severity }) => severity)).toEqual(["warn"]);
    expect(tell("Done")).toEqual([]);
    expect(tell("Ready for Dev", "### IN_SCOPE_PATHS").map(({ severity }) => severity)).toEqual(["error"]);
    expect(tell("Done", "### IN_SCOPE_PATHS").map(({ severity }) => severity)).toEqual(["warn"]);
  });

  it("stops at a bound", () => {
    const many = (count: number, path: (index: number) => string): string[] =>
      listed("In Progress", ...Array.from({ length: count }, (_, index) => path(index)));
    expect(many(1000, (index) => `bell${String(index)}.c (new)`)).toEqual([]);
    expect(many(1002, (index) => `bell${String(index)}.c (new)`)).toEqual(["error 1004: bell1000.c"]);
    expect(many(20, (index) => `src/*${"?".repeat(index)} (new)`)).toEqual([]);
    expect(many(22, (index) => `src/*${"?".repeat(index)} (new)`)).toEqual([`error 24: src/*${"?".repeat(20)}`]);
  });

  it("suggests, and expects what it suggests", () => {
    const report = (path: string, status = "In Progress"): unknown => {
      const packet = packetOf(`- STATUS: ${status}`, "### IN_SCOPE_PATHS", `- ${path}`);
      const [found] = [...scopePaths.check(packet, { world })];
      return [found?.message.replace(/^.*?\. /, ""), found?.expected];
    };
    expect(report("src\\lights.c")).toEqual(["Write `src/lights.c`.", "src/lights.c"]);
    expect(report("lamps/pier.md")).toEqual([
      "The only one of that name is `docs/pier.md`: write that if it is meant.",
      "docs/pier.md",
    ]);
    expect(report("src/light.c")).toEqual(["Perhaps `src/lights.c` is meant.", "src/lights.c"]);
    expect(report("src/bell.c")).toEqual(["Correct the path, or mark it as new: `src/bell.c (new)`.", undefined]);
    expect(report("src/bell.c", "Done")).toEqual(["It may have been renamed or removed since.", undefined]);
  });
});
