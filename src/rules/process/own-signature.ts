/** The signature that a document stands under. */
import type { Packet, Signature } from "../../packet/model.ts";

/**
 * Outside reports, which only quote: the first dated signature, else the first that somebody filled in, else the blank.
 * Null when the document has no line for a signature at all.
 */
export function ownSignature(packet: Packet): Signature | null {
  const own = packet.signatures.filter((signature) => !signature.inReport);
  return (
    own.find((signature) => signature.form === "dated") ??
    own.find((signature) => signature.form !== "pending") ??
    own[0] ??
    null
  );
}
