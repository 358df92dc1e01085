/** What a manifest says of a file, against the bytes of the file before and after. */
import { createHash } from "node:crypto";
import { contentSha1 } from "../packet/content-sha1.ts";
import { dialect } from "../packet/dialect.ts";
import { lineCount } from "./file-lines.ts";

/** A file at one commit. */
export type FileVersion =
  | { readonly state: "ok"; readonly bytes: Uint8Array }
  | { readonly state: "absent" }
  /** It is there, and cannot be looked at: why, in words that follow the file's name. */
  | { readonly state: "unverifiable"; readonly reason: string };

/** What a SHA-1 names: the content with line feeds or CRLF, the Git blob, the absence of the file, nothing known. */
export type ShaForm = "lf" | "crlf" | "blob" | "absent" | "other";

/** `claimed` is 40 hex digits. Null when the file cannot be looked at. */
export function shaForm(claimed: string, version: FileVersion): ShaForm | null {
  const sha = claimed.toLowerCase();
  if (version.state === "unverifiable") return null;
  if (version.state === "absent") return dialect.manifest.absent.test(sha) ? "absent" : "other";
  const { lf, crlf } = contentSha1(version.bytes);
  if (sha === lf) return "lf";
  if (sha === crlf) return "crlf";
  return sha === blobId(version.bytes) ? "blob" : "other";
}

/** What should have been claimed: the SHA-1 of the content with line feeds, or zeros for a file that is not there. */
export function expectedSha(version: Exclude<FileVersion, { state: "unverifiable" }>): string {
  return version.state === "absent" ? "0".repeat(40) : contentSha1(version.bytes).lf;
}

function blobId(bytes: Uint8Array): string {
  return createHash("sha1")
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest("hex");
}

/** Where two versions of a file are the same. */
export interface Sameness {
  /** Lines at the beginning that are the same in both. */
  readonly top: number;
  /** Lines at the end that are the same in both. */
  readonly bottom: number;
  readonly before: number;
  readonly after: number;
}

/**
 * The lines that no diff of the two versions need touch. Added and removed lines can slide along equal neighbours, so
 * what changed is not one window but any that leaves only equal lines outside.
 */
export function compareVersions(before: Uint8Array, after: Uint8Array): Sameness {
  return {
    top: equalTop(before, after),
    bottom: equalBottom(before, after),
    before: lineCount(before),
    after: lineCount(after),
  };
}

function equalTop(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  let lines = 0;
  let at = 0;
  for (; at < length && a[at] === b[at]; at++) if (a[at] === 10) lines++;
  const ended = at === a.length && at === b.length && at > 0 && a[at - 1] !== 10;
  return ended ? lines + 1 : lines;
}

function equalBottom(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  let lines = 0;
  let matched = 0;
  for (; matched < length; matched++) {
    const byte = a[a.length - 1 - matched];
    if (byte !== b[b.length - 1 - matched]) break;
    // The line feed before a line shows that the line is matched whole; the one at the very end ends the last line.
    if (byte === 10 && matched > 0) lines++;
  }
  const startsLine = (bytes: Uint8Array): boolean =>
    matched === bytes.length || bytes[bytes.length - 1 - matched] === 10;
  return matched > 0 && matched === length && startsLine(a) && startsLine(b) ? lines + 1 : lines;
}

/**
 * True when everything outside lines `start`-`end` (from 1) is the same in both versions. The window may count lines
 * of the version after the change, as a reader of the result does, or of the one before, as a plan does.
 */
export function coversChange({ top, bottom, before, after }: Sameness, start: number, end: number): boolean {
  // A file that was not there, or is gone, has no lines that somebody could count.
  const counted = before === after ? [after] : [before, after].filter((lines) => lines > 0);
  return counted.some((lines) => {
    const above = start - 1;
    const below = Math.max(0, lines - end);
    return above <= top && below <= bottom && above + below <= Math.min(before, after);
  });
}

/** The least window that holds the change, in lines of the later version; of the earlier one where no line is left. */
export function changedWindow({
  top,
  bottom,
  before,
  after,
}: Sameness): { readonly start: number; readonly end: number } | null {
  if (top === before && top === after) return null;
  if (after === 0) return { start: 1, end: before };
  const below = Math.min(bottom, Math.min(before, after) - top);
  return { start: Math.min(top + 1, after), end: Math.max(Math.min(top + 1, after), after - below) };
}
