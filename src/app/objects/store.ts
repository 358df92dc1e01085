/**
 * Git objects on disk, by id. Their content never changes, so nothing in here grows old; what nobody has asked for the
 * longest goes when there is no room.
 *
 * Each repository has objects of its own, although ids would let them share: whether a repository holds an object is
 * for GitHub to say, and who may read one repository must not learn from an answer what another one holds.
 *
 * It is a cache: what a kill left behind and does not prove to be what was put, is dropped and fetched again; a disk
 * that fails costs requests, not judgements.
 */
import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { ClassicLevel } from "classic-level";
import { UserError } from "../../errors.ts";
import type { KeptKind, ObjectKeep } from "../../snapshot/remote-source.ts";
import { Recency } from "./recency.ts";

export interface ObjectStoreOptions {
  readonly folder: string;
  /** Bytes of objects that are kept; LevelDB takes somewhat more while it tidies up. */
  readonly bytes?: number;
  /** Told when something cannot be kept. */
  readonly failed?: (error: unknown) => void;
}

const BYTES = 512 * 2 ** 20;
/** No object takes more of the room than this share. */
const LARGEST_SHARE = 8;
/** Begins the keys of objects, and of what is known about their use. */
const OBJECT = "o/";
const USE = "u/";
const CHECK_LENGTH = 20;
/** Uses that are noted in memory before they go to the disk. */
const MOST_NOTES = 1_000;

type Level = ClassicLevel<string, Uint8Array>;
type Pending = Map<string, Uint8Array | null>;

export class ObjectStore {
  readonly #level: Level;
  readonly #bytes: number;
  readonly #failed: (error: unknown) => void;
  readonly #recency = new Recency();
  /** On their way to the disk; null for what goes. */
  #pending: Pending = new Map();
  #writing: Pending = new Map();
  #flushing: Promise<void> | null = null;
  #closed = false;

  private constructor(level: Level, { bytes = BYTES, failed = () => undefined }: ObjectStoreOptions) {
    this.#level = level;
    this.#bytes = bytes;
    this.#failed = failed;
  }

  /** What cannot be read is thrown away. Throws UserError when the folder cannot be used at all. */
  static async open(options: ObjectStoreOptions): Promise<ObjectStore> {
    let level: Level;
    try {
      level = await opened(options.folder);
    } catch (error) {
      if (isLocked(error)) throw unusable(options.folder, "another process uses it");
      level = await anew(options.folder);
    }
    const store = new ObjectStore(level, options);
    await store.#restore();
    return store;
  }

  /** The objects of one repository. */
  of(repository: number): ObjectKeep {
    const prefix = `${OBJECT}${repository}/`;
    return {
      get: (kind, oids) => this.#get(prefix, kind, oids),
      put: (kind, oid, bytes) => this.#put(`${prefix}${kind}/${oid}`, bytes),
    };
  }

  /** Drops all objects of a repository, because it is gone or out of reach. */
  forget(repository: number): void {
    for (const key of this.#recency.keys(`${OBJECT}${repository}/`)) this.#drop(key);
  }

  /** Bytes that are kept. */
  get total(): number {
    return this.#recency.total;
  }

  /** Resolves when everything is on its way to the disk no more. */
  async settled(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing;
  }

  async close(): Promise<void> {
    this.#flush();
    this.#closed = true;
    await this.settled();
    await this.#level.close();
  }

  async #restore(): Promise<void> {
    const known: [string, number, number][] = [];
    for await (const [key, value] of this.#level.iterator({ gte: USE, lt: `${USE}\uffff` })) {
      const [, bytes, used] = /^(\d+) (\d+)$/.exec(Buffer.from(value).toString("latin1")) ?? [];
      if (used !== undefined) known.push([key.slice(USE.length), Number(bytes), Number(used)]);
    }
    this.#recency.restore(known);
    for (const key of this.#recency.shrink(this.#bytes)) this.#drop(key);
  }

  async #get(prefix: string, kind: KeptKind, oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    const asked = oids.filter((oid) => this.#recency.has(`${prefix}${kind}/${oid}`));
    for (const oid of asked) {
      const key = `${prefix}${kind}/${oid}`;
      const bytes = proven(key, this.#pending.get(key) ?? this.#writing.get(key) ?? (await this.#read(key)));
      if (bytes === null) {
        this.#drop(key);
        continue;
      }
      found.set(oid, bytes);
      if (this.#recency.has(key)) this.#note(key);
    }
    return found;
  }

  async #read(key: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#level.get(key);
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  #put(key: string, bytes: Uint8Array): void {
    if (this.#closed || this.#recency.has(key) || bytes.length > this.#bytes / LARGEST_SHARE) return;
    this.#pending.set(key, Buffer.concat([checkOf(key, bytes), bytes]));
    this.#note(key, bytes.length);
    for (const gone of this.#recency.shrink(this.#bytes)) this.#drop(gone);
    this.#flush();
  }

  #note(key: string, length?: number): void {
    if (this.#closed) return;
    const { bytes, used } = this.#recency.use(key, length);
    this.#pending.set(`${USE}${key}`, Buffer.from(`${bytes} ${used}`, "latin1"));
    if (this.#pending.size > MOST_NOTES) this.#flush();
  }

  #drop(key: string): void {
    this.#recency.drop(key);
    this.#pending.set(key, null).set(`${USE}${key}`, null);
    this.#flush();
  }

  #flush(): void {
    if (this.#closed) return;
    this.#flushing ??= this.#write().finally(() => {
      this.#flushing = null;
    });
  }

  /** An object and its use go together, so that neither is ever without the other. */
  async #write(): Promise<void> {
    // One turn of the loop, so that what comes in together goes together.
    await Promise.resolve();
    while (this.#pending.size > 0) {
      const group = this.#pending;
      this.#writing = group;
      this.#pending = new Map();
      const operations = [...group].map(([key, value]) =>
        value === null ? ({ type: "del", key } as const) : ({ type: "put", key, value } as const));
      try {
        await this.#level.batch(operations);
      } catch (error) {
        this.#failed(error);
        for (const key of group.keys()) if (key.startsWith(OBJECT)) this.#recency.drop(key);
      }
    }
    this.#writing = new Map();
  }
}

async function opened(folder: string): Promise<Level> {
  await mkdir(folder, { recursive: true });
  const level: Level = new ClassicLevel<string, Uint8Array>(folder, { valueEncoding: "view" });
  await level.open();
  return level;
}

async function anew(folder: string): Promise<Level> {
  try {
    await rm(folder, { recursive: true, force: true });
    return await opened(folder);
  } catch (error) {
    throw unusable(folder, error instanceof Error ? error.message : String(error));
  }
}

function checkOf(key: string, bytes: Uint8Array): Buffer {
  return createHash("sha1").update(`${key}\0`).update(bytes).digest();
}

/** What was put under the key; null when this is not it. */
function proven(key: string, value: Uint8Array | undefined | null): Uint8Array | null {
  if (value === undefined || value === null || value.length < CHECK_LENGTH) return null;
  const bytes = value.subarray(CHECK_LENGTH);
  return checkOf(key, bytes).equals(value.subarray(0, CHECK_LENGTH)) ? bytes : null;
}

function isLocked(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED";
}

function unusable(folder: string, reason: string): UserError {
  return new UserError(
    `the folder ${JSON.stringify(folder)} cannot keep objects (${reason}); stop who uses it, or set DATA_DIR to another folder`,
  );
}
