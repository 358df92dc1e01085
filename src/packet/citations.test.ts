import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CITATION_LIMIT, CitationReader } from "./citations.ts";
import type { SectionName } from "./dialect.ts";
import type { Citation } from "./model.ts";
import { readDocument } from "./read.ts";

function read(words: string, section: SectionName | null = "evidenceMapping", offset = 0): readonly Citation[] {
  const reader = new CitationReader();
  reader.read(words, offset, section, false);
  return reader.citations;
}

/** `path:start-end`, with what else was read, for short expectations. */
function shown(words: string, section?: SectionName | null): readonly string[] {
  return read(words, section).map((citation) => {
    if (citation.unread !== null) return `unread ${citation.raw}`;
    const range =
      citation.start === citation.end ? String(citation.start) : `${String(citation.start)}-${String(citation.end)}`;
    const column = citation.column === null ? "" : ` column ${String(citation.column)}`;
    const symbol = citation.symbol === null ? "" : ` symbol ${citation.symbol}`;
    const quote = citation.quote === null ? "" : ` quote ${citation.quote.text}`;
    return `${citation.path} ${range}${column}${symbol}${quote}`;
  });
}

describe("the forms of citations", () => {
  it.each([
    ["src/lights.rs:12", ["src/lights.rs 12"]],
    ["`src/lights.rs:12-40`", ["src/lights.rs 12-40"]],
    ["src/lights.rs:12–40", ["src/lights.rs 12-40"]],
    ["src/lights.rs:L12-L20", ["src/lights.rs 12-20"]],
    ["src/lights.rs:47,85,128", ["src/lights.rs 47", "src/lights.rs 85", "src/lights.rs 128"]],
    ["`src/lights.rs:47-50, 85`", ["src/lights.rs 47-50", "src/lights.rs 85"]],
    ["src/lights.rs:47, 85 and src/bell.rs:3.", ["src/lights.rs 47", "src/lights.rs 85", "src/bell.rs 3"]],
    ["src/lights.rs:186:8", ["src/lights.rs 186 column 8"]],
    ["--> src\\quay\\lights.rs:186:8", ["src/quay/lights.rs 186 column 8"]],
    ["--> src\\\\quay\\\\lights.rs:186", ["src/quay/lights.rs 186"]],
    ["(lights.rs:12)", ["lights.rs 12"]],
    ["`mod.rs:859` / `duckdb.rs:610`", ["mod.rs 859", "duckdb.rs 610"]],
    ["see src/lights.rs:752.", ["src/lights.rs 752"]],
    ["`src/lights.rs`:12", ["src/lights.rs 12"]],
    ["**src/lights.rs**:12", ["src/lights.rs 12"]],
    ["src/lights.rs#L12-L20", ["src/lights.rs 12-20"]],
    ["`src/lights.rs` (L59)", ["src/lights.rs 59"]],
    ["src/lights.rs (lines 17-25, 85-120)", ["src/lights.rs 17-25", "src/lights.rs 85-120"]],
    ["src/lights.rs, line 12", ["src/lights.rs 12"]],
    ["src/lights.rs at line 12", ["src/lights.rs 12"]],
    ["`src/lights.rs::burn`", ["src/lights.rs null symbol burn"]],
    ["tests/test_lights.py::Lamp::test_burns", ["tests/test_lights.py null symbol Lamp::test_burns"]],
    ["src/lights.rs:29, :77, :147", ["src/lights.rs 29", "src/lights.rs 77", "src/lights.rs 147"]],
    ["`src/lights.rs:29` (on), `:77-80` (off)", ["src/lights.rs 29", "src/lights.rs 77-80"]],
    ['`src/lights.rs` "every lamp burns"', ["src/lights.rs null quote every lamp burns"]],
    ['src/lights.rs: "every lamp burns"', ["src/lights.rs null quote every lamp burns"]],
    ['`src/lights.rs:4` "every lamp burns"', ["src/lights.rs 4 quote every lamp burns"]],
    ["C:\\ships\\src\\lights.rs:12", ["C:/ships/src/lights.rs 12"]],
    ["fonts/Merriweather(opsz,wdth,wght).ttf:3", ["fonts/Merriweather(opsz,wdth,wght).ttf 3"]],
    ["app/[id]/$page.tsx:3", ["app/[id]/$page.tsx 3"]],
    ["lights(src/a.rs:1,b.rs:2)", ["src/a.rs 1", "b.rs 2"]],
    [".gitignore:3 Dockerfile:1", [".gitignore 3", "Dockerfile 1"]],
    ["...rs/lights.rs:11863", ["rs/lights.rs 11863"]],
    ["icons/128x128@2x.png:1", ["icons/128x128@2x.png 1"]],
    ["Ordnung/Übersicht.md:4", ["Ordnung/Übersicht.md 4"]],
    ["spec_v02.100.md:24705", ["spec_v02.100.md 24705"]],
    ["src/lights.rs:12:fn burn() {", ["src/lights.rs 12"]],
    ["src/lights.rs:12, 3 tests passed", ["src/lights.rs 12"]],
    ["src/lights.rs:12, 2026-01-05", ["src/lights.rs 12"]],
    ["src/lights.rs:12+", ["src/lights.rs 12"]],
    ["bin/deploy:12", ["bin/deploy 12"]],
    ["harbour.plan9:12", ["harbour.plan9 12"]],
  ])("reads %s", (words, expected) => {
    expect(shown(words)).toEqual(expected);
  });

  it.each([
    "at 12:30 and 2026-01-01T12:30:00Z",
    "localhost:5432, 127.0.0.1:5433, user@host:22",
    "example.com:443 and ghcr.io:5000",
    "postgres://harbour:harbour@localhost:5432/lights",
    "version 1.2.3:4 of v0.9:1",
    "Lamp::burn and storage::lights::burn, std::time::Instant::now()",
    "a ratio of 1:1 and 16:9",
    "test src/lights.rs - burn (line 3) ... ok",
    "test result: ok. 12 passed; 0 failed; finished in 0.31s",
    "harbour_tests:4 and sha256:12ab",
    "lights.plan:12 outside of the evidence map",
    "bin/deploy:12 outside of the evidence map",
    "the port :8080 of the lamp",
    "| :--- | ---: |",
    "ends at line 12",
    "an L3 cache, see (L2)",
    '`src/lights.rs` "every lamp burns"',
    "https://example.com/src/lights.rs:12",
    "http://harbour:80/lights.rs:12",
    "..:3 and .:4",
  ])("is silent about %s", (words) => {
    expect(shown(words, null)).toEqual([]);
  });

  it.each([
    ["src/lights.rs:12ff", "src/lights.rs:12ff"],
    ["src/lights.rs:0", "src/lights.rs:0"],
    ["src/lights.rs:40-12", "src/lights.rs:40-12"],
    ["src/lights.rs:123456789", "src/lights.rs:123456789"],
    ["src/lights.rs:~120", "src/lights.rs:~"],
    ["src/lights.rs:1.2.3", "src/lights.rs:1.2.3"],
    ["`:77` (burns)", ":77"],
    ["burns at line 94", "line 94"],
    ["https://example.com/blob/main/src/lights.rs#L12", "https://example.com/blob/main/src/lights.rs#L12"],
  ])("gives %s back as unread", (words, raw) => {
    const [citation, ...others] = read(words);
    expect(others).toEqual([]);
    expect(citation).toMatchObject({ raw, start: null, end: null, symbol: null });
    expect(citation?.unread).toEqual(expect.stringMatching(/.{10}/));
  });

  it("says of a line apart from its file that it is unread only where that is evidence or follows a citation", () => {
    expect(shown("burns at line 94", null)).toEqual([]);
    expect(shown("src/lights.rs:3 burns at line 94", null)).toEqual(["src/lights.rs 3", "unread line 94"]);
  });
});

describe("the place of a citation", () => {
  it("is exact for path, numbers and quotation", () => {
    const text = 'see `src/lights.rs:47-50,85` "all burn"';
    const [first, second] = read(text, "evidenceMapping", 100);
    const at = (span: { start: number; end: number } | null | undefined): string =>
      span == null ? "" : text.slice(span.start - 100, span.end - 100);
    expect(at(first?.span)).toBe("src/lights.rs:47-50");
    expect(at(first?.pathSpan)).toBe("src/lights.rs");
    expect(at(first?.lineSpan)).toBe("47-50");
    expect(first?.quote).toBeNull();
    expect(second).toMatchObject({ raw: "85", path: "src/lights.rs", pathSpan: null, start: 85, end: 85 });
    expect(at(second?.span)).toBe("85");
    expect(at(second?.lineSpan)).toBe("85");
    expect(at(second?.quote?.span)).toBe("all burn");
  });

  it("leaves the column out of the numbers", () => {
    const text = "src/lights.rs:186:8";
    const [citation] = read(text);
    expect(text.slice(citation?.lineSpan?.start, citation?.lineSpan?.end)).toBe("186");
    expect(citation?.raw).toBe(text);
  });

  it("holds what was read, whatever stands around it", () => {
    const path = fc.stringMatching(/^[a-z]{1,8}(\/[a-z_]{1,8}){0,3}\.(rs|ts|md)$/);
    const line = fc.integer({ min: 1, max: 99_999 });
    const before = fc.constantFrom("", "- ", "see `", "(", "**", "at ", "[", "a, ");
    fc.assert(
      fc.property(before, path, line, line, (lead, file, a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const text = `${lead}${file}:${String(start)}-${String(end)}`;
        const [citation, ...more] = read(text, null);
        expect(more).toEqual([]);
        expect(citation).toMatchObject({ path: file, start, end });
        expect(text.slice(citation?.span.start, citation?.span.end)).toBe(citation?.raw);
      }),
    );
  });
});

describe("a document", () => {
  it("is not read for citations inside code blocks", () => {
    const text = "# Task Packet: WP-1-Harbour-Lights\n\n```\n--> src/lights.rs:3:1\n```\nsrc/bell.rs:3:1\n";
    const packet = readDocument("packet", "docs/task_packets/WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
    expect("citations" in packet && packet.citations.map(({ raw }) => raw)).toEqual(["src/bell.rs:3:1"]);
  });

  it("yields a bounded number of citations, and says so", () => {
    const reader = new CitationReader();
    const list = Array.from({ length: 5_000 }, (_, index) => String(index + 1)).join(",");
    for (let line = 0; line < 5; line++) reader.read(`src/lights.rs:${list}`, line * 30_000, null, false);
    expect(reader.citations.length).toBe(CITATION_LIMIT + 1);
    expect(reader.citations.filter(({ unread }) => unread !== null)).toHaveLength(1);
    expect(reader.citations.at(-1)?.unread).toContain("20000");
  });

  it.each([
    ["brackets", "((((((((/".repeat(3_600)],
    ["dashes", "----------".repeat(3_200)],
    ["almost paths", "a/".repeat(16_000)],
    ["anchors", ":1".repeat(16_000)],
    ["anchored names", "a.rs:".repeat(6_500)],
    ["quotations", 'a.rs "'.repeat(5_000)],
    ["quotations never closed", '"a '.repeat(10_000)],
    ["lists", `a.rs:${"1,".repeat(16_000)}`],
    ["lines", "a.rs line ".repeat(3_000)],
    ["columns", "a.rs:1:1:".repeat(3_500)],
    ["digits", `a.rs:${"1".repeat(32_000)}`],
    ["symbols", `a.rs::${"a::".repeat(10_000)}`],
  ])("takes linear time: %s", (_, words) => {
    const reader = new CitationReader();
    const started = performance.now();
    for (let line = 0; line < 30; line++) reader.read(words, 0, "evidenceMapping", false);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
