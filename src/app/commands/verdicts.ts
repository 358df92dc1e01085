/** `/verdict`: heard, and written into the draft or shown where it has to wait. */
import type { StaleFile } from "../../evaluate/subject.ts";
import { quoted } from "../../policy/quoted.ts";
import { placeOf, refusalDecision, standingReport, verdictDecision } from "../decisions/said.ts";
import { hear, packetMeant, recordHeard, sequenceSentence, waitsFor, wordOf, type Heard, type VerdictCommand } from "./hearing.ts";
import type { Outcome } from "./reply.ts";
import { refused, type Writing, type Written } from "./writing.ts";

/** So many files that made a verdict stale are named. */
const MOST_FILES = 10;

export async function giveVerdict(writing: Writing, command: VerdictCommand): Promise<Written> {
  const { scene, judged, draft, spoken } = writing;
  const none = (sentences: readonly string[]): Written => ({ outcome: refused(command, sentences), record: null });
  const touched = touchedBefore(writing, command);
  if (touched !== null) {
    return none([`This comment changes ${quoted(touched, 100)} besides, so this verdict would speak about something else than what will be there. Give it in a comment of its own.`]);
  }
  const heard = await hear(scene, judged, spoken, command);
  if (heard.state === "refused") return none(heard.why);
  if (heard.state === "stale") {
    const { outcome: told } = none(staleSentences(heard, scene.head, command));
    const subject = judged.subjects.get(heard.packet);
    const stale = { packet: heard.packet, then: heard.commit, now: scene.head, subjects: { then: heard.subject.digest, now: subject?.digest ?? "" } };
    return { outcome: { ...told, decisions: [refusalDecision(placeOf(scene, judged.policyBlob), { ...told, spoken, why: told.sentences.join(" "), stale })] }, record: null };
  }
  const { packet, reportId } = heard;
  const id = quoted(packet.id, 100);
  const recorded = await recordHeard(scene, draft, heard, null);
  if (recorded.state === "refused") return none([`No report was written to ${quoted(packet.path, 300)}: ${recorded.why}.`]);
  const done = outcome(command, "done", [`${command.verdict} on ${id} stands in ${quoted(packet.path, 300)} as report \`${reportId}\`.`, sequenceSentence(scene, heard, null, true), ...remarks(heard)]);
  const said = { spoken, authorisation: heard.authorisation, reportId, subject: heard.subject.digest };
  if (recorded.state === "present") {
    const { words, text } = standingReport(draft.packet(packet.id) ?? packet, reportId) ?? { words: heard.words, text: null };
    const decision = verdictDecision({ ...said, words, text, conclusion: "recorded" });
    return { outcome: { ...done, sentences: [...done.sentences, ...recorded.notes], decisions: [decision] }, record: null };
  }
  const wait = waitsFor(scene);
  if (wait !== null) {
    const why = wait === "merge"
      ? "This pull request comes from a fork, where Writ cannot write: it will be recorded on the base after the merge. Until then, this is the report:"
      : "The policy wants it acknowledged before it is recorded: somebody entitled says `/ack`. This is the report:";
    const decision = verdictDecision({ ...said, words: heard.words, text: null, conclusion: `waits for ${wait}` });
    const told = outcome(command, "waiting", [`${command.verdict} on ${id} is heard.`, sequenceSentence(scene, heard, null, false), ...remarks(heard), why]);
    return { outcome: { ...told, block: recorded.text, decisions: [decision] }, record: null };
  }
  const problem = draft.take(recorded.changes, recorded.created);
  if (problem !== null) return none([`No report was written: ${problem}.`]);
  const record = { headline: `Record ${command.verdict} on ${packet.id}`, trailer: `Writ-Report: ${reportId}`, report: recorded.text };
  const decision = verdictDecision({ ...said, words: heard.words, text: recorded.text, conclusion: "recorded" });
  return { outcome: { ...done, sentences: [...done.sentences, ...recorded.notes], decisions: [decision] }, record };
}

/**
 * The packet, where the same comment asks for something else in it first. What came of that does not count: a job that
 * died and is run again finds it done already.
 */
function touchedBefore({ judged, commands }: Writing, command: VerdictCommand): string | null {
  const idOf = (name: string | null): string | null => {
    const meant = packetMeant(judged, name, "");
    return typeof meant === "string" ? null : meant.id;
  };
  const id = idOf(command.packet);
  const earlier = commands.slice(0, commands.indexOf(command)).filter(({ kind }) => kind !== "ack");
  return id !== null && earlier.some(({ packet }) => idOf(packet) === id) ? id : null;
}

function outcome(command: VerdictCommand, state: Outcome["state"], sentences: readonly string[]): Outcome {
  return { command: `/verdict ${wordOf(command)}`, line: command.line, state, sentences };
}

function remarks({ words, facts, authorisation }: Extract<Heard, { state: "heard" }>): readonly string[] {
  const found: string[] = [];
  if (words.verdict === "PASS" && facts.failing > 0) {
    found.push(`The commit has ${facts.failing} ${facts.failing === 1 ? "finding" : "findings"} at error, and the report says so.`);
  }
  const { unproved } = authorisation;
  if (unproved.length > 0) {
    const names = unproved.slice(0, 5).map((name) => quoted(name, 100)).join(", ");
    found.push(`That the validator is independent of ${names}${unproved.length > 5 ? " and others" : ""} is not proved: GitHub knows no account behind them.`);
  }
  return found;
}

function staleSentences({ packet, commit, files }: Extract<Heard, { state: "stale" }>, head: string, command: VerdictCommand): readonly string[] {
  const named = files.slice(0, MOST_FILES).map(({ path, how }) => `${quoted(path, 200)} (${HOW[how]})`).join(", ");
  const rest = files.length > MOST_FILES ? ` and ${files.length - MOST_FILES} more` : "";
  return [
    `Nothing was recorded: the head moved to ${head.slice(0, 7)} after ${commit.slice(0, 7)}, which is what you looked at.`,
    `What you judge has changed since: ${named}${rest}.`,
    `Look at it again, and say \`/verdict ${wordOf(command)} ${packet} ${head.slice(0, 7)}\` with your reason.`,
  ];
}

const HOW: Readonly<Record<StaleFile["how"], string>> = {
  content: "other content", mode: "another mode", joined: "new", left: "no longer part of it",
};
