/**
 * Whether a comment stands behind a report that Writ did not commit itself: where a branch takes no commit of the App,
 * somebody appends the block by hand. The comment has to say what the report says, by whom it names, when it names, and
 * never edited; and the report has to follow from Git to the byte.
 */
import type { Repository } from "../../snapshot/snapshot.ts";
import type { Brought } from "../../verdict/brought.ts";
import { readCommands } from "../../verdict/command/read.ts";
import { reasonLines, reasonOf } from "../../verdict/inert.ts";
import { Prover } from "../../verdict/prove.ts";
import { version } from "../../project/version.ts";
import { KNOWN } from "../commands/known.ts";
import { spokenIn } from "../commands/spoken.ts";
import type { RepositoryHub } from "../github/hub.ts";

/** `…/pull/12#issuecomment-345`. A review cannot be told from an edited one, so it does not vouch. */
const SOURCE = /\/pull\/(\d{1,12})#issuecomment-(\d{1,15})$/;
/** Each costs a request, and a commit judged again. */
const MOST = 3;

export async function vouchedByComment(
  brought: readonly Brought[],
  hub: Pick<RepositoryHub, "talk">,
  repository: Repository,
): Promise<ReadonlySet<Brought>> {
  const vouched = new Set<Brought>();
  const prover = new Prover(repository, version());
  for (const report of brought.slice(-MOST)) {
    if (!(await isSaid(report, hub))) continue;
    const { packet, block, previous } = report;
    const { state } = await prover.prove({ packet: packet.id, block, previous });
    if (state === "proved") vouched.add(report);
  }
  return vouched;
}

async function isSaid({ words, packet }: Brought, { talk }: Pick<RepositoryHub, "talk">): Promise<boolean> {
  const [, number, id] = SOURCE.exec(words?.source ?? "") ?? [];
  if (words === null || number === undefined || id === undefined) return false;
  const comment = await talk.comment(Number(id));
  const spoken = comment === null ? null : spokenIn(comment, Number(number));
  if (spoken === null || spoken.edited || spoken.author.type !== "User") return false;
  if (spoken.author.id !== words.validator.id || spoken.at !== words.at || spoken.url !== words.source) return false;
  return readCommands(spoken.text, KNOWN).commands.some(
    (command) =>
      command.kind === "verdict" &&
      command.verdict === words.verdict &&
      (command.packet ?? packet.id) === packet.id &&
      command.tests === words.tests &&
      reasonOf(reasonLines(command.reason)) === words.reason,
  );
}
