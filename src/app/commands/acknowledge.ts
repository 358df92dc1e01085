/** `/ack`: what was shown is recorded. It is heard again in full; the answer that showed it is not read. */
import { quoted } from "../../policy/quoted.ts";
import type { Command } from "../../verdict/command/command.ts";
import { rightRecord } from "../../decision/right-record.ts";
import type { ReportWords } from "../../verdict/report-words.ts";
import { placeOf, saidRecord, standingReport, type SaidDraft } from "../decisions/said.ts";
import { recordHeard, sequenceSentence } from "./hearing.ts";
import { conversation, holds, meantBy, momentOf, pendingVerdicts } from "./pending.ts";
import { isFork } from "./scene.ts";
import { refused, type Writing, type Written } from "./writing.ts";

export type AckCommand = Extract<Command, { readonly kind: "ack" }>;

export async function acknowledge({ scene, judged, draft, spoken }: Writing, command: AckCommand): Promise<Written> {
  const none = (sentence: string): Written => ({ outcome: refused(command, [sentence]), record: null });
  const earlier = (await conversation(scene.desk, spoken.number)).filter((event) => event.spoken.comment < spoken.comment);
  const wanted = command.packet;
  // Who acknowledges again may do so: what the first could not write is written then.
  const all = (await pendingVerdicts(scene, judged, earlier, () => null)).map((one) => ({ ...one, acknowledged: null, first: one.acknowledged ?? momentOf(spoken) }));
  const open = all.filter(({ heard }) => {
    const packet = draft.packet(heard.packet.id);
    return packet === null || !holds(packet, heard.reportId);
  });
  // When this job ran before and died, nothing is open any more, and the answer is still the same.
  const meant = meantBy(wanted, open.length > 0 ? open : all, spoken);
  if (meant.length === 0) {
    const ids = [...new Set((open.length > 0 ? open : all).map(({ heard }) => heard.packet.id))].map((id) => quoted(id, 100));
    if (ids.length > 0) return none(`These packets have reports: ${ids.join(", ")}. Say which, as in \`/ack WP-ID\`.`);
    return none("No report waits to be acknowledged.");
  }
  const names: string[] = [];
  const words: ReportWords[] = [];
  const remarks = new Set<string>();
  for (const { heard, first } of meant) {
    const recorded = await recordHeard(scene, draft, heard, first);
    if (recorded.state === "refused") return none(`No report was written to ${quoted(heard.packet.path, 300)}: ${recorded.why}.`);
    const problem = recorded.state === "recorded" && !isFork(scene.pull) ? draft.take(recorded.changes, recorded.created) : null;
    if (problem !== null) return none(`No report was written: ${problem}.`);
    names.push(heard.reportId);
    const there = recorded.state === "present" ? standingReport(draft.packet(heard.packet.id) ?? heard.packet, heard.reportId) : null;
    words.push(there?.words ?? { ...heard.words, status: null });
    if (!isFork(scene.pull)) for (const note of recorded.notes) remarks.add(note);
    remarks.add(sequenceSentence(scene, heard, first, !isFork(scene.pull)));
  }
  const id = meant[0]?.heard.packet.id ?? "";
  const told = names.map((name) => `\`${name}\``).join(", ");
  const where = isFork(scene.pull) ? "is acknowledged, and will be recorded on the base after the merge" : `is acknowledged and stands in ${quoted(id, 100)}`;
  const decision: SaidDraft = {
    kind: "acknowledgement", ...placeOf(scene, judged.policyBlob),
    inputs: {
      said: saidRecord(spoken), right: rightRecord(await scene.authority.may("acknowledge", scene.policy.gate, spoken.author)),
      reports: words.map(({ packet, verdict, source, commit, base }) => ({ packet, verdict, source, commit, base })),
    },
    outcome: {
      conclusion: isFork(scene.pull) ? "waits for merge" : "recorded",
      reports: meant.map(({ heard }) => ({ report: heard.reportId, subject: heard.subject.digest })),
    },
  };
  return {
    outcome: { command: "/ack", line: command.line, state: isFork(scene.pull) ? "waiting" : "done", sentences: [`${told} ${where}.`, ...remarks], decisions: [decision] },
    record: isFork(scene.pull) ? null : { headline: `Record what was acknowledged on ${id}`, trailer: names.map((name) => `Writ-Report: ${name}`).join("\n") },
  };
}
