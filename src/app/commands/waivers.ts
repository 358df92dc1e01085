/** `/waive` and `/unwaive`: written into the packet as what an approver said. */
import { quoted } from "../../policy/quoted.ts";
import { rules } from "../../rules/catalogue.ts";
import type { Command } from "../../verdict/command/command.ts";
import { grantWaiver, withdrawWaiver } from "../../verdict/waive.ts";
import { digestOf } from "../../decision/identity.ts";
import { rightRecord } from "../../decision/right-record.ts";
import { placeOf, saidRecord, type SaidDraft } from "../decisions/said.ts";
import { packetMeant } from "./hearing.ts";
import { isFork } from "./scene.ts";
import { refused, type Writing, type Written } from "./writing.ts";

export type WaiverCommand = Extract<Command, { readonly kind: "waive" | "unwaive" }>;

export async function changeWaiver({ scene, judged, draft, spoken }: Writing, command: WaiverCommand): Promise<Written> {
  const none = (sentence: string): Written => ({ outcome: refused(command, [sentence]), record: null });
  const named = packetMeant(judged, command.packet, command.kind === "waive" ? `/waive ${command.rule}` : `/unwaive ${command.what}`);
  if (typeof named === "string") return none(named);
  const id = quoted(named.id, 100);
  if (isFork(scene.pull)) return none(`This pull request comes from a fork, where Writ cannot write. Waivers of ${id} are granted on a pull request of this repository.`);
  const packet = draft.packet(named.id);
  if (packet === null) return none(`${id} cannot be read any more.`);
  const { author, at, url } = spoken;
  const today = at.slice(0, 10);
  const approver = { login: author.login, id: author.id };
  const done = command.kind === "waive"
    ? grantWaiver(packet, { rule: command.rule, date: today, until: command.until, reason: command.reason, approver, source: url }, rules)
    : withdrawWaiver(packet, command.what, today, approver);
  if (done.state === "refused") return none(`Nothing was recorded in ${quoted(packet.path, 300)}: ${done.why}.`);
  const told = command.kind === "waive"
    ? `${id} may pass \`${command.rule}\` until ${command.until}: waiver \`${done.id}\` in ${quoted(packet.path, 300)}.`
    : `The waiver \`${done.id}\` of ${id} ends with the day before ${today}.`;
  const authorisation = await scene.authority.may("waiver", scene.policy.gate, author);
  const decision: SaidDraft = {
    kind: "waiver", ...placeOf(scene, judged.policyBlob),
    inputs: {
      said: saidRecord(spoken), right: rightRecord(authorisation), packet: named.id, command: command.kind,
      what: command.kind === "waive" ? command.rule : command.what, until: command.kind === "waive" ? command.until : null,
      reason: digestOf(command.reason),
    },
    outcome: { conclusion: command.kind === "waive" ? "granted" : "withdrawn", waiver: done.id },
  };
  const outcome = { command: `/${command.kind}`, line: command.line, state: "done", sentences: [told], decisions: [decision] } as const;
  if (done.state === "present") return { outcome, record: null };
  const problem = draft.take([done.change]);
  if (problem !== null) return none(`Nothing was recorded: ${problem}.`);
  const headline = `${command.kind === "waive" ? "Record" : "Withdraw"} a waiver of ${packet.id}`;
  return { outcome, record: { headline, trailer: `Writ-Waiver: ${done.id}` } };
}
