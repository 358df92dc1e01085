/**
 * Documents kept from one run to the next, so that nobody waits for what was read before.
 *
 * Each is kept under a name made of what it was read from: kind, path and bytes. Those of a repository lie in one file,
 * in a folder named by the program that wrote it. So nothing ever goes stale, two runs at a time do no harm, and whoever
 * deletes the file loses nothing but time. What cannot be read or written is as if it were not there.
 */
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { derivationsOf } from "../../packet/derived.ts";
import { documentOf, extractOf } from "../../packet/extract.ts";
import type { AnyDocument, DocumentKind } from "../../packet/model.ts";
import { readDocument, type ReadDocument } from "../../packet/read.ts";
import { readPack, writePack, type Pack } from "./pack.ts";
import { sweep } from "./sweep.ts";

/** What earlier runs asked for stays up to so many times as much as what the last one did, and up to so many bytes. */
const ROOM = { times: 2, bytes: 1024 * 1024 } as const;

interface Known {
  readonly document: AnyDocument;
  readonly name: string;
  readonly isNew: boolean;
}

export interface KeptWhere {
  /** The folder of the cache. */
  readonly root: string;
  /** Names what reads the documents, to the letter of its code: a folder name. */
  readonly program: string;
  /** Where the documents stand: the absolute path of a repository. */
  readonly repository: string;
}

export class KeptDocuments {
  readonly #root: string;
  readonly #folder: string;
  readonly #file: string;
  readonly #seen: Known[] = [];
  #pack: Pack | null = null;

  constructor({ root, program, repository }: KeptWhere) {
    this.#root = root;
    this.#folder = join(root, program);
    this.#file = join(this.#folder, createHash("sha256").update(repository).digest("hex"));
  }

  readonly read: ReadDocument = (kind, path, bytes) => {
    this.#pack ??= readPack(this.#file);
    const name = nameOf(kind, path, bytes);
    const kept = keptIn(this.#pack, name, path, bytes);
    const document = kept ?? readDocument(kind, path, bytes);
    this.#seen.push({ document, name, isNew: kept === null });
    return document;
  };

  /** Writes down what this run found out. */
  keep(): void {
    if (!this.#seen.some(hasGrown)) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writePack(this.#file, this.#all());
      sweep(this.#root, this.#folder);
    } catch {
      // A full disk, or a folder that may not be written to.
    }
  }

  /** What this run asked for first. */
  #all(): Pack {
    const before = this.#pack ?? new Map<string, Buffer>();
    const all = new Map<string, Buffer>();
    let bytes = 0;
    for (const known of this.#seen) {
      const extract = hasGrown(known) ? extractOf(known.document) : null;
      const text = extract === null ? before.get(known.name) : Buffer.from(extract);
      if (text === undefined) continue;
      bytes += text.length - (all.get(known.name)?.length ?? 0);
      all.set(known.name, text);
    }
    let room = Math.max(ROOM.times * bytes, ROOM.bytes);
    for (const [name, text] of before) {
      if (all.has(name)) continue;
      room -= text.length;
      if (room < 0) break;
      all.set(name, text);
    }
    return all;
  }
}

function hasGrown({ document, isNew }: Known): boolean {
  return isNew || derivationsOf(document).changed;
}

function nameOf(kind: DocumentKind, path: string, bytes: Uint8Array): string {
  return createHash("sha256").update(`${kind}\0${path}\0`).update(bytes).digest("hex");
}

function keptIn(pack: Pack, name: string, path: string, bytes: Uint8Array): AnyDocument | null {
  const text = pack.get(name);
  if (text === undefined) return null;
  try {
    return documentOf(text.toString("utf8"), path, bytes);
  } catch {
    return null;
  }
}
