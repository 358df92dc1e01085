/**
 * Files written so that nobody ever sees half of one: a new file beside the old one, flushed to the disk, then renamed
 * into its place.
 *
 * Accepted race: between the last look at a file and the renaming, somebody else's change of that instant is lost. The
 * look and the renaming are one millisecond apart.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { codeOf, UserError } from "../errors.ts";
import { quoted } from "../policy/quoted.ts";
import { Checkout } from "../snapshot/checkout.ts";

/** Throws UserError when the file is not, as a regular file inside `root`, exactly these bytes. */
export function assertUnchanged(root: string, path: string, bytes: Uint8Array): void {
  const content = new Checkout(root).read(path, bytes.length);
  const name = quoted(path, 200);
  if (content.state === "not-a-file") {
    throw new UserError(`${name} is a link or lies behind one, which Writ never follows; name a regular file`);
  }
  if (content.state !== "ok" || Buffer.compare(content.bytes, bytes) !== 0) {
    throw new UserError(`${name} has changed on the disk since it was judged; nothing was written to it, run again`);
  }
}

/**
 * Replaces a file of the checkout at `root`, its mode kept. `before` is what it must hold.
 * Throws UserError when it holds something else by now, or cannot be written.
 */
export function replaceFile(root: string, path: string, before: Uint8Array, after: Uint8Array): void {
  const target = join(root, path);
  let temporary: string | null = null;
  try {
    temporary = writeBeside(target, after);
    chmodSync(temporary, lstatSync(target).mode & 0o7777);
    assertUnchanged(root, path, before);
    renameSync(temporary, target);
    temporary = null;
    flushFolder(dirname(target));
  } catch (error) {
    throw error instanceof UserError ? error : notWritten(path, error);
  } finally {
    if (temporary !== null) unlinkSync(temporary);
  }
}

/**
 * Creates a file of the checkout at `root`, and the folders on the way to it.
 * Throws UserError when something stands there already, or when a folder on the way is a link.
 */
export function createFile(root: string, path: string, text: string): void {
  const target = join(root, path);
  const checkout = new Checkout(root);
  if (checkout.isBehindLink(path)) {
    const hint = "name its place in `paths:` of .github/writ.yml";
    throw new UserError(`the folder of ${quoted(path, 200)} is a link, which Writ never follows; ${hint}`);
  }
  let temporary: string | null = null;
  try {
    mkdirSync(dirname(target), { recursive: true });
    temporary = writeBeside(target, Buffer.from(text, "utf8"));
    putInPlace(temporary, target);
    flushFolder(dirname(target));
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw exists(path);
    throw notWritten(path, error);
  } finally {
    if (temporary !== null) unlinkSync(temporary);
  }
}

/** A link is only made where nothing stands, unlike a renaming, which replaces. Some file systems know no links. */
function putInPlace(temporary: string, target: string): void {
  try {
    linkSync(temporary, target);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "ENOSYS"].includes(codeOf(error))) throw error;
    copyFileSync(temporary, target, constants.COPYFILE_EXCL);
  }
}

/** Throws UserError when anything, also something that Git ignores, stands at a path of the checkout. */
export function assertAbsent(root: string, path: string): void {
  if (new Checkout(root).look(path) !== null) throw exists(path);
}

function exists(path: string): UserError {
  return new UserError(`${quoted(path, 200)} exists already, and nothing is ever overwritten; choose another id`);
}

function writeBeside(target: string, bytes: Uint8Array): string {
  const temporary = join(dirname(target), `.writ-${randomBytes(6).toString("hex")}.tmp`);
  const file = openSync(temporary, "wx", 0o666);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  } finally {
    closeSync(file);
  }
  return temporary;
}

/** So that the new name survives a crash too. */
function flushFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function notWritten(path: string, error: unknown): UserError {
  const name = quoted(path, 200);
  return new UserError(`${name} cannot be written (${codeOf(error)}); check the folder's permissions and space`);
}
