import { describe, expect, it } from "vitest";
import { detectLayout, documentKind, LAYOUT_NAMES, LAYOUTS, layoutThen, resolveLayout } from "./layout.ts";

const packet = (folder: string): string => `${folder}/WP-1-Crane-v1.md`;

/** Every document of a layout, one packet, one stub, one refinement and one gate state. */
function treeOf(name: "records" | "gov" | "docs"): string[] {
  const { packets, stubs, refinements, gates, ...files } = LAYOUTS[name];
  return [packet(packets), packet(stubs), packet(refinements), `${gates}/WP-1-Crane-v1.json`, ...Object.values(files)];
}

describe("detectLayout", () => {
  it.each(LAYOUT_NAMES)("knows %s", (name) => {
    expect(detectLayout(["README.md", ...treeOf(name), "src/main.ts"])).toEqual({
      ...LAYOUTS[name],
      name,
      found: true,
    });
  });

  it("prefers .GOV while a move keeps both", () => {
    expect(detectLayout([...treeOf("docs"), ...treeOf("gov")])).toEqual({ ...LAYOUTS.gov, name: "gov", found: true });
  });

  it("prefers the newer companions while a move keeps both", () => {
    expect(detectLayout([...treeOf("gov"), ...treeOf("records")])).toMatchObject({
      board: LAYOUTS.records.board,
      registry: LAYOUTS.records.registry,
      specPointer: LAYOUTS.records.specPointer,
      gates: LAYOUTS.records.gates,
    });
  });

  it("takes each companion from where it exists", () => {
    const layout = detectLayout([
      packet(LAYOUTS.gov.packets),
      LAYOUTS.records.board,
      LAYOUTS.records.signatures,
      ".GOV/roles_shared/records/SPEC_CURRENT.md",
      LAYOUTS.docs.registry,
      ".GOV/roles_shared/validator_gates/WP-1-Crane-v1.json",
    ]);
    expect(layout).toEqual({
      name: "records",
      found: true,
      packets: ".GOV/task_packets",
      stubs: ".GOV/task_packets/stubs",
      refinements: ".GOV/refinements",
      board: ".GOV/roles_shared/records/TASK_BOARD.md",
      registry: "docs/WP_TRACEABILITY_REGISTRY.md",
      signatures: ".GOV/roles_shared/records/SIGNATURE_AUDIT.md",
      specPointer: ".GOV/roles_shared/records/SPEC_CURRENT.md",
      gates: ".GOV/roles_shared/validator_gates",
    });
  });

  it("keeps to docs while the packets are there", () => {
    const tree = [packet(LAYOUTS.docs.packets), LAYOUTS.docs.board, LAYOUTS.gov.board, LAYOUTS.gov.registry];
    expect(detectLayout(tree)).toMatchObject({
      name: "docs",
      board: LAYOUTS.docs.board,
      registry: LAYOUTS.gov.registry,
      signatures: LAYOUTS.docs.signatures,
    });
  });

  it("lets a packet weigh more than a stub, and a stub more than nothing", () => {
    expect(detectLayout([packet(LAYOUTS.docs.packets), packet(LAYOUTS.gov.stubs)]).packets).toBe("docs/task_packets");
    expect(detectLayout([packet(LAYOUTS.docs.stubs)])).toMatchObject({ name: "docs", found: true });
  });

  it("finds packets that have a folder of their own", () => {
    expect(detectLayout(["docs/task_packets/WP-1-Crane-v1/packet.md"])).toMatchObject({ name: "docs", found: true });
  });

  it.each([[[]], [["README.md"]], [["docs/task_packets/README.md", ".GOV/task_packets/notes/WP-1-Crane.txt"]]])(
    "says that nothing was found in %j",
    (tree) => {
      expect(detectLayout(tree)).toEqual({ ...LAYOUTS.gov, name: "gov", found: false });
    },
  );
});

describe("resolveLayout", () => {
  it("takes a named layout as it is, whatever exists", () => {
    expect(resolveLayout({ name: "docs", paths: {} }, treeOf("gov"))).toEqual({
      ...LAYOUTS.docs,
      name: "docs",
      found: false,
    });
  });

  it("lays named places upon the layout, and looks for packets there", () => {
    const choice = { name: "auto", paths: { packets: "work/packets", board: null, registry: "work/REG.md" } } as const;
    expect(resolveLayout(choice, ["work/packets/WP-1-Crane-v1.md", LAYOUTS.docs.signatures])).toEqual({
      ...LAYOUTS.gov,
      name: "paths",
      found: true,
      packets: "work/packets",
      stubs: "work/packets/stubs",
      board: null,
      registry: "work/REG.md",
      signatures: LAYOUTS.docs.signatures,
    });
  });

  it("keeps stubs where the file says they are", () => {
    const choice = { name: "gov", paths: { packets: "work", stubs: "ideas" } } as const;
    expect(resolveLayout(choice, ["ideas/WP-1-Crane.md"])).toMatchObject({ stubs: "ideas", found: true });
  });

  it("reads the paths once", () => {
    const once = [packet(LAYOUTS.docs.packets), LAYOUTS.docs.board].values();
    expect(detectLayout(once)).toMatchObject({ name: "docs", found: true });
  });
});

describe("layoutThen", () => {
  const now = detectLayout([".GOV/task_packets/WP-1-Lamp.md", ".GOV/roles_shared/records/SIGNATURE_AUDIT.md"]);

  it("finds documents where they were before they moved", () => {
    const then = layoutThen(now, ["docs/task_packets/WP-1-Lamp.md", ".GOV/roles_shared/SIGNATURE_AUDIT.md"]);
    expect(then).toMatchObject({ packets: "docs/task_packets", signatures: ".GOV/roles_shared/SIGNATURE_AUDIT.md" });
  });

  it("keeps each place that was in use already", () => {
    const then = layoutThen(
      { ...now, board: "docs/TASK_BOARD.md" },
      ["docs/task_packets/WP-1-Crane.md", "docs/TASK_BOARD.md", ".GOV/roles_shared/TASK_BOARD.md", now.packets + "/WP-1-Lamp.md"],
    );
    expect(then).toMatchObject({ packets: ".GOV/task_packets", board: "docs/TASK_BOARD.md" });
  });

  it("never leaves the places that a policy names", () => {
    const named = resolveLayout({ name: "auto", paths: { packets: "plans" } }, ["docs/task_packets/WP-1-Lamp.md"]);
    expect(layoutThen(named, ["docs/task_packets/WP-1-Lamp.md"])).toEqual(named);
  });
});

describe("documentKind", () => {
  it.each([
    [".GOV/task_packets/WP-1-Crane-v1.md", "packet"],
    [".GOV/task_packets/WP-1-MEX-v1.2-Runtime-v2.md", "packet"],
    [".GOV/task_packets/WP-1-Crane-v1/packet.md", "packet"],
    [".GOV/task_packets/stubs/WP-1-Crane-v1.md", "stub"],
    [".GOV/refinements/WP-1-Crane-v1.md", "refinement"],
    [".GOV/roles_shared/TASK_BOARD.md", "board"],
    [".GOV/roles_shared/WP_TRACEABILITY_REGISTRY.md", "registry"],
    [".GOV/roles_shared/SIGNATURE_AUDIT.md", "signatures"],
    [".GOV/roles_shared/SPEC_CURRENT.md", "specPointer"],
  ])("%s is a %s", (path, kind) => {
    expect(documentKind(LAYOUTS.gov, path)).toBe(kind);
  });

  it.each([
    ".GOV/task_packets/README.md",
    ".GOV/task_packets/WP-.md",
    ".GOV/task_packets/XWP-1-Crane.md",
    ".GOV/task_packets/WP-1-Crane.md.bak",
    ".GOV/task_packets/WP-1-Crane/notes.md",
    ".GOV/task_packets/notes/packet.md",
    ".GOV/task_packets/old/WP-1-Crane.md",
    ".GOV/task_packets/old/WP-1-Crane/packet.md",
    ".GOV/task_packets/packet.md",
    ".GOV/task_packets2/WP-1-Crane.md",
    ".GOV/task_packets2WP-1-Crane.md",
    ".GOV/task_packets",
    ".gov/task_packets/WP-1-Crane.md",
    "x/.GOV/task_packets/WP-1-Crane.md",
    ".GOV/refinements/deep/WP-1-Crane.md",
    ".GOV/roles_shared/TASK_BOARD.md.orig",
    ".GOV/roles_shared/old/TASK_BOARD.md",
  ])("%s is nothing", (path) => {
    expect(documentKind(LAYOUTS.gov, path)).toBeNull();
  });

  it("knows stubs that lie beside the packets' folder", () => {
    const layout = { ...LAYOUTS.docs, stubs: "ideas" };
    expect(documentKind(layout, "ideas/WP-1-Crane.md")).toBe("stub");
    expect(documentKind(layout, "docs/task_packets/stubs/WP-1-Crane.md")).toBeNull();
  });

  it("takes another form of file name", () => {
    const form = /^T-.*\.md$/;
    expect(documentKind(LAYOUTS.docs, "docs/task_packets/T-1.md", form)).toBe("packet");
    expect(documentKind(LAYOUTS.docs, "docs/task_packets/T-1/packet.md", form)).toBe("packet");
    expect(documentKind(LAYOUTS.docs, "docs/task_packets/T-1/other.md", form)).toBeNull();
    expect(documentKind(LAYOUTS.docs, "docs/task_packets/WP-1-Crane.md", form)).toBeNull();
  });

  it("says of a document that a layout lacks that it is nothing", () => {
    expect(documentKind({ ...LAYOUTS.gov, board: null }, LAYOUTS.gov.board)).toBeNull();
  });
});
