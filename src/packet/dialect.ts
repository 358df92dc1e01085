/**
 * Dialect number 0: the vocabulary of task packets, as data.
 *
 * Rules speak of concepts (a state class, a section, a field); what those are called in a file stands here and nowhere
 * else. A second packet format is a second table of the same type.
 *
 * Names and aliases are compared after `normalise` of `vocabulary.ts`: upper case, every run of other characters a single blank.
 */

/** Who writes the section. */
type Owner = "orchestrator" | "coder" | "validator";

/**
 * When the section must hold more than the template: once the packet is ready, claimed, its skeleton approved, or done.
 * `never` for sections that may stay empty.
 */
export type Due = "ready" | "active" | "approved" | "done" | "never";

export interface SectionVocabulary {
  /** The heading Writ itself would write. */
  readonly heading: string;
  readonly aliases?: readonly string[];
  readonly owner: Owner;
  readonly due: Due;
  /** May be a list label with its content nested below, instead of a heading. */
  readonly asLabel?: true;
  /** `frozen`: fixed once signed. `append-only`: may only grow. `mutable`: a snapshot that says nothing for ever. */
  readonly region?: "frozen" | "append-only" | "mutable";
}

export interface FieldVocabulary {
  /** The label Writ itself would write. */
  readonly label: string;
  readonly aliases?: readonly string[];
  /** Values allowed after normalisation; anything else is a finding. */
  readonly values?: readonly string[];
  readonly form?: "id" | "date" | "date-time" | "sha1" | "commit" | "signature" | "status" | "path" | "format-version";
  /** A value that the template may leave for the coder until the work is claimed. */
  readonly due?: Due;
  /** For the form `## LABEL` with the value on a nested line: the label of that line. */
  readonly nested?: string;
}

export type StateClass = "draft" | "ready" | "active" | "blocked" | "done" | "history";

export interface StateVocabulary {
  readonly class: StateClass;
  readonly text: string;
  /** Other spellings, normalised. */
  readonly spellings: readonly string[];
}

const states = {
  stub: { class: "draft", text: "Stub", spellings: ["STUB", "STUB NOT READY FOR DEV", "STUB NOT ACTIVATED"] },
  draft: { class: "draft", text: "Draft", spellings: ["DRAFT"] },
  readyForDev: { class: "ready", text: "Ready for Dev", spellings: ["READY FOR DEV", "READY", "READY FOR DEVELOPMENT"] },
  inProgress: { class: "active", text: "In Progress", spellings: ["IN PROGRESS", "ACTIVE", "CLAIMED"] },
  readyForValidation: {
    class: "active",
    text: "Ready for Validation",
    spellings: ["READY FOR VALIDATION", "IN VALIDATION", "MERGE PENDING"],
  },
  blocked: { class: "blocked", text: "Blocked", spellings: ["BLOCKED", "ON HOLD"] },
  done: { class: "done", text: "Done", spellings: ["DONE", "COMPLETED", "COMPLETE", "DONE VALIDATED", "DONE PASS"] },
  validated: {
    class: "done",
    text: "Validated",
    spellings: ["VALIDATED", "VALIDATED PASS", "FULLY VALIDATED", "HARD VALIDATED"],
  },
  validatedFail: {
    class: "blocked",
    text: "Validated (FAIL)",
    spellings: ["VALIDATED FAIL", "FAIL", "FAILED"],
  },
  outdated: {
    class: "history",
    text: "Validated (OUTDATED_ONLY)",
    spellings: ["VALIDATED OUTDATED ONLY", "OUTDATED ONLY"],
  },
  historical: { class: "history", text: "Done (Historical)", spellings: ["DONE HISTORICAL", "HISTORICAL"] },
  /** Said by a stub that has become a packet. In a packet it says nothing that a packet says. */
  activated: { class: "ready", text: "Activated", spellings: ["ACTIVATED"] },
  superseded: { class: "history", text: "Superseded", spellings: ["SUPERSEDED", "ABANDONED", "ARCHIVED"] },
} as const satisfies Record<string, StateVocabulary>;

export type StateName = keyof typeof states;

const sections = {
  metadata: { heading: "METADATA", aliases: ["IDENTITY", "STUB METADATA"], owner: "orchestrator", due: "ready" },
  refinementRef: { heading: "TECHNICAL_REFINEMENT (MASTER SPEC)", owner: "orchestrator", due: "ready" },
  userContext: {
    heading: "User Context",
    aliases: ["USER CONTEXT NON TECHNICAL", "EXECUTIVE SUMMARY"],
    owner: "orchestrator",
    due: "never",
  },
  scope: { heading: "SCOPE", owner: "orchestrator", due: "ready", region: "frozen" },
  inScope: {
    heading: "IN_SCOPE_PATHS",
    aliases: ["IN SCOPE", "IN SCOPE FILES"],
    owner: "orchestrator",
    due: "ready",
    region: "frozen",
    asLabel: true,
  },
  outOfScope: { heading: "OUT_OF_SCOPE", aliases: ["OUT OF SCOPE PATHS"], owner: "orchestrator", due: "never", asLabel: true },
  waivers: { heading: "WAIVERS GRANTED", aliases: ["WAIVERS"], owner: "orchestrator", due: "never" },
  qualityGate: { heading: "QUALITY_GATE", owner: "orchestrator", due: "ready" },
  testPlan: { heading: "TEST_PLAN", owner: "orchestrator", due: "ready", region: "frozen", asLabel: true },
  doneMeans: { heading: "DONE_MEANS", owner: "orchestrator", due: "ready", region: "frozen", asLabel: true },
  rollback: { heading: "ROLLBACK_HINT", owner: "orchestrator", due: "never", asLabel: true },
  authority: { heading: "AUTHORITY", owner: "orchestrator", due: "ready" },
  lineage: { heading: "LINEAGE_AUDIT", aliases: ["LINEAGE"], owner: "orchestrator", due: "never" },
  bootstrap: { heading: "BOOTSTRAP", owner: "coder", due: "active" },
  filesToOpen: { heading: "FILES_TO_OPEN", owner: "coder", due: "active", asLabel: true },
  searchTerms: { heading: "SEARCH_TERMS", owner: "coder", due: "active", asLabel: true },
  runCommands: { heading: "RUN_COMMANDS", owner: "coder", due: "active", asLabel: true },
  riskMap: { heading: "RISK_MAP", owner: "coder", due: "active", asLabel: true },
  skeleton: { heading: "SKELETON", owner: "coder", due: "approved" },
  skeletonApproval: { heading: "SKELETON APPROVED", aliases: ["SKELETON APPROVAL"], owner: "validator", due: "never" },
  closurePlan: { heading: "END_TO_END_CLOSURE_PLAN", owner: "coder", due: "approved" },
  implementation: { heading: "IMPLEMENTATION", owner: "coder", due: "done" },
  hygiene: { heading: "HYGIENE", owner: "coder", due: "done" },
  manifest: { heading: "VALIDATION", owner: "coder", due: "done" },
  handoff: { heading: "STATUS_HANDOFF", owner: "coder", due: "never" },
  evidenceMapping: { heading: "EVIDENCE_MAPPING", owner: "coder", due: "done" },
  evidence: { heading: "EVIDENCE", owner: "coder", due: "done" },
  reports: {
    heading: "VALIDATION_REPORTS",
    aliases: ["VALIDATOR REPORTS", "VALIDATION REPORT APPEND ONLY"],
    owner: "validator",
    due: "never",
    region: "append-only",
  },
  snapshot: {
    heading: "CURRENT_STATE",
    aliases: ["CLAUSE CLOSURE MATRIX", "SPEC DEBT STATUS", "SHARED SURFACE MONITORING"],
    owner: "coder",
    due: "never",
    region: "mutable",
  },
  notes: { heading: "NOTES", owner: "orchestrator", due: "never" },
  delegation: { heading: "SUB_AGENT_DELEGATION", owner: "orchestrator", due: "never" },
  // stubs
  intent: { heading: "INTENT", aliases: ["WHY THIS STUB EXISTS"], owner: "orchestrator", due: "never" },
  scopeSketch: { heading: "SCOPE_SKETCH", aliases: ["KNOWN GAPS"], owner: "orchestrator", due: "never" },
  acceptance: { heading: "ACCEPTANCE_CRITERIA", owner: "orchestrator", due: "never" },
  priorPacket: { heading: "PRIOR PACKET", owner: "orchestrator", due: "never" },
  dependencies: { heading: "DEPENDENCIES / BLOCKERS", owner: "orchestrator", due: "never" },
  risks: { heading: "RISKS / UNKNOWNs", owner: "orchestrator", due: "never" },
  activation: { heading: "ACTIVATION_CHECKLIST", owner: "orchestrator", due: "never" },
  // refinements
  gaps: { heading: "GAPS_IDENTIFIED", owner: "orchestrator", due: "ready" },
  interaction: { heading: "FLIGHT_RECORDER_INTERACTION", owner: "orchestrator", due: "never" },
  redTeam: { heading: "RED_TEAM_ADVISORY", owner: "orchestrator", due: "ready" },
  primitives: { heading: "PRIMITIVES", owner: "orchestrator", due: "ready" },
  clearlyCovers: { heading: "CLEARLY_COVERS", owner: "orchestrator", due: "ready" },
  enrichment: { heading: "ENRICHMENT", owner: "orchestrator", due: "ready" },
  proposedEnrichment: { heading: "PROPOSED_SPEC_ENRICHMENT", owner: "orchestrator", due: "never" },
  specAnchors: { heading: "SPEC_ANCHORS", owner: "orchestrator", due: "ready" },
} as const satisfies Record<string, SectionVocabulary>;

export type SectionName = keyof typeof sections;

const fields = {
  taskId: { label: "TASK_ID", form: "id" },
  wpId: { label: "WP_ID", form: "id" },
  baseId: { label: "BASE_WP_ID", form: "id" },
  status: { label: "Status", form: "status" },
  stubStatus: { label: "STUB_STATUS", form: "status" },
  riskTier: { label: "RISK_TIER", values: ["LOW", "MEDIUM", "HIGH"], nested: "LEVEL" },
  signature: { label: "USER_SIGNATURE", aliases: ["USER SIGNATURE LOCKED"], form: "signature" },
  date: { label: "DATE", form: "date-time" },
  created: { label: "CREATED_AT", aliases: ["CREATED"], form: "date-time" },
  requestor: { label: "REQUESTOR" },
  agent: { label: "AGENT_ID" },
  role: { label: "ROLE" },
  coderModel: { label: "CODER_MODEL", due: "active" },
  coderStrength: {
    label: "CODER_REASONING_STRENGTH",
    values: ["LOW", "MEDIUM", "HIGH", "EXTRA HIGH"],
    due: "active",
  },
  agentic: { label: "AGENTIC_MODE", values: ["YES", "NO"] },
  formatVersion: { label: "PACKET_FORMAT_VERSION", form: "format-version" },
  mergeBase: { label: "MERGE_BASE_SHA", form: "commit" },
  refinementFile: { label: "REFINEMENT_FILE", form: "path" },
  what: { label: "What" },
  why: { label: "Why" },
  specAnchor: { label: "SPEC_ANCHOR", aliases: ["SPEC ANCHORS", "SPEC ANCHOR CANDIDATES"] },
  specCurrent: { label: "SPEC_CURRENT", form: "path" },
  specBaseline: { label: "SPEC_BASELINE", form: "path" },
  specTarget: { label: "SPEC_TARGET", form: "path" },
  authorityRef: { label: "Authority" },
  closureApplicable: { label: "END_TO_END_CLOSURE_PLAN_APPLICABLE", values: ["YES", "NO"] },
  trustBoundary: { label: "TRUST_BOUNDARY" },
  sourcesOfTruth: { label: "SERVER_SOURCES_OF_TRUTH" },
  provenanceFields: { label: "REQUIRED_PROVENANCE_FIELDS" },
  verificationPlan: { label: "VERIFICATION_PLAN" },
  errorTaxonomy: { label: "ERROR_TAXONOMY_PLAN" },
  uiGuardrails: { label: "UI_GUARDRAILS" },
  validatorAssertions: { label: "VALIDATOR_ASSERTIONS" },
  noClosureReason: { label: "REASON_NO" },
  requirement: { label: "REQUIREMENT" },
  evidence: { label: "EVIDENCE" },
  roadmapPointer: { label: "ROADMAP_POINTER" },
  priorId: { label: "Prior WP_ID" },
  // refinements
  specResolved: { label: "SPEC_TARGET_RESOLVED" },
  specSha1: { label: "SPEC_TARGET_SHA1", form: "sha1" },
  reviewStatus: { label: "USER_REVIEW_STATUS", values: ["APPROVED", "PENDING", "REJECTED"] },
  approvalEvidence: { label: "USER_APPROVAL_EVIDENCE" },
  clearlyCoversVerdict: { label: "CLEARLY_COVERS_VERDICT", values: ["PASS", "FAIL", "PARTIAL"] },
  ambiguityFound: { label: "AMBIGUITY_FOUND", values: ["YES", "NO"] },
  enrichmentNeeded: { label: "ENRICHMENT_NEEDED", values: ["YES", "NO"] },
  noEnrichmentReason: { label: "REASON_NO_ENRICHMENT" },
  contextStart: { label: "CONTEXT_START_LINE" },
  contextEnd: { label: "CONTEXT_END_LINE" },
  contextToken: { label: "CONTEXT_TOKEN" },
} as const satisfies Record<string, FieldVocabulary>;

export type FieldName = keyof typeof fields;

/**
 * The generations of the packet template, newest first: how a packet shows which one it grew from, and what that one
 * asks for. The first match counts.
 */
interface Era {
  readonly name: string;
  /** Any of these fields or section headings marks the era. */
  readonly marks: { readonly fields?: readonly FieldName[]; readonly sections?: readonly SectionName[] };
  readonly fields: readonly FieldName[];
  readonly sections: readonly SectionName[];
  /** Those of its fields that the first packets of the era do not have yet. */
  readonly late?: readonly FieldName[];
  /** What whoever claims the work fills in; left out where the template knew no claim. */
  readonly claim?: readonly FieldName[];
  /** What its reports say about themselves besides the verdict; nothing where left out. */
  readonly reportSays?: readonly ReportStatement[];
}

/** When a report was written, and by whom. */
export type ReportStatement = "date" | "validator";

const core = {
  fields: ["status", "riskTier", "signature"],
  sections: ["scope", "testPlan", "doneMeans", "bootstrap"],
} as const satisfies { fields: readonly FieldName[]; sections: readonly SectionName[] };

const template = {
  fields: [...core.fields, "taskId", "wpId", "date", "role", "what", "why"],
  sections: [...core.sections, "inScope", "authority", "skeleton", "implementation", "hygiene", "manifest", "reports"],
} as const satisfies { fields: readonly FieldName[]; sections: readonly SectionName[] };

const claim = ["coderModel", "coderStrength"] as const satisfies readonly FieldName[];

const eras: readonly Era[] = [
  {
    name: "format",
    // More than one mark: a packet does not fall back to an older template by losing a line.
    marks: { fields: ["formatVersion", "mergeBase", "agentic", "closureApplicable"], sections: ["closurePlan"] },
    fields: [...template.fields, "formatVersion", "baseId", "mergeBase", "agentic", "refinementFile"],
    late: ["mergeBase", "agentic"],
    sections: [...template.sections, "waivers", "handoff", "evidenceMapping", "evidence", "closurePlan"],
    claim,
    reportSays: ["date", "validator"],
  },
  {
    name: "template",
    marks: { fields: ["refinementFile", "coderModel"], sections: ["refinementRef", "lineage"] },
    fields: template.fields,
    sections: template.sections,
    claim,
  },
  { name: "gate", marks: { sections: ["qualityGate"] }, fields: core.fields, sections: core.sections },
  { name: "audit", marks: { sections: ["metadata"] }, fields: [...core.fields, "taskId"], sections: core.sections },
  { name: "freeform", marks: {}, fields: core.fields, sections: core.sections },
];

export const dialect = {
  number: 0,
  name: "task-packet",
  states,
  sections,
  fields,
  eras,

  ids: {
    /** One for messages. */
    example: "WP-1-Example-v2",
    /** A packet id: `WP-{phase}-{Name}` with dots allowed in the name. */
    form: /^WP-[0-9]{1,3}-[A-Za-z0-9](?:[A-Za-z0-9]|[.-](?=[A-Za-z0-9]))*$/,
    /** The same anywhere in prose. */
    mention: /\bWP-[0-9]{1,3}-[A-Za-z0-9](?:[A-Za-z0-9]|[.-](?=[A-Za-z0-9]))*/g,
    /** The number of the phase in it. */
    phase: /^WP-([0-9]{1,3})-/,
    /** `-v3` at the very end is a revision; `-v0.1` is a name. */
    revision: /-v([1-9][0-9]{0,3})$/,
    /** An old habit, no longer to be used: a date instead of a revision. */
    dateStamp: /-20[0-9]{6}$/,
    /** Another: a revision with a dot. The same end can belong to a name. */
    dotted: /-v([0-9]{1,3})\.([0-9]{1,3})$/,
    /** A document's file name. */
    fileName: /^WP-[^/]+\.md$/,
  },

  title: {
    /** The words that Writ itself would write before the colon. */
    example: "Task Packet",
    stubExample: "Work Packet Stub",
    /** The first heading: words, colon, id. */
    packet: /^(?:Task|Work) Packet\s*:\s*(.*)$/i,
    stub: /^(?:Task|Work) Packet Stub\s*:\s*(.*)$/i,
    /** A banner above the title of a stub, not a title. */
    banner: /^TASK_PACKET_STUB_TEMPLATE\b/,
  },

  status: {
    /** Sections whose lines tell of the work: a status line there is about a command or a commit, not the packet. */
    notIn: ["bootstrap", "skeleton", "implementation", "hygiene", "handoff", "evidenceMapping", "evidence"],
  },

  report: {
    /** The start of a report, in a heading or on a line of its own; matched on the text after `plain`. */
    heading:
      /^(?:\d{4}-\d{2}-\d{2}\S*[^A-Za-z0-9]{0,12})?(?:(?:RE-?)?AUDIT |(?:RE-?))*(?:VALIDATION|VALIDATOR|AUDIT)[ _](?:REPORT|NOTE)(?!S)\b/i,
    /** The same on a line without heading mark: capitals, and nothing but a separator behind. */
    line: /^(?:RE-?)?VALIDATION REPORT\s*(?:$|[-(:?]|[^\x00-\x7f])/,
    /** A dated list item among the reports is a report of its own. */
    item: /^\d{4}-\d{2}-\d{2}T[0-9:.]+Z\b/,
    verdict: "VERDICT",
    values: { PASS: "PASS", FAIL: "FAIL", "OUTDATED ONLY": "OUTDATED_ONLY" },
    /** Remarks behind a verdict that make it speak of one phase only. */
    phases: [{ pattern: /^SKELETON (?:NOT )?APPROVED$/i, phase: "skeleton" }],
    /** Headings that belong inside a report even at the report's own level. */
    parts: [
      "REASON FOR PASS",
      "REASON FOR FAIL",
      "FINDINGS",
      "BLOCKING FINDINGS",
      "SCOPE INPUTS",
      "FILES CHECKED",
      "COMMANDS RUN",
      "TESTS",
      "TESTS EXECUTED",
      "HYGIENE AUDIT",
      "EVIDENCE VERIFICATION",
      "RISKS SUGGESTED ACTIONS",
      "REQUIRED FIXES",
      "VALIDATION CLAIMS",
      "SPEC REQUIREMENTS",
      "ADDENDUM",
    ],
    /** In a heading: a remark upon the reports before it, which need not decide anything. */
    note: /\bNOTE\b/i,
    /** Labels in a report that say when it was written and by whom; normalised. */
    says: {
      date: ["DATE", "TIMESTAMP", "VALIDATED AT", "REPORT DATE"],
      validator: ["VALIDATOR", "VALIDATED BY", "AUDITOR", "REVIEWER", "VALIDATOR MODEL"],
    },
    /** Labels of the line that names the commit a report judged, normalised. */
    judged: ["VALIDATED COMMIT", "REVIEWED COMMIT", "COMMIT VALIDATED", "COMMIT REVIEWED", "VALIDATED HEAD"],
    /** The label of the line that names the report before, normalised; its value for the first; and its form. */
    previous: { label: "PREVIOUS REPORT", first: "none", digest: /^sha256:[0-9a-f]{64}$/ },
    /** How Writ itself writes a report. Slots in braces; labels stand at the start of list items. */
    written: {
      heading: "VALIDATION REPORT - {id} ({at})",
      headingForm: /^VALIDATION REPORT - (\S{1,200}) \((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)\)$/,
      verdict: "Verdict",
      /** What a report that was written this way always says. */
      labels: {
        id: "Report-ID",
        subject: "Subject-Digest",
        commit: "Validated-Commit",
        base: "Base-Commit",
        previous: "Previous-Report",
        validator: "Validator",
        policy: "Policy",
        writ: "Writ-Version",
      },
      /** Only where recording it changed the status of the packet. */
      status: "Status-Change",
      statusForm: /^(.{1,80}) -> (.{1,80})$/,
      claims: { gates: "GATES_PASS", tests: "TEST_PLAN_PASS", spec: "SPEC_CONFORMANCE_CONFIRMED" },
      parts: {
        claims: "Claims",
        scope: "Scope Inputs",
        files: "Files Checked",
        findings: "Findings",
        waivers: "Waivers",
        risks: "Risks",
      },
      reason: "REASON FOR {verdict}",
      none: "none",
    },
    /** Items and lines among the reports that tell validators what to write; what is nested below belongs to them. */
    instructions: [/^For `[A-Z_]+ ?[=<>]/, /^Rule:/i, /^\(APPEND-ONLY\b[^]*\)\.?$/i],
  },

  approval: {
    /** The line that lets implementation begin. */
    exact: "SKELETON APPROVED",
    /** What a line holds that is the approval, or near it. */
    anywhere: /SKELETON APPROVED/i,
    /** Looks meant as that, but is not the line. A sentence about the approval, or its refusal, is no approval. */
    near: /^SKELETON APPROVED\b(?!.*(?:\?|\b(?:is|not?|never|pending|await\w*|required|needed|before|until|once|when)\b))/i,
  },

  /** Text that only a template says: whole lines or items, after marker and emphasis are removed. */
  template: [
    /^\((?:Coder|Validator|Orchestrator|Record|Mechanical|Use this|List|Fill|Optional)[^]*\)\.?$/i,
    /^If the WP changes multiple\b/i,
    /^SHA1 hint:/i,
    /^(?:Format|Recommended evidence format) ?\([^)]*\):?$/i,
    /^Required when `?WP_ID`? includes\b/i,
    /^List every prior packet\b/i,
    /^Hard rule: Do not drop\b/i,
    /^If this is not a revision packet\b/i,
    /^"(?:exact symbol|error code)"$/i,
    /^"risk name" -> "impact"$/i,
    /^# (?:\.\.\.)?task-specific commands(?:\.\.\.)?$/i,
    /^Rule: Task packet creation is blocked\b/i,
    /^<!--[^]*-->$/,
  ],

  /** Blanks that somebody was meant to fill in. Searched within a line, in code too. */
  placeholders: [
    /\[Requirement\] -> \[File:Line\]/i,
    /\bpath\/to\/file(?::line)?\b/i,
    /"?<quote [^>]{0,80}>"?/i,
    /<(?:pending|unclaimed|unassigned|fill(?:ed)?[^>]{0,40}|line|hash|(?:copy\/)?paste[^<>]{0,80}|int|name|date|adds - dels|todo|tbd|your [^>]{0,40})>/i,
    /\{(?:user|username|id|wp[_-]id|name|todo|tbd|path|description)\}/i,
    /(?<![A-Za-z0-9])vXX\.XX\b/,
    /\bLOW \| MEDIUM \| HIGH\b/,
    /\.\.\.task-specific commands\.\.\./i,
    /^(?:TBD|TODO|FIXME|\?\?\?)[.:]?$/i,
  ],

  /** An explicit "nothing here". */
  none: /^(?:NONE|N\/A|NOT APPLICABLE|NO WAIVERS?)\b[^]{0,80}$/i,

  signature: {
    /** How a signature is written, for messages: day, month, year, hour, minute. */
    example: "{user}{DDMMYYYYHHMM}",
    dated: /^([a-z][a-z0-9_-]{0,38}?)(\d{12})$/i,
    short: /^([a-z][a-z0-9_-]{0,38}?)(\d{6,11}|\d{13,14})$/i,
    bare: /^[a-z][a-z0-9_-]{0,38}$/i,
    pending: /^<?(?:pending|none|n\/a|tbd|unsigned)>?$/i,
  },

  waiver: {
    id: /(?<![\w.-])(?:WAIVER-[A-Za-z0-9._-]+|[A-Za-z0-9._-]+-WAIVER-[0-9]+|CX-[0-9]{3}[A-Z]?)\b/,
    labels: {
      id: ["WAIVER ID", "WAIVER"],
      date: ["DATE"],
      scope: ["SCOPE"],
      justification: ["JUSTIFICATION", "REASON", "RATIONALE"],
      approver: ["APPROVER", "APPROVED BY", "GRANTED BY"],
      expiry: ["EXPIRY", "EXPIRES", "UNTIL"],
    },
    /** The same as Writ itself would write them, and the id that it gives. */
    texts: { date: "Date", scope: "Scope", justification: "Justification", approver: "Approver", expiry: "Expiry" },
    written: "WAIVER-{key}",
    /** Stands where no waiver was granted. */
    none: "NONE",
  },

  /** Labels in the list of done means that head something else than a point of it. */
  aside: /^PRIMITIVES_[A-Z_]+$/,

  manifest: {
    /** Labels of a block, normalised; the first one begins it. */
    labels: {
      target: "TARGET FILE",
      start: "START",
      end: "END",
      delta: "LINE DELTA",
      before: "PRE SHA1",
      after: "POST SHA1",
      gates: "GATES PASSED",
    },
    /** The same as Writ itself would write them. */
    texts: { target: "Target File", start: "Start", end: "End", delta: "Line Delta", before: "Pre-SHA1", after: "Post-SHA1", gates: "Gates Passed" },
    /** A text that does not hold this has no block. */
    anywhere: /target file/i,
    /** Stands for the SHA-1 of a file that is not there. */
    absent: /^0{40}$/,
    sha1: /^[0-9a-f]{40}$/i,
    /** The boxes that every block ticks. */
    gates: [
      "anchors_present",
      "window_matches_plan",
      "rails_untouched_outside_window",
      "filename_canonical_and_openable",
      "pre_sha1_captured",
      "post_sha1_captured",
      "line_delta_equals_expected",
      "all_links_resolvable",
      "manifest_written_and_path_returned",
      "current_file_matches_preimage",
    ],
  },

  commands: {
    labels: { command: "COMMAND", exitCode: "EXIT CODE", log: "LOG SHA256" },
    texts: { command: "COMMAND", exitCode: "EXIT_CODE", log: "LOG_SHA256" },
    sha256: /^[0-9a-f]{64}$/i,
  },

  refinement: {
    anchor: /^ANCHOR\b/i,
    approved: "APPROVED",
    rejected: "REJECTED",
    /** The spec does clearly cover the work. */
    covered: "PASS",
    yes: "YES",
    no: "NO",
    /** What every refinement holds, whatever its template. */
    fields: ["wpId", "specResolved", "specSha1", "reviewStatus", "clearlyCoversVerdict", "enrichmentNeeded"],
    sections: ["gaps", "redTeam", "primitives", "clearlyCovers", "enrichment", "specAnchors"],
    /** A resolved spec target: where the pointer stands, and the spec file it named. */
    resolved: /^(?:[^\s>]+\s*->\s*)?([^\s>]+\.md)$/,
  },

  closurePlan: {
    yes: "YES",
    no: "NO",
    /** What a plan that applies has to answer. */
    fields: [
      "trustBoundary",
      "sourcesOfTruth",
      "provenanceFields",
      "verificationPlan",
      "errorTaxonomy",
      "uiGuardrails",
      "validatorAssertions",
    ],
  },

  board: {
    /** A board line in the strict form, and anything that begins like one. */
    strict: /^\*\*\[([^\]\s]+)\]\*\* - \[([A-Z][A-Z_ |]*)\]$/,
    loose: /^\*\*\[([^\]\s]+)\]\*\*(?:\s*-\s*\[([^\]]+)\])?/,
    columns: {
      ready: ["READY FOR DEV"],
      stub: ["STUB BACKLOG"],
      active: ["IN PROGRESS"],
      done: ["DONE"],
      blocked: ["BLOCKED"],
      superseded: ["SUPERSEDED"],
      crossBranch: ["ACTIVE"],
      baseline: ["HISTORICAL FAILED CLOSURES"],
    },
    /** What stands in a column whose entries bear no token, and the states that a token there may name. */
    states: {
      ready: ["readyForDev", "draft"],
      stub: ["stub"],
      active: ["inProgress", "readyForValidation"],
      done: ["done", "validated", "validatedFail", "outdated", "readyForValidation", "historical", "superseded"],
      blocked: ["blocked"],
      superseded: ["superseded"],
    },
    /** Columns whose entries may say more behind the token. */
    roomy: ["blocked", "crossBranch", "baseline"],
    /** Columns that tell of an entry of another one: the same packet may stand in both. */
    beside: ["crossBranch", "baseline"],
    /** An item of a column that begins with an id, in whatever form. */
    stray: /^[*_`[({]{0,5}(?=WP-[0-9])/,
    /** How Writ writes the headings of columns, an entry, and the token of a state. */
    headings: { ready: "Ready for Dev", superseded: "Superseded" },
    entry: "- **[{id}]** - [{token}]",
    tokens: { stub: "STUB", draft: "DRAFT", readyForDev: "READY_FOR_DEV", inProgress: "IN_PROGRESS", superseded: "SUPERSEDED" },
  },

  lineage: {
    /** What an audit says of what it lists, by the first words of the label above or before it; normalised. */
    kinds: {
      prior: /^(?:PRIOR|PREVIOUS|EARLIER|PREDECESSORS?|SUPERSEDES|REPLACES|STUB SOURCE)\b/,
      retired: /^(?:RETIRE[DS]?|DROP(?:PED|S)?|REMOVE[DS]?|WITHDRAWN|NOT CARRIED|DEFERRED|OBSOLETE)\b/,
      preserved: /^(?:PRESERVE[DS]?|CARRIED|CARRIES|KEPT|KEEPS|UNCHANGED|RETAINED|RETAINS)\b/,
      changed: /^(?:CHANGE[DS]?|NEW|ADDED|EXPANDED|REPLACED|REWORDED|NARROWED|MODIFIED|REVISED|MERGED|SPLIT)\b/,
    },
    /** The same said of one requirement, somewhere in the sentence that names it. */
    said: {
      retired: /\b(?:RETIRED|DROPPED|REMOVED|WITHDRAWN|DEFERRED|OBSOLETE)\b/,
      changed: /\b(?:CHANGED|REPLACED|REWORDED|NARROWED|MODIFIED|REVISED|MERGED|SPLIT|EXPANDED)\b/,
      preserved: /\b(?:PRESERVED|CARRIED|KEPT|UNCHANGED|RETAINED)\b/,
    },
    /** A label below a statement that says why; normalised. */
    reason: /^(?:REASON|BECAUSE|WHY|RATIONALE|JUSTIFICATION)\b/,
    /** A block about one revision: `v1 (...)`. */
    version: /^[*_`(]{0,3}v([1-9][0-9]{0,3})\b(?!\.[0-9])/i,
    /** The id of a requirement, in brackets. */
    requirement: /\[([A-Z][A-Z0-9]{0,30}(?:-[A-Z0-9]{1,30}){0,8}(?:\.[0-9]{1,4}){0,4})\]/g,
    /** Ids in the same form that name a rule of the house, not something that is to be built. */
    houseRule: /^CX-/,
    /** Folders in front of an id that say which of the documents of that id is meant. */
    stubFolder: "stubs/",
    refinementFolder: "refinements/",
    /** A house that puts the same sentence into the packets of so many bases means it as a form, not as a promise. */
    boilerplate: 4,
  },

  registry: {
    /** Column headings of the table that maps bases to active packets. */
    base: "BASE WP ID",
    target: "ACTIVE PACKET",
    board: "TASK BOARD",
    supersedes: /supersedes:\s*([^;|]*)/i,
    supersedesText: "supersedes: ",
    /** The active packet said once more among the notes. */
    active: /\bactive=[A-Za-z0-9.-]+/,
    activeText: "active=",
    notes: "NOTES",
  },

  signatures: {
    signature: "SIGNATURE",
    purpose: "PURPOSE",
    /** The purpose of a row that says the signature does not count. */
    void: /^\W*(?:INVALID|VOID|REVOKED|REJECTED)\b/,
  },

  specPointer: {
    /** The first bold path below the title. */
    target: /\*\*([^*\n]{1,300}\.md)\*\*/,
    /** A heading of the spec. */
    heading: /^#{1,6} .{0,300}$/gm,
    /** The version in the name of a spec file, with what stands before it. */
    version: /^(.*?[_-]?v)([0-9]{1,6}(?:\.[0-9]{1,6}){0,4})\.md$/i,
  },

  /**
   * Governance folders that have moved, by what a path into them begins with now, the longest first. A text that
   * names a file at one of these places says the same as one that names it at another.
   */
  moves: [
    { from: ".GOV/roles_shared/records/", to: ".GOV/" },
    { from: ".GOV/roles_shared/runtime/", to: ".GOV/" },
    { from: ".GOV/roles_shared/", to: ".GOV/" },
    { from: ".GOV/roles/orchestrator/", to: ".GOV/" },
    { from: ".GOV/roles/validator/", to: ".GOV/" },
    { from: ".GOV/roles/coder/", to: ".GOV/" },
    { from: ".GOV/templates/", to: ".GOV/" },
    { from: ".GOV/spec/", to: ".GOV/" },
    { from: "docs/", to: ".GOV/" },
    { from: "scripts/", to: ".GOV/scripts/" },
  ],

  /** Code fences that a shell damaged: what is left of the info string, and what it was. */
  brokenFences: { ash: "bash", ext: "text", ust: "rust" },

  /** The status with which a packet comes into being. */
  initial: "readyForDev",

  /** Status values a packet may move to, by where it is. */
  transitions: {
    draft: ["readyForDev", "superseded"],
    stub: ["readyForDev", "stub"],
    readyForDev: ["inProgress", "blocked", "superseded"],
    inProgress: ["readyForValidation", "done", "validated", "validatedFail", "blocked", "readyForDev", "superseded"],
    readyForValidation: ["done", "validated", "validatedFail", "inProgress", "blocked", "readyForDev", "outdated"],
    blocked: ["inProgress", "readyForDev", "superseded"],
    validatedFail: ["inProgress", "readyForDev", "superseded", "validated", "done"],
    done: ["validated", "historical", "superseded", "outdated"],
    validated: ["done", "historical", "superseded", "outdated"],
    outdated: ["superseded", "historical", "readyForDev"],
    historical: ["superseded"],
    superseded: ["historical"],
    activated: ["stub", "superseded"],
  } as const satisfies Record<StateName, readonly StateName[]>,
} as const;

export type Dialect = typeof dialect;
