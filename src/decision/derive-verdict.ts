/** Derives a verdict again: what it speaks of, the id of its report, and the report itself, proved where it stands. */
import { Memory } from "../evaluate/memory.ts";
import { loadWorld } from "../evaluate/world.ts";
import { UserError } from "../errors.ts";
import { loadPolicy } from "../project/policy-source.ts";
import { version } from "../project/version.ts";
import type { Repository } from "../snapshot/snapshot.ts";
import { reportsOf, type Brought } from "../verdict/brought.ts";
import { reasonLines, reasonOf } from "../verdict/inert.ts";
import { judgeCommit, type JudgedCommit } from "../verdict/judge-commit.ts";
import { Prover } from "../verdict/prove.ts";
import { idOf } from "../verdict/report-text.ts";
import type { DecisionOf } from "./decision.ts";
import { compared, notHere, type Derived } from "./derived.ts";
import { digestOf } from "./identity.ts";
import { isEntitled } from "./entitled.ts";

type VerdictDecision = DecisionOf<"verdict">;

export async function deriveVerdict(repository: Repository, decision: VerdictDecision): Promise<Derived> {
  const { head, base, inputs, outcome } = decision;
  const { packet, verdict, said } = inputs;
  if (head === null || base === null) return notHere("no commit is named");
  const judged = await judgeCommit(repository, head, base, [packet]);
  const subject = judged.subjects.get(packet)?.digest ?? null;
  const own = compared(
    { policy: decision.policy, allowed: true, subject: outcome.subject, report: outcome.report },
    { policy: judged.policyBlob, allowed: isEntitled(judged.policy.gate, inputs, "verdict"), subject, report: idOf({ packet, verdict, source: said.url }, subject ?? "") },
  );
  if (own.state !== "same" || outcome.conclusion !== "recorded") return own;
  return deriveReport(repository, decision, judged);
}

async function deriveReport(repository: Repository, decision: VerdictDecision, judged: JudgedCommit): Promise<Derived> {
  const { inputs, outcome, pull, head, base, policy } = decision;
  const report = await standingAt(repository, decision, judged);
  if (report === null) {
    const cure = `git fetch origin refs/pull/${pull}/head:refs/pull/${pull}/head`;
    return notHere(`the report ${outcome.report} stands in ${inputs.packet} neither at the last commit of this clone nor at the pull request's; run \`${cure}\``);
  }
  const { words, block, previous } = report;
  const proof = await new Prover(repository, version()).prove({ packet: inputs.packet, block, previous });
  const { tests, reason, said, verdict, checks } = inputs;
  return compared(
    { proof: "proved", text: outcome.text, verdict, head, base, policy, at: said.at, author: said.author.id, source: said.url, tests, checks, reason },
    {
      proof: proof.state === "proved" ? "proved" : proof.why,
      text: digestOf(block.text), verdict: words?.verdict ?? null,
      head: words?.commit ?? null, base: words?.base ?? null, policy: words?.policy ?? null,
      at: words?.at ?? null, author: words?.validator.id ?? null, source: words?.source ?? null,
      tests: words?.tests ?? null, checks: words?.checks ?? [], reason: reasonDigest(words?.reason ?? ""),
    },
  );
}

/** Of the reason as a report records it. */
export function reasonDigest(reason: string): string {
  return digestOf(reasonOf(reasonLines(reason)) ?? "");
}

/** The report where it is most likely to stand: in what is checked out, or at the head of the pull request. */
async function standingAt(repository: Repository, { inputs, outcome, pull }: VerdictDecision, { policy }: JudgedCommit): Promise<Brought | null> {
  const names = ["HEAD", `refs/pull/${pull}/head`, `refs/pull/${pull}`, `refs/remotes/origin/pull/${pull}/head`, "refs/remotes/origin/HEAD", "FETCH_HEAD"];
  for (const name of names) {
    const commit = await resolved(repository, name);
    if (commit === null) continue;
    const snapshot = await repository.commit(commit);
    const { layout } = await loadPolicy(null, "", snapshot, (await snapshot.tree()).keys()).catch(() => policy);
    const world = await loadWorld(snapshot, layout, policy, new Memory(), false);
    const packet = world.packetById.get(inputs.packet);
    const found = packet === undefined ? undefined : reportsOf(packet).find(({ reportId }) => reportId === outcome.report);
    if (found !== undefined) return found;
  }
  return null;
}

async function resolved(repository: Repository, name: string): Promise<string | null> {
  try {
    return await repository.resolve(name);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
