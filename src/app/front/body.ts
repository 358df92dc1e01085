/** Reads a request's body, and no more of it than is allowed. */
import type { IncomingMessage } from "node:http";

/** GitHub sends nothing larger. */
export const MOST_BODY_BYTES = 25 * 1024 * 1024;

export type Body =
  | { readonly kind: "whole"; readonly bytes: Buffer }
  /** Larger than allowed; the rest was not read. */
  | { readonly kind: "too-large" }
  /** There is no room for it now. */
  | { readonly kind: "no-room" }
  /** The sender went away. */
  | { readonly kind: "aborted" };

/**
 * Memory for bodies that are being read or judged. Signatures can only be checked over whole bodies, so anybody can
 * make us hold some; this says how much in all.
 */
export class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.#left += bytes;
  }
}

/** The body and a way to give its room back, which must be called once. Never throws. */
export async function readBody(request: IncomingMessage, most: number, room: Room): Promise<{ body: Body; release: () => void }> {
  let held = 0;
  const release = (): void => {
    room.give(held);
    held = 0;
  };
  const given = (body: Body) => ({ body, release });
  // What the header promises can be refused before a byte is read; what it does not is counted.
  if (Number(request.headers["content-length"] ?? 0) > most) return given({ kind: "too-large" });
  const chunks: Buffer[] = [];
  try {
    // Left open when we stop reading, so that the answer still finds its way.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (held + chunk.length > most) return given({ kind: "too-large" });
      if (!room.take(chunk.length)) return given({ kind: "no-room" });
      held += chunk.length;
      chunks.push(chunk);
    }
  } catch {
    return given({ kind: "aborted" });
  }
  return given({ kind: "whole", bytes: Buffer.concat(chunks, held) });
}
