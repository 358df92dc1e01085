/** Every version of every real document: the parser behind the seam gives the lines that remark gives. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLines } from "../../src/packet/lines.ts";
import { parse } from "../../src/packet/parse.ts";
import { repair } from "../../src/packet/repair.ts";
import { decode } from "../../src/packet/source.ts";
import { corpus } from "../corpus/corpus.ts";
import { cloneBundle, readHistory, type Version } from "../corpus/history.ts";
import { referenceParse } from "./reference.ts";

describe.skipIf(corpus === null)("the parser and remark on the real history", () => {
  let clone: ReturnType<typeof cloneBundle>;
  let versions: Version[];

  beforeAll(() => {
    clone = cloneBundle(corpus ?? "");
    versions = readHistory(clone.folder);
  });
  afterAll(() => {
    clone.remove();
  });

  it("agree on what every line is", () => {
    const differ: string[] = [];
    for (const version of versions) {
      const { text } = decode(version.bytes).source;
      const repaired = repair(text);
      const outline = (read: typeof parse): string =>
        JSON.stringify(readLines(read(repaired.text), repaired, text).map(({ kind, depth, content }) => [kind, depth, content]));
      if (outline(parse) !== outline(referenceParse)) differ.push(`${version.path} ${version.oid.slice(0, 8)}`);
    }
    expect(versions.length).toBeGreaterThan(800);
    expect(differ).toEqual([]);
  });
});
