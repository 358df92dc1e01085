import { describe, expect, it } from "vitest";
import { readDocument } from "../packet/read.ts";
import { blocksOf, type Block } from "./block.ts";
import { breaksLedger, compareLedger, type Difference } from "./compare.ts";

function blocks(...texts: readonly string[]): readonly Block[] {
  const text = ["# Task Packet: WP-1-Harbour-Lights", "", "## VALIDATION_REPORTS", ...texts, ""].join("\n\n");
  const packet = readDocument("packet", ".GOV/task_packets/WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
  return packet.kind === "packet" ? blocksOf(packet) : [];
}

function report(name: string, ...lines: readonly string[]): string {
  return [`### VALIDATION REPORT - ${name}`, ...lines].join("\n");
}

const A = report("a", "Verdict: FAIL", "- lamp 1", "- lamp 2");
const B = report("b", "Verdict: PASS", "- pier 1", "- pier 2");
const C = report("c", "Verdict: PASS", "- crane 1", "- crane 2");

/** The class, then what happened to which report, shortly. */
function told(before: readonly string[], after: readonly string[]): readonly string[] {
  const result = compareLedger(blocks(...before), blocks(...after));
  return [result.class, ...result.differences.map(shortly)];
}

function shortly(difference: Difference): string {
  const block = difference.kind === "deleted" ? difference.before : difference.after;
  const name = block.title.split(" ").at(-1) ?? "";
  if (difference.kind === "inserted") return `inserted ${name} above ${difference.above.title.split(" ").at(-1) ?? ""}`;
  if (difference.kind === "reencoded") return `reencoded ${name} ${[...difference.spelling].sort().join()}`;
  return `${difference.kind} ${name}`;
}

describe("two versions of recorded text", () => {
  it.each([
    ["none", [], [], ["none"]],
    ["the first", [], [A, B], ["first", "appended a", "appended b"]],
    ["the same", [A, B], [A, B], ["untouched"]],
    ["one more", [A], [A, B], ["appended", "appended b"]],
    ["an end that grew", [A, B], [A, `${B}\n- more`], ["appended", "appended b"]],
    ["an end that gives the verdict once more", [A], [`${A}\n\nVerdict: FAIL`], ["appended", "appended a"]],
    ["an end that speaks of a phase", [A], [`${A}\n\nVerdict: PASS (SKELETON APPROVED)`], ["appended", "appended a"]],
    ["an end that gives the first verdict", [report("d", "- x")], [report("d", "- x", "", "Verdict: PASS")], ["appended", "appended d"]],
    ["an end that overrules", [A], [`${A}\n\nVerdict: PASS`], ["modified", "overruled a"]],
    ["one on top", [A, B], [C, A, B], ["inserted", "inserted c above a"]],
    ["one between, one behind", [A], [B, A, C], ["inserted", "inserted b above a", "appended c"]],
    ["the end of one that is not the last", [A, B], [`${A}\n- more`, B], ["inserted", "filled a"]],
    ["a line within", [A], [A.replace("- lamp 2", "- new\n- lamp 2")], ["inserted", "filled a"]],
    ["a line changed", [A, B], [A.replace("lamp 1", "lamp 9"), B], ["modified", "modified a"]],
    ["a line gone", [A], [A.replace("- lamp 1\n", "")], ["modified", "modified a"]],
    ["lines in another order", [A], [report("a", "Verdict: FAIL", "- lamp 2", "- lamp 1")], ["modified", "modified a"]],
    ["other signs", [`${A} \u2705`], [`${A} \u274c`], ["modified", "modified a"]],
    ["places changed", [A, B, C], [B, C, A], ["modified", "moved a"]],
    ["one gone", [A, B], [B], ["deleted", "deleted a"]],
    ["all gone", [A, B], [], ["deleted", "deleted a", "deleted b"]],
    ["another in its place", [A], [C], ["deleted", "deleted a", "appended c"]],
    ["one of two equal ones gone", [A, A], [A], ["deleted", "deleted a"]],
    ["one more of the same", [A], [A, A], ["appended", "appended a"]],
    ["the heading changed", [A, B], [A.replace("- a", "- x"), B], ["modified", "modified x"]],
    ["a part made a report of its own", [A], [A.replace("- lamp 2", "\n### VALIDATION REPORT - x\n- lamp 2")], ["modified", "modified a", "appended x"]],
    ["blanks", [A], [A.replace("\n- lamp 2", "\n\n-  lamp 2")], ["reencoded", "reencoded a blanks"]],
    ["a blank line alone", [A], [A.replace("\n- lamp 1", "\n\n- lamp 1")], ["reencoded", "reencoded a blanks"]],
    ["paths and signs", [`${A} docs/A.md\n- \u2014`], [`${A} .GOV/A.md\n- ???`], ["reencoded", "reencoded a encoding,paths"]],
    ["several things", [A, B, C], [A.replace("1", "9"), C, B.replace("1", "9")], ["modified", "modified a", "modified b"]],
  ])("%s", (_, before, after, expected) => {
    expect([...told(before, after)].sort()).toEqual([...expected].sort());
  });

  it("leave room around text that is in no report, but not in it", () => {
    expect(told(["One.\nTwo.", A], ["Zero.\nOne.\nTwo.\nThree.", A])).toEqual(["appended", "appended Zero."]);
    expect(told(["One.\nTwo.", A], ["One.\nBetween.\nTwo.", A])).toEqual(["inserted", "filled One."]);
    expect(told([A], ["One.", A])).toEqual(["untouched"]);
    expect(told(["One.\nTwo.", A], ["One.\nTwo.\nVerdict: PASS", A])).toEqual(["inserted", "filled One."]);
    expect(told(["One.\nTwo."], ["One.\nTwo.\nVerdict: PASS"])).toEqual(["appended", "appended One."]);
  });

  it("are told in the order of the later one, with the lines", () => {
    const result = compareLedger(blocks(A, B, C), blocks(A.replace("- lamp 1", "- lamp 8\n- lamp 9"), C.replace("1", "7")));
    expect(result.differences.map(({ kind }) => kind)).toEqual(["modified", "deleted", "modified"]);
    const [first] = result.differences;
    const hunks = first !== undefined && "hunks" in first ? first.hunks : [];
    expect(hunks.map(({ removed, added }) => [removed.map(({ text }) => text), added.map(({ text }) => text)])).toEqual([
      [["- lamp 1"], ["- lamp 8", "- lamp 9"]],
    ]);
  });

  it("say which differences break the ledger", () => {
    const kinds = (before: readonly string[], after: readonly string[]): readonly boolean[] =>
      compareLedger(blocks(...before), blocks(...after)).differences.map(breaksLedger);
    expect(kinds([A], [A, B])).toEqual([false]);
    expect(kinds([A], [A.replace("lamp", "lamp ")])).toEqual([false]);
    expect(kinds([A], [B, A])).toEqual([true]);
    expect(kinds([A], [])).toEqual([true]);
  });
});
