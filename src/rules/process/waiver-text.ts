/** How a waiver is named and found again in its packet. */
import type { Packet, Span, Waiver } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";

/** What messages call it. */
export function waiverName(waiver: Waiver): string {
  return waiver.id === "" ? "A waiver without an id" : `The waiver ${quoted(waiver.id)}`;
}

/** Where one of its values stands; the first line of the waiver when it stands nowhere in it. */
export function valueSpan(packet: Packet, waiver: Waiver, value: string | null): Span {
  const words = packet.source.slice(waiver.span);
  const at = value === null ? -1 : words.indexOf(value);
  if (value !== null && at >= 0) {
    const start = waiver.span.start + at;
    return { start, end: start + value.length };
  }
  const line = words.indexOf("\n");
  const first = (line < 0 ? words : words.slice(0, line)).trimEnd();
  return { start: waiver.span.start, end: waiver.span.start + first.length };
}
