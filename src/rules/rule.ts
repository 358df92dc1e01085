/**
 * A rule is what it needs and a pure check.
 *
 * The engine loads what the rules declare once, runs them, and stamps rule id, severity, path and fingerprint on what
 * they report, so no rule can forget them. A rule does no I/O and knows neither GitHub nor the clock.
 */
import type { Drift } from "../evidence/drift.ts";
import type { Evidence } from "../evidence/examine.ts";
import type { CitedFile } from "../evidence/file-lines.ts";
import type { FileVersion } from "../evidence/manifest.ts";
import type { LedgerPast } from "../ledger/past.ts";
import type { StateClass } from "../packet/dialect.ts";
import type { AnyDocument, Board, Packet, Registry, SignatureLog, Span, SpecPointer } from "../packet/model.ts";
import type { Source } from "../packet/source.ts";
import type { ForbiddenPattern } from "../policy/pattern.ts";
import type { Policy, Severity } from "../policy/policy.ts";

export type { Severity };

/**
 * What must be loaded before the rule can run. Rules whose needs cannot be met are skipped, and the evaluation says so.
 * - `change`: a base commit, and the files and commits between it and the head
 * - `lines`: the lines that the change adds, file by file
 * - `specs`: the text of the spec files that refinements bind to
 * - `cited`: the files that packets cite as evidence
 * - `targets`: a base commit, and before and after it the changed files that manifests name
 * - `past`: a base commit, and what packets recorded on the way to it, where the change breaks recorded text
 * - `drift`: what became of the lines that citations were written for; only where somebody asked for it
 * - `findings`: the findings of every other rule; such rules run last
 */
export type Need = "change" | "lines" | "specs" | "cited" | "targets" | "past" | "drift" | "findings";

export interface RuleMeta {
  /** `family/name`, kebab-case, never reused. */
  readonly id: string;
  readonly title: string;
  readonly severity: Exclude<Severity, "off">;
  /** What it checks, why that matters, how to mend a finding. Plain words; these make the rule's page. */
  readonly what: string;
  readonly why: string;
  readonly how: string;
  /** True when at least some findings carry a mechanical fix. */
  readonly fixable: boolean;
  readonly since: string;
  readonly needs?: readonly Need[];
  /** False where no waiver can help: facts stay facts. True when left out. */
  readonly waivable?: false;
  /** State classes of packets that the rule judges; all when left out. Stubs are governed by `kinds`. */
  readonly states?: readonly StateClass[];
  readonly examples: readonly Example[];
}

/**
 * A small repository, and whether the rule must speak about it. Executed as a test and printed on the rule's page.
 * `files` and `base` map a path to the file's text. Kept as small as the rule allows: no other rule runs on it.
 */
export interface Example {
  readonly verdict: "good" | "bad";
  /** One line: what the example shows. */
  readonly shows: string;
  readonly files: Readonly<Record<string, string>>;
  /** The state before the change, for rules that compare. */
  readonly base?: Readonly<Record<string, string>>;
  /** Paths of `files` whose text is written one byte per character (latin1), where the damage is in the encoding. */
  readonly bytes?: readonly string[];
  /** Parts of the policy that the example needs. */
  readonly policy?: Partial<Pick<Policy, "scan" | "transitions" | "gate" | "source">>;
  /** The commits of the change, oldest first, where the rule looks at them one by one. */
  readonly commits?: readonly { readonly subject: string; readonly files: Readonly<Record<string, string>> }[];
  /** The reports that a verdict stands behind, where the rule is told: by id, with what each says. */
  readonly verdicts?: Readonly<Record<string, string>>;
  /** What the first finding's message must hold, its severity, and how many findings there are (bad examples). */
  readonly says?: string;
  readonly severity?: "error" | "warn" | "note";
  readonly count?: number;
}

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
  /** The edit covers the byte order mark, which stands before offset 0 and is no character of the text. */
  readonly bom?: true;
}

export interface Report {
  /** Where in the document; null means the document as a whole (line 1). */
  readonly at: Span | null;
  /** What is wrong with the value seen, and what to do. One or two sentences. */
  readonly message: string;
  /** What was expected, shortly. */
  readonly expected?: string;
  /** Names the thing the finding is about, independent of lines and wording: makes the fingerprint stable. */
  readonly subject: string;
  /** Lower than the rule's own severity, when this instance weighs less. */
  readonly severity?: "warn" | "note";
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
  readonly related?: readonly { readonly path: string; readonly span: Span | null; readonly message: string }[];
}

/** A report from a rule that looks at the whole repository names the document, or a plain path, it is about. */
export interface LocatedReport extends Report {
  readonly path: string;
  /** The packet the finding is filed under, when there is one. */
  readonly packet?: string;
  /** For a path that is not a governed document: the line, 1-based. */
  readonly line?: number;
}

export interface World {
  readonly documents: readonly AnyDocument[];
  readonly packets: readonly Packet[];
  readonly stubs: readonly Packet[];
  readonly refinements: readonly Packet[];
  readonly board: Board | null;
  readonly registry: Registry | null;
  readonly signatures: SignatureLog | null;
  readonly specPointer: SpecPointer | null;
  /** Every path of the snapshot that is a regular file, with its Git blob id where it is known. */
  readonly tree: ReadonlyMap<string, { readonly oid: string | null }>;
  /** True for a path of a file or of a folder that holds one. */
  readonly has: (path: string) => boolean;
  /** Spec files loaded because a rule needs `specs`; undefined when the file is not in the repository. */
  readonly spec: (path: string) => Source | undefined;
  /** SHA-1 (hex, lower case) of a loaded spec file's bytes. */
  readonly specSha1: (path: string) => string | undefined;
  /** What a packet's citations come to, in their order; empty unless a rule needs `cited`. */
  readonly evidence: (packet: Packet) => readonly Evidence[];
  /**
   * What became of the lines that a packet's citations were written for, in their order: null for one that has nothing
   * to be compared with. Null for a packet whose drift was not judged, and undefined where nobody asked for drift.
   */
  readonly drift?: (packet: Packet) => readonly (Drift | null)[] | null;
  /** A file that a packet cites, loaded because a rule needs `cited`; undefined for any other. */
  readonly cited: (path: string) => CitedFile | undefined;
  /** Ids that the board or the registry says have been replaced. */
  readonly superseded: ReadonlySet<string>;
}

export interface FileChange {
  readonly path: string;
  readonly status: "added" | "modified" | "deleted";
  /** Bytes of the file at the head; null when deleted or unknown. */
  readonly size: number | null;
  /** Lines at the head that the base does not have, 1-based; empty unless a rule needs `lines`. */
  readonly added: readonly { readonly line: number; readonly text: string }[];
}

export interface CommitChange {
  readonly oid: string;
  readonly subject: string;
  readonly parents: readonly string[];
  readonly paths: readonly string[];
  /** Packets as the commit left them and as its first parent had them, for those it touches. */
  readonly packets: readonly { readonly before: Packet | null; readonly after: Packet | null }[];
  /** For a merge: the packets that it left differently from how one of its parents had them. */
  readonly merged: readonly MergedPacket[];
}

/** One packet on all sides of a merge. Null where a side had none. */
export interface MergedPacket {
  readonly id: string;
  /** In the order of the commit's parents. */
  readonly parents: readonly (Packet | null)[];
  readonly after: Packet | null;
  /** As the best common ancestor of the first parent and each further one had it, where they have one. */
  readonly ancestors: readonly Packet[];
}

/** A changed file that a manifest names. */
export interface Target {
  readonly before: FileVersion;
  readonly after: FileVersion;
}

export interface Change {
  readonly base: World;
  readonly files: readonly FileChange[];
  readonly commits: readonly CommitChange[];
  /** What packets recorded on the way to the base, by id: those whose recorded text breaks, where a rule needs `past`. */
  readonly past: ReadonlyMap<string, LedgerPast>;
  /** By path; empty unless a rule needs `targets`. */
  readonly targets: ReadonlyMap<string, Target>;
}

export interface RuleContext {
  readonly world: World;
  readonly change: Change | null;
  readonly policy: Policy;
  /** The policy's forbidden patterns, compiled. */
  readonly forbidden: readonly ForbiddenPattern[];
  /** Ids of rules that may be named in waivers. */
  readonly ruleIds: ReadonlySet<string>;
  /** The day the evaluation speaks for, `YYYY-MM-DD`: the commit's date, or today for a working tree. */
  readonly asOf: string;
  /** The packet of the same id at the base, or null. */
  readonly before: (packet: Packet) => Packet | null;
  /**
   * The reports that a verdict of somebody entitled stands behind, where somebody knows them: by report id, with what
   * such a report says (`reportEssence`). Null or left out where there is nothing to go by but Git.
   */
  readonly verdicts?: ReadonlyMap<string, string> | null;
  /** Filled for rules that need `findings`: ids of the rules that found something, by packet id. */
  readonly found: ReadonlyMap<string, ReadonlySet<string>>;
}

export type Rule = RuleMeta &
  (
    | { readonly scope: "document"; check(document: AnyDocument, context: RuleContext): Iterable<Report> }
    | {
        readonly scope: "packet";
        /** `packet` and `stub` documents the rule judges. */
        readonly kinds: readonly ("packet" | "stub" | "refinement")[];
        check(packet: Packet, context: RuleContext): Iterable<Report>;
      }
    | { readonly scope: "repository"; check(context: RuleContext): Iterable<LocatedReport> }
  );
