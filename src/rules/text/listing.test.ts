import { describe, expect, it } from "vitest";
import { applied, editsOf, mendedBy, packetOf, reportsOn } from "./document.fixture.ts";
import { bidi } from "./bidi.ts";
import { byLine, listed } from "./listing.ts";
import { nonAscii } from "./non-ascii.ts";
import type { Report, RuleContext } from "../rule.ts";

const line = (name: string): string => `${name} \u2014 lamp ${name}`;
const text = (...names: readonly string[]): string => names.map((name) => `${line(name)}\n`).join("\n");
const names = (count: number, prefix = "n"): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index)}`);
const report = "## VALIDATION REPORT - one\n";

const on = (content: string, base?: string): Report[] =>
  reportsOn([nonAscii], packetOf(content), base === undefined ? null : packetOf(base));
const subjects = (reports: readonly Report[]): string[] => reports.map((entry) => entry.subject);

describe("a long list of findings", () => {
  it("is shown whole up to twenty", () => {
    expect(on(text(...names(20)))).toHaveLength(20);
  });

  it("ends with one finding that stands for the rest and mends it", () => {
    const content = text(...names(25));
    const reports = on(content);
    expect(reports).toHaveLength(21);
    const last = reports.at(-1);
    expect(last?.message).toBe("5 more lines with characters beyond ASCII, from line 41 to line 49.");
    expect(last?.subject).toBe("rest");
    expect(last?.severity).toBe("warn");
    expect(last?.fix?.edits).toHaveLength(5);
    expect(mendedBy([nonAscii], content)).toBe(content.replaceAll("\u2014", "--"));
  });

  it("shows first what can still be changed, and keeps recorded text apart", () => {
    const content = `${report}${text(...names(12, "r"))}\n## NOTES\n${text(...names(25))}`;
    const reports = on(content);
    expect(reports.filter((entry) => entry.fix !== undefined)).toHaveLength(21);
    expect(subjects(reports).slice(-2)).toEqual(["rest", "recorded rest"]);
    expect(reports.at(-1)?.message).toContain("12 more");
    expect(reports.at(-1)?.fix).toBeUndefined();
    const document = packetOf(content);
    expect(applied(document, editsOf(reports)).toString()).toContain("n24 -- lamp");
  });

  it("weighs the rest as much as the gravest of it", () => {
    const grave = `${"a\u200bb\n\n".repeat(24)}src/\u200bx\n`;
    const reports = reportsOn([bidi], packetOf(grave));
    expect(reports.at(-1)?.subject).toBe("rest");
    expect(reports.at(-1)?.severity).toBeUndefined();
    const notes = (severities: ("warn" | "note")[]): Report["severity"] =>
      listed(
        () => severities.map((severity, index) => ({ at: null, subject: String(index), message: "", severity })),
        packetOf(""),
        { change: null } as RuleContext,
        "things",
      ).at(-1)?.severity;
    expect(notes(Array<"note">(25).fill("note"))).toBe("note");
    expect(notes([...Array<"note">(24).fill("note"), "warn"])).toBe("warn");
  });
});

describe("a long list that a change touches", () => {
  const base = text(...names(30));
  const known = new Set(subjects(on(base)));

  it("shows nothing as new when a finding is mended", () => {
    const head = base.replace(line("n3"), "n3");
    const shown = subjects(on(head, base));
    expect(shown.filter((subject) => !known.has(subject))).toEqual([]);
    expect(shown).toHaveLength(20);
  });

  it("shows what is new, wherever it stands", () => {
    const shown = subjects(on(`${base}\n${line("fresh")}\n`, base));
    expect(shown.filter((subject) => !known.has(subject))).toEqual([expect.stringContaining("fresh")]);
    expect(shown).toHaveLength(21);
  });

  it("takes what the base showed whole for known", () => {
    const small = text(...names(18));
    const shown = subjects(on(`${text(...names(5, "fresh"))}\n${small}`, small));
    expect(shown.filter((subject) => subject.startsWith("fresh"))).toHaveLength(5);
    expect(shown.at(-1)).toBe("rest");
  });

  it("is like any other when the base does not have the document", () => {
    const other = { ...packetOf(base), path: ".GOV/task_packets/WP-1-Other.md" };
    expect(subjects(reportsOn([nonAscii], packetOf(base), other))).toEqual(subjects(on(base)));
  });
});

describe("byLine", () => {
  it("gathers places by line, and recorded ones apart, under the words around the first", () => {
    const content = "one \u2014 two \u2014 three\r\nfour \u2014 five\\n\\n## VALIDATION REPORT - a \u2014 b\n";
    const document = packetOf(content);
    const places = [...content.matchAll(/\u2014/g)].map(({ index }) => ({ span: { start: index, end: index + 1 } }));
    const lines = byLine(document, places);
    expect(lines.map((entry) => [entry.places.length, entry.recorded])).toEqual([
      [2, false],
      [1, false],
      [1, true],
    ]);
    expect(lines[0]?.span).toEqual({ start: 4, end: 11 });
    expect(lines[0]?.subject).toBe("one \u2014 two \u2014 three");
    expect(lines[1]?.subject).toBe("four \u2014 five\\n\\n## VALIDATION ");
  });
});
