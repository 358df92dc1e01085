/**
 * What a governed document says, with the place of everything it says.
 *
 * Every `Span` is a half-open range of UTF-16 offsets into `Source.text`, the decoded original.
 * `Source` turns a span into lines, columns and bytes of the file as it is stored.
 */
import type { Damage, DamageKind } from "./damage.ts";
import type { Label } from "./labels.ts";
import type { Dialect, FieldName, SectionName, StateClass, StateName } from "./dialect.ts";
import type { Source } from "./source.ts";
import type { Span } from "./span.ts";

export type { Damage, DamageKind, Span };

export type LineKind = "blank" | "heading" | "item" | "text" | "code" | "fence" | "html" | "table" | "rule";

/**
 * One logical line. Usually a line of the file; two where a literal `\n` glued two lines together.
 * The kind comes from the parse tree, so a `#` inside a code block is `code` and not a heading.
 */
export interface Line {
  readonly kind: LineKind;
  /** The whole line, without its line end. */
  readonly span: Span;
  /** Where the words start: after the heading marks, the list marker, the checkbox, the quote marks. */
  readonly content: number;
  /** Heading level 1–6; list depth 1… for an item and for the lines inside one; 0 otherwise. */
  readonly depth: number;
  /** For an item with a checkbox: ticked or not. */
  readonly checked: boolean | null;
  /** The label that the line gives a value, where it has the form of one; only in headings, items and text. */
  readonly label: Label | null;
}

/** Where and how a section was found. */
export interface Section {
  /** The concept, or null for a heading the dialect does not know. */
  readonly name: SectionName | null;
  /** The heading or label as written, without marks. */
  readonly title: string;
  readonly form: "heading" | "label" | "inline";
  /** Heading level, or 7 for a label. */
  readonly level: number;
  readonly heading: Span;
  /** Everything below the heading up to the next section of the same or a higher level. */
  readonly body: Span;
  /** Indexes into `Document.lines`: the first line of the body and the one after the last. */
  readonly firstLine: number;
  readonly endLine: number;
  readonly content: Content;
}

/** `template`: only text that the template put there, or a placeholder. `none`: an explicit NONE or N/A. */
export type Content = "empty" | "template" | "none" | "filled";

export interface Field {
  readonly name: FieldName;
  /** The label as written. */
  readonly label: string;
  readonly form: "list" | "bold-list" | "bold" | "plain" | "heading" | "checkbox";
  readonly span: Span;
  /** The value as written, without trailing template comment, backticks or emphasis. Empty when nothing stands there. */
  readonly value: string;
  readonly valueSpan: Span;
  /** The remark in brackets that the template leaves behind the value, if any. */
  readonly remark: string | null;
  /** The section the field stands in. */
  readonly section: SectionName | null;
  /** True inside a validation report, where a field is what the report says and not what the packet says. */
  readonly inReport: boolean;
  /** The value is a blank of the template that nobody filled in. */
  readonly placeholder: boolean;
}

/** A list item or table row that belongs to a section or label. */
export interface Item {
  /** The words, marker, checkbox and line breaks removed. */
  readonly text: string;
  readonly span: Span;
  readonly depth: number;
  readonly checked: boolean | null;
}

export interface Document {
  readonly kind: DocumentKind;
  readonly path: string;
  readonly source: Source;
  readonly damage: readonly Damage[];
  readonly lines: readonly Line[];
  readonly sections: readonly Section[];
  /** Text that may only be added to: report blocks, audit rows. Fixes never touch it. */
  readonly appendOnly: readonly Span[];
}

export type DocumentKind = "packet" | "stub" | "refinement" | "board" | "registry" | "signatures" | "specPointer";

/** A place where a document states which packet it is. */
export interface IdClaim {
  readonly where: "file" | "title" | FieldName;
  readonly id: string;
  /** Null for the file name. */
  readonly span: Span | null;
}

export interface Status {
  readonly field: Field;
  /** Null when the dialect does not know the value. */
  readonly state: StateName | null;
}

export interface Packet extends Document {
  readonly kind: "packet" | "stub" | "refinement";
  /** The id this document stands for: what its file is called when that is an id, else what it says it is. */
  readonly id: string;
  readonly base: string;
  /** 1 for an id without a revision mark is not assumed: null means the id carries none. */
  readonly version: number | null;
  readonly claims: readonly IdClaim[];
  readonly era: string;
  readonly title: { readonly text: string; readonly span: Span } | null;
  readonly fields: readonly Field[];
  /** Every status line outside code, in order. The first outside a report is what the packet says of itself. */
  readonly statuses: readonly Status[];
  readonly stateClass: StateClass;
  readonly signature: Signature | null;
  readonly signatures: readonly Signature[];
  readonly scopePaths: readonly ScopePath[];
  readonly requirements: readonly Requirement[];
  /** What the audit of its lineage says, sentence by sentence; for a stub also what it says of the packet before it. */
  readonly lineage: readonly LineageStatement[];
  readonly citations: readonly Citation[];
  readonly placeholders: readonly Placeholder[];
  readonly reports: readonly ReportBlock[];
  readonly approvals: readonly Approval[];
  readonly waivers: readonly Waiver[];
  readonly anchors: readonly Anchor[];
  readonly manifest: readonly ManifestBlock[];
  readonly commands: readonly CommandRecord[];
}

export interface Signature {
  readonly value: string;
  readonly span: Span;
  /** `dated`: user and twelve digits. `short`: fewer digits. `bare`: a name only. `pending`: a placeholder. */
  readonly form: "dated" | "short" | "bare" | "pending" | "other";
  readonly user: string | null;
  readonly inReport: boolean;
}

export interface ScopePath {
  /** The path with quoting removed, separators as written. */
  readonly path: string;
  readonly span: Span;
  readonly note: string | null;
  /** Marked as to be created. */
  readonly isNew: boolean;
  readonly kind: "path" | "directory" | "pattern" | "prose";
}

export interface Requirement {
  readonly text: string;
  readonly span: Span;
  /** Where it is stated: the list of done means, or a requirement line of the evidence map. */
  readonly origin: "doneMeans" | "evidenceMapping";
  readonly citations: readonly Citation[];
}

/** `prior`: lists what came before. The others say what becomes of a requirement. Null: something else. */
export type LineageKind = "prior" | "preserved" | "changed" | "retired";

export interface LineageStatement {
  readonly kind: LineageKind | null;
  /** The words, without the label that says what kind it is. */
  readonly text: string;
  readonly span: Span;
  readonly mentions: readonly LineageMention[];
  /** Ids of requirements, without brackets. */
  readonly requirements: readonly string[];
}

/** A packet that the audit names. */
export interface LineageMention {
  /** Null where only the revision is named, as in `v2`. */
  readonly id: string | null;
  readonly version: number | null;
  /** Which document of that id; null where the audit does not say. */
  readonly place: "packet" | "stub" | "refinement" | null;
  readonly span: Span;
}

/** A pointer from the packet to a line of a file, as written. */
export interface Citation {
  /** What stands there, from path to last digit; in a list of lines the second and later ones are the digits alone. */
  readonly raw: string;
  readonly span: Span;
  /** Separators are `/`. What is implied by a citation before it on the line is filled in. Empty when none is known. */
  readonly path: string;
  /** Where the path is written; null where it is implied. */
  readonly pathSpan: Span | null;
  /** From 1. Null when no line is given: `path::symbol`, a quotation beside a path, a form that is not known. */
  readonly start: number | null;
  readonly end: number | null;
  /** Where the numbers are written, without column: what a citation that moved is mended by. */
  readonly lineSpan: Span | null;
  readonly column: number | null;
  readonly symbol: string | null;
  /** Words in quotation marks behind it: what its author saw there. */
  readonly quote: { readonly text: string; readonly span: Span } | null;
  /** Why it could not be read although it looks like a citation, in words; null for one that was read. */
  readonly unread: string | null;
  readonly section: SectionName | null;
  readonly inReport: boolean;
}

export interface Placeholder {
  readonly text: string;
  readonly span: Span;
  readonly section: SectionName | null;
  readonly inReport: boolean;
  /** In a code block, where it may be an example. */
  readonly inCode: boolean;
}

export type VerdictValue = "PASS" | "FAIL" | "OUTDATED_ONLY" | "OTHER";

export interface Verdict {
  readonly value: VerdictValue;
  /** As written after the label. */
  readonly raw: string;
  readonly span: Span;
  /** A verdict on one phase of the work, not on the packet. */
  readonly phase: string | null;
}

export interface ReportBlock {
  readonly title: string;
  readonly heading: Span;
  readonly span: Span;
  readonly form: "heading" | "line" | "item" | "code" | "bare";
  readonly date: string | null;
  readonly verdicts: readonly Verdict[];
  /** The verdict the report ends up giving; null when it gives none. */
  readonly verdict: Verdict | null;
}

export interface Approval {
  readonly span: Span;
  /** The approval stands on a line of its own, exactly. */
  readonly exact: boolean;
  readonly form: "line" | "heading" | "decorated";
}

export interface Waiver {
  readonly id: string;
  readonly span: Span;
  readonly date: string | null;
  readonly scope: string | null;
  readonly justification: string | null;
  readonly approver: string | null;
  readonly expiry: string | null;
  /** Rule ids of Writ named in the waiver. */
  readonly rules: readonly string[];
}

/** A value as written, without quoting. */
export interface ManifestValue {
  readonly value: string;
  readonly span: Span;
}

export type ManifestPart = "target" | "start" | "end" | "delta" | "before" | "after";

/** What the manifest says of one changed file. A part is null where nothing stands. */
export interface ManifestBlock extends Readonly<Record<ManifestPart, ManifestValue | null>> {
  readonly span: Span;
  readonly gates: readonly { readonly name: string; readonly ticked: boolean; readonly span: Span }[];
  /** `template`: nobody has named a file. `none`: says that no file changed. */
  readonly content: Content;
  readonly section: SectionName | null;
}

/** A command that was run, with how it ended. */
export interface CommandRecord {
  readonly command: ManifestValue;
  readonly exitCode: ManifestValue | null;
  /** SHA-256 of the log. */
  readonly log: ManifestValue | null;
}

/** A window of the spec that a refinement binds to. */
export interface Anchor {
  readonly title: string;
  readonly span: Span;
  readonly file: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly token: string | null;
  readonly tokenSpan: Span | null;
}

export interface Board extends Document {
  readonly kind: "board";
  readonly entries: readonly BoardEntry[];
  /** Items of a column that begin with an id and do not have the form of an entry. */
  readonly strays: readonly { readonly id: string; readonly column: BoardColumn; readonly span: Span }[];
}

export type BoardColumn = keyof Dialect["board"]["columns"];

export interface BoardEntry {
  readonly id: string;
  readonly token: string | null;
  readonly heading: string;
  /** The column of the board, as a concept of the dialect. */
  readonly column: BoardColumn | null;
  readonly span: Span;
  /** Written in the strict form `- **[ID]** - [TOKEN]`. */
  readonly strict: boolean;
}

export interface Registry extends Document {
  readonly kind: "registry";
  readonly rows: readonly RegistryRow[];
}

export interface RegistryRow {
  readonly base: string;
  readonly target: string;
  readonly board: string;
  readonly notes: string;
  readonly span: Span;
  /** 0 for the table that maps bases to active packets; later tables are something else. */
  readonly table: number;
}

export interface SignatureLog extends Document {
  readonly kind: "signatures";
  readonly rows: readonly SignatureRow[];
}

export interface SignatureRow {
  readonly signature: string;
  readonly purpose: string;
  /** Packet ids named in the row. */
  readonly ids: readonly string[];
  readonly span: Span;
}

export interface SpecPointer extends Document {
  readonly kind: "specPointer";
  /** The spec file it names, as written; null when it names none. */
  readonly target: { readonly path: string; readonly span: Span } | null;
}

/** A packet, a stub or a refinement: what has fields and requirements. */
export function isPacket(document: Document): document is Packet {
  return document.kind === "packet" || document.kind === "stub" || document.kind === "refinement";
}

export type AnyDocument = Packet | Board | Registry | SignatureLog | SpecPointer;
