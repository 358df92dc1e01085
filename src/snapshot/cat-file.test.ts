import fc from "fast-check";
import { expect, it } from "vitest";
import { BatchSizes, blobContents, blobSizes } from "./cat-file.ts";
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
  expect(blobContents(Buffer.from(`${tree} tree 3\n\n\n\n\n${gone} missing\n${blob} blob 1\nx\n`))).toEqual(
    new Map([[blob, new Uint8Array([120])]]),
  );
  expect(() => blobContents(Buffer.from("fatal: no\n"))).toThrow("no header at byte 0");
});

it("is followed while it comes, in whatever pieces, up to what is allowed", () => {
  fc.assert(
    fc.property(blobs, fc.integer({ min: 1, max: 40 }), fc.nat(60), fc.nat(600), (contents, width, largest, most) => {
      const answer = Buffer.concat(contents.map(printed));
      const sizes = new BatchSizes(largest, most);
      const pieces = Array.from({ length: Math.ceil(answer.length / width) }, (_, at) => answer.subarray(at * width, (at + 1) * width));
      const total = contents.reduce((sum, bytes) => sum + bytes.length + 1, 0);
      const isAllowed = total <= most && contents.every((bytes) => bytes.length <= largest);
      expect(pieces.every((piece) => sizes.allow(piece))).toBe(isAllowed);
    }),
  );
  expect(new BatchSizes(9, 9).allow(Buffer.from("fatal: no\n"))).toBe(false);
  expect(new BatchSizes(9, 9).allow(Buffer.alloc(500, 97))).toBe(false);
  expect(new BatchSizes(9, 9).allow(Buffer.from(`${"c".repeat(40)} missing\n`))).toBe(true);
});
