import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { contentSha1 } from "./content-sha1.ts";

const sha1 = (bytes: Uint8Array | string): string => createHash("sha1").update(bytes).digest("hex");
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

it("is the same for either kind of line end", () => {
  const expected = { lf: sha1("a\nb\n"), crlf: sha1("a\r\nb\r\n") };
  expect(contentSha1(bytesOf("a\nb\n"))).toEqual(expected);
  expect(contentSha1(bytesOf("a\r\nb\r\n"))).toEqual(expected);
  expect(contentSha1(bytesOf("a\nb\r\n"))).toEqual(expected);
  expect(contentSha1(new Uint8Array())).toEqual({ lf: sha1(""), crlf: sha1("") });
});

it("leaves a carriage return alone that ends no line", () => {
  expect(contentSha1(bytesOf("a\rb\n")).lf).toBe(sha1("a\rb\n"));
});

it("is the SHA-1 of the bytes themselves where they hold no carriage return, whatever they are", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const plain = bytes.filter((byte) => byte !== 13);
      expect(contentSha1(plain).lf).toBe(sha1(plain));
    }),
  );
});
