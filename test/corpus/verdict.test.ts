/** Reports appended to every version of every packet that a real repository ever had. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf } from "../../src/ledger/block.ts";
import { compareLedger } from "../../src/ledger/compare.ts";
import { subjectHash } from "../../src/ledger/recorded-bytes.ts";
import type { Packet } from "../../src/packet/model.ts";
import { readDocument } from "../../src/packet/read.ts";
import { appendReport, previousFor } from "../../src/verdict/append.ts";
import { factsOf, wordsOf } from "../../src/verdict/report.fixture.ts";
import { reportText } from "../../src/verdict/report-text.ts";
import { corpus } from "./corpus.ts";
import { cloneBundle, readHistory, type Version } from "./history.ts";

describe.runIf(corpus !== null)("appendReport on a real history", () => {
  let clone: ReturnType<typeof cloneBundle>;
  let versions: readonly Version[] = [];

  beforeAll(() => {
    clone = cloneBundle(corpus!);
    versions = readHistory(clone.folder).filter(({ kind }) => kind === "packet");
  });

  afterAll(() => clone.remove());

  it("appends to all of them but those that end in a section nobody has filled in, changes no other byte, and keeps the subject", () => {
    const refused: string[] = [];
    let unfilled = 0;
    for (const { path, bytes, oid } of versions) {
      const packet = readDocument("packet", path, bytes) as Packet;
      const text = reportText(wordsOf({ reason: "## SCOPE\n```\nSKELETON APPROVED\n<!--" }), factsOf(), previousFor(packet));
      const done = appendReport(packet, text);
      if (done.state !== "appended") {
        const last = packet.sections.findLast(({ name }) => name !== null);
        if (last?.content === "template" && packet.reports.length === 0) unfilled++;
        else refused.push(`${oid.slice(0, 8)} ${path}: ${done.state === "refused" ? done.why : done.state}`);
        continue;
      }
      const [old, now] = [Buffer.from(bytes), Buffer.from(done.bytes)];
      const added = now.length - old.length;
      const isKept = old.subarray(0, done.at).equals(now.subarray(0, done.at)) && old.subarray(done.at).equals(now.subarray(done.at + added));
      const { class: kind, differences } = compareLedger(blocksOf(packet), blocksOf(done.packet));
      if (!isKept || differences.length !== 1 || !["first", "appended"].includes(kind)) refused.push(`${path}: ${kind}`);
      if (subjectHash(packet) !== subjectHash(done.packet)) refused.push(`${path}: subject moved`);
    }
    expect(versions.length).toBeGreaterThan(280);
    expect({ refused, unfilled }).toEqual({ refused: [], unfilled: 9 });
  });
});
