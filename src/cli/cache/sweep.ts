/** Keeps the cache small: once a day, after a run that wrote to it. */
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DAY = 24 * 60 * 60 * 1000;
/** After this long a file is deleted, used or not: what is still used is written anew. */
const OLD = 30 * DAY;
/** Of another version of the program, which may still be in use. */
const OLD_VERSION = 7 * DAY;
const MOST_BYTES = 256 * 1024 * 1024;

/** `folder` is the one in use, in `root`. Throws the errors of the file system. */
export function sweep(root: string, folder: string, now = Date.now()): void {
  const mark = join(root, "swept");
  if (now - (timeOf(mark) ?? 0) < DAY) return;
  writeFileSync(mark, "");
  for (const { name } of readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const other = join(root, name);
    if (other !== folder && now - (timeOf(other) ?? now) > OLD_VERSION) rmSync(other, { recursive: true, force: true });
  }
  let total = 0;
  for (const { path, size, time } of filesIn(folder)) {
    total += size;
    if (total > MOST_BYTES || now - time > OLD) rmSync(path, { force: true });
  }
}

/** The newest first. */
function filesIn(folder: string): { path: string; size: number; time: number }[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const path = join(folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ path, size: found.size, time: found.mtimeMs }];
    })
    .sort((a, b) => b.time - a.time);
}

function timeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
