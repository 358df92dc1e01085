/** What `git cat-file --batch-check` and `--batch` print, in their default format. */

/** Sizes in bytes of the blobs in the answer of `--batch-check`. Missing objects and other types are left out. */
export function blobSizes(answer: string): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const line of answer.split("\n")) {
    const header = readHeader(line);
    if (header?.type === "blob") sizes.set(header.oid, header.size);
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
    const header = readHeader(line);
    if (header === null) throw new Error(`git cat-file: no header at byte ${String(at)}`);
    at = start + following(header);
    if (at === start) continue;
    if (answer[at - 1] !== 0x0a) throw new Error(`git cat-file: what follows ${JSON.stringify(line)} is cut off`);
    if (header.type !== "blob") continue;
    blobs.set(header.oid, new Uint8Array(answer.buffer, answer.byteOffset + start, header.size));
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
      const header = readHeader(this.#line);
      this.#line = "";
      if (header === null || header.size > this.#largest) return false;
      this.#left = following(header);
      this.#total += this.#left;
      if (this.#total > this.#most) return false;
    }
    return true;
  }
}

const LONGEST_HEADER = 200;

interface Header {
  /** What was asked for, where there is no object. */
  readonly oid: string;
  /** Of an object, or `missing` or `ambiguous` where there is none. */
  readonly type: string;
  readonly size: number;
}

/** Null for what is no header. */
function readHeader(line: string): Header | null {
  const found = /^(?:([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)|(\S+) (missing|ambiguous))$/.exec(line);
  return found === null ? null : { oid: found[1] ?? found[4] ?? "", type: found[2] ?? found[5] ?? "", size: Number(found[3] ?? 0) };
}

/** Bytes that `--batch` prints behind a header, a line feed at their end included. */
function following({ type, size }: Header): number {
  return type === "missing" || type === "ambiguous" ? 0 : size + 1;
}
