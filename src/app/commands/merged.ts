/**
 * What was said of a pull request from a fork, recorded on the base after the merge: by a pull request from a branch of
 * our own, or by a commit, as the base's policy says. The verdicts are read from the conversation and heard again as
 * things stood before the merge; where a packet was changed since it was judged, nothing is recorded.
 */
import { UserError } from "../../errors.ts";
import { Memory } from "../../evaluate/memory.ts";
import { loadWorld } from "../../evaluate/world.ts";
import { prose } from "../../render/markdown-text.ts";
import { judgeCommit } from "../../verdict/judge-commit.ts";
import type { PullAnswer } from "../github/hub-answers.ts";
import type { Desk } from "../judge/desk.ts";
import { TryLater } from "../queue/port.ts";
import { standingReport, verdictDecision, type SaidDraft } from "../decisions/said.ts";
import { Draft } from "./draft.ts";
import { recordHeard, subjectsWanted } from "./hearing.ts";
import { conversation, namesIn, pendingVerdicts, type PendingVerdict } from "./pending.ts";
import { reply } from "./reply.ts";
import { isFork, sceneOf, type Scene } from "./scene.ts";

const TRIES = 4;
const BUSY_MS = 15_000;

/** Idempotent: what stands in its packet is not written again, and one branch and one pull request serve it all. */
export async function recordAfterMerge(desk: Desk, number: number): Promise<void> {
  const pull = await desk.hub.pull(number);
  const { sha } = pull.base;
  if (typeof pull.merged_at !== "string" || !isFork(pull) || sha === undefined) return;
  const said = await saidBefore(desk, pull, pull.merged_at);
  if (!said.some(({ kind }) => kind === "verdict")) return;
  try {
    const scene = await sceneOf(desk, pull, sha);
    const judged = await judgeCommit(desk.source, scene.head, scene.base, subjectsWanted(namesIn(said)));
    const heard = await pendingVerdicts(scene, judged, said, () => null);
    const due = heard.filter(({ acknowledged }) => acknowledged !== null || !scene.policy.gate.acknowledge);
    if (due.length > 0) await tell(desk, pull, await recordOn(desk, scene, due));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await tell(desk, pull, `The verdicts could not be recorded: ${error.message}.`);
  }
}

/** What was said before the merge: nobody judges what is in place already. */
async function saidBefore(desk: Desk, { number }: PullAnswer, merged: string): ReturnType<typeof conversation> {
  return (await conversation(desk, number)).filter(({ spoken }) => Date.parse(spoken.at) <= Date.parse(merged));
}

/** In words where it is recorded, or why not; null when all of it was there already. */
async function recordOn(desk: Desk, scene: Scene, due: readonly PendingVerdict[]): Promise<string | null> {
  const { number, base } = scene.pull;
  if (scene.policy.reports.forks === "commit") {
    const { state, refused, notes } = await append(desk, scene, due, base.ref);
    if (refused === null) return state === "present" ? null : [`The verdicts are recorded on \`${base.ref}\`.`, ...notes].join(" ");
    desk.log.info({ pull: number, why: refused }, "the base takes no commit of ours, so a pull request is opened");
  }
  const { draft, notes } = await draftAt(desk, scene, due, base.ref);
  if (draft.files.length === 0) return null;
  const branch = `writ/reports-${number}`;
  await desk.hub.createBranch(branch, await tipOf(desk, base.ref));
  const { refused } = await append(desk, scene, due, branch);
  if (refused !== null) return `The verdicts could not be recorded on \`${branch}\`: ${refused}.`;
  const [known] = await desk.hub.pullsFrom(branch, base.ref);
  const opened = known?.number ?? (await desk.hub.openPull({
    title: `Record the verdicts on #${number}`, head: branch, base: base.ref,
    body: `The pull request #${number} came from a fork, where Writ cannot write. This records what validators said of it, and changes nothing else.`,
  }));
  return [`The verdicts are recorded by pull request ${opened}.`, ...notes].join(" ");
}

interface Appended {
  readonly state: "present" | "recorded";
  /** Why GitHub does not let us write, in its words. */
  readonly refused: string | null;
  /** What was left as it was beside the reports, in sentences. */
  readonly notes: readonly string[];
}

async function append(desk: Desk, scene: Scene, due: readonly PendingVerdict[], branch: string): Promise<Appended> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    desk.run.signal.throwIfAborted();
    const expected = await tipOf(desk, branch);
    const { draft: { files }, notes, said } = await draftAt(desk, scene, due, branch);
    const writeDown = async (): Promise<void> => {
      for (const one of said) await desk.decide({ ...one, pull: scene.pull.number });
    };
    if (files.length === 0) {
      await writeDown();
      return { state: "present", refused: null, notes };
    }
    const reports = due.map(({ heard }) => `Writ-Report: ${heard.reportId}`).join("\n");
    const outcome = await desk.hub.commit({ branch, expected, headline: `Record the verdicts on #${scene.pull.number}`, body: reports, files });
    if (outcome.state === "committed") {
      await writeDown();
      return { state: "recorded", refused: null, notes };
    }
    if (outcome.state === "refused") return { state: "recorded", refused: outcome.why, notes };
  }
  throw new TryLater(`the branch ${branch} moves faster than it can be written to`, desk.now() + BUSY_MS, { wholeInstallation: false });
}

interface Drafted {
  readonly draft: Draft;
  /** What was left as it was beside the reports, in sentences. */
  readonly notes: readonly string[];
  /** What is to be written down of it, once it stands there. */
  readonly said: readonly SaidDraft[];
}

/** The documents of a branch with what is due appended. A packet that cannot take it is left as it is. */
async function draftAt(desk: Desk, scene: Scene, due: readonly PendingVerdict[], branch: string): Promise<Drafted> {
  const tip = await tipOf(desk, branch);
  await desk.source.mergeBase(tip, scene.head);
  const snapshot = await desk.source.commit(tip);
  const draft = await Draft.of(await loadWorld(snapshot, scene.policy.layout, scene.policy, new Memory(), false), snapshot);
  const notes = new Set<string>();
  const said: SaidDraft[] = [];
  for (const { heard, spoken, acknowledged } of due) {
    const recorded = await recordHeard(scene, draft, heard, acknowledged);
    if (recorded.state === "recorded") for (const note of recorded.notes) notes.add(note);
    const problem = recorded.state === "recorded" ? draft.take(recorded.changes, recorded.created) : recorded.state === "refused" ? recorded.why : null;
    if (problem !== null) desk.log.warn({ report: heard.reportId, why: problem }, "a verdict cannot be recorded after the merge");
    if (problem !== null) continue;
    const { reportId, packet, subject: { digest: subject }, authorisation } = heard;
    const there = recorded.state === "recorded" ? { words: heard.words, text: recorded.text } : standingReport(draft.packet(packet.id) ?? packet, reportId);
    if (there !== null) said.push(verdictDecision({ spoken, authorisation, reportId, subject, ...there, conclusion: "recorded" }));
  }
  return { draft, notes: [...notes], said };
}

async function tipOf({ source }: Desk, branch: string): Promise<string> {
  const ref = `refs/heads/${branch}`;
  const tip = (await source.tips([ref])).get(ref);
  if (tip === undefined) throw new UserError(`the branch ${JSON.stringify(branch)} does not exist`);
  return tip;
}

async function tell(desk: Desk, { number }: PullAnswer, sentence: string | null): Promise<void> {
  if (sentence !== null) await reply(desk.hub, "merged", { number, source: "pull", comment: number, at: null }, prose(sentence));
}
