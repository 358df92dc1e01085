/** A verdict as changes of files: the report in its packet, and what the policy wants changed together with a PASS. */
import type { NewFile } from "../scaffold/new-packet.ts";
import { boardTokenEdit } from "../scaffold/board-token.ts";
import { splice, type Replacement } from "../scaffold/splice.ts";
import { subjectHash } from "../ledger/recorded-bytes.ts";
import { ownStatus } from "../lineage/standing.ts";
import type { Board, Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import type { Policy } from "../policy/policy.ts";
import { appendReport, previousFor } from "./append.ts";
import { recordGates, type GateRecord } from "./record-gates.ts";
import type { ReportFacts } from "./report-facts.ts";
import { idOf, reportText } from "./report-text.ts";
import type { ReportWords } from "./report-words.ts";

export type Recorded =
  | {
      readonly state: "recorded";
      readonly reportId: string;
      /** The report, LF, without a line end at its end. */
      readonly text: string;
      /** Packet first. Paths of the repository, whole contents before and after. */
      readonly changes: readonly Replacement[];
      /** Files that are not there yet. */
      readonly created: readonly NewFile[];
      /** What the policy asks for and could not be done, in words. */
      readonly notes: readonly string[];
    }
  /** Nothing is written; `notes` say of the state of the gates why it was not written with it. */
  | { readonly state: "present"; readonly reportId: string; readonly notes: readonly string[] }
  | { readonly state: "refused"; readonly reportId: string; readonly why: string };

export interface RecordInput {
  /** As they stand now, where the report is to be written. */
  readonly packet: Packet;
  readonly board: Board | null;
  readonly words: Omit<ReportWords, "status">;
  readonly facts: ReportFacts;
  readonly onPass: Policy["reports"]["onPass"];
  /** Whether this verdict passes the packet: the last PASS that was wanted. Status and board change only then. */
  readonly passes: boolean;
  readonly gates: GateRecord;
}

/**
 * Refuses when the packet does not stand as it was judged, apart from its reports: then another verdict is wanted. The
 * same verdict a second time changes nothing.
 */
export function recordVerdict(input: RecordInput): Recorded {
  const { packet, board, facts, onPass } = input;
  const reportId = idOf(input.words, facts.subject.digest);
  const judged = facts.subject.entries.find(({ kind }) => kind === "packet");
  if (judged === undefined || judged.path !== packet.path || judged.id !== subjectHash(packet)) {
    return { state: "refused", reportId, why: "the packet has changed since it was judged" };
  }
  const notes: string[] = [];
  const passes = input.passes && input.words.verdict === "PASS";
  const status = passes && onPass.status !== null ? statusEdit(packet, onPass.status, notes) : null;
  const words: ReportWords = { ...input.words, status: status?.change ?? null };
  const text = reportText(words, facts, previousFor(packet));
  const appended = appendReport(packet, text);
  const { verdict, at, validator } = input.words;
  const gates = recordGates(input.gates, packet.id, { verdict, reportId, at, by: validator });
  if (appended.state === "present") return { state: "present", reportId, notes: gates.notes };
  if (appended.state === "refused") return { state: "refused", reportId, why: appended.why };
  const changes: Replacement[] = [];
  const before = packet.source.bytes;
  if (status === null) changes.push({ path: packet.path, before, after: appended.bytes });
  else {
    // The status stands above the reports, so its place is the same in both.
    const { after } = splice(appended.packet, [{ span: status.span, text: status.change.to }]);
    const whole = readDocument("packet", packet.path, after);
    if (whole.kind !== "packet" || subjectHash(whole) !== subjectHash(packet)) {
      return { state: "refused", reportId, why: "its status cannot be changed without changing what was judged" };
    }
    changes.push({ path: packet.path, before, after });
  }
  if (passes && onPass.board !== null) {
    const edit = board === null ? "there is no board" : boardTokenEdit(board, packet.id, onPass.board);
    if (typeof edit === "string") notes.push(`The board was left as it is: ${edit}.`);
    else if (board !== null && edit.length > 0) changes.push(splice(board, edit));
  }
  changes.push(...gates.changes);
  return { state: "recorded", reportId, text, changes, created: gates.created, notes: [...notes, ...gates.notes] };
}

interface StatusEdit {
  readonly span: { readonly start: number; readonly end: number };
  readonly change: { readonly from: string; readonly to: string };
}

/** Null when the packet says so already, or when its status is written in a way that could not be told again. */
function statusEdit(packet: Packet, to: string, notes: string[]): StatusEdit | null {
  const field = ownStatus(packet)?.field;
  if (field === undefined) {
    notes.push("The status was left as it is: the packet has none.");
    return null;
  }
  const { value, valueSpan } = field;
  if (value === to) return null;
  const isAbove = packet.reports.every(({ span }) => valueSpan.end <= span.start);
  const isPlain = /^[A-Za-z][A-Za-z0-9 _()/.-]{0,78}$/.test(value) && !value.includes("->") && packet.source.slice(valueSpan) === value;
  if (isAbove && isPlain) return { span: valueSpan, change: { from: value, to } };
  notes.push("The status was left as it is: it is not plain words above the reports.");
  return null;
}
