/** The commands that write, carried out together: whatever they change comes into one commit. */
import { quoted } from "../../policy/quoted.ts";
import { judgeCommit, policyBlobOf } from "../../verdict/judge-commit.ts";
import { plainName } from "../../verdict/inert.ts";
import type { Authorisation, Right } from "../../verdict/people.ts";
import { placeOf, refusalDecision } from "../decisions/said.ts";
import type { PullAnswer } from "../github/hub-answers.ts";
import type { Desk } from "../judge/desk.ts";
import { acknowledge } from "./acknowledge.ts";
import { Draft } from "./draft.ts";
import { refusal, subjectsWanted } from "./hearing.ts";
import { conversation, namesIn } from "./pending.ts";
import type { Outcome } from "./reply.ts";
import { isFork, sceneOf, type Scene } from "./scene.ts";
import type { Spoken } from "./spoken.ts";
import { giveVerdict } from "./verdicts.ts";
import { changeWaiver } from "./waivers.ts";
import { refused, type Writing, type WritingCommand, type Written } from "./writing.ts";

const RIGHTS: Readonly<Record<WritingCommand["kind"], Right>> = {
  verdict: "verdict", ack: "acknowledge", waive: "waiver", unwaive: "waiver",
};

const ORDER: Readonly<Record<WritingCommand["kind"], number>> = { waive: 0, unwaive: 0, verdict: 1, ack: 2 };

/** What became of the commands; null when the branch moved meanwhile, and nothing was written. */
export async function tryToWrite(desk: Desk, spoken: Spoken, commands: readonly WritingCommand[]): Promise<readonly Outcome[] | null> {
  const pull = await desk.hub.pull(spoken.number);
  const closed = notOpen(pull);
  if (closed !== null) return commands.map((command) => refused(command, [closed]));
  const scene = await sceneOf(desk, pull);
  const barred = new Map<WritingCommand, Outcome>();
  for (const command of commands) {
    const authorisation = await scene.authority.may(RIGHTS[command.kind], scene.policy.gate, spoken.author);
    if (!authorisation.allowed) barred.set(command, await unentitled(scene, spoken, command, authorisation));
    else if (contradicts(command, commands)) barred.set(command, refused(command, ["This comment gives several verdicts on one packet; give one."]));
  }
  // Nobody who may not has anything judged.
  if (barred.size === commands.length) return [...barred.values()];
  const names = commands.some(({ kind }) => kind === "ack")
    ? namesIn(await conversation(desk, spoken.number))
    : commands.map(({ packet }) => packet);
  const judged = await judgeCommit(desk.source, scene.head, scene.base, subjectsWanted(names));
  const draft = await Draft.of(judged.world, await desk.source.commit(scene.head));
  // A waiver changes what a verdict speaks about, wherever it stands in the comment.
  const ordered = commands.filter((command) => !barred.has(command)).sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
  const writing: Writing = { scene, judged, draft, spoken, commands: ordered };
  const written = new Map<WritingCommand, Written>();
  for (const command of ordered) written.set(command, await carriedOut(writing, command));
  const failure = await commit(desk, writing, [...written.values()]);
  if (failure === "moved") return null;
  return commands.flatMap((command) => {
    const bar = barred.get(command);
    if (bar !== undefined) return [bar];
    const found = written.get(command);
    if (found === undefined) return [];
    return [failure === null || found.record === null ? found.outcome : unwritten(found, failure)];
  });
}

function notOpen({ state, draft }: PullAnswer): string | null {
  if (state === "closed") return "This pull request is closed, so nothing was recorded. Reopen it, or open another one.";
  return draft ? "This pull request is a draft, so nothing was recorded. Mark it as ready for review, and say it again." : null;
}

function contradicts(command: WritingCommand, all: readonly WritingCommand[]): boolean {
  return command.kind === "verdict" && all.some((other) => other !== command && other.kind === "verdict" && other.packet === command.packet);
}

async function carriedOut(writing: Writing, command: WritingCommand): Promise<Written> {
  switch (command.kind) {
    case "verdict":
      return giveVerdict(writing, command);
    case "ack":
      return acknowledge(writing, command);
    case "waive":
    case "unwaive":
      return changeWaiver(writing, command);
  }
}

/** Null when all is written or there is nothing to write; `moved`; or why it was refused. */
async function commit(desk: Desk, { draft, scene, spoken }: Writing, written: readonly Written[]): Promise<string | null> {
  const { files } = draft;
  const records = written.flatMap(({ record }) => record ?? []);
  const [first, second] = records;
  if (files.length === 0 || first === undefined || isFork(scene.pull)) return null;
  const { login, id } = spoken.author;
  const outcome = await desk.hub.commit({
    branch: scene.pull.head.ref,
    expected: scene.head,
    headline: second === undefined ? first.headline : `Record what was said on ${records.length} points`,
    body: [`Said by ${plainName(login)} (${id}): ${spoken.url}`, "", ...records.map(({ trailer }) => trailer)].join("\n"),
    files,
  });
  if (outcome.state === "moved") return "moved";
  return outcome.state === "committed" ? null : outcome.why;
}

async function unentitled(scene: Scene, spoken: Spoken, command: WritingCommand, authorisation: Extract<Authorisation, { readonly allowed: false }>): Promise<Outcome> {
  const outcome = refused(command, refusal(authorisation));
  const place = placeOf(scene, await policyBlobOf(scene.policy, await scene.desk.source.commit(scene.base)));
  return { ...outcome, decisions: [refusalDecision(place, { ...outcome, spoken, why: authorisation.why, authorisation })] };
}

/** GitHub did not let it be written: it is shown instead. */
function unwritten({ outcome: { decisions: _, ...outcome }, record }: Written, why: string): Outcome {
  const shut = `Nothing was recorded, because GitHub does not let Writ write to the branch: ${quoted(why, 300)}.`;
  const { report } = record ?? {};
  if (report === undefined) return { ...outcome, state: "refused", sentences: [shut, "Let the App pass the branch's protection, and say it again."] };
  const cure = "Append this report by hand with `writ append`, or let the App pass the branch's protection and say it again:";
  return { ...outcome, state: "refused", sentences: [shut, cure], block: report };
}
