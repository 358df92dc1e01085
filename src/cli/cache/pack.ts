/**
 * Many texts in one file, each under a name. Making a file takes far longer than writing to it.
 *
 * The first line is a JSON list of names and lengths in bytes; behind it stand the texts, as UTF-8, in that order.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** Texts by their names, undecoded: most are asked for one at a time, and some never. */
export type Pack = ReadonlyMap<string, Buffer>;

/** Empty for a file that is not there, that is no pack, or that is not whole. */
export function readPack(file: string): Pack {
  try {
    const bytes = readFileSync(file);
    const end = bytes.indexOf(10);
    const names = JSON.parse(bytes.toString("utf8", 0, end)) as readonly (readonly [string, number])[];
    const pack = new Map<string, Buffer>();
    let at = end + 1;
    for (const [name, length] of names) pack.set(name, bytes.subarray(at, (at += length)));
    return at === bytes.length ? pack : new Map();
  } catch {
    return new Map();
  }
}

/** Nobody ever reads half of it: it is written beside its place and put there whole. Throws the errors of the file system. */
export function writePack(file: string, pack: Pack): void {
  const names = [...pack].map(([name, { length }]) => [name, length]);
  const beside = `${file}.${String(process.pid)}`;
  try {
    writeFileSync(beside, Buffer.concat([Buffer.from(`${JSON.stringify(names)}\n`), ...pack.values()]), { mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
