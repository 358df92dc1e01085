import { BatchSizes, blobContents, blobSizes } from "./cat-file.ts";
import type { GitProcess } from "./git-process.ts";
import type { Content } from "./snapshot.ts";

/** Bytes that one `cat-file --batch` may print: bounds the memory that is used besides the answer itself. */
const BATCH = 16 * 2 ** 20;

/**
 * The blobs of a repository, by object id. No large blob is ever read to its end: Git is stopped at the header of the
 * first, and then sizes are asked before contents. Asking every time would take one process more (4 to 8 ms) for each
 * read, and `ls-tree -l`, which tells sizes too, fails in a clone that lacks one blob.
 */
export class ObjectStore {
  readonly #git: GitProcess;
  readonly #sizes = new Map<string, number>();

  constructor(git: GitProcess) {
    this.#git = git;
  }

  /** Sizes in bytes; object ids that stand for no blob in the store are left out. */
  async sizes(oids: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const wanted = new Set(oids);
    const unknown = [...wanted].filter((oid) => !this.#sizes.has(oid));
    if (unknown.length > 0) {
      const answer = await this.#git.read(["cat-file", "--batch-check"], lines(unknown));
      for (const [oid, size] of blobSizes(answer.toString("latin1"))) this.#sizes.set(oid, size);
    }
    const sizes = new Map<string, number>();
    for (const oid of wanted) {
      const size = this.#sizes.get(oid);
      if (size !== undefined) sizes.set(oid, size);
    }
    return sizes;
  }

  /** The contents of all blobs asked for; those above `limit` bytes are not read. */
  async contents(oids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const wanted = new Set(oids);
    const contents = await this.#contentsAtOnce(wanted, limit);
    for (const oid of contents.keys()) wanted.delete(oid);
    if (wanted.size === 0) return contents;
    const sizes = await this.sizes(wanted);
    const small: string[] = [];
    for (const oid of wanted) {
      const size = sizes.get(oid);
      if (size === undefined) {
        contents.set(oid, { state: "unreadable", reason: `the repository does not hold the blob ${oid}` });
      } else if (size > limit) {
        contents.set(oid, { state: "too-large", size });
      } else {
        small.push(oid);
      }
    }
    for (const batch of batches(small, sizes)) {
      const answer = await this.#git.read(["cat-file", "--batch"], lines(batch));
      for (const [oid, bytes] of blobContents(answer)) contents.set(oid, { state: "ok", bytes });
    }
    return contents;
  }

  /** What one process can print: nothing when that is too much, and nothing of what is not there. */
  async #contentsAtOnce(oids: ReadonlySet<string>, limit: number): Promise<Map<string, Content>> {
    const contents = new Map<string, Content>();
    const known = [...oids].map((oid) => this.#sizes.get(oid) ?? 0);
    const total = known.reduce((sum, size) => sum + size, 0);
    if (oids.size === 0 || total > BATCH || known.some((size) => size > limit)) return contents;
    const seen = new BatchSizes(limit, BATCH);
    const output = await this.#git.runWhile(["cat-file", "--batch"], lines([...oids]), (piece) => seen.allow(piece));
    if (output?.code !== 0) return contents;
    for (const [oid, bytes] of blobContents(output.stdout)) {
      contents.set(oid, { state: "ok", bytes });
      this.#sizes.set(oid, bytes.length);
    }
    return contents;
  }
}

function* batches(oids: readonly string[], sizes: ReadonlyMap<string, number>): Generator<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const oid of oids) {
    const size = sizes.get(oid) ?? 0;
    if (batch.length > 0 && bytes + size > BATCH) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(oid);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function lines(oids: readonly string[]): string {
  return oids.map((oid) => `${oid}\n`).join("");
}
