/** Runs rules over a loaded state and stamps what they report: rule, severity, place, fingerprint. */
import { derived } from "../packet/derived.ts";
import { isPacket, type AnyDocument, type Document, type Packet, type Span } from "../packet/model.ts";
import type { Policy } from "../policy/policy.ts";
import type { LocatedReport, Need, Report, Rule, RuleContext, Severity } from "../rules/rule.ts";
import type { Finding, Fix } from "./evaluation.ts";
import { Fingerprints } from "./fingerprint.ts";
import { Turns } from "./turns.ts";
import type { LoadedWorld } from "./world.ts";

export type Judged = Omit<Finding, "state">;

export interface Judgement {
  readonly findings: readonly Judged[];
  readonly skipped: readonly { readonly rule: string; readonly reason: string }[];
}

/** Needs that only a comparison with a base can meet. */
export const COMPARING: readonly Need[] = ["change", "lines", "targets"];

/** `progress` is called now and then with the documents judged so far. */
export async function judge(
  rules: readonly Rule[],
  world: LoadedWorld,
  context: RuleContext,
  progress: (done: number) => void = () => undefined,
): Promise<Judgement> {
  const turns = new Turns();
  const stamp = new Stamp(world, context);
  const skipped: { rule: string; reason: string }[] = [];
  const active = rules.filter((rule) => severityOf(rule, context.policy) !== "off");
  const able = active.filter((rule) => {
    const lacks = context.change === null && rule.needs?.some((need) => COMPARING.includes(need)) === true;
    if (lacks) skipped.push({ rule: rule.id, reason: "comparing with a base commit needs one (--base)" });
    const lacksDrift = world.drift === undefined && rule.needs?.includes("drift") === true;
    if (lacksDrift && !lacks) skipped.push({ rule: rule.id, reason: "drift is judged when it is asked for (--drift)" });
    return !lacks && !lacksDrift;
  });
  const last = able.filter((rule) => rule.needs?.includes("findings") === true);
  const first = able.filter((rule) => !last.includes(rule));
  const applicable = byKind(first);
  let done = 0;
  for (const document of world.documents) {
    if (turns.areDue) await turns.give();
    judgeDocument(applicable(document), document, context, stamp);
    progress(++done);
  }
  for (const rule of first) {
    if (turns.areDue) await turns.give();
    if (rule.scope === "repository") stamp.addAll(rule, rule.check(context));
  }
  const found = stamp.found();
  for (const rule of last) {
    const informed = { ...context, found };
    const own = byKind([rule]);
    if (turns.areDue) await turns.give();
    for (const document of world.documents) judgeDocument(own(document), document, informed, stamp);
    if (rule.scope === "repository") stamp.addAll(rule, rule.check(informed));
  }
  return { findings: stamp.findings, skipped };
}

type DocumentRule = Extract<Rule, { readonly scope: "document" | "packet" }>;

/** The rules that look at a document, by its kind. */
function byKind(rules: readonly Rule[]): (document: AnyDocument) => readonly DocumentRule[] {
  const known = new Map<AnyDocument["kind"], readonly DocumentRule[]>();
  return (document) => {
    let own = known.get(document.kind);
    if (own === undefined) {
      own = rules.filter((rule): rule is DocumentRule => looksAt(rule, document));
      known.set(document.kind, own);
    }
    return own;
  };
}

function looksAt(rule: Rule, document: AnyDocument): boolean {
  return rule.scope === "document" || (rule.scope === "packet" && isPacket(document) && rule.kinds.includes(document.kind));
}

function judgeDocument(
  rules: readonly DocumentRule[],
  document: AnyDocument,
  context: RuleContext,
  stamp: Stamp,
): void {
  const isRead = !document.damage.some((damage) => damage.kind === "size");
  const state = document.kind === "packet" ? stamp.stateOf(document) : null;
  for (const rule of rules) {
    if (rule.scope === "document") {
      stamp.addDocument(rule, document, saidOf(rule, document, () => rule.check(document, context)));
    } else if (isRead && isPacket(document)) {
      if (state !== null && rule.states?.includes(state) === false) continue;
      stamp.addDocument(rule, document, saidOf(rule, document, () => rule.check(document, context)));
    }
  }
}

/** What a rule says of a document: the reports that are listed, and how many there were in all. */
interface Said {
  readonly reports: readonly Report[];
  readonly told: number;
}

/**
 * A rule that does not take the context speaks of the document alone, so it says the same wherever the document stands:
 * a change is compared with a base that has most documents in common with it.
 */
function saidOf(rule: DocumentRule, document: AnyDocument, check: () => Iterable<Report>): Said {
  if (rule.check.length > 1) return collected(check());
  return derived(document, rule.id, () => collected(check()));
}

function collected(reports: Iterable<Report>): Said {
  const listed: Report[] = [];
  let told = 0;
  for (const report of reports) if (told++ < MOST) listed.push(report);
  return { reports: listed, told };
}

export function severityOf(rule: Rule, policy: Policy): Severity {
  const family = `${rule.id.slice(0, rule.id.indexOf("/"))}/*`;
  return policy.rules[rule.id] ?? policy.rules[family] ?? rule.severity;
}

const RANK: Readonly<Record<Exclude<Severity, "off">, number>> = { note: 0, warn: 1, error: 2 };

function lower(a: Exclude<Severity, "off">, b: Exclude<Severity, "off">): Exclude<Severity, "off"> {
  return RANK[a] <= RANK[b] ? a : b;
}

/** No document is mended by a longer list: past this many findings of one rule, one more counts the rest. */
const MOST = 200;

function rest(told: number): Report {
  const message = `${told - MOST} more findings of this rule in this document are not listed. Mend the first ones.`;
  return { at: null, subject: "rest", message };
}

class Stamp {
  readonly findings: Judged[] = [];
  readonly #world: LoadedWorld;
  readonly #context: RuleContext;
  readonly #fingerprints = new Fingerprints();
  readonly #severities = new Map<Rule, Severity>();
  readonly #byPath: ReadonlyMap<string, Document>;

  constructor(world: LoadedWorld, context: RuleContext) {
    this.#world = world;
    this.#context = context;
    this.#byPath = new Map(world.documents.map((document) => [document.path, document]));
  }

  /** Ids of the rules that found something, by packet id; files outside packets count under their path. */
  found(): ReadonlyMap<string, ReadonlySet<string>> {
    const found = new Map<string, Set<string>>();
    for (const finding of this.findings) {
      const owner = finding.packet ?? finding.path;
      const rules = found.get(owner) ?? new Set<string>();
      found.set(owner, rules.add(finding.rule));
    }
    return found;
  }

  stateOf(packet: Packet): Packet["stateClass"] {
    return this.#world.superseded.has(packet.id) ? "history" : packet.stateClass;
  }

  addDocument(rule: Rule, document: Document, { reports, told }: Said): void {
    const packet = isPacket(document) ? document : null;
    for (const report of reports) this.#add(rule, document.path, document, packet, report, 1);
    if (told > MOST) this.#add(rule, document.path, document, packet, rest(told), 1);
  }

  addAll(rule: Rule, reports: Iterable<LocatedReport>): void {
    const told = new Map<string, number>();
    for (const report of reports) {
      const document = this.#byPath.get(report.path) ?? null;
      const before = told.get(report.path) ?? 0;
      told.set(report.path, before + 1);
      if (document !== null && before >= MOST) continue;
      const packet = report.packet === undefined ? null : (this.#world.packetById.get(report.packet) ?? null);
      const own = packet ?? (document !== null && isPacket(document) ? document : null);
      this.#add(rule, report.path, document, own, report, report.line ?? 1);
    }
    for (const [path, count] of told) {
      const document = this.#byPath.get(path) ?? null;
      if (document !== null && count > MOST) this.#add(rule, path, document, null, rest(count), 1);
    }
  }

  #add(
    rule: Rule,
    path: string,
    document: Document | null,
    packet: Packet | null,
    report: Report,
    line: number,
  ): void {
    const recorded = document !== null && report.at !== null && inside(document.appendOnly, report.at);
    let given = this.#severities.get(rule);
    if (given === undefined) this.#severities.set(rule, (given = severityOf(rule, this.#context.policy)));
    if (given === "off") return;
    let severity = report.severity === undefined ? given : lower(given, report.severity);
    let message = report.message;
    const family = rule.id.slice(0, rule.id.indexOf("/"));
    const isHistory = packet?.kind === "packet" && this.stateOf(packet) === "history";
    const compares = rule.needs?.some((need) => COMPARING.includes(need)) === true;
    if (isHistory && !compares && (family === "text" || family === "structure" || family === "process")) {
      severity = "note";
    }
    if (recorded && family === "text") {
      severity = "note";
      message += " It stands in recorded text, which nobody may change: leave it.";
    }
    const waiver = packet === null ? null : this.#waiverFor(rule, packet);
    if (waiver !== null) {
      severity = "note";
      message += ` Waived by ${waiver}.`;
    }
    const owner = packet?.id ?? path.slice(path.lastIndexOf("/") + 1);
    this.findings.push({
      rule: rule.id,
      severity,
      packet: packet?.id ?? null,
      path,
      ...place(document, report.at, line),
      message,
      expected: report.expected ?? null,
      fix: document === null || report.fix === undefined ? null : fixOf(document, report.fix),
      related: (report.related ?? []).map((related) => {
        const target = this.#byPath.get(related.path) ?? null;
        const { line: from, endLine } = place(target, related.span, 1);
        return { path: related.path, line: from, endLine, message: related.message };
      }),
      fingerprint: this.#fingerprints.next(rule.id, owner, report.subject),
    });
  }

  /** A waiver in force that names the rule. Facts about recorded text, evidence and lineage cannot be waived. */
  #waiverFor(rule: Rule, packet: Packet): string | null {
    if (packet.waivers.length === 0 || rule.waivable === false || !/^(?:text|structure|process|evidence)\//.test(rule.id)) return null;
    const waiver = packet.waivers.find(
      (entry) =>
        entry.rules.includes(rule.id) &&
        entry.id !== "" &&
        entry.approver !== null &&
        entry.expiry !== null &&
        /^\d{4}-\d{2}-\d{2}/.test(entry.expiry) &&
        entry.expiry.slice(0, 10) >= this.#context.asOf,
    );
    return waiver === undefined ? null : `${waiver.id} until ${waiver.expiry?.slice(0, 10) ?? ""}`;
  }
}

function inside(spans: readonly Span[], span: Span): boolean {
  return spans.some((outer) => outer.start <= span.start && span.start < outer.end);
}

function place(
  document: Document | null,
  span: Span | null,
  line: number,
): { line: number; endLine: number; column: number; endColumn: number } {
  if (document === null || span === null) return { line, endLine: line, column: 1, endColumn: 1 };
  const start = document.source.point(span.start);
  const end = document.source.point(Math.max(span.start, span.end));
  return { line: start.line, endLine: end.line, column: start.column, endColumn: end.column };
}

/** A fix that would touch recorded text is no fix. */
function fixOf(document: Document, fix: NonNullable<Report["fix"]>): Fix | null {
  const touches = fix.edits.some((edit) =>
    document.appendOnly.some((span) => edit.span.start < span.end && span.start < Math.max(edit.span.end, edit.span.start + 1)),
  );
  if (touches || fix.edits.length === 0) return null;
  return {
    title: fix.title,
    edits: fix.edits.map((edit) => {
      const start = document.source.point(edit.span.start);
      const end = document.source.point(edit.span.end);
      return {
        startByte: edit.bom === true ? 0 : start.byte,
        endByte: end.byte,
        line: start.line,
        column: start.column,
        endLine: end.line,
        endColumn: end.column,
        text: edit.text,
      };
    }),
  };
}
