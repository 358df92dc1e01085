import { createHash } from "node:crypto";
import { blocksOf, type Block } from "../../ledger/block.ts";
import { compareLedger } from "../../ledger/compare.ts";
import { reportEssence, reportId, sourceOf, statementsOf, type Statements } from "../../ledger/statements.ts";
import { dialect } from "../../packet/dialect.ts";
import type { Packet, VerdictValue } from "../../packet/model.ts";
import { DEFAULTS } from "../../policy/defaults.ts";
import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule, RuleContext } from "../rule.ts";
import { CRANE, FAIL, LIGHTS, PASS, crane, lights } from "./harbour.ts";
import { named, subjectOf } from "./wording.ts";

export const unrecordedReport = {
  id: "ledger/unrecorded-report",
  title: "A report has a verdict behind it",
  severity: "error",
  what:
    "A report that a change brings must come from a verdict of somebody entitled. Where Writ knows the verdicts of a " +
    "pull request, every new report must be one of them. From Git alone it can be told that a report which bears a " +
    "report id does not contradict itself: the id follows from digest, verdict and source, the report names the packet " +
    "it stands in, and no other report bears the same id. Where the policy asks for verdicts, a new report without an " +
    "id is a warning.",
  why:
    "Whoever can push can write a report that says PASS. What makes it a verdict is that somebody who may give one " +
    "gave it.",
  how:
    "Take the report out of the change and ask a validator for a verdict; Writ records it. Without the App, a " +
    "validator writes it with `writ verdict`.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "a report that a verdict stands behind",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL, own("WP-1-Harbour-Lights")) },
      verdicts: { [idOf("WP-1-Harbour-Lights")]: reportEssence(own("WP-1-Harbour-Lights")) },
    },
    {
      verdict: "good",
      shows: "nobody knows the verdicts, and the report does not contradict itself",
      base: { [LIGHTS]: lights() },
      files: { [LIGHTS]: lights(own("WP-1-Harbour-Lights")) },
    },
    {
      verdict: "good",
      shows: "reports by hand, in a repository that asks for no verdicts",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL, PASS) },
    },
    {
      verdict: "good",
      shows: "the report stood there before the change",
      base: { [LIGHTS]: lights(PASS) },
      files: { [LIGHTS]: lights(PASS) },
      verdicts: {},
    },
    {
      verdict: "bad",
      shows: "nobody gave this verdict",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL, PASS) },
      verdicts: {},
      says: "no verdict of anybody entitled stands behind it",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a report with an id of nobody's verdict, in a packet that had no report",
      base: { [LIGHTS]: lights() },
      files: { [LIGHTS]: lights(own("WP-1-Harbour-Lights")) },
      verdicts: { "writ-of-another-comment": "" },
      says: "no verdict of anybody entitled stands behind it",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "words that the validator has not said, in a report of a verdict that was given",
      base: { [LIGHTS]: lights() },
      files: { [LIGHTS]: lights(`${own("WP-1-Harbour-Lights")}\n- and splendid`) },
      verdicts: { [idOf("WP-1-Harbour-Lights")]: reportEssence(own("WP-1-Harbour-Lights")) },
      says: "bears the id of a verdict that said something else",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "lines that came at the end of a report since it was recorded",
      base: { [LIGHTS]: lights(own("WP-1-Harbour-Lights")) },
      files: { [LIGHTS]: lights(`${own("WP-1-Harbour-Lights")}\n- and splendid`) },
      says: "has grown since it was recorded",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a FAIL that was made a PASS",
      files: { [LIGHTS]: lights(own("WP-1-Harbour-Lights", "FAIL").replace("Verdict: FAIL", "Verdict: PASS")) },
      says: "does not follow from its digest, verdict and source",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the report of another packet",
      files: { [CRANE]: crane(own("WP-1-Harbour-Lights")) },
      says: "is about the packet `WP-1-Harbour-Lights`",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the same id twice",
      files: { [LIGHTS]: lights(own("WP-1-Harbour-Lights"), `${own("WP-1-Harbour-Lights")}\n- more`) },
      says: "bears the id of another report",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a report by hand, where the policy asks for verdicts",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL, PASS) },
      policy: { source: ".github/writ.yml", gate: DEFAULTS.gate },
      says: "bears no report id",
      severity: "warn",
      count: 1,
    },
  ],
  *check(context) {
    const seen = new Map<string, Packet>();
    for (const packet of context.world.packets) {
      const fresh = context.change === null ? NOTHING : arrivals(packet, context.before(packet));
      for (const block of blocksOf(packet)) {
        if (block.report === null) continue;
        const statements = statementsOf(block);
        const problem =
          (statements === null ? null : contradiction(packet, block, statements, seen)) ??
          (fresh.grown.has(block) ? { words: "has grown since it was recorded, and its validator has not said what came" } : null) ??
          (fresh.arrived.has(block) ? unknown(block, statements, context) : null);
        if (problem !== null) yield found(packet, block, problem);
      }
    }
  },
} as const satisfies Rule;

interface Problem {
  readonly words: string;
  readonly severity?: "warn";
}

/** What a change brings: new reports, and lines at the end of a report of Writ, which nobody else writes. */
interface Arrivals {
  readonly arrived: ReadonlySet<Block>;
  readonly grown: ReadonlySet<Block>;
}

const NOTHING: Arrivals = { arrived: new Set(), grown: new Set() };

function arrivals(packet: Packet, before: Packet | null): Arrivals {
  if (packet === before) return NOTHING;
  const arrived = new Set<Block>();
  const grown = new Set<Block>();
  for (const difference of compareLedger(before === null ? [] : blocksOf(before), blocksOf(packet)).differences) {
    if (difference.kind === "inserted") arrived.add(difference.after);
    else if (difference.kind === "appended" && difference.before === null) arrived.add(difference.after);
    else if (difference.kind === "appended" && difference.before !== null && statementsOf(difference.before) !== null) {
      grown.add(difference.after);
    }
  }
  return { arrived, grown };
}

/** What a report of Writ's form says against itself or its place; it is told whether or not the change brings it. */
function contradiction(packet: Packet, block: Block, said: Statements, seen: Map<string, Packet>): Problem | null {
  const id = said.id?.value ?? "";
  const about = dialect.report.written.headingForm.exec(block.report?.title ?? "")?.[1] ?? null;
  if (about !== packet.id) {
    const what = about === null ? "does not say in its heading which packet it is about" : `is about the packet ${quoted(about, 100)}`;
    return { words: `bears a report id and ${what}` };
  }
  const verdict: VerdictValue = block.report?.verdict?.value ?? "OTHER";
  const key = { packet: about, subject: said.subject?.value ?? "", verdict, source: sourceOf(said.validator?.value ?? "") };
  if (id !== reportId(key)) return { words: `bears the id ${quoted(id, 20)}, which does not follow from its digest, verdict and source` };
  const other = seen.get(id);
  seen.set(id, packet);
  return other === undefined ? null : { words: `bears the id of another report, which stands in ${quoted(other.path, 200)}` };
}

function unknown(block: Block, said: Statements | null, { verdicts, policy }: RuleContext): Problem | null {
  if (verdicts !== null && verdicts !== undefined) {
    const essence = verdicts.get(said?.id?.value ?? "");
    if (essence === undefined) return { words: "is new, and no verdict of anybody entitled stands behind it" };
    return essence === reportEssence(block.text) ? null : { words: "bears the id of a verdict that said something else" };
  }
  const asks = policy.source !== null && policy.gate.mode === "full" && !dialect.report.note.test(block.title);
  return said === null && asks ? { words: "is new and bears no report id, so nobody can tell whose verdict it is", severity: "warn" } : null;
}

function found(packet: Packet, block: Block, { words, severity }: Problem): LocatedReport {
  return {
    path: packet.path,
    packet: packet.id,
    at: block.report?.heading ?? block.span,
    subject: subjectOf(block),
    message: `The ${named(block)} ${words}. Take it out, and ask a validator for a verdict.`,
    expected: "a report that Writ recorded for a verdict",
    ...(severity === undefined ? {} : { severity }),
  };
}

/** The beginning of a report as Writ writes it, for examples. */
function own(packet: string, verdict: "PASS" | "FAIL" = "PASS"): string {
  const { labels, heading } = dialect.report.written;
  const said = keyOf(packet, verdict);
  return [
    `### ${heading.replace("{id}", packet).replace("{at}", "2026-01-14T12:00:00Z")}`,
    `Verdict: ${verdict}`,
    `- ${labels.id}: ${reportId(said)}`,
    `- ${labels.subject}: ${said.subject}`,
    `- ${labels.validator}: wendy (1234), https://github.example/acme/harbour/pull/7#${said.source}`,
  ].join("\n");
}

function keyOf(packet: string, verdict: "PASS" | "FAIL"): Parameters<typeof reportId>[0] {
  const subject = `sha256:${createHash("sha256").update(packet).digest("hex")}`;
  return { packet, subject, verdict, source: "issuecomment-99" };
}

function idOf(packet: string): string {
  return reportId(keyOf(packet, "PASS"));
}
