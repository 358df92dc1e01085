/** What a fix must leave as it is: what a document says, and every byte of what may only grow. */
import { isPacket, type AnyDocument, type Packet } from "../packet/model.ts";

/** Why the second document is no mere mend of the first, in words; null when it is one. */
export function changedMeaning(before: AnyDocument, after: AnyDocument): string | null {
  if (!sameRecords(before, after)) return "it would touch text that may only grow";
  if (sectionsOf(before) !== sectionsOf(after)) return "it would change which sections there are";
  if (isPacket(before) && isPacket(after) && saying(before) !== saying(after)) {
    return "it would change what the packet says of itself";
  }
  return null;
}

/** The bytes of report blocks and audit rows, one by one. */
function sameRecords(before: AnyDocument, after: AnyDocument): boolean {
  const [old, now] = [recordsOf(before), recordsOf(after)];
  return old.length === now.length && old.every((bytes, index) => bytes.equals(now[index] ?? new Uint8Array()));
}

function recordsOf({ source, appendOnly }: AnyDocument): readonly Buffer[] {
  return appendOnly.map((span) =>
    Buffer.from(source.bytes.subarray(source.point(span.start).byte, source.point(span.end).byte)),
  );
}

function sectionsOf(document: AnyDocument): string {
  return document.sections.flatMap(({ name }) => (name === null ? [] : [name])).join(" ");
}

function saying(packet: Packet): string {
  const { id, stateClass, signature, era, requirements, reports, approvals, waivers } = packet;
  return JSON.stringify([
    id,
    stateClass,
    signature?.value ?? null,
    era,
    requirements.map(({ origin, citations }) => [origin, citations.length]),
    reports.map(({ verdict }) => verdict?.value ?? null),
    approvals.map(({ exact }) => exact),
    waivers.map((waiver) => waiver.id),
  ]);
}
