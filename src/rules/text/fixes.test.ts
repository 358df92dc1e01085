/** The fixes of all rules on text, applied at once: none touches another, and one pass leaves nothing to fix. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnyDocument } from "../../packet/model.ts";
import { applied, editsOf, packetOf, reportsOn } from "./document.fixture.ts";
import { textRules } from "./family.ts";

function mended(bytes: Uint8Array): Buffer {
  const document = packetOf(bytes);
  return applied(document, editsOf(reportsOn(textRules, document)));
}

const PIECES = [
  "\n|\n|\n\n|\r\n|a|Lights|per 2.4| | |- |# |## |1. |> |`|```|```bash|~~~|`ash|`\bash|  |    |/|src/a.rs:12",
  "## SCOPE|## DONE_MEANS|\\n\\n## SCOPE|\\n## TEST_PLAN|- TASK_ID: |Verdict: PASS|## VALIDATION REPORT - x",
  "[x]|(|[|<|!|-|\u2014|\u2013|\u201c|\u201d",
  "\u2019|\u2026|\u2192|\u00a0|\u00a7|\u2264|\u2265|x \u2705\n|x \u2714\ufe0f\n",
  "\u00fc|\u{1f575}\ufe0f|\u4e2d|\u0001|\u0008|\u0015|A\u00152|\r|\u001b[0m|\u200b|\u202e",
  "\u00c2\u00a7|\u00e2\u20ac\u201d|\u00e2\u20ac\u0153",
  "\u00c3\u00bc|\u00f0\u0178\u2022\u00b5|\u00c3\u0192\u00c2\u00bc|\u00e2\u20ac",
];
const pieces = fc.constantFrom(...PIECES.flatMap((list) => list.split("|")));

const documents = documentsOf(pieces, [0x97, 0x93, 0xfc]);

/** Pieces that become double-encoded text only beside one another, or once something else is mended. */
const HALVES = "\u00c2|\u00c3|\u00e2|\u00e9|\ufeff|\u20ac|\u0192|\u00a2|\u0080|\u0081|\u0085|\u0094";
const halves = fc.oneof(pieces, fc.constantFrom(...HALVES.split("|")));
const nested = documentsOf(halves, [0xc2, 0xe2, 0xc3, 0x80, 0x81, 0x94]);

function documentsOf(words: fc.Arbitrary<string>, strays: number[]): fc.Arbitrary<Buffer> {
  const part = fc.oneof(
    { weight: 12, arbitrary: words.map((word) => Buffer.from(word)) },
    { weight: 1, arbitrary: fc.constantFrom(...strays).map((byte) => Buffer.of(byte)) },
  );
  const head = fc.constantFrom("", "\ufeff", "- PACKET_FORMAT_VERSION: 2026-01-01\n\n");
  return fc
    .tuple(head, fc.array(part, { maxLength: 40 }))
    .map(([first, parts]) => Buffer.concat([Buffer.from(first), ...parts]));
}

describe("the fixes of all rules on text", () => {
  it("never touch one another", () => {
    fc.assert(
      fc.property(documents, (bytes) => {
        let end = -1;
        for (const { span, bom } of editsOf(reportsOn(textRules, packetOf(bytes)))) {
          if (bom === true) continue;
          expect(span.start).toBeGreaterThanOrEqual(end);
          end = span.end;
        }
      }),
      { numRuns: 150 },
    );
  });

  it("leave nothing to fix", () => {
    fc.assert(
      fc.property(documents, (bytes) => {
        const once = mended(bytes);
        expect(mended(once).toString("hex")).toBe(once.toString("hex"));
      }),
      { numRuns: 150 },
    );
  });

  it("come to an end where damage lies below damage", () => {
    fc.assert(
      fc.property(nested, (bytes) => {
        let last: Buffer = bytes;
        for (let pass = 0; pass < 5; pass++) last = mended(last);
        expect(mended(last).toString("hex")).toBe(last.toString("hex"));
      }),
      { numRuns: 150 },
    );
  });

  it("keep the sections, and every byte of a report", () => {
    const facts = (document: AnyDocument): unknown => [
      document.sections.flatMap((section) => section.name ?? []),
      document.appendOnly.map((span) => {
        const [start, end] = [document.source.point(span.start).byte, document.source.point(span.end).byte];
        return Buffer.from(document.source.bytes.subarray(start, end)).toString("hex");
      }),
    ];
    fc.assert(
      fc.property(documents, (bytes) => {
        expect(facts(packetOf(mended(bytes)))).toEqual(facts(packetOf(bytes)));
      }),
      { numRuns: 150 },
    );
  });
});
