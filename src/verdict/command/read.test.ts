import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../../test/runs.ts";
import type { Reading } from "./command.ts";
import { LIMITS } from "./places.ts";
import { readCommands } from "./read.ts";
import { COMMANDS, commandHelp } from "./table.ts";

const KNOWN = {
  rules: ["structure/placeholder", "process/scope", "ledger/report-modified", "evidence/unmapped"],
  unwaivable: new Set(["ledger/report-modified", "evidence/unmapped"]),
};

function read(...lines: readonly string[]): Reading {
  return readCommands(lines.join("\n"), KNOWN);
}

function codes(...lines: readonly string[]): readonly string[] {
  return read(...lines).errors.map(({ code }) => code);
}

describe("readCommands", () => {
  it("reads a verdict with everything that may stand behind it", () => {
    expect(read("Hello,", "", "/Verdict PASS WP-1-Harbour-Lights-v2 tests=Not-Run ABCDEF1", "", "All lamps burn:", "```", "code", "```", "").commands).toEqual([
      {
        kind: "verdict",
        verdict: "PASS",
        packet: "WP-1-Harbour-Lights-v2",
        tests: "not-run",
        commit: "abcdef1",
        reason: "All lamps burn:\n```\ncode\n```",
        line: 3,
      },
    ]);
  });

  it("reads several commands, each with what stands below it", () => {
    const { commands, errors } = read(
      "/verdict fail `WP-1-Harbour-Lights`\r",
      "third lamp\r",
      "/verdict outdated WP-1-Harbour-Crane\r",
      "new spec\r",
      "/waive structure/placeholder until 2026-03-01 the maker answers in February\r",
      "/unwaive WAIVER-abc123",
      "/ack",
      "/recheck",
      "/explain Structure/Placeholder",
      "/writ help",
    );
    expect(errors).toEqual([]);
    expect(commands.map(({ kind, line }) => [kind, line])).toEqual([
      ["verdict", 1], ["verdict", 3], ["waive", 5], ["unwaive", 6], ["ack", 7], ["recheck", 8], ["explain", 9], ["help", 10],
    ]);
    expect(commands[0]).toMatchObject({ packet: "WP-1-Harbour-Lights", reason: "third lamp", verdict: "FAIL" });
    expect(commands[1]).toMatchObject({ verdict: "OUTDATED_ONLY", reason: "new spec" });
    expect(commands[2]).toMatchObject({ until: "2026-03-01", reason: "the maker answers in February" });
    expect(commands[3]).toMatchObject({ what: "WAIVER-abc123", packet: null, reason: "" });
  });

  it.each([
    ["a fence", "```\n/verdict pass\nreason\n```"],
    ["an open fence", "~~~\n/verdict pass\nreason"],
    ["indented code", "words\n\n    /verdict pass\n    reason"],
    ["a code span over lines", "`a\n/verdict pass\nb`"],
    ["HTML", "<div>\n/verdict pass\nreason\n</div>"],
    ["a comment", "<!--\n/verdict pass\nreason\n-->"],
    ["a comment in a line", "words <!--\n/verdict pass\n--> reason"],
    ["a quotation", "> /verdict pass\n> reason"],
    ["a list item", "- /verdict pass\n  reason"],
    ["a fence in a list", "- ```\n  /verdict pass\n  reason\n  ```"],
    ["details", "<details>\n/verdict pass\nreason\n</details>"],
    ["the middle of a line", "please /verdict pass\nreason"],
  ])("never reads from %s", (_, text) => {
    expect(readCommands(text, KNOWN)).toEqual({ commands: [], errors: [] });
  });

  it.each([
    ["a lazy quotation", "> said before\n/verdict pass\nreason"],
    ["a lazy list item", "- said before\n/verdict pass\nreason"],
    ["a link's words", "[a\n/verdict pass\nb](https://harbour.example)"],
    ["a link's words, by reference", "[a\n/verdict pass\nb][x]\n\n[x]: https://harbour.example"],
    ["a heading", "/verdict pass\n---\nreason"],
    ["a table", "| a |\n|---|\n/verdict pass\n"],
    ["a footnote", "[^1]: a\n/verdict pass\nreason"],
  ])("says so where a command stands in %s", (_, text) => {
    const { commands, errors } = readCommands(text, KNOWN);
    expect(commands).toEqual([]);
    expect(errors.map(({ code }) => code)).toEqual(["misplaced"]);
  });

  it("leaves alone what is meant for others", () => {
    expect(read("/cc @mara", "/lgtm", "/usr/bin/verdict", "/etc", "/ackermann-function", "/tmp/writ", "//verdict pass")).toEqual({ commands: [], errors: [] });
  });

  it("says precisely what is wrong", () => {
    expect(codes("/verdict")).toEqual(["missing"]);
    expect(codes("/verdict pass", "", "...")).toEqual(["missing"]);
    expect(read("/verdict pas", "reason").errors[0]?.message).toContain("did you mean `pass`?");
    expect(read("/verdct pass", "reason").errors[0]?.message).toContain("did you mean `/verdict`?");
    expect(read("/explain structure/placholder").errors[0]?.message).toContain("did you mean `structure/placeholder`?");
    expect(codes("/verdict constructor", "reason")).toEqual(["unknown-word"]);
    expect(codes("/verdict pass @everyone", "reason")).toEqual(["unknown-word"]);
    expect(codes("/verdict pass tests=maybe", "reason")).toEqual(["unknown-word"]);
    expect(codes("/verdict pass tests=pass tests=fail", "reason")).toEqual(["unknown-word"]);
    expect(codes("/verdict pass WP-1-A WP-1-B", "reason")).toEqual(["unknown-word"]);
    expect(codes("/waive structure/placeholder because")).toEqual(["unknown-word"]);
    expect(codes("/waive structure/placeholder until 2026-02-30 no")).toEqual(["bad-day"]);
    expect(codes("/waive structure/placeholder until 2026-02-20")).toEqual(["missing"]);
    expect(codes("/waive ledger/report-modified until 2026-02-20 please")).toEqual(["not-waivable"]);
    expect(codes("/waive")).toEqual(["missing"]);
    expect(codes("/recheck now")).toEqual(["unknown-word"]);
    expect(codes("/writ verdict pass")).toEqual(["unknown-word"]);
    expect(codes("/verdict pass", "x".repeat(10_001))).toEqual(["bad-reason"]);
    expect(codes("/verdict pass", "x".repeat(60_000))).toEqual(["too-long"]);
    expect(codes(...Array.from({ length: 11 }, () => "/recheck"))).toEqual(["too-many"]);
  });

  it("refuses what nobody can see", () => {
    expect(codes("/verdict pass\u202e", "reason")).toEqual(["hidden-character"]);
    expect(codes("\u200b/verdict pass", "reason")).toEqual(["hidden-character"]);
    expect(codes("/ver\u00addict pass", "reason")).toEqual(["hidden-character"]);
    expect(codes("/verdict pass", "good \u0007")).toEqual(["bad-reason"]);
    expect(codes("/verdict pass", "good \u2066reason")).toEqual(["bad-reason"]);
    expect(codes("/verd\u0456ct pass", "reason")).toEqual(["unknown-command"]);
    expect(read("/verdict pass", "caf\u00e9 \u{1f469}\u200d\u{1f680} \u2764\ufe0f @everyone").errors).toEqual([]);
  });

  it("never throws and never hangs, whatever it is given", () => {
    const piece = fc.constantFrom("/verdict pass\n", "reason\n", "> ", "- ", "1. ", "```\n", "[", "](", "<!--", "-->", "\t", "|", "\n", "*", "_", "`", "![", "<a", "&amp;", "\u202e", "\r");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        const started = performance.now();
        readCommands(`${pieces.join("")}\n\n/recheck`, KNOWN);
        return performance.now() - started < 5000;
      }),
      runs(60),
    );
    for (const hostile of ["> ".repeat(12), "- ".repeat(11), "1. ", "[a](", "*a_ ", "<a ", "`", "| a ", "[^a]", "> a\nb\n"]) {
      const text = hostile.repeat(65_000 / hostile.length).slice(0, LIMITS.characters - 100);
      const started = performance.now();
      readCommands(`${text}\n\n/recheck`, KNOWN);
      expect(performance.now() - started).toBeLessThan(3000);
    }
  });
});

describe("commandHelp", () => {
  it("shows every command of the table, and every example is read", () => {
    const help = commandHelp();
    for (const { usage, example } of COMMANDS) {
      expect(help).toContain(usage);
      const { commands, errors } = readCommands(example, KNOWN);
      expect({ commands: commands.length, errors }).toEqual({ commands: 1, errors: [] });
    }
    expect(readCommands(help, KNOWN)).toEqual({ commands: [], errors: [] });
  });
});
