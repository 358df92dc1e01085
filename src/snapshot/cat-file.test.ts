import fc from "fast-check";
import { expect, it } from "vitest";
import { blobContents, blobSizes } from "./cat-file.ts";
import { blobId } from "./memory.ts";

const blobs = fc.array(fc.uint8Array({ maxLength: 50 }));
const printed = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${blobId(bytes)} blob ${bytes.length}\n`), bytes, Buffer.from("\n")]);

it("reads any bytes back", () => {
  fc.assert(
    fc.property(blobs, (contents) => {
      const expected = new Map(contents.map((bytes) => [blobId(bytes), bytes]));
      expect(blobContents(Buffer.concat(contents.map(printed)))).toEqual(expected);
    }),
  );
});

it("never takes a part of an answer for the whole", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(), (bytes, cut) => {
      const answer = printed(bytes);
      const length = 1 + (cut % (answer.length - 1));
      expect(() => blobContents(answer.subarray(0, length))).toThrow("git cat-file");
    }),
  );
});

it("takes nothing but blobs", () => {
  const [blob, tree, gone] = ["a".repeat(40), "b".repeat(40), "c".repeat(40)] as const;
  const answer = `${blob} blob 12\n${tree} tree 5\n${gone} missing\n`;
  expect(blobSizes(answer)).toEqual(new Map([[blob, 12]]));
  expect(() => blobContents(Buffer.from(`${gone} missing\n`))).toThrow("no blob header at byte 0");
});
