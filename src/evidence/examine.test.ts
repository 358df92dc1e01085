import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "../packet/source.ts";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { examinePacket, resolvePacket, Search, type Evidence } from "./examine.ts";
import { FileLines, lineCount, readCitedFile } from "./file-lines.ts";
import { TreeIndex } from "./tree-index.ts";

const OWN = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function examine(words: string, files: Readonly<Record<string, string | Uint8Array>>, search = new Search()): readonly Evidence[] {
  const text = `# Task Packet: WP-1-Harbour-Lights\n\n## EVIDENCE_MAPPING\n- x: ${words}\n`;
  const packet = readDocument("packet", OWN, bytes(text)) as Packet;
  const tree = new Map([OWN, ...Object.keys(files)].map((path) => [path, { kind: "file" } as const]));
  const resolved = resolvePacket(packet, { index: new TreeIndex(tree), isSpec: () => false });
  return examinePacket(
    resolved,
    (path) => {
      const file = files[path];
      return file === undefined ? undefined : readCitedFile(typeof file === "string" ? bytes(file) : file);
    },
    search,
  );
}

const SOURCE = "fn burn() {\n\n  shine(3)\n}\n// ---\n// être\n} // }\n";

describe("what a citation comes to", () => {
  it.each([
    ["a.rs:1", "ok"],
    ["a.rs:2", "hollow"],
    ["a.rs:4", "hollow"],
    ["a.rs:5", "hollow"],
    ["a.rs:6", "ok"],
    ["a.rs:7", "hollow"],
    ["a.rs:2-3", "ok"],
    ["a.rs:4-5", "hollow"],
    ["a.rs:7-8", "past-end"],
    ["a.rs:8", "past-end"],
    ["a.rs::burn", "ok"],
    ["a.rs::Lamp::shine", "ok"],
    ["a.rs::bur", "missing"],
    ['a.rs "fn burn() {"', "ok"],
    ['a.rs "fn shine"', "missing"],
    ["b.rs:1", "missing"],
    ["a.rs:0", "unread"],
    [`${OWN}:1`, "self"],
  ])("%s is %s", (words, state) => {
    expect(examine(words, { "a.rs": SOURCE }).map((evidence) => evidence.state)).toEqual([state]);
  });

  it("names the line, where there is one", () => {
    const lines = examine('a.rs:3, a.rs::shine, a.rs "shine", b.rs:1', { "a.rs": SOURCE }).map(({ line }) => line);
    expect(lines).toEqual([3, 3, 3, null]);
  });

  it.each([
    ["a binary file", bytes("a\0b\n"), "is a binary file"],
    ["a file in large file storage", bytes("version https://git-lfs.github.com/spec/v1\noid sha256:1\n"), "Git LFS"],
    ["more lines than a source has", bytes("\n".repeat(2_000_001)), "more than 2000000 lines"],
  ])("is open for %s", (_, file, reason) => {
    const [evidence] = examine("a.rs:1", { "a.rs": file });
    expect(evidence).toMatchObject({ state: "unverifiable", path: "a.rs" });
    expect(evidence?.reason).toContain(reason);
  });

  it("is ambiguous when the file that the packet hints at is too short, and others have its name", () => {
    const files = { "deck/mod.rs": "a\n", "quay/mod.rs": "a\nb\nc\n", "deck/bell.rs": "a\n" };
    expect(examine("mod.rs:1, deck/bell.rs:1", files).map(({ state }) => state)).toEqual(["ok", "ok"]);
    const [evidence] = examine("mod.rs:3, deck/bell.rs:1", files);
    expect(evidence).toMatchObject({ state: "ambiguous", path: null, resolution: { how: "ambiguous", count: 2 } });
    expect(examine("bell.rs:3, deck/bell.rs:1", files)[0]?.state).toBe("past-end");
  });

  it("is open once too much was searched", () => {
    const states = examine("a.rs::burn, b.rs::burn, a.rs::burn", { "a.rs": SOURCE, "b.rs": SOURCE }, new Search(80));
    expect(states.map(({ state }) => state)).toEqual(["ok", "unverifiable", "ok"]);
  });
});

describe("lines of a file", () => {
  it("are what Git counts, whatever the file", () => {
    const text = fc
      .array(fc.constantFrom("a", "\n", "\r\n", "", "é", "  ", "}"), { maxLength: 30 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (content) => {
        const lines = new FileLines(bytes(content));
        const expected = content === "" ? [] : content.replace(/\n$/, "").split("\n");
        expect(lines.count).toBe(expected.length);
        expect(lineCount(bytes(content))).toBe(expected.length);
        for (const [index, line] of expected.entries()) {
          expect(lines.line(index + 1)).toBe(line.replace(/\r$/, ""));
          expect(lines.isHollow(index + 1, index + 1)).toBe(!/[aé]/.test(line));
        }
        expect(lines.line(0)).toBe("");
        expect(lines.line(expected.length + 1)).toBe("");
        if (expected.length > 0) expect(lines.isHollow(1, expected.length)).toBe(!/[aé]/.test(content));
      }),
    );
  });

  it("tell a long hollow range from one that holds a word far down", () => {
    const lines = new FileLines(bytes(`${"}\n".repeat(5_000)}word\n${"}\n".repeat(5_000)}`));
    expect(lines.isHollow(1, 5_000)).toBe(true);
    expect(lines.isHollow(1, 5_001)).toBe(false);
    expect(lines.isHollow(5_002, 10_001)).toBe(true);
    expect(lines.isHollow(4_000, 9_000)).toBe(false);
  });

  it("cost no more for being asked for often", () => {
    const wide = new FileLines(bytes(`${"-".repeat(4_000_000)}\n`));
    const tall = new FileLines(bytes("}\n".repeat(1_000_000)));
    const started = performance.now();
    for (let round = 0; round < 20_000; round++) {
      expect(wide.isHollow(1, 1)).toBe(true);
      expect(tall.isHollow(1 + round, 900_000)).toBe(true);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("are decoded as the documents are", () => {
    const windows = Uint8Array.from([0x61, 0x97, 0x62, 0x0a]);
    expect(new FileLines(windows).line(1)).toBe(decode(windows.subarray(0, 3)).source.text);
    expect(new FileLines(bytes("\ufeffa\n")).line(1)).toBe("a");
  });
});
