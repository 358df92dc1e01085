/** The reader against a careful person: five documents, every fact of each. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fieldNamed, sectionNamed, stateNamed, stateText } from "../../src/packet/vocabulary.ts";
import type { Packet } from "../../src/packet/model.ts";
import { readDocument } from "../../src/packet/read.ts";
import { corpus } from "./corpus.ts";
import { seeds, type Seed, type SeedName, type Value } from "./seeds.ts";

describe.skipIf(corpus === null)("the seeds", () => {
  for (const name of Object.keys(seeds) as SeedName[]) {
    describe(name, () => {
      const seed = seeds[name];
      const packet = corpus === null ? null : read(name, seed);
      if (packet === null) return;
      const line = (offset: number): number => packet.source.lineAt(offset);

      it("knows which packet it is", () => {
        expect(packet).toMatchObject({ kind: seed.kind, id: seed.id, base: seed.base, version: seed.version });
        const claims = packet.claims
          .filter((claim) => claim.span !== null)
          .map(({ where, id, span }) => ({ where, id, line: line(span?.start ?? 0) }));
        expect(claims).toEqual(seed.ids);
      });

      it("reads status and signature", () => {
        const [status] = packet.statuses;
        expect(status?.field.value).toBe(seed.status.value);
        expect(stateText(status?.state ?? "stub")).toBe(seed.status.state);
        expect(stateNamed(seed.status.value)).toBe(status?.state);
        expect(packet.stateClass).toBe(seed.status.class);
        const own = packet.statuses.filter((entry) => !entry.field.inReport);
        expect(own.map((entry) => line(entry.field.span.start))).toEqual(seed.status.lines);
        const { signature } = packet;
        const found =
          signature === null
            ? null
            : { value: signature.value, form: signature.form, line: line(signature.span.start) };
        expect(found).toEqual(seed.signature);
      });

      it("reads every field that the format knows", () => {
        const expected = seed.fields
          .filter((field) => field.list === undefined && field.judgement === undefined)
          .filter((field) => fieldNamed(field.label.replace(/ \(.*$/, "")) !== null)
          .map((field) => `${String(field.line)} ${field.label}`);
        const found = packet.fields
          .filter((field) => !field.inReport)
          .map((field) => `${String(line(field.span.start))} ${field.label}`);
        for (const field of expected) expect(found.map(bare)).toContain(bare(field));
        for (const field of seed.fields) {
          const own = packet.fields.find((entry) => line(entry.span.start) === field.line);
          if (own !== undefined && field.list === undefined) expect(matches(own.value, field.value)).toBe(true);
        }
        const lines = packet.fields.filter((field) => !field.inReport).map((field) => line(field.span.start));
        for (const other of seed.notFields) expect(lines).not.toContain(other);
      });

      it("reads every section, damaged or not", () => {
        const found = packet.sections.map((section) => ({
          title: section.title,
          form: section.form,
          line: line(section.heading.start),
          endLine: line(section.body.end),
        }));
        const expected = seed.sections
          .filter((section) => section.form !== "label" || isLabelSection(section.title))
          .map(({ title, form, line, endLine }) => ({ title, form, line, endLine }));
        expect(found).toEqual(expected);
      });

      it("tells code from words", () => {
        const code = packet.lines
          .filter((entry) => entry.kind === "code" || entry.kind === "fence")
          .map((entry) => line(entry.span.start));
        const expected = seed.code.flatMap(([from, to]) =>
          Array.from({ length: to - from + 1 }, (_, index) => from + index),
        );
        const blank = new Set(packet.lines.filter((entry) => entry.kind === "blank").map((entry) => line(entry.span.start)));
        expect(code).toEqual(expected.filter((number) => !blank.has(number)));
      });

      it("names the damage", () => {
        const found = packet.damage.map((damage) => `${damage.kind} ${String(line(damage.span.start))}`);
        for (const damage of seed.damage) expect(found).toContain(`${damage.kind} ${String(damage.line)}`);
        const kinds = new Set(seed.damage.map((damage) => damage.kind));
        for (const damage of packet.damage) expect(kinds).toContain(damage.kind);
        const mended = packet.damage.filter((damage) => damage.kind === "mojibake");
        expect(mended.map((damage) => packet.source.slice(damage.span))).toEqual(
          seed.damage.filter((damage) => damage.kind === "mojibake").map((damage) => damage.run),
        );
      });

      it("reads requirements, scope, reports, approvals, waivers, citations", () => {
        expect(
          packet.requirements.map((requirement) => ({
            line: line(requirement.span.start),
            words: requirement.text.split(" ").slice(0, 5).join(" "),
          })),
        ).toEqual(seed.requirements);
        expect(packet.scopePaths.map((path) => ({ path: path.path, line: line(path.span.start) }))).toEqual(
          seed.scopePaths,
        );
        expect(
          packet.reports.map((report) => ({
            line: line(report.span.start),
            endLine: line(report.span.end),
            verdicts: report.verdicts.map((verdict) => ({ value: verdict.value, line: line(verdict.span.start) })),
            date: report.date,
          })),
        ).toEqual(seed.reports);
        expect(packet.approvals.map((approval) => line(approval.span.start))).toEqual(seed.approvals);
        expect(packet.waivers).toEqual([]);
        expect(packet.citations.map((citation) => ({ raw: citation.raw, line: line(citation.span.start) }))).toEqual(
          seed.citations,
        );
      });
    });
  }
});

function read(name: SeedName, seed: Seed): Packet {
  const document = readDocument(seed.kind, seed.path, readFileSync(`${corpus ?? ""}/seeds/${name}`));
  if (document.kind !== "packet" && document.kind !== "stub") throw new Error("a packet or stub");
  return document;
}

function bare(words: string): string {
  return words.replace(/ \(.*$/, "");
}

function matches(found: string, value: Value): boolean {
  if (typeof value === "string") return found === value;
  return found.length === value.length && found.startsWith(value.starts);
}

/** Labels that the format takes for sections; others are fields with a list below, or words. */
function isLabelSection(title: string): boolean {
  const name = sectionNamed(title);
  return name !== null && /^[A-Z_]+$/.test(title);
}
