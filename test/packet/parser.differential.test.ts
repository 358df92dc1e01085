/** The parser behind the seam gives the same lines as remark: on generated documents, and on real ones. */
import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLines } from "../../src/packet/lines.ts";
import { parse } from "../../src/packet/parse.ts";
import { repair } from "../../src/packet/repair.ts";
import { decode } from "../../src/packet/source.ts";
import { corpus } from "../corpus/corpus.ts";
import { runs } from "../runs.ts";
import { documentText } from "./documents.ts";
import { referenceParse } from "./reference.ts";

/** What each line is, by either parser. */
function outline(text: string, read: typeof parse): string[] {
  const repaired = repair(text);
  return readLines(read(repaired.text), repaired, text).map(
    (line) => `${line.kind} ${String(line.depth)} ${String(line.checked)} ${text.slice(line.content, line.span.end)}`,
  );
}

describe("the parser and remark", () => {
  it("agree on generated documents", () => {
    fc.assert(
      fc.property(documentText, (text) => {
        expect(outline(text, parse)).toEqual(outline(text, referenceParse));
      }),
      runs(300),
    );
  });

  it.skipIf(corpus === null)("agree on the seeds", () => {
    const folder = `${corpus ?? ""}/seeds`;
    const names = readdirSync(folder);
    expect(names.length).toBe(5);
    for (const name of names) {
      const { text } = decode(readFileSync(`${folder}/${name}`)).source;
      expect(outline(text, parse)).toEqual(outline(text, referenceParse));
    }
  });
});
