/**
 * Lists that Git prints with `-z`: records of bytes, each ended by a NUL.
 *
 * A path that is not valid UTF-8 must neither vanish (a change could hide in it) nor become equal to another one. Each
 * of its bytes above 0x7f is kept as the lone surrogate U+DC00 + byte, which no valid UTF-8 decodes to: the rest of the
 * path stays readable, and `pathBytes` finds the way back.
 */
import { isUtf8 } from "node:buffer";
import type { Entry } from "./snapshot.ts";

/** The records of a list, decoded. */
export function records(output: Buffer): string[] {
  const list = isUtf8(output) ? output.toString("utf8").split("\0") : [...split(output)].map(decode);
  if (list.at(-1) === "") list.pop();
  return list;
}

/** The bytes of a path as Git has them: the inverse of what `records` did to it. */
export function pathBytes(path: string): Buffer {
  if (!/[\udc80-\udcff]/u.test(path)) return Buffer.from(path, "utf8");
  return Buffer.from(path.replace(/[\udc80-\udcff]/gu, (unit) => byteOf(unit)), "latin1");
}

/** What the mode of a tree or index entry says the entry is. */
export function entryKind(mode: string): Entry["kind"] {
  if (mode === "160000") return "submodule";
  if (mode === "120000") return "symlink";
  return mode === "100755" ? "executable" : "file";
}

function decode(record: Buffer): string {
  return isUtf8(record)
    ? record.toString("utf8")
    : record.toString("latin1").replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)));
}

function byteOf(surrogate: string): string {
  return String.fromCharCode(surrogate.charCodeAt(0) - 0xdc00);
}

function* split(output: Buffer): Generator<Buffer> {
  let start = 0;
  for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
    yield output.subarray(start, end);
    start = end + 1;
  }
  yield output.subarray(start);
}
