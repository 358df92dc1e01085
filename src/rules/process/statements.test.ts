import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Packet } from "../../packet/model.ts";
import { readDocument } from "../../packet/read.ts";
import { differenceOf } from "./difference.ts";
import { lights } from "./harbour.ts";
import { statementsOf, type Statement } from "./statements.ts";

function read(...lines: readonly string[]): Packet {
  const text = lights("## DONE_MEANS", ...lines);
  const packet = readDocument("packet", ".GOV/task_packets/WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
  if (packet.kind !== "packet") throw new Error("not a packet");
  return packet;
}

function regionOf(packet: Packet): readonly Statement[] {
  const sections = packet.sections.filter((section) => section.name === "doneMeans");
  return statementsOf(packet, sections, (section) => section.name === "waivers");
}

const statements = (...lines: readonly string[]) => regionOf(read(...lines));
const words = (...lines: readonly string[]) => statements(...lines).map((statement) => statement.words);
const differs = (before: readonly string[], after: readonly string[]) =>
  differenceOf(statements(...before), statements(...after));

describe("statements", () => {
  it("are items, paragraphs, lines of code and rows", () => {
    expect(words("- one", "  two", "- three", "", "four", "five", "", "six")).toEqual([
      "one two",
      "three",
      "four five",
      "six",
    ]);
    expect(words("six", "```sh", "npm a", "npm b", "```", "", "---")).toEqual(["six", "npm a", "npm b"]);
    expect(words("| a | b |", "|---|---|", "| c | d |")).toEqual(["| a | b |", "|---|---|", "| c | d |"]);
  });

  it("point at all of their lines", () => {
    const [first] = statements("- one", "  two");
    const length = "one\n  two".length;
    expect((first?.span.end ?? 0) - (first?.span.start ?? 0)).toBe(length);
    expect(first?.text).toBe("one two");
  });

  it("leave out sections apart, templates, comments and reports", () => {
    expect(
      words(
        "- one <!-- hint --> two <!-- open",
        "- (Coder fills this in)",
        "<!-- Allowed: YES -->",
        "### WAIVERS",
        "- none of this",
        "## VALIDATION REPORT",
        "Verdict: PASS",
      ),
    ).toEqual(["one two <!-- open"]);
  });

  it("forget how they are written", () => {
    const marked = "* [x] **Lamps** (`all`), *burn* _now_ \u2013 \u201cthey\u201d do;";
    expect(words(marked)).toEqual(["Lamps all burn now they do"]);
    expect(words("- src/* src/** a_b_c __init__.py *.ts")).toEqual(["src/* src/** a_b_c init.py *.ts"]);
    expect(words("- \u2265 5 \u2192 6 \u00d7 7")).toEqual([">= 5 -> 6 x 7"]);
    expect(words("- src/lamp.ts (new)", "- src/wick.ts (only the end)")).toEqual([
      "src/lamp.ts",
      "src/wick.ts only the end",
    ]);
  });

  it("forget where governance lies, and nothing else", () => {
    for (const folder of ["docs/", ".GOV/roles_shared/records/", ".GOV/roles_shared/"]) {
      expect(words(`- \`${folder}TASK_BOARD.md\``)).toEqual(["TASK_BOARD.md"]);
    }
    expect(words("- docs/", "- src/docs/a.md", "- node --x=.GOV/scripts/a.mjs")).toEqual([
      "docs/",
      "src/docs/a.md",
      "node --x=scripts/a.mjs",
    ]);
  });
});

describe("a difference", () => {
  it("is none when only wrapping and marks changed", () => {
    expect(differs(["- one two", "- three"], ["- one", "  two", "* **three**"])).toBeNull();
  });

  it("is none when only the encoding was damaged or mended", () => {
    expect(differs(["- \u00a72.1 holds \u2014 always"], ["- \u00c2\u00a72.1 holds - always"])).toBeNull();
    expect(differs(["- per \u00a72.1\u20138"], ["- per ??2.1???8"])).toBeNull();
    expect(differs(["- per (\u00a72.1)"], ["- per (A2.1)"])).toBeNull();
    expect(differs(["- the caf\u00e9"], ["- the caf??"])).toBeNull();
    expect(differs(["- \u2705 lamps"], ["- lamps"])).toBeNull();
  });

  it("names what really changed next to damage, on either side", () => {
    const found = differs(["- per \u00a72.1", "- old"], ["- per ??2.1", "- new"]);
    expect(found).toMatchObject({ removed: [{ text: "old" }], added: [{ text: "new" }] });
    const turned = differs(["- per ??2.1", "- old"], ["- per 2.1", "- new"]);
    expect(turned).toMatchObject({ removed: [{ text: "old" }], added: [{ text: "new" }] });
    const mended = differs(["- per 2.1", "- old"], ["- per ??2.1", "- new"]);
    expect(mended).toMatchObject({ removed: [{ text: "old" }], added: [{ text: "new" }] });
  });

  it("sees letters of scripts that no damage touches, numbers, case and signs", () => {
    expect(differs(["- \u706f\u3002"], ["- \u6d77\u3002"])).not.toBeNull();
    expect(differs(["- 5 s"], ["- 50 s"])).not.toBeNull();
    expect(differs(["- It MUST burn"], ["- It must burn"])).not.toBeNull();
    expect(differs(["- x < 5"], ["- x > 5"])).not.toBeNull();
  });

  it("counts equal statements, and sees their order", () => {
    expect(differs(["- a", "- a"], ["- a"])).toMatchObject({ removed: [{ words: "a" }], added: [], reordered: false });
    expect(differs(["- a"], ["- a", "- a"])).toMatchObject({ removed: [], added: [{ words: "a" }], reordered: false });
    expect(differs(["- a", "- b"], ["- b", "- a"])).toMatchObject({ removed: [], added: [], reordered: true });
  });

  it("is what has to be taken away and put in to come from one version to the other", () => {
    const lamp = fc.constantFrom("- red", "- green", "- blue", "- \u00a71", "- ??1");
    fc.assert(
      fc.property(fc.array(lamp, { maxLength: 6 }), fc.array(lamp, { maxLength: 6 }), (before, after) => {
        const found = differs(before, after);
        const count = found === null ? 0 : found.added.length - found.removed.length;
        expect(count).toBe(found === null ? 0 : after.length - before.length);
        if (found === null) expect(after.length).toBe(before.length);
      }),
    );
  });

  it("costs little for hostile text", () => {
    const hostile = [")", "<!--", "*a", "_a", "?"].map((signs) => signs.repeat(30_000 / signs.length));
    const packet = read(...hostile.flatMap((line) => [`- ${line}x`, ""]));
    const started = performance.now();
    regionOf(packet);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
