/** The recorded text of packet versions, read from a repository by blob id and kept for a while. */
import { blocksOf, type Block } from "../../ledger/block.ts";
import { readDocument } from "../../packet/read.ts";
import type { Source } from "../../packet/source.ts";
import type { Content, Repository } from "../../snapshot/snapshot.ts";
import type { PacketVersion } from "./packet-versions.ts";

export interface RecordedText {
  readonly blocks: readonly Block[];
  /** Where the spans of the blocks point to. */
  readonly source: Source;
}

/** So many versions are kept: a packet is compared with the version before, seldom with one of long ago. */
const KEPT = 1000;

export class RecordedTexts {
  readonly #repository: Pick<Repository, "blobs">;
  readonly #limit: number;
  /** By blob id, the one that was asked for last at the end. Null for a blob that cannot be read. */
  readonly #texts = new Map<string, RecordedText | null>();
  /** Versions that cannot be read, with the reason in words. */
  readonly unreadable = new Map<string, { readonly version: PacketVersion; readonly reason: string }>();

  /** Files larger than `limit` bytes are not read. */
  constructor(repository: Pick<Repository, "blobs">, limit: number) {
    this.#repository = repository;
    this.#limit = limit;
  }

  /** Reads those that are not known yet, in one go. */
  async load(versions: Iterable<PacketVersion>): Promise<void> {
    const wanted = new Map<string, PacketVersion>();
    const asked = new Set<string>();
    for (const version of versions) {
      asked.add(version.oid);
      const known = this.#texts.get(version.oid);
      if (known === undefined) wanted.set(version.oid, version);
      else {
        this.#texts.delete(version.oid);
        this.#texts.set(version.oid, known);
      }
    }
    if (wanted.size === 0) return;
    const contents = await this.#repository.blobs(wanted.keys(), this.#limit);
    for (const [oid, version] of wanted) {
      const content = contents.get(oid);
      this.#texts.set(oid, this.#read(version, content));
    }
    const oldest = this.#texts.keys();
    for (let surplus = this.#texts.size - Math.max(KEPT, asked.size); surplus > 0; surplus--) {
      this.#texts.delete(oldest.next().value ?? "");
    }
  }

  /** The text of a version that was loaded; null when it cannot be read. */
  of(version: PacketVersion): RecordedText | null {
    return this.#texts.get(version.oid) ?? null;
  }

  #read(version: PacketVersion, content: Content | undefined): RecordedText | null {
    if (content?.state !== "ok") {
      this.unreadable.set(version.oid, { version, reason: reasonOf(content) });
      return null;
    }
    const packet = readDocument("packet", version.path, content.bytes);
    if (packet.kind !== "packet") return null;
    const size = packet.damage.find((damage) => damage.kind === "size");
    if (size === undefined) return { blocks: blocksOf(packet), source: packet.source };
    this.unreadable.set(version.oid, { version, reason: size.note });
    return null;
  }
}

function reasonOf(content: Content | undefined): string {
  if (content?.state === "too-large") return `${String(content.size)} bytes, more than the policy lets Writ read`;
  return content?.state === "unreadable" ? content.reason : "not in the repository";
}
