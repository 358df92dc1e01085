/** The SHA-1 of what a file says, whatever its line ends: how packets and refinements name a state of a file. */
import { createHash } from "node:crypto";

export interface ContentSha1 {
  /** Of the content with line feeds alone, 40 lower-case hex digits. */
  readonly lf: string;
  /** Of the content with a carriage return before every line feed, as some checkouts have it. */
  readonly crlf: string;
}

/** `bytes` is the file as it is stored; its line ends may be either, or mixed. */
export function contentSha1(bytes: Uint8Array): ContentSha1 {
  // One character per byte, so that nothing but the line ends changes.
  const lf = Buffer.from(bytes).toString("latin1").replaceAll("\r\n", "\n");
  return { lf: sha1(lf), crlf: sha1(lf.replaceAll("\n", "\r\n")) };
}

function sha1(latin1: string): string {
  return createHash("sha1").update(latin1, "latin1").digest("hex");
}
