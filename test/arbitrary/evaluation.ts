/** Evaluations of any shape that the contract allows, full of text that tries to be something else. */
import fc from "fast-check";
import type { Evaluation, EvidenceResult, MatchResult, RequirementResult, Finding, PacketResult } from "../../src/evaluate/evaluation.ts";
import { evaluation as evaluationOf } from "../fixtures/evaluation.ts";

const HOSTILE = [
  "@mara", "@harbour/pilots", "mara@harbour.example", "#12", "GH-12", "harbour/berth#3", "1f2e3d4c5b6a",
  "https://evil.example", "www.evil.example", "[a](https://evil.example)", "![x](y)", "[^1]",
  "[a]: https://evil.example",
  "<img src=x onerror=alert(1)>", "</details>", "<!-- writ:report -->", "<!--", "-->", "&lt;b&gt;", "&#64;mara",
  "`", "``", "```", "`a`", "a``b", "|", "\\|", "\\", "\\`", "**", "__", "~~", "$x$", ":smile:", '"', '"a b"', "'",
  "\n::set-output name=a::b", "::stop-commands::x", "::error::x", "##[error]x", "##vso[task.setvariable]x", "%0A", "%",
  "\u001b[31m", "\u001b]8;;https://evil.example\u0007", "\u009b", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff",
  "\r\n", "\n", "\r", "\t", "\0", "\ud800", "\udc00", "\ufffe", "\uffff", "]]>", "<![CDATA[", "]](", "{0}", ":", ",",
  "日本", "é", "e\u0301", "👩‍🚀", "🇳🇱", "\u3164", "- ", "# ", "1. ", "> ", "    ", " ", "WP-1-Berth", "IN_SCOPE",
  "docs/a.md",
] as const;

/** Text out of a packet: words, any Unicode, and fragments that mean something to one of the outputs. */
export const hostileText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
      { weight: 1, arbitrary: fc.string({ maxLength: 8, unit: "binary" }) },
      { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
      { weight: 1, arbitrary: fc.constant(" ") },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const place = fc.record({ line: fc.integer({ min: 1, max: 12 }), more: fc.integer({ min: 0, max: 3 }) });
const columns = fc.record({ column: fc.integer({ min: 1, max: 200 }), width: fc.integer({ min: 0, max: 50 }) });

function span({ line, more }: { line: number; more: number }, { column, width }: { column: number; width: number }) {
  return { line, endLine: line + more, column, endColumn: column + width };
}

const edit = fc
  .record({ place, columns, startByte: fc.nat(1000), length: fc.nat(100), text: hostileText })
  .map(({ place, columns, startByte, length, text }) => {
    return { startByte, endByte: startByte + length, ...span(place, columns), text };
  });

const related = fc
  .record({ path: hostileText, place, message: hostileText })
  .map(({ path, place: { line, more }, message }) => ({ path, line, endLine: line + more, message }));

/** Findings about one of the given packets, one of the given paths, or anything. */
function finding(ids: readonly string[], paths: readonly string[], states: readonly Finding["state"][]) {
  return fc
    .record({
      rule: fc.constantFrom("structure/field-value", "text/bidi", "lineage/board-orphan", "odd"),
      severity: fc.constantFrom<Finding["severity"]>("error", "warn", "note"),
      packet: fc.oneof(fc.constant(null), fc.constantFrom(...ids, "WP-9-Nowhere"), hostileText),
      path: fc.oneof(fc.constantFrom(...paths, "docs/TASK_BOARD.md"), hostileText),
      place,
      columns,
      message: hostileText,
      expected: fc.option(hostileText),
      fix: fc.option(fc.record({ title: hostileText, edits: fc.array(edit, { maxLength: 3 }) })),
      related: fc.array(related, { maxLength: 7 }),
      fingerprint: fc.nat().map((number) => number.toString(16)),
      state: fc.constantFrom(...states),
    })
    .map(({ place, columns, ...rest }): Finding => ({ ...rest, ...span(place, columns) }));
}

const evidence = fc.record({
  raw: hostileText,
  line: fc.integer({ min: 1, max: 12 }),
  path: hostileText,
  start: fc.option(fc.integer({ min: 1, max: 99 })),
  end: fc.option(fc.integer({ min: 1, max: 99 })),
  state: fc.constantFrom<EvidenceResult["state"]>(
    "ok", "hollow", "past-end", "ambiguous", "missing", "unverifiable", "unread", "self", "unchecked",
  ),
});

const packet = fc.array(evidence, { maxLength: 3 }).chain((citations) =>
  fc.record({
    id: fc.oneof(fc.constantFrom("WP-1-Berth", "WP-1-Tide-v2", "WP-2-Crane"), hostileText),
    base: hostileText,
    version: fc.option(fc.nat(9)),
    kind: fc.constantFrom<PacketResult["kind"]>("packet", "stub", "refinement"),
    path: fc.oneof(fc.constantFrom("docs/a.md", "docs/b.md", "docs/c.md"), hostileText),
    status: fc.option(hostileText),
    signature: fc.option(hostileText),
    reports: fc.array(
      fc.record({ verdict: fc.option(hostileText), line: fc.constant(3), endLine: fc.integer({ min: 3, max: 9 }) }),
      { maxLength: 2 },
    ),
    requirements: fc.array(
      fc.record({
        text: hostileText,
        line: fc.integer({ min: 1, max: 12 }),
        origin: fc.constantFrom<RequirementResult["origin"]>("doneMeans", "evidenceMapping"),
        evidence: citations.length === 0 ? fc.constant([]) : fc.array(fc.nat(citations.length - 1), { maxLength: 2 }),
        matches: fc.array(
          fc.record({
            line: fc.integer({ min: 1, max: 12 }),
            kind: fc.constantFrom<MatchResult["kind"]>("exact", "substring", "fuzzy"),
            score: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          { maxLength: 2 },
        ),
      }),
      { maxLength: 3 },
    ),
    evidence: fc.constant(citations),
  }),
);

/** Any evaluation, its summary in agreement with its findings. */
export const evaluation: fc.Arbitrary<Evaluation> = fc
  .record({
    packets: fc.array(packet, { maxLength: 5 }),
    base: fc.option(fc.constant("0a1b2c3d4e5f60718293a4b5c6d7e8f901234567")),
    strict: fc.boolean(),
    skipped: fc.array(fc.record({ rule: fc.constantFrom("process/scope", "process/claim"), reason: hostileText }), {
      maxLength: 6,
    }),
    milliseconds: fc.dictionary(fc.string({ maxLength: 9 }), fc.double({ min: 0, max: 9999, noNaN: true }), {
      maxKeys: 4,
    }),
  })
  .chain(({ packets, base, ...rest }) =>
    fc
      .array(
        finding(
          packets.map(({ id }) => id),
          packets.map(({ path }) => path),
          base === null ? ["new"] : ["new", "existing", "fixed"],
        ),
        { maxLength: 40, size: "+1" },
      )
      .map((findings) => evaluationOf({ packets, base, findings, ...rest })),
  );
