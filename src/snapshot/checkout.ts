/**
 * Files of a checkout, opened so that nothing outside of it and nothing but a regular file is ever read.
 *
 * Calls are synchronous: a few hundred small files are read three times faster than through the thread pool, and only
 * the command line looks at a working tree.
 *
 * Accepted race: somebody who replaces a folder by a link between the look and the opening, on this machine and at this
 * moment, is not stopped. Who can do that can read the files anyway. The last part of a path has no such gap.
 */
import { codeOf } from "../errors.ts";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { sep } from "node:path";
import { pathBytes } from "./listing.ts";
import type { Content } from "./snapshot.ts";

/** A file that is opened although it became a link fails; one that became a pipe does not block. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What lies at a path: `special` is a pipe, a device or a socket, `hidden` what may not be looked at. */
export type Sight =
  | { readonly kind: "file" | "executable"; readonly size: number }
  | { readonly kind: "symlink" | "folder" | "special" | "hidden" };

const NOT_A_FILE: Content = { state: "not-a-file" };

/** Remembers the folders it has looked at, so make a new one for each round of reading. */
export class Checkout {
  readonly #root: Buffer;
  readonly #folders = new Map<string, "folder" | "link" | "none">([["", "folder"]]);

  /** `root` is the absolute path of the top folder. */
  constructor(root: string) {
    this.#root = Buffer.from(root + sep, "utf8");
  }

  /** What lies at a path, links not followed; null when nothing does, or when a part of the path is no folder. */
  look(path: string): Sight | null {
    if (this.#folder(parent(path)) !== "folder") return null;
    try {
      const stats = lstatSync(this.#absolute(path));
      if (stats.isFile()) return { kind: (stats.mode & 0o100) === 0 ? "file" : "executable", size: stats.size };
      if (stats.isSymbolicLink()) return { kind: "symlink" };
      return { kind: stats.isDirectory() ? "folder" : "special" };
    } catch (error) {
      return isGone(error) ? null : { kind: "hidden" };
    }
  }

  /** True when a folder on the way to the path is a symbolic link. */
  isBehindLink(path: string): boolean {
    return this.#folder(parent(path)) === "link";
  }

  /** The bytes of a file, at most `limit`. */
  read(path: string, limit: number): Content {
    if (this.isBehindLink(path)) return NOT_A_FILE;
    let file: number;
    try {
      // Before opening: opening a device can have effects of its own.
      if (!lstatSync(this.#absolute(path)).isFile()) return NOT_A_FILE;
      file = openSync(this.#absolute(path), READ);
    } catch (error) {
      return failure(error);
    }
    try {
      const stats = fstatSync(file);
      if (!stats.isFile()) return NOT_A_FILE;
      return stats.size > limit ? { state: "too-large", size: stats.size } : readAll(file, stats.size, limit);
    } catch (error) {
      return failure(error);
    } finally {
      closeSync(file);
    }
  }

  #absolute(path: string): Buffer {
    return Buffer.concat([this.#root, pathBytes(path)]);
  }

  #folder(path: string): "folder" | "link" | "none" {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    let kind = this.#folder(parent(path));
    if (kind === "folder") {
      try {
        const stats = lstatSync(this.#absolute(path));
        kind = stats.isSymbolicLink() ? "link" : stats.isDirectory() ? "folder" : "none";
      } catch (error) {
        // Where even looking is forbidden, let the opening of the file say so.
        kind = isGone(error) ? "none" : "folder";
      }
    }
    this.#folders.set(path, kind);
    return kind;
  }
}

/**
 * True for a path that can stand for a file of a repository: relative, without `..`, and not inside `.git`. An index
 * that Git wrote holds no other; one that came from elsewhere might.
 */
export function isInside(path: string): boolean {
  return !path.split(sep === "/" ? "/" : /[/\\:]/).some((part) => /^(?:|\.|\.\.|\.git)$/i.test(part));
}

/** Reads a file that may grow while it is read. */
function readAll(file: number, size: number, limit: number): Content {
  let buffer = Buffer.allocUnsafeSlow(size + 1);
  let length = 0;
  for (;;) {
    const count = readSync(file, buffer, length, buffer.length - length, null);
    length += count;
    if (length > limit) return { state: "too-large", size: length };
    if (count === 0) return { state: "ok", bytes: new Uint8Array(buffer.buffer, buffer.byteOffset, length) };
    if (length === buffer.length) buffer = Buffer.concat([buffer], length * 2);
  }
}

function failure(error: unknown): Content {
  if (isGone(error)) return { state: "missing" };
  const code = codeOf(error);
  // A link in the last place; a socket.
  if (code === "ELOOP" || code === "ENXIO") return NOT_A_FILE;
  if (code === "EACCES" || code === "EPERM") return { state: "unreadable", reason: "permission denied" };
  return { state: "unreadable", reason: code ?? String(error) };
}

function isGone(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

function parent(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
