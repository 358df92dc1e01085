import { describe, expect, it } from "vitest";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { CANDIDATES, proofOf, resolveCitation, type Ground, type Resolution } from "./resolve.ts";
import { TreeIndex } from "./tree-index.ts";

type Kind = "file" | "executable" | "symlink" | "submodule";

const OWN = ".GOV/task_packets/WP-1-Harbour-Lights.md";

function packetOf(body: string, path = OWN): Packet {
  const document = readDocument("packet", path, new TextEncoder().encode(body));
  if (document.kind !== "packet") throw new Error("no packet");
  return document;
}

/** What the first citation of the words comes to. */
function resolve(words: string, files: readonly string[], others: Readonly<Record<string, Kind>> = {}): Resolution {
  const tree = new Map<string, { kind: Kind }>(files.map((path) => [path, { kind: "file" }]));
  for (const [path, kind] of Object.entries(others)) tree.set(path, { kind });
  const ground: Ground = { index: new TreeIndex(tree), isSpec: (path) => /(?:^|\/)Spec_v[\d.]+\.md$/.test(path) };
  const packet = packetOf(`# Task Packet: WP-1-Harbour-Lights\n\n## EVIDENCE_MAPPING\n- x: ${words}\n`);
  const [citation] = packet.citations;
  if (citation === undefined) throw new Error(`no citation in ${words}`);
  return resolveCitation(citation, ground, proofOf(packet, ground.index));
}

describe("a citation", () => {
  it.each([
    ["src/lights.rs:1", ["src/lights.rs", "lib/src/lights.rs"], { how: "exact", path: "src/lights.rs" }],
    ["./src/lights.rs:1", ["src/lights.rs"], { how: "exact", path: "src/lights.rs" }],
    ["src/deck/../lights.rs:1", ["src/lights.rs"], { how: "exact", path: "src/lights.rs" }],
    ["../task_packets/Plan.md:1", [".GOV/task_packets/Plan.md"], { how: "exact", path: ".GOV/task_packets/Plan.md" }],
    ["src\\lights.rs:1", ["src/lights.rs"], { how: "exact", path: "src/lights.rs" }],
    ["lights.rs:1", ["src/lights.rs"], { how: "suffix", path: "src/lights.rs" }],
    ["deck/lights.rs:1", ["a/deck/lights.rs", "a/quay/lights.rs"], { how: "suffix", path: "a/deck/lights.rs" }],
    ["eck/lights.rs:1", ["a/deck/lights.rs"], { how: "missing", candidates: ["a/deck/lights.rs"] }],
    ["/home/mara/harbour/src/lights.rs:1", ["src/lights.rs"], { how: "suffix", path: "src/lights.rs" }],
    ["C:\\ships\\src\\lights.rs:1", ["src/lights.rs"], { how: "suffix", path: "src/lights.rs" }],
    ["/etc/lights.rs:1", ["lights.rs"], { how: "missing", candidates: ["lights.rs"] }],
    ["../../../lights.rs:1", ["lights.rs"], { how: "missing", candidates: [] }],
    ["bell.rs:1", ["src/lights.rs"], { how: "missing", candidates: [] }],
    ["lights.rs:0", ["lights.rs"], { how: "unread" }],
    ["old/Spec_v1.2.md:7", ["Spec_v1.3.md"], { how: "absent-spec" }],
    ["Spec_v1.3.md:7", ["docs/Spec_v1.3.md"], { how: "suffix", path: "docs/Spec_v1.3.md" }],
    ["docs/task_packets/WP-1-Harbour-Lights.md:7", [OWN], { how: "exact", path: OWN }],
    ["docs/other/WP-1-Harbour-Lights.md:7", [OWN], { how: "missing", candidates: [OWN] }],
  ] as const)("%s among %j", (words, files, expected) => {
    expect(resolve(words, files)).toEqual(expected);
  });

  const MODS = ["src/deck/mod.rs", "src/mast/mod.rs", "src/quay/mod.rs"];

  it("is ambiguous among several files of its name, of which a few are listed", () => {
    expect(resolve("mod.rs:1", MODS)).toEqual({ how: "ambiguous", candidates: MODS, count: 3 });
    const many = Array.from({ length: 40 }, (_, index) => `src/${String(index)}/mod.rs`).sort();
    expect(resolve("mod.rs:1", many)).toEqual({ how: "ambiguous", candidates: many.slice(0, CANDIDATES), count: 40 });
  });

  it.each([
    ["a citation of the whole path", "mod.rs:1, src/quay/mod.rs:4", "src/quay/mod.rs"],
    ["a citation of a file beside it", "mod.rs:1, src/quay/bell.rs:4", "src/quay/mod.rs"],
    ["the scope", "mod.rs:1\n\n- IN_SCOPE_PATHS:\n  - src/quay/mod.rs", "src/quay/mod.rs"],
    ["a folder in the scope", "mod.rs:1\n\n- IN_SCOPE_PATHS:\n  - src/quay/", "src/quay/mod.rs"],
    ["the manifest", "mod.rs:1\n\n- **Target File**: `src\\quay\\mod.rs`", "src/quay/mod.rs"],
  ])("is proven by %s", (_, words, path) => {
    expect(resolve(words, [...MODS, "src/quay/bell.rs"])).toMatchObject({ how: "prefix", path, instead: { count: 3 } });
  });

  it("stays ambiguous when the packet names several of the files, or folders", () => {
    expect(resolve("mod.rs:1, src/quay/mod.rs:4, src/deck/mod.rs:5", MODS).how).toBe("ambiguous");
    expect(resolve("mod.rs:1\n\n- IN_SCOPE_PATHS:\n  - src/quay/\n  - src/deck/", MODS).how).toBe("ambiguous");
  });

  it("takes the file that is named before one that merely lies in a folder that is", () => {
    const words = "mod.rs:1, src/quay/mod.rs:4, src/deck/bell.rs:5";
    expect(resolve(words, [...MODS, "src/deck/bell.rs"])).toMatchObject({ how: "prefix", path: "src/quay/mod.rs" });
  });

  it("finds the crate root by the paths below it", () => {
    const files = ["app/src/lib/mod.rs", "core/src/lib/mod.rs", "core/src/bell.rs"];
    expect(resolve("src/lib/mod.rs:1, core/src/bell.rs:1", files)).toMatchObject({
      how: "prefix",
      path: "core/src/lib/mod.rs",
    });
  });

  it("never follows links and submodules, nor what lies behind them", () => {
    const others = { "src/link.rs": "symlink", "src/deck": "symlink", vendor: "submodule" } as const;
    expect(resolve("src/link.rs:1", [], others)).toEqual({ how: "symlink", path: "src/link.rs" });
    expect(resolve("src/deck/lights.rs:1", [], others)).toEqual({ how: "symlink", path: "src/deck" });
    expect(resolve("vendor/bell/lights.rs:1", [], others)).toEqual({ how: "submodule", path: "vendor" });
    expect(resolve("link.rs:1", [], others)).toEqual({ how: "missing", candidates: [] });
    expect(resolve("run.sh:1", [], { "bin/run.sh": "executable" })).toEqual({ how: "suffix", path: "bin/run.sh" });
  });
});

it("looks through a large tree once for each path", () => {
  const tree = new Map<string, { kind: Kind }>();
  for (let index = 0; index < 50_000; index++) tree.set(`src/${String(index)}/mod.rs`, { kind: "file" });
  const index = new TreeIndex(tree);
  const started = performance.now();
  for (let round = 0; round < 20_000; round++) index.endingWith(`${String(round % 5_000)}/mod.rs`);
  for (let round = 0; round < 1_000; round++) expect(index.endingWith("mod.rs")).toHaveLength(50_000);
  expect(performance.now() - started).toBeLessThan(3_000);
});
