/**
 * Verdicts that were given in the conversation and stand in no packet yet: they wait for somebody's acknowledgement, or
 * for the merge of a fork. They are found by reading the conversation again, and heard again in full; what an answer of
 * ours shows is never believed. Reviews are left out: GitHub does not say whether they were edited.
 */
import { blocksOf } from "../../ledger/block.ts";
import { statementsOf } from "../../ledger/statements.ts";
import type { Packet } from "../../packet/model.ts";
import { mayHoldCommands, readCommands } from "../../verdict/command/read.ts";
import { judgeCommit, type JudgedCommit } from "../../verdict/judge-commit.ts";
import type { Moment } from "../../verdict/sequence.ts";
import type { VerdictRecord } from "../../verdict/standing.ts";
import type { PullAnswer } from "../github/hub-answers.ts";
import { Draft } from "./draft.ts";
import { hear, recordHeard, subjectsWanted, type Heard, type VerdictCommand } from "./hearing.ts";
import { KNOWN } from "./known.ts";
import { sceneOf, type Scene, type SceneDesk } from "./scene.ts";
import { spokenIn, type Spoken } from "./spoken.ts";

export interface PendingVerdict {
  readonly spoken: Spoken;
  readonly heard: Extract<Heard, { state: "heard" }>;
  /** The first of those entitled who said so after it was given; null when nobody has. */
  readonly acknowledged: Moment | null;
}

type Event =
  | { readonly kind: "verdict"; readonly spoken: Spoken; readonly command: VerdictCommand }
  | { readonly kind: "ack"; readonly spoken: Spoken; readonly packet: string | null };

/** Verdicts and acknowledgements as they were said, oldest first. A request for each hundred comments. */
export async function conversation(desk: SceneDesk, number: number): Promise<readonly Event[]> {
  const events: Event[] = [];
  for await (const page of desk.hub.talk.comments(number)) {
    for (const comment of page) {
      const spoken = spokenIn(comment, number);
      if (spoken === null || spoken.edited || spoken.author.type !== "User" || !mayHoldCommands(spoken.text)) continue;
      for (const command of readCommands(spoken.text, KNOWN).commands) {
        if (command.kind === "verdict") events.push({ kind: "verdict", spoken, command });
        else if (command.kind === "ack") events.push({ kind: "ack", spoken, packet: command.packet });
      }
    }
  }
  return events.sort((a, b) => a.spoken.comment - b.spoken.comment);
}

/** The packets that a conversation names, for `judgeCommit`. */
export function namesIn(events: readonly Event[]): readonly (string | null)[] {
  return events.map((event) => (event.kind === "verdict" ? event.command.packet : event.packet));
}

/** @param recordedIn the packet in whose reports a verdict would stand by now */
export async function pendingVerdicts(
  scene: Scene,
  judged: JudgedCommit,
  events: readonly Event[],
  recordedIn: (id: string) => Packet | null,
): Promise<readonly PendingVerdict[]> {
  const pending: { spoken: Spoken; heard: PendingVerdict["heard"]; acknowledged: Moment | null }[] = [];
  for (const event of events) {
    const { spoken } = event;
    if (event.kind === "ack") {
      const { allowed } = await scene.authority.may("acknowledge", scene.policy.gate, spoken.author);
      // What was not shown before cannot be meant.
      if (allowed) for (const one of meantBy(event.packet, pending, spoken)) one.acknowledged ??= momentOf(spoken);
      continue;
    }
    const heard = await hear(scene, judged, spoken, event.command);
    if (heard.state !== "heard" || pending.some((one) => one.heard.reportId === heard.reportId)) continue;
    const packet = recordedIn(heard.packet.id);
    if (packet !== null && holds(packet, heard.reportId)) continue;
    pending.push({ spoken, heard, acknowledged: null });
  }
  return pending;
}

/** Those that an acknowledgement is about: of one packet only, and only such as were given before. */
export function meantBy<T extends PendingVerdict>(packet: string | null, pending: readonly T[], { comment }: Pick<Spoken, "comment">): readonly T[] {
  const earlier = pending.filter((one) => one.spoken.comment < comment);
  const ids = new Set(earlier.filter((one) => one.acknowledged === null).map(({ heard }) => heard.packet.id));
  const id = packet ?? (ids.size === 1 ? [...ids][0] : undefined);
  return earlier.filter(({ heard }) => heard.packet.id === id);
}

/** Who said it and when. */
export function momentOf({ at, author: { login, id } }: Spoken): Moment {
  return { at, by: { login, id } };
}

export function holds(packet: Packet, reportId: string): boolean {
  return blocksOf(packet).some((block) => statementsOf(block)?.id?.value === reportId);
}

/** A verdict that waits, for those who show or count it. */
export interface PendingReport {
  readonly packet: string;
  readonly reportId: string;
  /** The report as it would be recorded now; null where it cannot be, with the reason in `why`. */
  readonly text: string | null;
  readonly why: string | null;
  readonly record: VerdictRecord;
  readonly acknowledged: Moment | null;
}

/**
 * The verdicts on an open pull request that count and stand in no packet yet. Throws UserError when it cannot be judged.
 *
 * @param judged its head, judged with the subjects of the packets that need a verdict, where somebody has it at hand
 */
export async function pendingReports(desk: SceneDesk, pull: PullAnswer, judged?: JudgedCommit): Promise<readonly PendingReport[]> {
  const events = await conversation(desk, pull.number);
  if (!events.some(({ kind }) => kind === "verdict")) return [];
  const scene = await sceneOf(desk, pull);
  const there = judged ?? (await judgeCommit(desk.source, scene.head, scene.base, subjectsWanted(namesIn(events))));
  const draft = await Draft.of(there.world, await desk.source.commit(scene.head));
  const found: PendingReport[] = [];
  for (const { spoken, heard, acknowledged } of await pendingVerdicts(scene, there, events, (id) => draft.packet(id))) {
    const recorded = await recordHeard(scene, draft, heard, acknowledged);
    const problem = recorded.state === "recorded" ? draft.take(recorded.changes, recorded.created) : recorded.state === "refused" ? recorded.why : null;
    found.push({
      packet: heard.packet.id,
      reportId: heard.reportId,
      text: recorded.state === "recorded" && problem === null ? recorded.text : null,
      why: problem,
      record: {
        packet: heard.packet.id,
        verdict: heard.words.verdict,
        validator: { id: spoken.author.id, login: spoken.author.login },
        authorisation: heard.authorisation,
        digest: heard.subject.digest,
        subject: heard.subject,
        at: spoken.at,
        source: spoken.url,
        reportId: heard.reportId,
      },
      acknowledged,
    });
  }
  return found;
}
