/** Laws of the ledger: it grows at its end, and nothing that it holds can change unseen. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOf } from "../../src/ledger/block.ts";
import { breaksLedger, compareLedger } from "../../src/ledger/compare.ts";
import { documentText } from "../packet/documents.ts";
import { runs } from "../runs.ts";
import { compared, packetOf, packetText, reports } from "./reports.ts";

function breaches(before: string | Uint8Array, after: string | Uint8Array): readonly string[] {
  return compared(before, after).differences.filter(breaksLedger).map(({ kind }) => kind);
}

describe("the ledger", () => {
  it("never minds a report behind the others", () => {
    fc.assert(
      fc.property(reports(1, 5), (all) => {
        const earlier = all.slice(0, -1);
        const result = compared(packetText(earlier), packetText(all));
        expect(result.differences.map(({ kind }) => kind)).toEqual(["appended"]);
        expect(result.class).toBe(earlier.length === 0 ? "first" : "appended");
      }),
      runs(300),
    );
  });

  it("never minds what happens outside of reports", () => {
    fc.assert(
      fc.property(reports(1, 4), fc.constantFrom("- piers", "- What: `lamps`", "- a\n- b"), (all, scope) => {
        const text = packetText(all);
        expect(compared(text, text.replace("- lamps", scope)).class).toBe("untouched");
      }),
    );
  });

  it("notices every edit inside a report", () => {
    const edit = fc.record({
      at: fc.nat(),
      drop: fc.integer({ min: 0, max: 12 }),
      put: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("\n", "\n\n", "PASS", "\n- done\n", "<!--", "```", "## ")),
    });
    fc.assert(
      fc.property(reports(1, 4), edit, (all, { at, drop, put }) => {
        const text = packetText(all);
        const blocks = blocksOf(packetOf(text));
        const start = blocks[0]?.span.start ?? 0;
        const end = blocks.at(-1)?.span.end ?? 0;
        // Before the first character and behind the last one is not inside; nor is the blank line between two reports,
        // where a heading of its own belongs to neither.
        const from = whole(text, start + 1 + (at % (end - start - 1)));
        fc.pre(blocks.some(({ span }) => from > span.start && from < span.start + text.slice(span.start, span.end).trimEnd().length));
        const edited = text.slice(0, from) + put + text.slice(whole(text, Math.min(from + drop, end)));
        fc.pre(said(edited) !== said(text));
        expect(breaches(text, edited), edited).not.toEqual([]);
      }),
      runs(600),
    );
  });

  it("notices reports that are lost, doubled above, or in another order", () => {
    fc.assert(
      fc.property(reports(2, 4), fc.nat(), (all, seed) => {
        fc.pre(new Set(all.map(said)).size === all.length);
        const index = seed % all.length;
        const [first = "", ...rest] = all;
        const less = all.filter((_, at) => at !== index);
        expect(breaches(packetText(all), packetText(less)), "lost").not.toEqual([]);
        expect(breaches(packetText(all), packetText([...rest, first])), "order").not.toEqual([]);
        expect(breaches(packetText(rest), packetText([first, ...rest])), "above").toEqual(["inserted"]);
      }),
      runs(300),
    );
  });

  it("takes another encoding for no more than that", () => {
    fc.assert(
      fc.property(reports(1, 4), fc.shuffledSubarray([...RECODINGS]), (all, recodings) => {
        const text = packetText(all);
        const recoded = recodings.reduce((words, recode) => recode(words), text);
        const result = compared(text, recoded);
        expect(result.differences.map(({ kind }) => kind).filter((kind) => kind !== "reencoded"), recoded).toEqual([]);
        expect(breaches(recoded, text)).toEqual([]);
        expect(breaches(text, Buffer.from(`\ufeff${recoded.replaceAll("\n", "\r\n")}`))).toEqual([]);
      }),
      runs(300),
    );
  });

  it("knows a file by its words, whatever the bytes", () => {
    fc.assert(
      fc.property(reports(1, 4), (all) => {
        const text = packetText(all).replace(/[\u2705\u274c\u{1f6a2}]/gu, "\u00e9");
        const single = Uint8Array.from(text, (character) => WINDOWS.get(character) ?? character.charCodeAt(0));
        expect(breaches(text, single)).toEqual([]);
      }),
    );
  });

  it("never fails, and finds nothing between a document and itself", () => {
    fc.assert(
      fc.property(documentText, documentText, (before, after) => {
        expect(["none", "untouched"]).toContain(compared(before, before).class);
        const { differences } = compared(before, after);
        expect(differences.length).toBeLessThanOrEqual(blocksOf(packetOf(before)).length + blocksOf(packetOf(after)).length);
      }),
      runs(200),
    );
  });
});

describe("a hostile packet", () => {
  it("is compared in time that grows with its size", () => {
    const many = Array.from({ length: 4000 }, (_, index) => `VALIDATION REPORT - ${index}\nVerdict: PASS`);
    const same = Array.from({ length: 4000 }, () => "VALIDATION REPORT\nVerdict: PASS");
    const long = ["### VALIDATION REPORT", ...Array.from({ length: 9000 }, (_, index) => `- lamp ${index % 7}`)].join("\n");
    const pairs = [
      [packetText(many), packetText([...many].reverse())],
      [packetText(many), packetText(many.map((text) => text.replace("PASS", "FAIL")))],
      [packetText(same), packetText(same.slice(1))],
      [packetText([long]), packetText([long.replaceAll("lamp 3", "lamp 4")])],
    ];
    for (const [before = "", after = ""] of pairs) {
      const [old, now] = [blocksOf(packetOf(before)), blocksOf(packetOf(after))];
      const started = performance.now();
      expect(compareLedger(old, now).differences.some(breaksLedger)).toBe(true);
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });
});

/** `at`, or one before it where it is inside of a surrogate pair: half a character cannot be written to a file. */
function whole(text: string, at: number): number {
  return /^[\udc00-\udfff]/.test(text.slice(at)) && /[\ud800-\udbff]$/.test(text.slice(0, at)) ? at - 1 : at;
}

/** What a text says, by the simplest means there are: the ledger's own are not to be trusted here. */
function said(text: string): string {
  return text
    .replace(/[^\n\x20-\x7e]+|\?{2,}/g, "~")
    .replaceAll(".GOV/roles_shared/", ".GOV/")
    .replaceAll("docs/", ".GOV/")
    .split("\n")
    .map((line) => line.replace(/ +/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

const WINDOWS: ReadonlyMap<string, number> = new Map([
  ["\u2013", 0x96],
  ["\u2014", 0x97],
  ["\u201c", 0x93],
  ["\u201d", 0x94],
]);

/** Ways in which tools have rewritten whole repositories. */
const RECODINGS: readonly ((text: string) => string)[] = [
  // Stored as UTF-8, read as windows-1252.
  (text) => new TextDecoder("windows-1252").decode(Buffer.from(text)),
  // Characters that a code page does not know.
  (text) => text.replace(/[^\n\x20-\x7e]/gu, "??"),
  (text) => text.replaceAll("docs/task_packets/", ".GOV/task_packets/").replaceAll("scripts/", ".GOV/scripts/"),
  (text) => text.replaceAll(".GOV/roles_shared/", "docs/"),
  (text) => text.replaceAll(/(?<=[a-z.])\n/g, "  \n"),
  (text) => text.replaceAll(/(?<=VALIDATION REPORT.*)\n/g, "\n\n"),
];
