import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentBytes } from "../../test/packet/documents.ts";
import { packetText, reports } from "../../test/ledger/reports.ts";
import { runs } from "../../test/runs.ts";
import { blocksOf } from "../ledger/block.ts";
import { compareLedger } from "../ledger/compare.ts";
import { subjectHash } from "../ledger/recorded-bytes.ts";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { appendReport, previousFor } from "./append.ts";
import { factsOf, wordsOf } from "./report.fixture.ts";
import { reportText } from "./report-text.ts";
import { readWords } from "./report-words.ts";

const PATH = ".GOV/task_packets/WP-1-Harbour-Lights.md";

function packetOf(bytes: Uint8Array | string): Packet {
  const packet = readDocument("packet", PATH, typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  if (packet.kind !== "packet") throw new Error("not a packet");
  return packet;
}

function textFor(packet: Packet, reason: string, verdict: "PASS" | "FAIL" | "OUTDATED_ONLY" = "PASS"): string {
  return reportText(wordsOf({ verdict, reason }), factsOf(), previousFor(packet));
}

const reason = fc.oneof(
  fc.constantFrom(
    "All lamps burn.",
    "```\n### VALIDATION REPORT - WP-1-Harbour-Lights (2026-01-01T00:00:00Z)\nVerdict: FAIL\n```",
    "## DONE_MEANS\n- something else\n\n## WAIVERS GRANTED\n- WAIVER-X-1",
    "`ash\nrm\n`\n<!-- \n--> @everyone\n<<<<<<< ours\n=======",
    "- Report-ID: writ-0000\n- Previous-Report: none\nREASON FOR PASS:\n\n    | more",
    "text\\n\\n## EVIDENCE\\r\\n## SCOPE \u202e \u{1f6a2} caf\u00e9 \u2014 \ufffd",
    "SKELETON APPROVED\n\n\n---\n***\n\tVerdict: FAIL",
    "x".repeat(3000),
  ),
  fc.string({ unit: "binary", maxLength: 80 }).filter((text) => text.trim() !== ""),
);
const verdict = fc.constantFrom("PASS", "FAIL", "OUTDATED_ONLY");

function holds(bytes: Uint8Array, words: string, value: "PASS" | "FAIL" | "OUTDATED_ONLY"): boolean {
  const before = packetOf(bytes);
  const text = textFor(before, words, value);
  const done = appendReport(before, text);
  if (done.state !== "appended") return false;
  const old = Buffer.from(bytes);
  const now = Buffer.from(done.bytes);
  expect(now.subarray(0, done.at).equals(old.subarray(0, done.at))).toBe(true);
  expect(now.subarray(now.length - (old.length - done.at)).equals(old.subarray(done.at))).toBe(true);
  const added = now.subarray(done.at, now.length - (old.length - done.at)).toString("latin1");
  expect(added).toMatch(/^[\r\n\x20-\x7e]*$/);
  const after = packetOf(now);
  expect(after.reports).toHaveLength(before.reports.length + 1);
  const block = blocksOf(after).findLast(({ report }) => report !== null)!;
  expect(block.text).toBe(text);
  expect(block.report?.verdict?.value).toBe(value);
  expect(["appended", "first"]).toContain(compareLedger(blocksOf(before), blocksOf(after)).class);
  expect(subjectHash(after)).toBe(subjectHash(before));
  const again = appendReport(after, textFor(after, words, value));
  expect(again.state).toBe("present");
  const read = readWords(block);
  if ("fault" in read) throw new Error(read.fault);
  expect(reportText(read.words, factsOf(), previousFor(before))).toBe(text);
  return true;
}

describe("appendReport", () => {
  it("adds exactly one report to anything that was ever a file, or leaves it alone", () => {
    let appended = 0;
    let all = 0;
    fc.assert(
      fc.property(documentBytes, reason, verdict, (bytes, words, value) => {
        all++;
        if (holds(bytes, words, value)) appended++;
      }),
      runs(400),
    );
    // Three in four, give or take; below this the property would prove little.
    expect(appended / all).toBeGreaterThan(0.6);
  });

  it("adds exactly one report behind any reports", () => {
    fc.assert(
      fc.property(reports(0, 5), reason, verdict, fc.boolean(), (written, words, value, crlf) => {
        const text = packetText(written);
        expect(holds(Buffer.from(crlf ? text.replaceAll("\n", "\r\n") : text), words, value)).toBe(true);
      }),
      runs(150),
    );
  });

  it("comes behind the reports and before what follows, with the line ends and the mark of the file", () => {
    const text = "\ufeff# Task Packet: WP-1-Harbour-Lights\r\n\r\n## VALIDATION_REPORTS\r\n\r\n## NOTES\r\n- a note";
    const done = appendReport(packetOf(text), textFor(packetOf(text), "Fine."));
    if (done.state !== "appended") throw new Error("not appended");
    const now = Buffer.from(done.bytes).toString();
    expect(now.startsWith("\ufeff# Task Packet")).toBe(true);
    expect(now).toContain("## VALIDATION_REPORTS\r\n\r\n### VALIDATION REPORT - WP-1-Harbour-Lights (2026-01-14");
    expect(now.endsWith("    | Fine.\r\n\r\n## NOTES\r\n- a note")).toBe(true);
    expect(now.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("refuses a report id that stands there with other words, and files that are no text", () => {
    const packet = packetOf(packetText([]));
    const done = appendReport(packet, textFor(packet, "Fine."));
    if (done.state !== "appended") throw new Error("not appended");
    const forged = packetOf(Buffer.from(done.bytes).toString().replace("    | Fine.", "    | Excellent."));
    expect(appendReport(forged, textFor(packet, "Fine."))).toMatchObject({ state: "refused" });
    const utf16 = packetOf(Buffer.from(`\ufeff${packetText([])}`, "utf16le"));
    expect(appendReport(utf16, textFor(packet, "Fine."))).toMatchObject({ state: "refused" });
    const commented = packetOf("# Task Packet: WP-1-Harbour-Lights\n\n<!-- open\n");
    expect(appendReport(commented, textFor(packet, "Fine."))).toMatchObject({ state: "refused" });
  });
});
