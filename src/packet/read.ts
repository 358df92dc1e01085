/** Bytes to documents. Never throws: what cannot be read is damage that a rule reports. */
import { readAnchors } from "./anchors.ts";
import { findControls, findMojibake } from "./characters.ts";
import { readCommands } from "./commands.ts";
import { readBoard, readRegistry, readSignatureLog, readSpecPointer } from "./companions.ts";
import { dialect, type Dialect, type FieldName, type SectionName, type StateClass } from "./dialect.ts";
import { readId, stateClass, stateNamed } from "./vocabulary.ts";
import { readFields } from "./fields.ts";
import { readLines } from "./lines.ts";
import type {
  AnyDocument,
  Damage,
  Document,
  DocumentKind,
  Field,
  IdClaim,
  Line,
  Packet,
  ReportBlock,
  Section,
  Signature,
  Status,
} from "./model.ts";
import { readLineage } from "./lineage.ts";
import { readManifest } from "./manifest.ts";
import { parse } from "./parse.ts";
import { repair } from "./repair.ts";
import { readReports } from "./reports.ts";
import { readRequirements } from "./requirements.ts";
import { readScopePaths } from "./scope-paths.ts";
import { covering } from "./search.ts";
import { readSections } from "./sections.ts";
import { decode, type Source } from "./source.ts";
import { readTitle, titleId } from "./title.ts";
import { readWaivers } from "./waivers.ts";
import { readWords } from "./words.ts";

/** Past these a document is not parsed: it cannot be meant, and nobody should wait for it. */
export const LIMITS = { bytes: 1024 * 1024, lines: 20_000, lineLength: 32_768 } as const;

/** Reads one governed document, or remembers it: the same kind, path and bytes always give the same document. */
export type ReadDocument = (kind: DocumentKind, path: string, bytes: Uint8Array) => AnyDocument;

/** Reads one governed document of a known kind. `path` is where it stands in the repository. */
export function readDocument(kind: DocumentKind, path: string, bytes: Uint8Array): AnyDocument {
  const { document, reports } = readBlocks(kind, path, bytes);
  switch (kind) {
    case "board":
      return readBoard(document);
    case "registry":
      return readRegistry(document);
    case "signatures":
      return readSignatureLog(document);
    case "specPointer":
      return readSpecPointer(document);
    default:
      return readPacket(kind, document, reports);
  }
}

function readBlocks(
  kind: DocumentKind,
  path: string,
  bytes: Uint8Array,
): { document: Document; reports: readonly ReportBlock[] } {
  const oversize = sizeProblem(bytes);
  const { source, damage } = decode(oversize === null ? bytes : new Uint8Array());
  if (oversize !== null) {
    const nothing: Damage = { kind: "size", span: { start: 0, end: 0 }, replacement: null, note: oversize };
    const empty = { kind, path, source, damage: [nothing], lines: [], sections: [], appendOnly: [] };
    return { document: empty, reports: [] };
  }
  const repaired = repair(source.text);
  const lines = linesIn(source, repaired);
  const reports = kind === "packet" || kind === "stub" ? readReports(lines, source.text) : [];
  const appendOnly = reports.map((report) => report.span);
  const sections = readSections(lines, source.text, covering(appendOnly));
  const found = [...damage, ...repaired.damage, ...characterDamage(source)];
  found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { document: { kind, path, source, damage: found, lines, sections, appendOnly }, reports };
}

/** The lines of a document that can be parsed. */
export function linesIn({ text }: Source, repaired = repair(text)): readonly Line[] {
  return readLines(parse(repaired.text), repaired, text);
}

function characterDamage(source: Source): Damage[] {
  // Anything outside printable ASCII.
  if (!/[^\n\r\t\u0020-\u007e]|\r/.test(source.text)) return [];
  const mojibake = findMojibake(source.text);
  const inside = covering(mojibake.map((damage) => damage.span));
  return [...mojibake, ...findControls(source.text).filter((damage) => !inside(damage.span.start))];
}

/** What is too large about a document, in words; null when nothing is. Looks at bytes only. */
function sizeProblem(bytes: Uint8Array): string | null {
  // Too short for either: most documents are, and their lines need not be looked for.
  if (bytes.length < Math.min(LIMITS.lines, LIMITS.lineLength)) return null;
  if (bytes.length > LIMITS.bytes) return `${String(bytes.length)} bytes, more than ${String(LIMITS.bytes)}`;
  let lines = 1;
  let start = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (at - start > LIMITS.lineLength) return `line ${String(lines)} is longer than ${String(LIMITS.lineLength)} bytes`;
    lines++;
    start = at + 1;
  }
  if (bytes.length - start > LIMITS.lineLength) {
    return `line ${String(lines)} is longer than ${String(LIMITS.lineLength)} bytes`;
  }
  return lines > LIMITS.lines ? `${String(lines)} lines, more than ${String(LIMITS.lines)}` : null;
}

function readPacket(
  kind: "packet" | "stub" | "refinement",
  document: Document,
  reports: readonly ReportBlock[],
): Packet {
  const { lines, sections, path } = document;
  const text = document.source.text;
  const inReport = covering(document.appendOnly);
  const fields = readFields(lines, sections, text, inReport);
  const title = readTitle(document, kind);
  const claims = readClaims(path, title, fields);
  const id = claims[0]?.id ?? "";
  const own = readId(id);
  const statuses = readStatuses(fields, kind);
  const signatures = readSignatures(fields);
  const words = readWords(lines, sections, text, inReport);
  return {
    ...document,
    kind,
    id,
    base: own?.base ?? id,
    version: own?.version ?? null,
    claims,
    era: readEra(fields, sections),
    title,
    fields,
    statuses,
    stateClass: readStateClass(kind, statuses),
    signature: signatures.find((signature) => !signature.inReport) ?? null,
    signatures,
    scopePaths: kind === "packet" ? readScopePaths(lines, sections, text) : [],
    requirements: readRequirements(lines, sections, fields, words.citations, text),
    lineage: kind === "refinement" ? [] : readLineage(lines, sections, text),
    citations: words.citations,
    placeholders: words.placeholders,
    reports,
    approvals: words.approvals,
    waivers: readWaivers(lines, sections, text),
    anchors: kind === "refinement" ? readAnchors(sections, fields, text) : [],
    manifest: kind === "packet" ? readManifest(lines, sections, text, inReport) : [],
    commands: kind === "packet" ? readCommands(lines, sections, inReport) : [],
  };
}

const ID_FIELDS: readonly FieldName[] = ["taskId", "wpId"];

function readClaims(path: string, title: Packet["title"], fields: readonly Field[]): IdClaim[] {
  const claims: IdClaim[] = [{ where: "file", id: fileId(path), span: null }];
  if (title !== null) {
    const id = titleId(title.text);
    if (id !== null) {
      const start = title.span.start + title.text.indexOf(id);
      claims.push({ where: "title", id, span: { start, end: start + id.length } });
    }
  }
  for (const name of ID_FIELDS) {
    const field = fields.find((entry) => entry.name === name && !entry.inReport && entry.value !== "");
    if (field !== undefined) claims.push({ where: name, id: field.value, span: field.valueSpan });
  }
  return claims;
}

/** The id that a document's path gives it: `…/WP-1-Name.md` or `…/WP-1-Name/packet.md`. */
export function fileId(path: string): string {
  const parts = path.split("/");
  const name = parts.at(-1) ?? path;
  const stem = name === "packet.md" ? (parts.at(-2) ?? name) : name.replace(/\.md$/, "");
  return stem;
}

function readEra(fields: readonly Field[], sections: readonly Section[]): string {
  const eras: Dialect["eras"] = dialect.eras;
  const found = eras.find((era) => {
    const byField = era.marks.fields?.some((name) => fields.some((field) => field.name === name && !field.inReport));
    const bySection = era.marks.sections?.some((name) => sections.some((section) => section.name === name));
    return byField === true || bySection === true;
  });
  return (found ?? eras.at(-1))?.name ?? "";
}

function readStatuses(fields: readonly Field[], kind: DocumentKind): Status[] {
  const names: readonly FieldName[] = kind === "stub" ? ["stubStatus", "status"] : ["status"];
  return fields
    .filter((field) => names.includes(field.name) && field.value !== "" && !isLogLine(field))
    .map((field) => ({ field, state: stateNamed(field.value) }));
}

function isLogLine(field: Field): boolean {
  return !field.inReport && field.section !== null && elsewhere.includes(field.section);
}

const elsewhere: readonly SectionName[] = dialect.status.notIn;

/** What the first status outside a report says; a packet that says nothing has not been claimed. */
function readStateClass(kind: DocumentKind, statuses: readonly Status[]): StateClass {
  if (kind === "stub") return "draft";
  const state = statuses.find((status) => !status.field.inReport)?.state ?? null;
  return state === null ? "ready" : stateClass(state);
}

function readSignatures(fields: readonly Field[]): Signature[] {
  return fields
    .filter((field) => field.name === "signature" && field.value !== "")
    .map((field) => {
      const { value } = field;
      const { dated, short, bare, pending } = dialect.signature;
      const match = dated.exec(value) ?? short.exec(value);
      const form = pending.test(value)
        ? "pending"
        : dated.test(value)
          ? "dated"
          : short.test(value)
            ? "short"
            : bare.test(value)
              ? "bare"
              : "other";
      const user = match?.[1] ?? (form === "bare" ? value : null);
      return { value, span: field.valueSpan, form, user, inReport: field.inReport };
    });
}
