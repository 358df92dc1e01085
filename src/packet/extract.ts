/**
 * A document as text, and back. What is read out of a document depends on its bytes alone, and reading them takes far
 * longer than reading this: whoever meets the same bytes again can do without.
 *
 * The text is for the program that wrote it, because another version may read something else out of the same bytes. The
 * bytes are not in it, and neither are the lines: they would be most of it, and are rarely asked for.
 */
import { derivationsOf, Derivations, recall, type Derivation } from "./derived.ts";
import { isPacket, type AnyDocument, type Document, type Line, type Packet, type ReportBlock, type Requirement, type Status } from "./model.ts";
import { linesIn } from "./read.ts";
import { decode, type Source } from "./source.ts";

/** Null for a document that was not parsed: there is nothing to keep. */
export function extractOf(document: AnyDocument): string | null {
  if (document.damage.some(({ kind }) => kind === "size")) return null;
  const derived = [...derivationsOf(document).byName];
  const head: Head = { document: isPacket(document) ? packPacket(document) : packed(document), derived };
  return JSON.stringify(head);
}

/** The document that `extractOf` was given, from its bytes. Throws where the text is none that it wrote. */
export function documentOf(extract: string, path: string, bytes: Uint8Array): AnyDocument {
  const { document, derived } = JSON.parse(extract) as Head;
  const { source } = decode(bytes);
  const rest = "requirements" in document ? unpackPacket(document) : document;
  const whole = withLines({ ...rest, path, source }, source);
  recall(whole, new Derivations(derived));
  return whole;
}

interface Head {
  readonly document: PackedPacket | Packed<Exclude<AnyDocument, Packet>>;
  readonly derived: readonly (readonly [string, Derivation])[];
}

/** Without what stands elsewhere. */
type Packed<D> = D extends AnyDocument ? Omit<D, "path" | "source" | "lines"> : never;

/** What stands in two places of a packet: in the second, its number in the first. */
interface PackedPacket extends Omit<Packed<Packet>, "statuses" | "signature" | "requirements" | "reports"> {
  readonly statuses: readonly (Omit<Status, "field"> & { readonly field: number })[];
  readonly signature: number | null;
  readonly requirements: readonly (Omit<Requirement, "citations"> & { readonly citations: readonly number[] })[];
  readonly reports: readonly (Omit<ReportBlock, "verdict"> & { readonly verdict: number | null })[];
}

function packed<D extends AnyDocument>({ path: _path, source: _source, lines: _lines, ...rest }: D): Packed<D> {
  return rest as unknown as Packed<D>;
}

function packPacket(packet: Packet): PackedPacket {
  const { fields, citations, signatures } = packet;
  return {
    ...packed(packet),
    statuses: packet.statuses.map(({ field, state }) => ({ field: fields.indexOf(field), state })),
    signature: packet.signature === null ? null : signatures.indexOf(packet.signature),
    requirements: packet.requirements.map((requirement) => ({
      ...requirement,
      citations: requirement.citations.map((citation) => citations.indexOf(citation)),
    })),
    reports: packet.reports.map((report) => ({
      ...report,
      verdict: report.verdict === null ? null : report.verdicts.indexOf(report.verdict),
    })),
  };
}

function unpackPacket(packet: PackedPacket): Packed<Packet> {
  const { fields, citations, signatures } = packet;
  return {
    ...packet,
    statuses: packet.statuses.map(({ field, state }) => ({ field: at(fields, field), state })),
    signature: packet.signature === null ? null : at(signatures, packet.signature),
    requirements: packet.requirements.map((requirement) => ({
      ...requirement,
      citations: requirement.citations.map((index) => at(citations, index)),
    })),
    reports: packet.reports.map((report) => ({
      ...report,
      verdict: report.verdict === null ? null : at(report.verdicts, report.verdict),
    })),
  };
}

function at<T>(list: readonly T[], index: number): T {
  const entry = list[index];
  if (entry === undefined) throw new Error(`the extract has no entry ${String(index)}`);
  return entry;
}

/** The lines are read when somebody asks for them. */
function withLines(rest: Omit<Document, "lines">, source: Source): AnyDocument {
  let lines: readonly Line[] | null = null;
  const get = (): readonly Line[] => (lines ??= linesIn(source));
  return Object.defineProperty(rest, "lines", { get, enumerable: true }) as unknown as AnyDocument;
}
