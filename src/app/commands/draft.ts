/** The documents of a commit with what several commands want changed in them, so that one commit writes it all. */
import type { LoadedWorld } from "../../evaluate/world.ts";
import type { Board, Packet } from "../../packet/model.ts";
import { readDocument } from "../../packet/read.ts";
import type { Replacement } from "../../scaffold/splice.ts";
import type { Entry } from "../../snapshot/snapshot.ts";

export class Draft {
  readonly #world: LoadedWorld;
  readonly #tree: ReadonlyMap<string, Entry>;
  readonly #changed = new Map<string, Uint8Array>();

  constructor(world: LoadedWorld, tree: ReadonlyMap<string, Entry>) {
    this.#world = world;
    this.#tree = tree;
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

  /** True when a packet is not as it was any more. */
  hasChanged(id: string): boolean {
    const packet = this.#world.packetById.get(id);
    return packet !== undefined && this.#changed.has(packet.path);
  }

  /** Takes changes of files as they stand with the changes so far; or says why one of them cannot be written. */
  take(changes: readonly Replacement[]): string | null {
    for (const { path } of changes) {
      // A commit through the API makes every file a plain one.
      if (this.#tree.get(path)?.kind !== "file") return `${path} is no plain file: take its mode or link away`;
    }
    for (const { path, after } of changes) this.#changed.set(path, after);
    return null;
  }

  /** Whole files to write. */
  get files(): readonly { readonly path: string; readonly bytes: Uint8Array }[] {
    return [...this.#changed].map(([path, bytes]) => ({ path, bytes }));
  }
}
