/** The documents of a commit with what several commands want changed in them, so that one commit writes it all. */
import type { LoadedWorld } from "../../evaluate/world.ts";
import type { Board, Packet } from "../../packet/model.ts";
import { readDocument } from "../../packet/read.ts";
import type { NewFile } from "../../scaffold/new-packet.ts";
import type { Replacement } from "../../scaffold/splice.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { Entry } from "../../snapshot/snapshot.ts";
import { gateFileFor, type GateFile } from "../../verdict/gate-place.ts";

export class Draft {
  readonly #world: LoadedWorld;
  readonly #tree: ReadonlyMap<string, Entry>;
  readonly #snapshot: Pick<Snapshot, "tree" | "read">;
  readonly #changed = new Map<string, Uint8Array>();

  private constructor(world: LoadedWorld, tree: ReadonlyMap<string, Entry>, snapshot: Pick<Snapshot, "tree" | "read">) {
    this.#world = world;
    this.#tree = tree;
    this.#snapshot = snapshot;
  }

  /** @param world the documents of the snapshot */
  static async of(world: LoadedWorld, snapshot: Pick<Snapshot, "tree" | "read">): Promise<Draft> {
    return new Draft(world, await snapshot.tree(), snapshot);
  }

  /** A packet as it stands with the changes so far. */
  packet(id: string): Packet | null {
    const packet = this.#world.packetById.get(id) ?? null;
    const bytes = packet === null ? undefined : this.#changed.get(packet.path);
    if (packet === null || bytes === undefined) return packet;
    const read = readDocument("packet", packet.path, bytes);
    return read.kind === "packet" ? read : null;
  }

  board(): Board | null {
    const { board } = this.#world;
    const bytes = board === null ? undefined : this.#changed.get(board.path);
    if (board === null || bytes === undefined) return board;
    const read = readDocument("board", board.path, bytes);
    return read.kind === "board" ? read : null;
  }

  /** Where the state of a packet's gates is kept, with the changes so far; null where none is. Reads at most one file. */
  async gateFile(folder: string | null, packet: string): Promise<GateFile | null> {
    const file = await gateFileFor(this.#snapshot, folder, packet);
    const bytes = file === null ? undefined : this.#changed.get(file.path);
    return file === null || bytes === undefined ? file : { ...file, bytes };
  }

  /** Takes changes of files as they stand with the changes so far; or says why one of them cannot be written. */
  take(changes: readonly Replacement[], created: readonly NewFile[] = []): string | null {
    for (const { path } of changes) {
      // A commit through the API makes every file a plain one.
      if (this.#tree.get(path)?.kind !== "file" && !this.#changed.has(path)) return `${path} is no plain file: take its mode or link away`;
    }
    for (const { path } of created) if (this.#tree.has(path)) return `${path} is there already`;
    for (const { path, after } of changes) this.#changed.set(path, after);
    for (const { path, text } of created) this.#changed.set(path, Buffer.from(text, "utf8"));
    return null;
  }

  /** Whole files to write. */
  get files(): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
    return [...this.#changed].map(([path, bytes]) => ({ path, bytes }));
  }
}
