import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluation as anyEvaluation, hostileText } from "../../test/arbitrary/evaluation.ts";
import { BERTH, evaluation, finding, packet } from "../../test/fixtures/evaluation.ts";
import { renderPretty } from "./pretty.ts";
import type { PrettyOptions } from "./pretty.ts";

const TEXT = "# WP-1-Berth-Plan-v2\n- **Status:** In Progress\n- RISK_TIER: SEVERE\n";
const options: PrettyOptions = { text: (path) => (path === BERTH ? TEXT : undefined), color: false };
const tier = finding({
  line: 3,
  column: 14,
  endColumn: 20,
  message: 'RISK_TIER is "SEVERE", which is not a tier of risk. Write the tier that fits the work.',
  expected: "LOW, MEDIUM or HIGH",
  related: [{ path: "docs/TASK_BOARD.md", line: 4, endLine: 4, message: "the board says HIGH" }],
  fix: { title: "Write HIGH", edits: [] },
});

/** Takes out the codes that Writ itself writes, and no others. */
function withoutStyles(text: string): string {
  return text.replaceAll(new RegExp("\u001b\\[\\d\\d?m", "g"), "");
}

test("shows a finding with its place and the way out, and ends with the result", () => {
  const skipped = ["a", "b", "c", "d"].map((name) => ({ rule: `process/${name}`, reason: "needs a base commit" }));
  const pier = finding({ severity: "note", packet: "WP-1-Pier", path: "docs/task_packets/WP-1-Pier.md" });
  const findings = [tier, finding({ severity: "note" }), pier];
  expect(renderPretty(evaluation({ findings, skipped }), options)).toBe(`\
Packet WP-1-Berth-Plan-v2, In Progress: 1 error and 1 note

  error    RISK_TIER is "SEVERE", which is not a tier of risk. Write the tier
           that fits the work.
  at       docs/task_packets/WP-1-Berth-Plan-v2.md:3:14
             1 | # WP-1-Berth-Plan-v2
             2 | - **Status:** In Progress
           > 3 | - RISK_TIER: SEVERE
               |              ^^^^^^
  expected LOW, MEDIUM or HIGH
  see      docs/TASK_BOARD.md:4: the board says HIGH
  fix available: writ fix WP-1-Berth-Plan-v2
  rule     structure/field-value

  and 1 note (--notes shows them)

Only notes, 1 in all (--notes shows them)
  Packet WP-1-Pier: 1 note

Not run: 4 rules: needs a base commit
What a rule checks, why, and how to mend a finding: writ explain RULE

Failed (exit 1): 1 error and 2 notes in 1 packet. 41 ms
`);
});

test("says in one line that all is well", () => {
  expect(renderPretty(evaluation(), options)).toBe("Passed (exit 0): no findings in 1 packet. 41 ms\n");
});

test("shows notes one by one when asked", () => {
  const findings = [finding({ severity: "note", message: "A small thing." })];
  expect(renderPretty(evaluation({ findings }), options)).not.toContain("A small thing.");
  expect(renderPretty(evaluation({ findings }), { ...options, notes: true })).toContain("  note     A small thing.\n");
});

test("cuts what repeats, by rule and file", () => {
  const findings = [
    ...Array.from({ length: 14 }, (_, index) => finding({ line: index + 1, message: "Again." })),
    finding({ line: 20, rule: "text/other", message: "Another." }),
    finding({ path: "docs/TASK_BOARD.md", line: 20, message: "Elsewhere." }),
  ];
  const text = renderPretty(evaluation({ findings }), options);
  expect(text.match(/Again\./g)).toHaveLength(10);
  expect(text).toContain("… and 4 more like this (--all shows them)\n");
  expect(text).toContain("Another.");
  expect(text).toContain("Elsewhere.");
  expect(renderPretty(evaluation({ findings }), { ...options, maxPerRule: 3 })).toContain("… and 11 more like this");
  const all = renderPretty(evaluation({ findings }), { ...options, all: true });
  expect(all.match(/Again\./g)).toHaveLength(14);
  expect(all).not.toContain("more like this");
});

test("with a base: what is new; what was there before is a count, unless it fails too or is asked for", () => {
  const findings = [
    finding({ message: "Old error.", state: "existing" }),
    finding({ message: "Old warning.", state: "existing", severity: "warn" }),
    finding({ message: "Brand new.", severity: "warn", line: 2 }),
    finding({ message: "Mended.", state: "fixed" }),
  ];
  const text = (strict: boolean, all: boolean): string =>
    renderPretty(evaluation({ base: "0a1b", findings, strict }), { ...options, all });
  const shown = (text: string): string[] => text.match(/Old error|Old warning|Brand new|Mended/g) ?? [];

  expect(shown(text(false, false))).toEqual(["Brand new"]);
  expect(text(false, false)).toContain("Not shown: 2 findings from before the change (--all shows them)");
  expect(text(false, false)).toContain("Passed (exit 0): the change brings 1 warning. From before: 2 findings;");
  expect(shown(text(true, false))).toEqual(["Brand new", "Old error"]);
  expect(text(true, false)).toContain("In Progress: 1 error from before the change\n");
  expect(shown(text(false, true))).toEqual(["Brand new", "Old error", "Old warning"]);
  expect(text(false, true)).not.toContain("Not shown");
});

test("offers a command that means this name to a shell and nothing else", () => {
  const command = (packet: string): string | undefined => {
    const value = evaluation({ packets: [], findings: [{ ...tier, packet }] });
    return /fix available: (.*)/.exec(renderPretty(value, options))?.[1];
  };
  expect(command("WP-1-Tide-v1.2-Table-v2")).toBe("writ fix WP-1-Tide-v1.2-Table-v2");
  for (const name of ["$(reboot)", "a b", "a;b", "`b`", "WP-1-Fähre"]) expect(command(name)).toBe(`writ fix '${name}'`);
  for (const name of ["-rf", "a'b", "a\nb", "a\u202eb"]) expect(command(name)).toBe("writ fix");
  const drifted = evaluation({ packets: [], findings: [{ ...tier, rule: "evidence/drifted", packet: "WP-1-Tide" }] });
  expect(renderPretty(drifted, options)).toContain("fix available: writ evidence WP-1-Tide --fix\n");
});

test("names five related places and counts the others", () => {
  const place = { path: "a.md", endLine: 9, message: "here" };
  const related = Array.from({ length: 7 }, (_, index) => ({ ...place, line: index + 1 }));
  const text = renderPretty(evaluation({ findings: [finding({ related })] }), options);
  expect(text).toContain("  see      a.md:5: here\n  see      … and 2 more places\n");
});

test("colours when asked, and the words are the same", () => {
  const value = evaluation({ findings: [tier] });
  const coloured = renderPretty(value, { ...options, color: true });
  expect(coloured).toContain("\u001b[31merror");
  expect(withoutStyles(coloured)).toBe(renderPretty(value, options));
});

test("any evaluation and file: only text reaches the terminal, and no line is an order to a build server", () => {
  fc.assert(
    fc.property(
      anyEvaluation,
      fc.array(hostileText, { maxLength: 12 }),
      fc.record({ notes: fc.boolean(), all: fc.boolean(), width: fc.integer({ min: 1, max: 200 }) }),
      fc.boolean(),
      (value, lines, rest, color) => {
        const text = renderPretty(value, { text: () => lines.join("\n"), ...rest, color });
        const bare = color ? withoutStyles(text) : text;
        expect(bare).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(bare).not.toMatch(/^\s*::|##\w*\[/m);
        expect(bare).toMatch(/\n?(Passed \(exit 0\)|Failed \(exit 1\)): .*\d (m?s)\n$/);
      },
    ),
  );
});

test("any evaluation: every new finding is shown or counted", () => {
  fc.assert(
    fc.property(anyEvaluation, (value) => {
      const text = renderPretty(value, { ...options, all: true, notes: true });
      const shown = text.match(/^ {2}(error|warning|note)\b.*$/gm)?.length ?? 0;
      expect(shown).toBe(value.findings.filter(({ state }) => state !== "fixed").length);
    }),
  );
});

test("lists at most ten packets that have only notes", () => {
  const findings = Array.from({ length: 12 }, (_, index) => {
    const path = `docs/task_packets/${String(index).padStart(2, "0")}.md`;
    return finding({ severity: "note", packet: `WP-1-Pier-${index}`, path });
  });
  const text = renderPretty(evaluation({ packets: [packet()], findings }), options);
  expect(text).toContain("Only notes, 12 in all (--notes shows them)\n  Packet WP-1-Pier-0: 1 note\n");
  expect(text).toContain("  Packet WP-1-Pier-9: 1 note\n  … and 2 more\n");
});
