/**
 * The button that mends: what `writ fix` would do to the documents that a pull request changes, as one commit on its
 * branch. Only whoever opened it, or may write to the repository, has it pressed.
 */
import { UserError } from "../../errors.ts";
import { evaluate } from "../../evaluate/evaluate.ts";
import { mend, type Mending } from "../../fix/mend.ts";
import { quoted } from "../../policy/quoted.ts";
import { prose } from "../../render/markdown-text.ts";
import { ruleIds, rules } from "../../rules/catalogue.ts";
import { changedPaths } from "../../snapshot/snapshot.ts";
import { plainName } from "../../verdict/inert.ts";
import type { AccountAnswer } from "../github/hub-answers.ts";
import type { Desk } from "../judge/desk.ts";
import { TryLater } from "../queue/port.ts";
import { reply } from "./reply.ts";
import { isFork, sceneOf, type Scene } from "./scene.ts";

const TRIES = 4;
const BUSY_MS = 15_000;
const MOST_FILES = 5;

export async function fixPull(desk: Desk, { number, by }: { readonly number: number; readonly by: AccountAnswer }): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    desk.run.signal.throwIfAborted();
    const answer = await tryToFix(desk, number, by);
    if (answer === "moved") continue;
    if (answer !== null) await reply(desk.hub, "fix", { number, source: "pull", comment: number, at: null }, prose(answer));
    return;
  }
  throw new TryLater(`pull request ${number} moves faster than it can be mended`, desk.now() + BUSY_MS, { wholeInstallation: false });
}

/** What has to be said, if anything: a commit speaks for itself. */
async function tryToFix(desk: Desk, number: number, by: AccountAnswer): Promise<string | null> {
  const pull = await desk.hub.pull(number);
  if (pull.state === "closed") return null;
  try {
    const scene = await sceneOf(desk, pull);
    const isAuthor = pull.user?.id === by.id && by.type === "User";
    if (!isAuthor && !(await scene.authority.mayWrite(by))) {
      return `The fixes were not committed: ${quoted(by.login, 100)} neither opened this pull request nor may write to the repository.`;
    }
    if (isFork(pull)) return "The fixes were not committed: this pull request comes from a fork, where Writ cannot write. `writ fix` does the same in the fork.";
    const { files, left } = await mended(scene);
    if (files.size === 0) return left.size === 0 ? null : leftSentence(left);
    const outcome = await desk.hub.commit({
      branch: pull.head.ref,
      expected: scene.head,
      headline: `Mend ${files.size === 1 ? "a document" : `${files.size} documents`} mechanically`,
      body: `Asked for by ${plainName(by.login)} (${by.id}).`,
      files: [...files].map(([path, { after }]) => ({ path, bytes: after })),
    });
    if (outcome.state === "moved") return "moved";
    if (outcome.state === "refused") return `The fixes were not committed, because GitHub does not let Writ write to the branch: ${quoted(outcome.why, 300)}.`;
    return left.size === 0 ? null : leftSentence(left);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `The fixes were not committed: ${error.message}.`;
  }
}

/** Everything is judged, so that the proof sees what a mend does elsewhere; only what the pull request changes is mended. */
async function mended({ desk, head, base, policy }: Scene): Promise<Mending> {
  const { source } = desk;
  const snapshot = await source.commit(head);
  const fork = await source.mergeBase(base, head);
  if (fork === null) throw new UserError("the pull request and its base have no commit in common");
  const tree = await snapshot.tree();
  const changed = new Set((await changedPaths(await source.commit(fork), snapshot)).map(({ path }) => path));
  const options = { base: null, commits: [], repository: source, policy, rules, knownRules: ruleIds, today: "", only: [] };
  return mend(snapshot, (state) => evaluate({ ...options, head: state }), ({ path }) => changed.has(path) && tree.get(path)?.kind === "file");
}

function leftSentence(left: Mending["left"]): string {
  const named = [...left].slice(0, MOST_FILES).map(([path, why]) => `${quoted(path, 200)} (${why})`).join(", ");
  return `Left as it was: ${named}${left.size > MOST_FILES ? ` and ${left.size - MOST_FILES} more` : ""}.`;
}
