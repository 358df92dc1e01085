/** A document that was kept is the document: the same things, and the same thing in the same places. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { derived } from "../../src/packet/derived.ts";
import { documentOf, extractOf } from "../../src/packet/extract.ts";
import type { AnyDocument, DocumentKind } from "../../src/packet/model.ts";
import { readDocument } from "../../src/packet/read.ts";
import { cloneBundle, readHistory } from "../corpus/history.ts";
import { corpus } from "../corpus/corpus.ts";
import { runs } from "../runs.ts";
import { documentBytes } from "./documents.ts";

const KINDS: readonly DocumentKind[] = ["packet", "stub", "refinement", "board", "registry", "signatures", "specPointer"];
const PATH = ".GOV/task_packets/WP-1-Harbour-Lights-v2.md";

/** Parts that rules take for the same thing when they are one object. */
const SHARED = ["fields", "statuses", "signature", "signatures", "requirements", "citations", "reports"] as const;

/** For every object that is met again below the shared parts: where it was met first, and where again. */
function meetings(document: AnyDocument): string[] {
  const first = new Map<object, string>();
  const found: string[] = [];
  const visit = (value: unknown, where: string, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > 5) return;
    const before = first.get(value);
    if (before !== undefined) return void found.push(`${where} is ${before}`);
    first.set(value, where);
    for (const [key, part] of Object.entries(value)) visit(part, `${where}.${key}`, depth + 1);
  };
  for (const part of SHARED) if (part in document) visit((document as unknown as Record<string, unknown>)[part], part, 0);
  // Places are compared by their numbers.
  return found.filter((meeting) => !/[sS]pan is /.test(meeting));
}

function expectKept(kind: DocumentKind, path: string, bytes: Uint8Array): void {
  const document = readDocument(kind, path, bytes);
  derived(document, "a fact", () => ({ lines: document.lines.length }));
  const extract = extractOf(document);
  if (extract === null) {
    expect(document.damage.map((damage) => damage.kind)).toEqual(["size"]);
    return;
  }
  const again = documentOf(extract, path, bytes);
  expect(again).toEqual(document);
  expect(meetings(again)).toEqual(meetings(document));
  expect(derived(again, "a fact", () => "not known")).toEqual({ lines: document.lines.length });
  expect(again.lines).toBe(again.lines);
}

describe("a document that was kept", () => {
  it("is what was read, whatever the bytes", () => {
    fc.assert(fc.property(documentBytes, fc.constantFrom(...KINDS), (bytes, kind) => expectKept(kind, PATH, bytes)), runs(150));
  });

  it.skipIf(corpus === null)("is what was read, for every document of a real history", () => {
    const clone = cloneBundle(corpus ?? "");
    try {
      const versions = readHistory(clone.folder);
      expect(versions.length).toBeGreaterThan(400);
      // Every one in the long run.
      const step = runs(1).numRuns > 1 ? 1 : 7;
      for (const { kind, path, bytes } of versions.filter((_, index) => index % step === 0)) expectKept(kind, path, bytes);
    } finally {
      clone.remove();
    }
  }, 300_000);
});
