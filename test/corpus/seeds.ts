/**
 * What a careful person reads in the five seed documents. Written by hand, with the documents open; no program made it.
 *
 * Conventions. Lines are lines of the stored file, 1-based, counted by line feeds. A section reaches to its last line
 * that is not blank; a rule (`---`) at its end belongs to it, and a section holds its subsections. A label is a section
 * when a list or a block hangs below it. Text is as stored, damage included; emphasis, backticks, trailing remarks and
 * blanks are taken off a value. Long values and sentences are given by length (UTF-16 units) and first words.
 * `judgement` marks what two careful readers could settle differently, and why it was settled this way.
 */
import type { StateClass } from "../../src/packet/dialect.ts";
import type { DamageKind } from "../../src/packet/model.ts";

interface Judged {
  readonly judgement?: string;
}

/** A short value as it stands, or the length of its part on the label's line; `through` is its last line if later. */
export type Value = string | { readonly length: number; readonly starts: string; readonly through?: number };

export interface SeedField extends Judged {
  /** The concept; `label` holds the words as written, without marks and without the colon. */
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly line: number;
  /** What stands in brackets behind the value and does not belong to it. */
  readonly remark?: Value;
  /** First and last line of the list or block below the label that is its value. */
  readonly list?: readonly [number, number];
}

export interface SeedSection extends Judged {
  readonly title: string;
  readonly form: "heading" | "label" | "inline";
  /** 1–6; for `inline` the number of marks behind the literal line ends; 7 for a label. */
  readonly level: number;
  readonly line: number;
  readonly endLine: number;
}

export interface SeedDamage extends Judged {
  readonly kind: DamageKind;
  readonly line: number;
  /** The run as stored, and what it was before it was damaged. */
  readonly run?: string;
  readonly means?: string;
  /** For fences: the line on which a reader sees the code end. */
  readonly through?: number;
}

export interface SeedSignature {
  readonly value: string;
  readonly form: "bare" | "dated" | "pending";
  readonly line: number;
}

export interface SeedReport {
  readonly line: number;
  readonly endLine: number;
  readonly verdicts: readonly { readonly value: string; readonly line: number }[];
  readonly date: string | null;
}

/**
 * `value` and `empty`: a field that waits to be filled. `section`: nothing but template text in a section.
 * `guidance`: an instruction left beside real content. `code`: inside a code block.
 */
export interface SeedPlaceholder extends Judged {
  readonly line: number;
  readonly kind: "value" | "empty" | "section" | "guidance" | "code";
}

export interface SeedFinding extends Judged {
  readonly rule: string;
  readonly line: number;
  /** How many places on the line; 1 when left out. */
  readonly count?: number;
  /** Only where the catalogue or the state fixes it. */
  readonly severity?: "error" | "warn" | "note";
}

export interface Seed {
  readonly kind: "packet" | "stub";
  /** Where the document's own text says that it lies. */
  readonly path: string;
  readonly id: string;
  readonly base: string;
  readonly version: number | null;
  readonly ids: readonly { readonly where: string; readonly id: string; readonly line: number }[];
  /** Where the base id is stated, or null. */
  readonly baseLine: number | null;
  readonly status: {
    readonly value: string;
    readonly state: string;
    readonly class: StateClass;
    readonly line: number;
    readonly lines: readonly number[];
    /** Lines that name a status without stating the packet's. */
    readonly lookAlikes: readonly number[];
  };
  readonly signature: SeedSignature | null;
  /** Outside reports and code. */
  readonly fields: readonly SeedField[];
  /** Lines with words and a colon that are prose, guidance or list items, not fields. */
  readonly notFields: readonly number[];
  readonly sections: readonly SeedSection[];
  /** First and last line of what a reader takes for a code block, fences included. */
  readonly code: readonly (readonly [number, number])[];
  readonly damage: readonly SeedDamage[];
  /** The bullets of the done means: first five words. */
  readonly requirements: readonly { readonly line: number; readonly words: string }[];
  /** A stub's acceptance criteria, top level: what would become done means. */
  readonly acceptance: readonly { readonly line: number; readonly words: string }[];
  readonly scopePaths: readonly { readonly path: string; readonly line: number }[];
  readonly reports: readonly SeedReport[];
  readonly approvals: readonly number[];
  /** NONE: the section says so. none: there is no such section. */
  readonly waivers: { readonly state: "NONE"; readonly line: number } | { readonly state: "none" };
  readonly citations: readonly { readonly raw: string; readonly line: number }[];
  readonly placeholders: readonly SeedPlaceholder[];
  readonly findings: readonly SeedFinding[];
  /** What one could expect to be found and a careful judge leaves alone. */
  readonly silent: readonly { readonly rule: string; readonly line: number; readonly judgement: string }[];
}

export type SeedName =
  | "000_198f608d49faa7f8.md"
  | "001_778afae79649951e.md"
  | "002_38756911005a7412.md"
  | "003_728c7a71e3fc201e.md"
  | "004_b18649fdbcff0f69.md";

type More<T extends { judgement?: string }> = Partial<T>;

const field = (line: number, name: string, label: string, value: Value, more: More<SeedField> = {}): SeedField => ({
  name, label, value, line, ...more,
});
const list = (line: number, name: string, label: string, from: number, to: number): SeedField => ({
  name, label, value: "", line, list: [from, to],
});
const heading = (level: number, title: string, line: number, endLine: number): SeedSection => ({
  title, form: "heading", level, line, endLine,
});
const label = (title: string, line: number, endLine: number, more: Judged = {}): SeedSection => ({
  title, form: "label", level: 7, line, endLine, ...more,
});
const long = (length: number, starts: string, through?: number): Value =>
  through === undefined ? { length, starts } : { length, starts, through };
const sectionSign = (line: number, count = 1): SeedDamage[] =>
  Array.from({ length: count }, () => ({ kind: "mojibake", line, run: "\u00c2\u00a7", means: "\u00a7" }));
const finding = (rule: string, line: number, more: More<SeedFinding> = {}): SeedFinding => ({ rule, line, ...more });
const placeholders = (kind: SeedPlaceholder["kind"], ...lines: number[]): SeedPlaceholder[] =>
  lines.map((line) => ({ line, kind }));

const SLEUTH: SeedDamage = {
  kind: "mojibake",
  line: 11,
  run: "\u00f0\u0178\u2022\u00b5\u00ef\u00b8",
  means: "\u{1f575}",
  judgement: "One picture. The last byte of its variation selector is lost, so the last two characters mean nothing.",
};
const ARCHAEOLOGY = `${SLEUTH.run ?? ""} CODE ARCHAEOLOGY NOTE`;
const NOTE = "Bold lead words of a paragraph in a section of instructions; said to the validator, not of the packet.";
const BARE = "A name without the time is no signature; the old template asked for no more, so a lower weight is fair.";
const NO_SCOPE =
  "The section gives no paths at all. Scope is not the coder's to fill, so Ready for Dev does not excuse it; " +
  "the template of its day had no such label, so a lower weight is fair. The line is that of the scope heading.";
const BY_HEADING = "The heading on line 27 names the field, the item gives it.";
const BANNER = "A plain word and a colon over the banner's list; the banner is no one's content.";
const NOT_READY = "The words READY FOR DEV stand behind NOT; nothing claims to be ready.";
const IN_REPORT = "In a report, which nobody may edit: shown, never mended; a note would do.";
const READY = "Template text in a part that is filled by the work; the packet is only Ready for Dev.";
const UNNAMED = "No refinement is named and the template of its day had no place for one.";

export const seeds: Readonly<Record<SeedName, Seed>> = {
  "000_198f608d49faa7f8.md": {
    kind: "packet",
    path: "docs/task_packets/WP-1-Distillation-Logging.md",
    id: "WP-1-Distillation-Logging",
    base: "WP-1-Distillation-Logging",
    version: null,
    ids: [
      { where: "title", id: "WP-1-Distillation-Logging", line: 1 },
      { where: "taskId", id: "WP-1-Distillation-Logging", line: 4 },
    ],
    baseLine: null,
    status: { value: "Ready for Dev", state: "Ready for Dev", class: "ready", line: 6, lines: [6], lookAlikes: [] },
    signature: { value: "ilja", form: "bare", line: 7 },
    fields: [
      field(4, "taskId", "TASK_ID", "WP-1-Distillation-Logging"),
      field(5, "role", "ROLE", "Orchestrator"),
      field(6, "status", "STATUS", "Ready for Dev"),
      field(7, "signature", "USER_SIGNATURE", "ilja"),
      field(12, "reason", "Reason", long(36, "Strategic Audit"), { judgement: NOTE }),
      field(13, "authority", "Authority [CX-598]", long(110, "The Roadmap is"), { judgement: NOTE }),
      field(14, "procedure", "Procedure", "", { list: [15, 18], judgement: NOTE }),
      field(23, "what", "What", long(63, "Implement logging-only distillation")),
      field(24, "why", "Why", long(74, "Capture high-quality data")),
      field(25, "specAnchor", "SPEC_ANCHOR", "\u00c2\u00a77.6.3.Distillation"),
      field(28, "riskTier", "Level", "HIGH", { judgement: BY_HEADING }),
      field(29, "riskRationale", "Rationale", long(52, "Spec-governed audit;")),
      list(45, "filesToOpen", "FILES_TO_OPEN", 46, 48),
      list(49, "searchTerms", "SEARCH_TERMS", 50, 51),
      list(52, "runCommands", "RUN_COMMANDS", 53, 56),
      list(57, "riskMap", "RISK_MAP", 58, 60),
      field(63, "specCurrent", "SPEC_CURRENT", "Handshake_Master_Spec_v02.84.md"),
      field(64, "codex", "Codex", "Handshake Codex v1.4.md"),
      field(65, "taskBoard", "Task Board", "docs/TASK_BOARD.md"),
    ],
    notFields: [],
    sections: [
      heading(1, "Task Packet: WP-1-Distillation-Logging", 1, 66),
      heading(2, "Metadata", 3, 9),
      heading(2, ARCHAEOLOGY, 11, 20),
      heading(2, "SCOPE", 22, 25),
      heading(2, "RISK_TIER", 27, 29),
      heading(2, "TEST_PLAN", 31, 36),
      heading(2, "DONE_MEANS", 38, 42),
      heading(2, "BOOTSTRAP", 44, 60),
      label("FILES_TO_OPEN", 45, 48),
      label("SEARCH_TERMS", 49, 51),
      label("RUN_COMMANDS", 52, 56),
      label("RISK_MAP", 57, 60),
      heading(2, "AUTHORITY", 62, 65),
      { title: "EVIDENCE_MAPPING", form: "inline", level: 2, line: 65, endLine: 66 },
    ],
    code: [[32, 36], [53, 56]],
    damage: [
      SLEUTH,
      ...sectionSign(13, 2),
      ...sectionSign(16),
      ...sectionSign(25),
      { kind: "pseudo-fence", line: 32, run: "`ash", means: "```bash", through: 36 },
      { kind: "pseudo-fence", line: 53, run: "`ash", means: "```bash", through: 56 },
      { kind: "escaped-newline", line: 65, run: "\\n\\n", means: "\n\n" },
    ],
    requirements: [
      { line: 39, words: "Spec requirements from referenced anchors" },
      { line: 40, words: "Forbidden-pattern audit is clean or" },
      { line: 41, words: "TEST_PLAN commands executed and outputs" },
      { line: 42, words: "Evidence mapping lists file:line for" },
    ],
    acceptance: [],
    scopePaths: [],
    reports: [],
    approvals: [],
    waivers: { state: "none" },
    citations: [],
    placeholders: placeholders("section", 66),
    findings: [
      finding("process/signature-form", 7, { judgement: BARE }),
      finding("text/mojibake", 11),
      finding("text/mojibake", 13, { count: 2 }),
      finding("text/mojibake", 16),
      finding("structure/scope-paths", 22, { judgement: NO_SCOPE }),
      finding("text/mojibake", 25),
      finding("text/pseudo-fence", 32),
      finding("text/pseudo-fence", 53),
      finding("text/escaped-newline", 65),
    ],
    silent: [
      { rule: "text/non-ascii", line: 11, judgement: "All of it is mojibake, which is reported as what it is." },
      { rule: "structure/placeholder", line: 66, judgement: READY },
      { rule: "structure/required-section", line: 1, judgement: "Skeleton and later parts are not due yet." },
      { rule: "process/refinement-missing", line: 1, judgement: UNNAMED },
      { rule: "process/signature-unaudited", line: 7, judgement: "A bare name can stand in no audit." },
    ],
  },

  "001_778afae79649951e.md": {
    kind: "packet",
    path: ".GOV/task_packets/WP-1-AI-Job-Model.md",
    id: "WP-1-AI-Job-Model",
    base: "WP-1-AI-Job-Model",
    version: null,
    ids: [
      { where: "title", id: "WP-1-AI-Job-Model", line: 1 },
      { where: "taskId", id: "WP-1-AI-Job-Model", line: 4 },
    ],
    baseLine: null,
    status: {
      value: "Ready for Dev", state: "Ready for Dev", class: "ready", line: 6, lines: [6], lookAlikes: [72, 86, 96],
    },
    signature: { value: "ilja", form: "bare", line: 7 },
    fields: [
      field(4, "taskId", "TASK_ID", "WP-1-AI-Job-Model"),
      field(5, "role", "ROLE", "Orchestrator"),
      field(6, "status", "STATUS", "Ready for Dev"),
      field(7, "signature", "USER_SIGNATURE", "ilja"),
      field(12, "reason", "Reason", long(36, "Strategic Audit"), { judgement: NOTE }),
      field(13, "authority", "Authority [CX-598]", long(110, "The Roadmap is"), { judgement: NOTE }),
      field(14, "procedure", "Procedure", "", { list: [15, 18], judgement: NOTE }),
      field(23, "what", "What", long(49, "Implement the global")),
      field(24, "why", "Why", long(62, "Ensure all AI")),
      field(25, "specAnchor", "SPEC_ANCHOR", "\u00c2\u00a77.6.3.2, \u00c2\u00a72.6.6"),
      field(28, "riskTier", "Level", "HIGH", { judgement: BY_HEADING }),
      field(29, "riskRationale", "Rationale", long(52, "Spec-governed audit;")),
      list(44, "filesToOpen", "FILES_TO_OPEN", 45, 47),
      list(48, "searchTerms", "SEARCH_TERMS", 49, 50),
      list(51, "runCommands", "RUN_COMMANDS", 52, 55),
      list(56, "riskMap", "RISK_MAP", 57, 59),
      field(62, "specCurrent", "SPEC_CURRENT", "Handshake_Master_Spec_v02.84.md"),
      field(63, "codex", "Codex", "Handshake Codex v1.4.md"),
      field(64, "taskBoard", "Task Board", ".GOV/roles_shared/TASK_BOARD.md"),
    ],
    notFields: [],
    sections: [
      heading(1, "Task Packet: WP-1-AI-Job-Model", 1, 122),
      heading(2, "Metadata", 3, 9),
      heading(2, ARCHAEOLOGY, 11, 20),
      heading(2, "SCOPE", 22, 25),
      heading(2, "RISK_TIER", 27, 29),
      heading(2, "TEST_PLAN", 31, 36),
      heading(2, "DONE_MEANS", 37, 41),
      heading(2, "BOOTSTRAP", 43, 59),
      label("FILES_TO_OPEN", 44, 47),
      label("SEARCH_TERMS", 48, 50),
      label("RUN_COMMANDS", 51, 55),
      label("RISK_MAP", 56, 59, { judgement: "The lone backtick above ends the code; the list goes on." }),
      heading(2, "AUTHORITY", 61, 64),
      { title: "EVIDENCE_MAPPING", form: "inline", level: 2, line: 64, endLine: 65 },
      heading(2, "VALIDATION REPORT \u2014 WP-1-AI-Job-Model", 68, 86),
      heading(2, "VALIDATION REPORT \u2014 WP-1-AI-Job-Model (2025-12-25)", 92, 122),
    ],
    code: [[32, 36], [52, 55]],
    damage: [
      SLEUTH,
      ...sectionSign(13, 2),
      ...sectionSign(16),
      ...sectionSign(17),
      ...sectionSign(25, 2),
      { kind: "unclosed-fence", line: 52, through: 55 },
      { kind: "escaped-newline", line: 64, run: "\\n\\n", means: "\n\n" },
      ...sectionSign(73, 2),
    ],
    requirements: [
      { line: 38, words: "Spec requirements from referenced anchors" },
      { line: 39, words: "Forbidden-pattern audit is clean or" },
      { line: 40, words: "TEST_PLAN commands executed and outputs" },
      { line: 41, words: "Evidence mapping lists file:line for" },
    ],
    acceptance: [],
    scopePaths: [],
    reports: [
      { line: 68, endLine: 86, verdicts: [{ value: "FAIL", line: 69 }], date: null },
      { line: 92, endLine: 122, verdicts: [{ value: "FAIL", line: 93 }], date: "2025-12-25" },
    ],
    approvals: [],
    waivers: { state: "none" },
    citations: [],
    placeholders: placeholders("section", 65),
    findings: [
      finding("process/signature-form", 7, { judgement: BARE }),
      finding("text/mojibake", 11),
      finding("text/mojibake", 13, { count: 2 }),
      finding("text/mojibake", 16),
      finding("text/mojibake", 17),
      finding("structure/scope-paths", 22, { judgement: NO_SCOPE }),
      finding("text/mojibake", 25, { count: 2 }),
      finding("text/unclosed-fence", 52, {
        judgement: "Strictly it ends with its list item on line 55 and swallows nothing, but no fence closes it.",
      }),
      finding("text/escaped-newline", 64),
      finding("text/non-ascii", 68, { severity: "note", judgement: IN_REPORT }),
      finding("text/mojibake", 73, { count: 2, judgement: IN_REPORT }),
      finding("text/non-ascii", 92, { severity: "note", judgement: IN_REPORT }),
      finding("text/non-ascii", 97, { severity: "note", judgement: IN_REPORT }),
      finding("text/non-ascii", 122, { severity: "note", judgement: IN_REPORT }),
    ],
    silent: [
      { rule: "text/non-ascii", line: 11, judgement: "What is mojibake is reported as what it is." },
      { rule: "text/pseudo-fence", line: 55, judgement: "The opener is a true fence; the backtick is its end." },
      { rule: "text/duplicate-section", line: 92, judgement: "Reports are many by nature, and these titles differ." },
      { rule: "structure/placeholder", line: 65, judgement: READY },
      { rule: "structure/required-section", line: 1, judgement: "Skeleton and later parts are not due yet." },
      { rule: "process/refinement-missing", line: 1, judgement: UNNAMED },
      { rule: "process/signature-unaudited", line: 7, judgement: "A bare name can stand in no audit." },
      { rule: "process/phase-order", line: 68, judgement: "A report without an approval, but no work is claimed." },
    ],
  },

  "002_38756911005a7412.md": {
    kind: "stub",
    path: ".GOV/task_packets/stubs/WP-1-Model-Onboarding-ContextPacks-v1.md",
    id: "WP-1-Model-Onboarding-ContextPacks-v1",
    base: "WP-1-Model-Onboarding-ContextPacks",
    version: 1,
    ids: [
      { where: "title", id: "WP-1-Model-Onboarding-ContextPacks-v1", line: 16 },
      { where: "wpId", id: "WP-1-Model-Onboarding-ContextPacks-v1", line: 19 },
    ],
    baseLine: 20,
    status: {
      value: "STUB (NOT READY FOR DEV)", state: "Stub", class: "draft", line: 22, lines: [22], lookAlikes: [117],
    },
    signature: null,
    fields: [
      field(19, "wpId", "WP_ID", "WP-1-Model-Onboarding-ContextPacks-v1"),
      field(20, "baseId", "BASE_WP_ID", "WP-1-Model-Onboarding-ContextPacks"),
      field(21, "createdAt", "CREATED_AT", "2026-02-11T00:00:00Z"),
      field(22, "stubStatus", "STUB_STATUS", "STUB (NOT READY FOR DEV)"),
      field(23, "specTarget", "SPEC_TARGET", ".GOV/roles_shared/SPEC_CURRENT.md"),
      field(24, "roadmapPointer", "ROADMAP_POINTER (non-authoritative)", long(74, "prompt -> spec")),
      list(25, "specAnchorCandidates", "SPEC_ANCHOR_CANDIDATES (Main Body, not Roadmap)", 26, 30),
      field(44, "what", "What", long(90, "Define and implement", 45)),
      field(46, "why", "Why", long(90, "Without deterministic onboarding", 47)),
      list(50, "inScope", "IN_SCOPE", 51, 65),
      list(66, "outOfScope", "OUT_OF_SCOPE", 67, 68),
    ],
    notFields: [
      5, 33, 38, 51, 53, 55, 58, 59, 60, 62, 64, 65, 71, 75, 79, 80, 81, 82, 85, 87, 88, 89, 90, 96, 97, 98, 99,
      102, 103, 106, 108,
    ],
    sections: [
      heading(1, "TASK_PACKET_STUB_TEMPLATE", 1, 14),
      label("Rules", 5, 12, { judgement: BANNER }),
      heading(1, "Work Packet Stub: WP-1-Model-Onboarding-ContextPacks-v1", 16, 117),
      heading(2, "STUB_METADATA", 18, 30),
      label("SPEC_ANCHOR_CANDIDATES (Main Body, not Roadmap)", 25, 30),
      heading(2, "PROBLEM_STATEMENT (DRAFT)", 32, 41),
      heading(2, "INTENT (DRAFT)", 43, 47),
      heading(2, "SCOPE_SKETCH (DRAFT)", 49, 68),
      label("IN_SCOPE", 50, 65),
      label("OUT_OF_SCOPE", 66, 68),
      heading(2, "ACCEPTANCE_CRITERIA (DRAFT)", 70, 76),
      heading(2, "VALIDATOR_RUBRIC_HOOKS (DRAFT)", 78, 82),
      heading(2, "VALIDATION_PLAN (DRAFT)", 84, 93),
      heading(2, "RED_TEAM / ABUSE_CASES (DRAFT)", 95, 99),
      heading(2, "DEPENDENCIES / BLOCKERS (DRAFT)", 101, 103),
      heading(2, "RISKS / UNKNOWNs (DRAFT)", 105, 109),
      heading(2, "ACTIVATION_CHECKLIST (REQUIRED BEFORE ANY CODING)", 111, 117),
    ],
    code: [],
    damage: [],
    requirements: [],
    acceptance: [
      { line: 71, words: "Every model invocation in a" },
      { line: 74, words: "ModelSwap/escalation cannot proceed without a" },
      { line: 75, words: "Context Pack assembly is deterministic:" },
      { line: 76, words: "Context Packs do not embed" },
    ],
    scopePaths: [],
    reports: [],
    approvals: [],
    waivers: { state: "none" },
    citations: [],
    placeholders: [],
    findings: [],
    silent: [
      { rule: "structure/title", line: 1, judgement: "The first heading is a banner; the title is on line 16." },
      { rule: "structure/stub", line: 22, judgement: NOT_READY },
    ],
  },

  "003_728c7a71e3fc201e.md": {
    kind: "packet",
    path: "docs/task_packets/WP-1-AI-Job-Model-v4.md",
    id: "WP-1-AI-Job-Model-v4",
    base: "WP-1-AI-Job-Model",
    version: 4,
    ids: [
      { where: "title", id: "WP-1-AI-Job-Model-v4", line: 1 },
      { where: "taskId", id: "WP-1-AI-Job-Model-v4", line: 4 },
      { where: "wpId", id: "WP-1-AI-Job-Model-v4", line: 5 },
    ],
    baseLine: 6,
    status: {
      value: "In Progress", state: "In Progress", class: "active", line: 13, lines: [13], lookAlikes: [189, 190],
    },
    signature: { value: "ilja200120260048", form: "dated", line: 15 },
    fields: [
      field(4, "taskId", "TASK_ID", "WP-1-AI-Job-Model-v4"),
      field(5, "wpId", "WP_ID", "WP-1-AI-Job-Model-v4"),
      field(6, "baseId", "BASE_WP_ID", "WP-1-AI-Job-Model", { remark: long(114, "(stable ID without") }),
      field(7, "date", "DATE", "2026-01-19T23:59:37.328Z"),
      field(8, "requestor", "REQUESTOR", "ilja"),
      field(9, "agentId", "AGENT_ID", "codex-cli"),
      field(10, "role", "ROLE", "Orchestrator"),
      field(11, "coderModel", "CODER_MODEL", "GPT-5.2 (Codex CLI)"),
      field(12, "coderReasoningStrength", "CODER_REASONING_STRENGTH", "HIGH"),
      field(13, "status", "Status", "In Progress"),
      field(14, "riskTier", "RISK_TIER", "HIGH"),
      field(15, "signature", "USER_SIGNATURE", "ilja200120260048"),
      field(18, "refinementFile", "REFINEMENT_FILE", "docs/refinements/WP-1-AI-Job-Model-v4.md"),
      field(22, "what", "What", long(220, "Align the backend")),
      field(23, "why", "Why", long(236, "Current implementation violates")),
      list(24, "inScopePaths", "IN_SCOPE_PATHS", 25, 33),
      list(34, "outOfScope", "OUT_OF_SCOPE", 35, 37),
      field(75, "specBaseline", "SPEC_BASELINE", "Handshake_Master_Spec_v02.113.md", {
        remark: "(recorded_at: 2026-01-19T23:59:37.328Z)",
      }),
      field(76, "specTarget", "SPEC_TARGET", "docs/SPEC_CURRENT.md", {
        remark: long(58, "(closure/revalidation target;"),
      }),
      list(77, "specAnchor", "SPEC_ANCHOR", 78, 80),
      field(81, "codex", "Codex", "Handshake Codex v1.4.md"),
      field(82, "taskBoard", "Task Board", "docs/TASK_BOARD.md"),
      field(83, "traceability", "WP Traceability", "docs/WP_TRACEABILITY_REGISTRY.md"),
      list(89, "priorPackets", "Prior packets", 90, 92),
      list(93, "preserved", "Preserved requirements (carried forward)", 94, 96),
      list(97, "changed", "Changed in v4", 98, 99),
      list(102, "filesToOpen", "FILES_TO_OPEN", 103, 117),
      list(118, "searchTerms", "SEARCH_TERMS", 119, 128),
      list(129, "runCommands", "RUN_COMMANDS", 130, 135),
      list(136, "riskMap", "RISK_MAP", 137, 139),
      list(142, "proposedInterfaces", "Proposed interfaces/types/contracts", 143, 145),
      list(146, "openQuestions", "Open questions", 147, 147),
      list(148, "skeletonNotes", "Notes", 149, 149),
      field(163, "targetFile", "Target File", "path/to/file"),
      field(164, "windowStart", "Start", "<line>"),
      field(165, "windowEnd", "End", "<line>"),
      field(166, "lineDelta", "Line Delta", "<adds - dels>"),
      field(167, "preSha1", "Pre-SHA1", "<hash>"),
      field(168, "postSha1", "Post-SHA1", "<hash>"),
      list(169, "gatesPassed", "Gates Passed", 170, 179),
      field(180, "lintResults", "Lint Results", ""),
      field(181, "artifacts", "Artifacts", ""),
      field(182, "timestamp", "Timestamp", ""),
      field(183, "operator", "Operator", ""),
      field(
        184, "specTargetResolved", "Spec Target Resolved", "docs/SPEC_CURRENT.md -> Handshake_Master_Spec_vXX.XX.md",
      ),
      field(185, "manifestNotes", "Notes", ""),
      field(189, "handoffStatus", "Current WP_STATUS", "In Progress"),
      field(190, "handoffChange", "What changed in this update", long(67, "Bootstrap claimed")),
      field(191, "handoffNext", "Next step / handoff hint", long(80, "Proceed with BOOTSTRAP")),
    ],
    notFields: [19, 65, 88, 162],
    sections: [
      heading(1, "Task Packet: WP-1-AI-Job-Model-v4", 1, 197),
      heading(2, "METADATA", 3, 15),
      heading(2, "TECHNICAL_REFINEMENT (MASTER SPEC)", 17, 19),
      heading(2, "SCOPE", 21, 37),
      label("IN_SCOPE_PATHS", 24, 33),
      label("OUT_OF_SCOPE", 34, 37),
      heading(2, "WAIVERS GRANTED", 39, 41),
      heading(2, "QUALITY_GATE", 43, 72),
      heading(3, "TEST_PLAN", 44, 59),
      heading(3, "DONE_MEANS", 61, 67),
      heading(3, "ROLLBACK_HINT", 69, 72),
      heading(2, "AUTHORITY", 74, 83),
      label("SPEC_ANCHOR", 77, 80),
      heading(2, "LINEAGE_AUDIT (ALL VERSIONS) [CX-580E]", 85, 99),
      label("Prior packets", 89, 92),
      label("Preserved requirements (carried forward)", 93, 96),
      label("Changed in v4", 97, 99),
      heading(2, "BOOTSTRAP", 101, 139),
      label("FILES_TO_OPEN", 102, 117),
      label("SEARCH_TERMS", 118, 128),
      label("RUN_COMMANDS", 129, 135),
      label("RISK_MAP", 136, 139),
      heading(2, "SKELETON", 141, 151),
      label("Proposed interfaces/types/contracts", 142, 145),
      label("Open questions", 146, 147),
      label("Notes", 148, 149, { judgement: "The approval below stands outside the list: the section's." }),
      heading(2, "IMPLEMENTATION", 153, 154),
      heading(2, "HYGIENE", 156, 157),
      heading(2, "VALIDATION", 159, 185),
      label("Gates Passed", 169, 179),
      heading(2, "STATUS_HANDOFF", 187, 191),
      heading(2, "EVIDENCE", 193, 194),
      heading(2, "VALIDATION_REPORTS", 196, 197),
    ],
    code: [[45, 59], [70, 72], [130, 135]],
    damage: [],
    requirements: [
      { line: 62, words: "`JobKind` canonical strings match Master" },
      { line: 63, words: "`term_exec` is accepted only as" },
      { line: 64, words: "Spec canonical kinds missing in" },
      { line: 65, words: "Non-spec persisted kinds are removed/neutralized:" },
      { line: 66, words: "Existing DB rows are migrated" },
      { line: 67, words: "`just pre-work WP-1-AI-Job-Model-v4` and `just" },
    ],
    acceptance: [],
    scopePaths: [
      { path: "src/backend/handshake_core/src/storage/mod.rs", line: 25 },
      { path: "src/backend/handshake_core/src/storage/sqlite.rs", line: 26 },
      { path: "src/backend/handshake_core/src/storage/postgres.rs", line: 27 },
      { path: "src/backend/handshake_core/migrations/0002_create_ai_core_tables.sql", line: 28 },
      { path: "src/backend/handshake_core/src/capabilities.rs", line: 29 },
      { path: "src/backend/handshake_core/src/api/jobs.rs", line: 30 },
      { path: "src/backend/handshake_core/src/api/governance_pack.rs", line: 31 },
      { path: "src/backend/handshake_core/src/workflows.rs", line: 32 },
      { path: "src/backend/handshake_core/src/flight_recorder/mod.rs", line: 33 },
    ],
    reports: [],
    approvals: [151],
    waivers: { state: "NONE", line: 41 },
    citations: [],
    placeholders: [
      ...placeholders("guidance", 6, 19, 40),
      ...placeholders("code", 71),
      { line: 76, kind: "guidance", judgement: "Put there by the template; it reads as a remark on the value." },
      ...placeholders("guidance", 86, 87, 88),
      ...placeholders("section", 154, 157),
      ...placeholders("guidance", 160, 161, 162),
      ...placeholders("value", 163, 164, 165, 166, 167, 168),
      ...placeholders("empty", 180, 181, 182, 183),
      ...placeholders("value", 184),
      ...placeholders("empty", 185),
      ...placeholders("guidance", 188),
      ...placeholders("section", 194, 197),
    ],
    findings: [
      finding("process/refinement-missing", 18),
      ...[25, 26, 27, 28, 29, 30, 31, 32, 33].map((line) => finding("structure/scope-paths", line)),
    ],
    silent: [
      { rule: "structure/conflicting-field", line: 189, judgement: "A handoff note, no status; and it says the same." },
      { rule: "structure/placeholder", line: 154, judgement: "The coder's parts; work is claimed, not handed over." },
      { rule: "structure/placeholder", line: 71, judgement: "A command to be completed if it is ever needed." },
      { rule: "structure/field-value", line: 167, judgement: "The manifest is a template until the handover." },
      { rule: "structure/required-section", line: 1, judgement: "No evidence mapping: the template had none." },
      {
        rule: "process/signature-unaudited",
        line: 15,
        judgement:
          "The repository keeps no audit at all, so there is nothing to look in; " +
          "a judge who takes an absent audit for an empty one would report it.",
      },
      { rule: "process/waiver-form", line: 41, judgement: "An explicit NONE under the template's line." },
      { rule: "process/phase-order", line: 151, judgement: "Bootstrap, skeleton, approval, implementation: in order." },
      { rule: "process/claim", line: 11, judgement: "Model and reasoning strength are filled." },
    ],
  },

  "004_b18649fdbcff0f69.md": {
    kind: "stub",
    path: "docs/task_packets/stubs/WP-1-Artifact-System-Foundations-v1.md",
    id: "WP-1-Artifact-System-Foundations-v1",
    base: "WP-1-Artifact-System-Foundations",
    version: 1,
    ids: [
      { where: "title", id: "WP-1-Artifact-System-Foundations-v1", line: 14 },
      { where: "wpId", id: "WP-1-Artifact-System-Foundations-v1", line: 17 },
    ],
    baseLine: 18,
    status: {
      value: "STUB (NOT READY FOR DEV)", state: "Stub", class: "draft", line: 20, lines: [20], lookAlikes: [61],
    },
    signature: null,
    fields: [
      field(17, "wpId", "WP_ID", "WP-1-Artifact-System-Foundations-v1"),
      field(18, "baseId", "BASE_WP_ID", "WP-1-Artifact-System-Foundations"),
      field(19, "createdAt", "CREATED_AT", "2026-01-30T00:00:00Z"),
      field(20, "stubStatus", "STUB_STATUS", "STUB (NOT READY FOR DEV)"),
      field(21, "specTarget", "SPEC_TARGET", "docs/SPEC_CURRENT.md"),
      field(22, "roadmapPointer", "ROADMAP_POINTER", long(136, "Handshake_Master_Spec_v02.123.md 7.6.3")),
      list(23, "specAnchorCandidates", "SPEC_ANCHOR_CANDIDATES (Main Body, not Roadmap)", 24, 25),
      field(28, "what", "What", long(204, "Ensure Phase 1")),
      field(29, "why", "Why", long(118, "Prevent untraceable side")),
      list(32, "inScope", "IN_SCOPE", 33, 36),
      list(37, "outOfScope", "OUT_OF_SCOPE", 38, 39),
    ],
    notFields: [5, 47, 48, 51, 52],
    sections: [
      heading(1, "TASK_PACKET_STUB_TEMPLATE", 1, 12),
      label("Rules", 5, 10, { judgement: BANNER }),
      heading(1, "Work Packet Stub: WP-1-Artifact-System-Foundations-v1", 14, 61),
      heading(2, "STUB_METADATA", 16, 25),
      label("SPEC_ANCHOR_CANDIDATES (Main Body, not Roadmap)", 23, 25),
      heading(2, "INTENT (DRAFT)", 27, 29),
      heading(2, "SCOPE_SKETCH (DRAFT)", 31, 39),
      label("IN_SCOPE", 32, 36),
      label("OUT_OF_SCOPE", 37, 39),
      heading(2, "ACCEPTANCE_CRITERIA (DRAFT)", 41, 44),
      heading(2, "DEPENDENCIES / BLOCKERS (DRAFT)", 46, 48),
      heading(2, "RISKS / UNKNOWNs (DRAFT)", 50, 52),
      heading(2, "ACTIVATION_CHECKLIST (REQUIRED BEFORE ANY CODING)", 54, 61),
    ],
    code: [],
    damage: [],
    requirements: [],
    acceptance: [
      { line: 42, words: "All export paths use a" },
      { line: 43, words: "Artifacts and bundles have deterministic" },
      { line: 44, words: "Retention/GC runs deterministically, never deletes" },
    ],
    scopePaths: [],
    reports: [],
    approvals: [],
    waivers: { state: "none" },
    citations: [],
    placeholders: [],
    findings: [
      finding("text/non-ascii", 34, { count: 2, severity: "warn" }),
      finding("text/non-ascii", 51, { count: 2, severity: "warn" }),
    ],
    silent: [
      { rule: "structure/title", line: 1, judgement: "The first heading is a banner; the title is on line 14." },
      { rule: "structure/stub", line: 20, judgement: NOT_READY },
    ],
  },
};
