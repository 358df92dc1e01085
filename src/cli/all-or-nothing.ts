/**
 * Several files written as one: all of them, or none. Everything is looked at before anything is written, and what was
 * written is taken back when a later file cannot be.
 *
 * Accepted race: a machine that stops between two renames leaves the earlier files in place; they are new files first,
 * so the registry and the board never name what is not there.
 */
import { unlinkSync } from "node:fs";
import { join } from "node:path";
import type { NewFile } from "../scaffold/new-packet.ts";
import type { Replacement } from "../scaffold/splice.ts";
import { assertAbsent, assertUnchanged, createFile, replaceFile } from "./atomic-file.ts";

/** Throws UserError when a file that is to be new exists, one that is to be replaced has changed, or one cannot be written. */
export function writeAll(root: string, created: readonly NewFile[], replaced: readonly Replacement[]): void {
  for (const { path } of created) assertAbsent(root, path);
  for (const { path, before } of replaced) assertUnchanged(root, path, before);
  const undo: (() => void)[] = [];
  try {
    for (const { path, text } of created) {
      createFile(root, path, text);
      undo.push(() => {
        unlinkSync(join(root, path));
      });
    }
    for (const { path, before, after } of replaced) {
      replaceFile(root, path, before, after);
      undo.push(() => {
        replaceFile(root, path, after, before);
      });
    }
  } catch (error) {
    for (const back of undo.reverse()) back();
    throw error;
  }
}
