/**
 * The objects of a network of repositories: a root and its forks share one store, as on GitHub.
 *
 * Objects are written as Git's loose files and read through one long-lived `git cat-file --batch`, so that a thousand
 * pull requests do not cost ten thousand processes.
 */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { GIT_ENVIRONMENT } from "./run.ts";

export type ObjectType = "blob" | "tree" | "commit" | "tag";

export interface GitObject {
  readonly type: ObjectType;
  readonly content: Buffer;
}

type Waiting = (object: GitObject | null) => void;

const OBJECT_ID = /^[0-9a-f]{40}$/;
const KEPT_OBJECTS = 5_000;
const KEPT_BYTES = 65_536;

/** True for a full SHA-1 object id in lower case. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text);
}

export class ObjectStore {
  /** The bare repository that holds the objects. */
  readonly directory: string;
  readonly #kept = new Map<string, GitObject>();
  readonly #facts = new Map<string, Promise<unknown>>();
  readonly #waiting: Waiting[] = [];
  #reader: ChildProcessWithoutNullStreams | null = null;
  #closed = false;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Stores an object and gives back its id. */
  write(type: ObjectType, content: Uint8Array): string {
    const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const oid = createHash("sha1").update(whole).digest("hex");
    const folder = join(this.directory, "objects", oid.slice(0, 2));
    const file = join(folder, oid.slice(2));
    if (!existsSync(file)) {
      mkdirSync(folder, { recursive: true });
      const beside = join(folder, `tmp_${process.pid}_${oid.slice(2)}`);
      writeFileSync(beside, deflateSync(whole, { level: 1 }), { mode: 0o444 });
      renameSync(beside, file);
    }
    return oid;
  }

  /** The object of this full id, or null when there is none. */
  async read(oid: string): Promise<GitObject | null> {
    if (!isObjectId(oid) || this.#closed) return null;
    const kept = this.#kept.get(oid);
    if (kept !== undefined) return kept;
    const object = await new Promise<GitObject | null>((resolve) => {
      this.#waiting.push(resolve);
      this.#start().stdin.write(`${oid}\n`);
    });
    if (object !== null && object.content.length <= KEPT_BYTES) {
      if (this.#kept.size >= KEPT_OBJECTS) this.#kept.clear();
      this.#kept.set(oid, object);
    }
    return object;
  }

  /** What follows from object ids alone is worked out once. The key names the question and all ids in it. */
  once<T>(key: string, find: () => Promise<T>): Promise<T> {
    const known = this.#facts.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    if (this.#facts.size >= KEPT_OBJECTS) this.#facts.clear();
    const found = find();
    this.#facts.set(key, found);
    // A question that failed may be asked again.
    found.catch(() => this.#facts.delete(key));
    return found;
  }

  /** Ends the reader; nothing is found any more. */
  close(): void {
    this.#closed = true;
    this.#reader?.kill();
    this.#reader = null;
  }

  #start(): ChildProcessWithoutNullStreams {
    if (this.#reader !== null) return this.#reader;
    const env = { ...GIT_ENVIRONMENT, PATH: process.env["PATH"], GIT_DIR: this.directory };
    const reader = spawn("git", ["cat-file", "--batch"], { cwd: this.directory, env });
    reader.stdin.on("error", () => undefined);
    reader.stdout.on("data", (chunk: Buffer) => {
      this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
      while (this.#take());
    });
    reader.on("error", () => this.#giveUp());
    reader.on("close", () => this.#giveUp());
    this.#reader = reader;
    return reader;
  }

  /** Hands out one whole answer, if there is one. */
  #take(): boolean {
    const feed = this.#buffer.indexOf(10);
    if (feed < 0) return false;
    const [, type, length] = this.#buffer.subarray(0, feed).toString().split(" ");
    if (length === undefined) {
      this.#buffer = this.#buffer.subarray(feed + 1);
      this.#waiting.shift()?.(null);
      return true;
    }
    const end = feed + 1 + Number(length);
    if (this.#buffer.length <= end) return false;
    const content = Buffer.from(this.#buffer.subarray(feed + 1, end));
    this.#buffer = this.#buffer.subarray(end + 1);
    this.#waiting.shift()?.({ type: type as ObjectType, content });
    return true;
  }

  #giveUp(): void {
    this.#reader = null;
    this.#buffer = Buffer.alloc(0);
    for (const waiting of this.#waiting.splice(0)) waiting(null);
  }
}
