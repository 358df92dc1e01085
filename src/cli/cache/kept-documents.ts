/**
 * Documents kept from one run to the next, so that nobody waits for what was read before.
 *
 * A file is named by what it was read from: kind, path and bytes, and it lies in a folder named by the program that
 * wrote it. So it never goes stale, two runs at a time do no harm, and whoever deletes it loses nothing but time. What
 * cannot be read or written is as if it were not there.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { derivationsOf } from "../../packet/derived.ts";
import { documentOf, extractOf } from "../../packet/extract.ts";
import type { AnyDocument, DocumentKind } from "../../packet/model.ts";
import { readDocument, type ReadDocument } from "../../packet/read.ts";
import { sweep } from "./sweep.ts";

interface Known {
  readonly document: AnyDocument;
  readonly file: string;
  readonly isNew: boolean;
}

export class KeptDocuments {
  readonly #root: string;
  readonly #folder: string;
  readonly #seen: Known[] = [];

  /** `program` names what reads the documents, to the letter of its code: a folder name. */
  constructor(root: string, program: string) {
    this.#root = root;
    this.#folder = join(root, program);
  }

  readonly read: ReadDocument = (kind, path, bytes) => {
    const file = this.#fileOf(kind, path, bytes);
    const kept = keptIn(file, path, bytes);
    const document = kept ?? readDocument(kind, path, bytes);
    this.#seen.push({ document, file, isNew: kept === null });
    return document;
  };

  /** Writes down what this run found out. */
  keep(): void {
    const grown = this.#seen.filter(({ document, isNew }) => isNew || derivationsOf(document).changed);
    if (grown.length === 0) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      for (const { document, file } of grown) {
        const extract = extractOf(document);
        if (extract !== null) replace(file, extract);
      }
      sweep(this.#root, this.#folder);
    } catch {
      // A full disk, or a folder that may not be written to.
    }
  }

  #fileOf(kind: DocumentKind, path: string, bytes: Uint8Array): string {
    const name = createHash("sha256").update(`${kind}\0${path}\0`).update(bytes).digest("hex");
    return join(this.#folder, name);
  }
}

function keptIn(file: string, path: string, bytes: Uint8Array): AnyDocument | null {
  try {
    return documentOf(readFileSync(file, "utf8"), path, bytes);
  } catch {
    return null;
  }
}

/** Nobody ever reads half of it: it is written beside its place and put there whole. */
function replace(file: string, text: string): void {
  const beside = `${file}.${String(process.pid)}`;
  try {
    writeFileSync(beside, text, { mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
