/** Packets for the unit tests of this folder, and what a rule tells about them. */
import type { Packet } from "../../packet/model.ts";
import { readDocument } from "../../packet/read.ts";
import type { Report } from "../rule.ts";

const ID = "WP-1-Harbour-Lights";

export function packetOf(...lines: readonly string[]): Packet {
  return read("packet", ID, [`# Task Packet: ${ID}`, ...lines]);
}

/** A packet or stub whose every line is given. */
export function read(kind: "packet" | "stub", id: string, lines: readonly string[]): Packet {
  const document = readDocument(kind, `task_packets/${id}.md`, new TextEncoder().encode([...lines, ""].join("\n")));
  if (document.kind !== kind) throw new Error(`read as ${document.kind}`);
  return document;
}

export interface Told {
  readonly subject: string;
  /** The words the report points at, with their line; null for the document as a whole. */
  readonly at: string | null;
  readonly severity: string;
  /** Lines of the places it is related to; 0 for the document as a whole. */
  readonly related: readonly number[];
}

export function told(packet: Packet, reports: Iterable<Report>): readonly Told[] {
  const { source } = packet;
  return [...reports].map(({ subject, at, severity, related }) => ({
    subject,
    at: at === null ? null : `${String(source.lineAt(at.start))}: ${source.slice(at)}`,
    severity: severity ?? "error",
    related: (related ?? []).map(({ span }) => (span === null ? 0 : source.lineAt(span.start))),
  }));
}
