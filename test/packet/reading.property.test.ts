/** Laws of the reader: it never fails, and every position is the place of what it names. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AnyDocument, DocumentKind, Packet, Span } from "../../src/packet/model.ts";
import { readDocument } from "../../src/packet/read.ts";
import { decode, type Source } from "../../src/packet/source.ts";
import { runs } from "../runs.ts";
import { documentBytes } from "./documents.ts";

const KINDS: readonly DocumentKind[] = ["packet", "stub", "refinement", "board", "registry", "signatures", "specPointer"];
const kind = fc.constantFrom(...KINDS);
const PATH = ".GOV/task_packets/WP-1-Harbour-Lights-v2.md";

describe("decoding", () => {
  it("gives every character its bytes", () => {
    fc.assert(
      fc.property(documentBytes, fc.nat(), fc.nat(), (bytes, a, b) => {
        const { source } = decode(bytes);
        const start = whole(source, Math.min(a, b) % (source.text.length + 1));
        const end = whole(source, Math.max(start, Math.max(a, b) % (source.text.length + 1)));
        const slice = bytes.subarray(source.point(start).byte, source.point(end).byte);
        const again = decode(slice).source;
        const words = source.text.slice(start, end);
        expect((again.bom ? "\ufeff" : "") + again.text).toBe(words);
      }),
      runs(500),
    );
  });

  it("covers the file from the first byte behind the mark to the last", () => {
    fc.assert(
      fc.property(documentBytes, (bytes) => {
        const { source } = decode(bytes);
        expect(source.point(0).byte).toBe(source.bom ? 3 : 0);
        expect(source.point(source.text.length).byte).toBe(bytes.length);
      }),
    );
  });

  it("counts lines by line feeds and columns from the line's start", () => {
    fc.assert(
      fc.property(documentBytes, fc.nat(), (bytes, at) => {
        const { source } = decode(bytes);
        const offset = at % (source.text.length + 1);
        const before = source.text.slice(0, offset).split("\n");
        const point = source.point(offset);
        expect(point.line).toBe(before.length);
        expect(point.column).toBe((before.at(-1)?.length ?? 0) + 1);
      }),
    );
  });
});

describe("reading", () => {
  it("turns any bytes into a document of the kind asked for", () => {
    fc.assert(
      fc.property(documentBytes, kind, (bytes, wanted) => {
        expect(readDocument(wanted, PATH, bytes).kind).toBe(wanted);
      }),
      runs(500),
    );
  });

  it("places everything inside the text, in order", () => {
    fc.assert(
      fc.property(documentBytes, kind, (bytes, wanted) => {
        const document = readDocument(wanted, PATH, bytes);
        for (const span of spansOf(document)) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(document.source.text.length);
        }
        const starts = document.lines.map((line) => line.span.start);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        for (const line of document.lines) {
          expect(line.content).toBeGreaterThanOrEqual(line.span.start);
          expect(line.content).toBeLessThanOrEqual(line.span.end);
        }
      }),
      runs(500),
    );
  });

  it("slices to what it claims", () => {
    fc.assert(
      fc.property(documentBytes, (bytes) => {
        const packet = readDocument("packet", PATH, bytes) as Packet;
        const slice = (span: Span): string => packet.source.slice(span);
        for (const field of packet.fields) expect(slice(field.valueSpan)).toBe(field.value);
        for (const claim of packet.claims) if (claim.span !== null) expect(slice(claim.span)).toBe(claim.id);
        for (const path of packet.scopePaths) expect(slice(path.span)).toBe(path.path);
        for (const placeholder of packet.placeholders) expect(slice(placeholder.span)).toBe(placeholder.text);
        for (const signature of packet.signatures) expect(slice(signature.span)).toBe(signature.value);
        for (const report of packet.reports) {
          expect(slice(report.span).startsWith(slice(report.heading))).toBe(true);
          for (const verdict of report.verdicts) {
            expect(slice(verdict.span)).toBe(verdict.raw);
            expect(verdict.span.start).toBeGreaterThanOrEqual(report.span.start);
            expect(verdict.span.end).toBeLessThanOrEqual(report.span.end);
          }
        }
        for (const citation of packet.citations) {
          if (citation.symbol === null && !citation.raw.includes("/") && /^\d/.test(citation.raw)) {
            expect(slice(citation.span)).toBe(citation.raw);
          } else expect(slice(citation.span)).toContain(citation.raw);
        }
        if (packet.title !== null) expect(slice(packet.title.span)).toBe(packet.title.text);
      }),
      runs(500),
    );
  });

  it("keeps reports apart: none begins inside another", () => {
    fc.assert(
      fc.property(documentBytes, (bytes) => {
        const { appendOnly } = readDocument("packet", PATH, bytes);
        for (const [index, span] of appendOnly.entries()) {
          expect(span.start).toBeGreaterThanOrEqual(appendOnly[index - 1]?.end ?? 0);
        }
      }),
    );
  });
});

/** The nearest offset that does not split a surrogate pair. */
function whole(source: Source, offset: number): number {
  const code = source.text.charCodeAt(offset);
  return offset > 0 && code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}

function spansOf(document: AnyDocument): Span[] {
  const spans: Span[] = [
    ...document.damage.map((damage) => damage.span),
    ...document.lines.map((line) => line.span),
    ...document.sections.flatMap((section) => [section.heading, section.body]),
    ...document.appendOnly,
  ];
  if (document.kind === "packet" || document.kind === "stub" || document.kind === "refinement") {
    spans.push(
      ...document.fields.flatMap((field) => [field.span, field.valueSpan]),
      ...document.requirements.map((requirement) => requirement.span),
      ...document.citations.map((citation) => citation.span),
      ...document.waivers.map((waiver) => waiver.span),
      ...document.approvals.map((approval) => approval.span),
      ...document.anchors.map((anchor) => anchor.span),
    );
  }
  if (document.kind === "board") spans.push(...document.entries.map((entry) => entry.span));
  if (document.kind === "registry" || document.kind === "signatures") spans.push(...document.rows.map((row) => row.span));
  return spans;
}
