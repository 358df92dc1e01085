/** Judges one snapshot, against a base or on its own. The same snapshot and policy always give the same evaluation. */
import { createHash } from "node:crypto";
import { isPacket } from "../packet/model.ts";
import { layoutThen } from "../policy/layout.ts";
import { compileForbidden } from "../policy/pattern.ts";
import type { Layout, Policy } from "../policy/policy.ts";
import type { Change, Need, Rule, RuleContext } from "../rules/rule.ts";
import type { CommitRecord, Repository, Revision, Snapshot } from "../snapshot/snapshot.ts";
import { loadChange } from "./change.ts";
import { EVALUATION_SCHEMA, type Evaluation, type Finding, type Summary } from "./evaluation.ts";
import { driftHistory } from "./drift/drift.ts";
import { COMPARING, judge, severityOf, type Judged, type Judgement } from "./judge.ts";
import { withDrift } from "./drift/with-drift.ts";
import { loadPast } from "./history/ledger-past.ts";
import { Memory } from "./memory.ts";
import { byPlace } from "./order.ts";
import { packetResult } from "./packet-result.ts";
import { ratchet } from "./ratchet.ts";
import { loadWorld, type LoadedWorld } from "./world.ts";

export interface EvaluateInput {
  readonly head: Snapshot;
  readonly base: Snapshot | null;
  /** Commits from base to head, oldest first; empty without a base. They may still be on their way. */
  readonly commits: readonly CommitRecord[] | Promise<readonly CommitRecord[]>;
  /** Where the commits' own trees are read; null when they cannot be. */
  readonly repository: Repository | null;
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  /** Ids of all rules there are, for what a document may name. */
  readonly knownRules: readonly string[];
  /** The day a working tree is judged for, `YYYY-MM-DD`; a commit speaks for its own date. */
  readonly today: string;
  /** Report only on these packets and paths: ids, files, or folders. Everything when empty. */
  readonly only: readonly string[];
  /**
   * Judge the drift of all evidence, or of that of the packets with these ids, none for none. Without it, that of the packets a change
   * touches, where there is a base.
   */
  readonly drift?: boolean | readonly string[];
  /** The reports that a verdict of somebody entitled stands behind, as rules are told; left out where nobody knows. */
  readonly verdicts?: ReadonlyMap<string, string>;
  readonly progress?: (done: number, of: number) => void;
  /** Shared by evaluations that follow each other under the same policy and rules. */
  readonly memory?: Memory;
}

export interface Evaluated {
  readonly evaluation: Evaluation;
  readonly world: LoadedWorld;
}

export async function evaluate(input: EvaluateInput): Promise<Evaluated> {
  const clock = new Stopwatch();
  const { world, findings, judgement } = await assess(input, clock);
  const packets = world.documents
    .filter(isPacket)
    .map((packet) => packetResult(packet, world.evidence(packet), world.drift?.(packet)))
    .filter((packet) => isWanted({ packet: packet.id, path: packet.path }, input.only));
  clock.lap("collect");
  const revision = revisionName(input.head.revision);
  const base = input.base === null ? null : revisionName(input.base.revision);
  const core = { schema: EVALUATION_SCHEMA, revision, base, packets, findings } as const;
  const summary = summarise(core, judgement, input, clock.laps);
  const digest = `sha256:${createHash("sha256").update(JSON.stringify(core)).digest("hex")}`;
  return { evaluation: { schema: EVALUATION_SCHEMA, revision, base, digest, packets, findings, summary }, world };
}

/** What the rules find, before anybody puts it into a form. */
export interface Assessed {
  readonly world: LoadedWorld;
  /** In the order of the places. */
  readonly findings: readonly Finding[];
  readonly judgement: Judgement;
}

export async function assess(input: EvaluateInput, clock = new Stopwatch()): Promise<Assessed> {
  const { policy, rules } = input;
  const memory = input.memory ?? new Memory();
  const wants = (need: Need): boolean => rules.some((rule) => rule.needs?.includes(need) === true);
  const specs = wants("specs");
  const cited = wants("cited") ? memory.cited : null;
  const load = (snapshot: Snapshot, layout: Layout): Promise<LoadedWorld> =>
    memory.world(snapshot, layout, () => loadWorld(snapshot, layout, policy, memory, specs, cited));
  // The history is walked for drift alone: not where the policy has switched it off.
  const wantsDrift = rules.some((rule) => rule.needs?.includes("drift") === true && severityOf(rule, policy) !== "off");
  const ageing = wantsDrift && input.repository !== null ? { ...input, repository: input.repository } : null;
  const history = ageing?.drift === true ? driftHistory(ageing.repository, input.head, policy.layout, null) : undefined;
  history?.catch(() => undefined);
  const commits = Promise.resolve(input.commits);
  commits.catch(() => undefined);
  const plain = await load(input.head, policy.layout);
  clock.lap("read");
  const forbidden = policy.scan.forbidden.length === 0 ? [] : await compileForbidden(policy.scan.forbidden);
  const then = input.base === null ? null : layoutThen(policy.layout, (await input.base.tree()).keys());
  const plainBase = input.base === null || then === null ? null : await load(input.base, then);
  const { world, baseWorld } = await withDrift(ageing, plain, plainBase, history);
  if (world !== plain) clock.lap("drift");
  const manifests = wants("targets") ? world.packets : [];
  const loaded =
    input.base === null || baseWorld === null
      ? null
      : await loadChange({ ...input, commits: await commits, base: input.base, baseWorld, layout: policy.layout, forbidden, manifests, read: memory.read });
  const past = loaded !== null && wants("past") ? await loadPast(loaded, world, input) : null;
  const change = loaded === null || past === null ? loaded : { ...loaded, past };
  if (input.base !== null) clock.lap("change");
  const asOf = dayOf(input.head.revision, input.today);
  const settled = { policy, forbidden, asOf, ruleIds: new Set(input.knownRules), found: NOTHING_FOUND, verdicts: input.verdicts ?? null };
  const context = contextFor(world, change, baseWorld, settled);
  const judgement = await judge(rules, world, context, (done) => input.progress?.(done, world.documents.length));
  const before = baseWorld === null || then === null ? null : await judgeBase(rules, baseWorld, then, settled);
  clock.lap("judge");
  const all = ratchet([...unreadable(world), ...judgement.findings], before);
  return { world, findings: all.filter((finding) => isWanted(finding, input.only)).sort(byPlace), judgement };
}

type Settled = Pick<RuleContext, "policy" | "forbidden" | "asOf" | "ruleIds" | "found" | "verdicts">;

/** What the rules said of the base, on the same day and under the same policy, where documents were then. */
async function judgeBase(rules: readonly Rule[], world: LoadedWorld, layout: Layout, settled: Settled): Promise<readonly Judged[]> {
  const then = { ...settled, policy: { ...settled.policy, layout } };
  const { findings } = await judge(rules.filter(standsAlone), world, contextFor(world, null, null, then));
  return [...unreadable(world), ...findings];
}

/** Rules that compare need the change; at the base there is none to compare with. */
function standsAlone(rule: Rule): boolean {
  return rule.needs?.some((need) => COMPARING.includes(need)) !== true;
}

function contextFor(
  world: LoadedWorld,
  change: Change | null,
  base: LoadedWorld | null,
  settled: Settled,
): RuleContext {
  return { ...settled, world, change, before: (packet) => base?.packetById.get(packet.id) ?? null };
}

function dayOf(revision: Revision, today: string): string {
  if (revision.kind !== "commit") return today;
  // In UTC: GitHub does not tell the zone that somebody committed in, and the day must not depend on who is asked.
  const time = new Date(revision.date);
  return (Number.isNaN(time.getTime()) ? revision.date : time.toISOString()).slice(0, 10);
}

function revisionName(revision: Revision): string {
  return revision.kind === "commit" ? revision.oid : "worktree";
}

/** A governed file that cannot be read is a finding: the check must not pass because it read nothing. */
function unreadable(world: LoadedWorld): Judged[] {
  return world.unreadable.map(({ path, reason }) => ({
    rule: "text/size",
    severity: "error",
    packet: null,
    path,
    line: 1,
    endLine: 1,
    column: 1,
    endColumn: 1,
    message: `This governed file ${reason}. Nothing in it was judged: replace it by a regular Markdown file.`,
    expected: "a regular file that can be read",
    fix: null,
    related: [],
    fingerprint: createHash("sha256").update(`unreadable\n${path}`).digest("hex").slice(0, 32),
  }));
}

function isWanted(finding: { readonly packet: string | null; readonly path: string }, only: readonly string[]): boolean {
  if (only.length === 0) return true;
  return only.some((wanted) => {
    const folder = wanted.endsWith("/") ? wanted : `${wanted}/`;
    return finding.packet === wanted || finding.path === wanted || finding.path.startsWith(folder);
  });
}

function summarise(
  core: Pick<Evaluation, "packets" | "findings">,
  judgement: Judgement,
  { rules, policy, base }: Pick<EvaluateInput, "rules" | "policy" | "base">,
  milliseconds: Readonly<Record<string, number>>,
): Summary {
  const current = core.findings.filter((finding) => finding.state !== "fixed");
  const count = (test: (finding: Finding) => boolean): number => current.filter(test).length;
  const kinds = (kind: string): number => core.packets.filter((packet) => packet.kind === kind).length;
  const fails = (finding: Finding): boolean =>
    finding.severity === "error" && (base === null || policy.strict || finding.state === "new");
  return {
    packets: kinds("packet"),
    stubs: kinds("stub"),
    refinements: kinds("refinement"),
    rules: rules.length - judgement.skipped.length,
    error: count((finding) => finding.severity === "error"),
    warn: count((finding) => finding.severity === "warn"),
    note: count((finding) => finding.severity === "note"),
    new: count((finding) => finding.state === "new"),
    existing: count((finding) => finding.state === "existing"),
    fixed: core.findings.length - current.length,
    failing: count(fails),
    skipped: judgement.skipped,
    milliseconds,
  };
}

const NOTHING_FOUND: RuleContext["found"] = new Map();

class Stopwatch {
  readonly laps: Record<string, number> = {};
  #last = performance.now();

  lap(name: string): void {
    const now = performance.now();
    this.laps[name] = Math.round((now - this.#last) * 10) / 10;
    this.#last = now;
  }
}
