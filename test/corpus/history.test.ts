/** Every packet and stub version of the real history can be read, and nothing in it gets lost. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sectionNamed } from "../../src/packet/vocabulary.ts";
import type { Packet } from "../../src/packet/model.ts";
import { readDocument } from "../../src/packet/read.ts";
import { corpus } from "./corpus.ts";
import { cloneBundle, readHistory, type Version } from "./history.ts";

describe.skipIf(corpus === null)("the real history", () => {
  let clone: ReturnType<typeof cloneBundle>;
  let versions: Version[];

  beforeAll(() => {
    clone = cloneBundle(corpus ?? "");
    versions = readHistory(clone.folder);
  }, 60_000);
  afterAll(() => {
    clone.remove();
  });

  it("holds the packet and stub versions that were counted", () => {
    const works = versions.filter(({ kind }) => kind === "packet" || kind === "stub");
    expect(new Set(works.map(({ oid }) => oid)).size).toBe(385);
  });

  it("is read without loss: every known heading outside code is a section", () => {
    const lost: string[] = [];
    for (const version of versions) {
      if (version.kind !== "packet" && version.kind !== "stub") continue;
      const packet = readDocument(version.kind, version.path, version.bytes) as Packet;
      const starts = new Set(packet.sections.map((section) => packet.source.lineAt(section.heading.start)));
      for (const number of knownHeadings(packet.source.text)) {
        if (!starts.has(number)) lost.push(`${version.path} ${version.oid.slice(0, 8)}:${String(number)}`);
      }
    }
    // Shell comments in a code block that happen to read like a heading.
    expect(lost.filter((place) => !/WP-1-(?:ACE-Validators-v4|Security-Gates-v3)\.md/.test(place))).toEqual([]);
    expect(lost.length).toBe(5);
  });

  it("gives every report of the counted spellings a verdict", () => {
    const silent: string[] = [];
    let reports = 0;
    for (const version of versions) {
      if (version.kind !== "packet") continue;
      const packet = readDocument("packet", version.path, version.bytes) as Packet;
      for (const report of packet.reports) {
        reports++;
        if (report.verdict === null) silent.push(report.title);
      }
    }
    expect(reports).toBeGreaterThan(350);
    // A dated note that confirms an earlier report and decides nothing itself.
    expect(new Set(silent)).toEqual(new Set(["REVALIDATION NOTE 2025-12-28"]));
  });

  it("knows every status, signature and id in it", () => {
    for (const version of versions) {
      if (version.kind !== "packet" && version.kind !== "stub") continue;
      const packet = readDocument(version.kind, version.path, version.bytes) as Packet;
      const own = packet.statuses.filter((status) => !status.field.inReport);
      for (const status of own) expect(status.state, `${version.path}: ${status.field.value}`).not.toBeNull();
      for (const signature of packet.signatures) expect(signature.form, signature.value).not.toBe("other");
      expect(packet.base.length).toBeGreaterThan(4);
    }
  });
});

/** Lines with a heading mark and words the format knows, by a scan that knows nothing of parsers. */
function knownHeadings(text: string): number[] {
  return text
    .split("\n")
    .map((row, index) => (sectionNamed(/^#{1,3} (.+?)\s*$/.exec(row)?.[1] ?? "") === null ? 0 : index + 1))
    .filter((number) => number > 0);
}
