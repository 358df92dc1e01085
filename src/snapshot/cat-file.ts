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
 * The blobs in the answer of `--batch`, by object id. The bytes are views into `answer`.
 * Throws Error when the answer is cut off or holds something else than blobs.
 */
export function blobContents(answer: Buffer): Map<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>();
  let at = 0;
  while (at < answer.length) {
    const end = answer.indexOf(0x0a, at);
    const header = end < 0 ? null : blobHeader(answer.toString("latin1", at, end));
    if (header === null) throw new Error(`git cat-file: no blob header at byte ${at}`);
    const start = end + 1;
    at = start + header.size + 1;
    if (answer[at - 1] !== 0x0a) throw new Error(`git cat-file: the blob ${header.oid} is cut off`);
    blobs.set(header.oid, new Uint8Array(answer.buffer, answer.byteOffset + start, header.size));
  }
  return blobs;
}

function blobHeader(line: string): { oid: string; size: number } | null {
  const match = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(line);
  return match === null ? null : { oid: match[1] ?? "", size: Number(match[2]) };
}
