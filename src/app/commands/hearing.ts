/**
 * Hears one verdict: whether whoever gives it may, what it speaks about, and what would be recorded. It writes nothing.
 */
import { staleness, type StaleFile, type Subject } from "../../evaluate/subject.ts";
import { blocksOf } from "../../ledger/block.ts";
import { statementsOf } from "../../ledger/statements.ts";
import type { Packet } from "../../packet/model.ts";
import { nearest } from "../../policy/nearest.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Command } from "../../verdict/command/command.ts";
import { neededIn } from "../../verdict/gate.ts";
import type { JudgedCommit } from "../../verdict/judge-commit.ts";
import { listed, type Authorisation } from "../../verdict/people.ts";
import { recordVerdict, type Recorded } from "../../verdict/record.ts";
import { reportFacts, type ReportFacts } from "../../verdict/report-facts.ts";
import { idOf } from "../../verdict/report-text.ts";
import { readWords, type ReportWords } from "../../verdict/report-words.ts";
import { sequenceOf, sequenceWords, type Moment } from "../../verdict/sequence.ts";
import { version } from "../../project/version.ts";
import { bindingOf } from "./binding.ts";
import type { Draft } from "./draft.ts";
import { isFork, type Scene } from "./scene.ts";
import type { Spoken } from "./spoken.ts";

export type VerdictCommand = Extract<Command, { readonly kind: "verdict" }>;

export type Heard =
  | { readonly state: "refused"; readonly why: readonly string[] }
  /** It was about something else than what stands there now. */
  | { readonly state: "stale"; readonly packet: string; readonly commit: string; readonly subject: Subject; readonly files: readonly StaleFile[] }
  | {
      readonly state: "heard";
      readonly packet: Packet;
      readonly subject: Subject;
      readonly facts: ReportFacts;
      readonly words: Omit<ReportWords, "status">;
      readonly reportId: string;
      readonly authorisation: Extract<Authorisation, { readonly allowed: true }>;
    };

/** So many check runs of others are named in a report. */
const MOST_CHECKS = 20;

/** The ids of the packets that commands speak about, for `judgeCommit`: those named, and those that need a verdict. */
export function subjectsWanted(names: readonly (string | null)[]) {
  return (judged: Omit<JudgedCommit, "subjects">): readonly string[] => {
    const own = names.filter((name) => name !== null);
    return [...new Set([...own, ...needed(judged).map(({ id }) => id)])];
  };
}

/** Packets that need a verdict before the pull request may be merged. */
export function needed({ changed, world, policy }: Omit<JudgedCommit, "subjects">): readonly Packet[] {
  return neededIn({ changed, packets: world.packets, superseded: world.superseded }, policy);
}

/** The packet that is meant; or one sentence why nobody can tell. */
export function packetMeant(judged: JudgedCommit, name: string | null, usage: string): Packet | string {
  const { packetById } = judged.world;
  if (name !== null) {
    const found = packetById.get(name);
    if (found !== undefined) return found;
    const near = nearest(name, packetById.keys());
    return `There is no packet ${quoted(name, 100)} at the head of this pull request${near === null ? "." : `; did you mean ${quoted(near, 100)}?`}`;
  }
  const wanted = needed(judged);
  const [only, second] = wanted;
  if (only === undefined) return `No packet of this pull request needs a verdict; name the one that you mean, as in \`${usage} WP-ID\`.`;
  if (second === undefined) return only;
  const names = wanted.slice(0, 10).map(({ id }) => quoted(id, 100)).join(", ");
  return `This pull request has several packets that need a verdict: ${names}. Say which, as in \`${usage} WP-ID\`.`;
}

/** What is to become of a verdict, by a policy that allows it to be given. */
export async function hear(scene: Scene, judged: JudgedCommit, spoken: Spoken, command: VerdictCommand): Promise<Heard> {
  const { policy, authority } = scene;
  const authorisation = await authority.may("verdict", policy.gate, spoken.author);
  if (!authorisation.allowed) return { state: "refused", why: refusal(authorisation) };
  const packet = packetMeant(judged, command.packet, `/verdict ${wordOf(command)}`);
  if (typeof packet === "string") return { state: "refused", why: [packet] };
  const subject = judged.subjects.get(packet.id);
  if (subject === undefined) return { state: "refused", why: [`What a verdict on ${quoted(packet.id, 100)} speaks about cannot be told.`] };
  const binding = await bindingOf(scene, subject, { commit: command.commit, at: spoken.at });
  const again = `\`/verdict ${wordOf(command)} ${packet.id} ${scene.head.slice(0, 7)}\``;
  if (binding.state === "unknown") {
    return { state: "refused", why: [`It cannot be told what you looked at: ${binding.why}.`, `Look at the head and say ${again}, with your reason.`] };
  }
  if (binding.subject.digest !== subject.digest) {
    return { state: "stale", packet: packet.id, commit: binding.commit, subject: binding.subject, files: staleness(binding.subject, subject) };
  }
  const facts = reportFacts(judged.evaluation, packet, subject);
  const words = {
    packet: packet.id,
    verdict: command.verdict,
    at: spoken.at,
    commit: scene.head,
    base: scene.base,
    validator: { login: spoken.author.login, id: spoken.author.id },
    source: spoken.url,
    policy: judged.policyBlob,
    writ: version(),
    tests: command.tests,
    checks: await checksSeen(scene),
    reason: command.reason,
  };
  return { state: "heard", packet, subject, facts, words, reportId: idOf(words, subject.digest), authorisation };
}

/**
 * A verdict that was heard, as changes of the documents of a draft.
 *
 * @param acknowledged who acknowledged it, where the policy asks for that and somebody has
 */
export async function recordHeard(
  scene: Scene,
  draft: Draft,
  { packet, words, facts, reportId }: Extract<Heard, { state: "heard" }>,
  acknowledged: Moment | null,
): Promise<Recorded> {
  const current = draft.packet(packet.id);
  if (current === null) return { state: "refused", reportId, why: "the packet is not there any more" };
  const { reports: { onPass }, layout, gate } = scene.policy;
  const passes = await isLastWanted(scene, current, words, facts.subject.digest);
  const gates = { file: await draft.gateFile(layout.gates, packet.id), acknowledged: gate.acknowledge ? acknowledged : "unneeded" } as const;
  return recordVerdict({ packet: current, board: draft.board(), words, facts, onPass, passes, gates });
}

/** Where its report is on its way, in words. `stands`: in its packet, when the commands are carried out. */
export function sequenceSentence({ policy }: Scene, { words, reportId }: Extract<Heard, { state: "heard" }>, acknowledged: Moment | null, stands: boolean): string {
  const { verdict, at, validator } = words;
  // A report stands in its packet only when it was acknowledged, where that is asked for.
  const answer = policy.gate.acknowledge ? (acknowledged ?? (stands ? "untold" : null)) : "unneeded";
  const sequence = sequenceOf({ given: { verdict, reportId, at, by: validator }, acknowledged: answer, appended: stands, committed: stands });
  return `Gate sequence: ${sequenceWords(sequence)}.`;
}

/** Whether this verdict is the PASS that was still wanted, and nobody's else stands against it. */
async function isLastWanted({ policy, authority }: Scene, packet: Packet, words: Omit<ReportWords, "status">, digest: string): Promise<boolean> {
  if (words.verdict !== "PASS") return false;
  const last = new Map<number, ReportWords>();
  for (const block of blocksOf(packet)) {
    const read = readWords(block);
    if ("fault" in read || statementsOf(block)?.subject?.value !== digest) continue;
    const { id } = read.words.validator;
    if (id !== null && id !== words.validator.id) last.set(id, read.words);
  }
  let passes = 1;
  for (const [id, { validator, verdict }] of last) {
    if (!(await authority.may("verdict", policy.gate, { id, login: validator.login, type: "User" })).allowed) continue;
    if (verdict !== "PASS") return false;
    passes += 1;
  }
  return passes >= Math.max(1, policy.gate.verdicts);
}

async function checksSeen({ runsAt, head, desk }: Scene): Promise<ReportWords["checks"]> {
  const latest = new Map<string, { readonly name: string; readonly conclusion: string }>();
  const others = (await runsAt(head)).filter((run) => !desk.hub.isOwn(run)).sort((a, b) => a.id - b.id);
  for (const { name, status, conclusion } of others) latest.set(name, { name, conclusion: conclusion ?? status });
  return [...latest.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MOST_CHECKS);
}

/** As the word is typed. */
export function wordOf({ verdict }: VerdictCommand): string {
  return verdict === "OUTDATED_ONLY" ? "outdated" : verdict.toLowerCase();
}

/** Why somebody may not, as sentences. */
export function refusal({ why, who, rule }: Extract<Authorisation, { readonly allowed: false }>): readonly string[] {
  const sentence = `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
  return rule === "gate/validator-not-independent" ? [sentence, `Who can: ${listed(who)}.`] : [sentence];
}

/** Whether what is heard is recorded at once, and where it waits otherwise. */
export function waitsFor({ pull, policy }: Scene): "acknowledgement" | "merge" | null {
  if (policy.gate.acknowledge) return "acknowledgement";
  return isFork(pull) ? "merge" : null;
}
