/** What `git cat-file --batch-check` and `--batch` print, in their default format. */

/** Sizes in bytes of the blobs in the answer of `--batch-check`. Missing objects and other types are left out. */
export function blobSizes(answer: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const line of answer.split("\n")) {
    const header = blobHeader(line);
    if (header !== null) sizes.set(header.oid, header.size);
  }
  return sizes;
}

/** The full ids in the answer of `--batch-check` to `asked`, one line each. What is missing or ambiguous is left out. */
export function knownCommits(asked: readonly string[], answer: string): Map<string, string> {
  const known = new Map<string, string>();
  const lines = answer.split("\n");
  for (const [index, id] of asked.entries()) {
    const oid = /^([0-9a-f]{40,64}) commit \d+$/.exec(lines[index] ?? "")?.[1];
    if (oid !== undefined) known.set(id, oid);
  }
  return known;
}

/**
 * The blobs in the answer of `--batch`, by object id. The bytes are views into `answer`. What is missing and other types
 * are left out. Throws Error when the answer is cut off or holds something else.
 */
export function blobContents(answer: Buffer): Map<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>();
  let at = 0;
  while (at < answer.length) {
    const end = answer.indexOf(0x0a, at);
    const line = end < 0 ? "" : answer.toString("latin1", at, end);
    const start = end + 1;
    const size = followingBytes(line);
    if (size === null) throw new Error(`git cat-file: no header at byte ${String(at)}`);
    at = start + size;
    if (size === 0) continue;
    if (answer[at - 1] !== 0x0a) throw new Error(`git cat-file: what follows ${JSON.stringify(line)} is cut off`);
    const blob = blobHeader(line);
    if (blob !== null) blobs.set(blob.oid, new Uint8Array(answer.buffer, answer.byteOffset + start, blob.size));
  }
  return blobs;
}

/** Follows the answer of `--batch` while it comes. */
export class BatchSizes {
  readonly #largest: number;
  readonly #most: number;
  /** The beginning of a header. */
  #line = "";
  /** Bytes of an object that are still to come, its line feed included. */
  #left = 0;
  #total = 0;

  /** `largest` bounds the bytes of each object, `most` those of all together. */
  constructor(largest: number, most: number) {
    this.#largest = largest;
    this.#most = most;
  }

  /** Takes the next piece. False when some object, or all together, are larger than they may be, or the piece is no answer. */
  allow(piece: Buffer): boolean {
    for (let at = 0; at < piece.length; ) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, piece.length - at);
        this.#left -= taken;
        at += taken;
        continue;
      }
      const end = piece.indexOf(0x0a, at);
      this.#line += piece.toString("latin1", at, end < 0 ? piece.length : end);
      if (end < 0) return this.#line.length <= LONGEST_HEADER;
      at = end + 1;
      const size = followingBytes(this.#line);
      this.#line = "";
      if (size === null || size - 1 > this.#largest) return false;
      this.#left = size;
      this.#total += size;
      if (this.#total > this.#most) return false;
    }
    return true;
  }
}

const LONGEST_HEADER = 200;

/** Bytes that `--batch` prints behind a header, a line feed at their end included; null for what is no header. */
function followingBytes(line: string): number | null {
  const size = /^[0-9a-f]{40,64} (?:blob|tree|commit|tag) (\d+)$/.exec(line)?.[1];
  if (size !== undefined) return Number(size) + 1;
  return /^\S+ (?:missing|ambiguous)$/.test(line) ? 0 : null;
}

function blobHeader(line: string): { oid: string; size: number } | null {
  const match = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(line);
  return match === null ? null : { oid: match[1] ?? "", size: Number(match[2]) };
}
