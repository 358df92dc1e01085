import fc from "fast-check";
import { expect, it } from "vitest";
import { entryKind, pathBytes, records } from "./listing.ts";

const name = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => bytes.map((byte) => byte || 1));

it("finds the way back from every path to its bytes, and keeps different paths apart", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(name, fc.string({ minLength: 1, unit: "binary" }).map(utf8))), (names) => {
      const list = Buffer.concat(names.flatMap((bytes) => [bytes, Buffer.of(0)]));
      const paths = records(list);
      expect(paths.map((path) => pathBytes(path).toString("hex"))).toEqual(names.map((bytes) => hex(bytes)));
      expect(new Set(paths).size).toBe(new Set(names.map(hex)).size);
    }),
  );
});

it("leaves valid UTF-8 as it is, beside names that are not", () => {
  const list = Buffer.concat([Buffer.from("é/🚢\0"), Buffer.of(0x61, 0xe9, 0x2f, 0x62, 0)]);
  expect(records(list)).toEqual(["é/🚢", "a\udce9/b"]);
  expect(records(Buffer.from("\ufeffa\0"))).toEqual(["\ufeffa"]);
  expect(records(Buffer.alloc(0))).toEqual([]);
});

it("knows the modes that Git writes, and the one it wrote long ago", () => {
  const kinds = ["100644", "100664", "100755", "120000", "160000"].map(entryKind);
  expect(kinds).toEqual(["file", "file", "executable", "symlink", "submodule"]);
});

function utf8(text: string): Uint8Array {
  return Buffer.from(text.replaceAll("\0", "_"));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
