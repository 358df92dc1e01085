/**
 * What a verdict speaks about: the subject that the validator can have looked at when it was given.
 *
 * Named by its commit, it is that commit's. Otherwise it is the head's when a check of ours on the head had begun by
 * then, for that is when the head could be seen; else it is that of the newest commit of the pull request with a
 * finished check of ours from before. Verdicts are compared by digest, so a commit that only records another report, or
 * a rebase that changes nothing, takes nothing from them. What nobody can tell is not bound.
 */
import { UserError } from "../../errors.ts";
import type { Subject } from "../../evaluate/subject.ts";
import { judgeCommit } from "../../verdict/judge-commit.ts";
import type { CheckRunAnswer } from "../github/hub-answers.ts";
import type { Scene } from "./scene.ts";

/** So many commits before the head are looked at; each costs a request. */
const LOOK_BACK = 4;

export type Binding =
  /** `subject`: what was judged, which may not be what stands at the head now. */
  | { readonly state: "known"; readonly commit: string; readonly subject: Subject }
  | { readonly state: "unknown"; readonly why: string };

/** `commit` is the beginning of a commit id that the validator named; `at` is when the verdict was given. */
export async function bindingOf(
  scene: Scene,
  subject: Subject,
  { commit, at }: { readonly commit: string | null; readonly at: string },
): Promise<Binding> {
  const { head } = scene;
  const here: Binding = { state: "known", commit: head, subject };
  if (commit !== null && head.startsWith(commit)) return here;
  if (commit === null && (await scene.runsAt(head)).some((run) => isSeen(scene, run, at))) return here;
  const seen = commit === null ? await lastSeen(scene, at) : await named(scene, commit);
  if (seen === null) {
    const why = commit === null
      ? "no commit of this pull request had been checked yet when you said so"
      : `no commit of this pull request begins with ${commit}, or more than one does`;
    return { state: "unknown", why };
  }
  try {
    const judged = await judgeCommit(scene.desk.source, seen, scene.base, [subject.packet]);
    const then = judged.subjects.get(subject.packet);
    if (then === undefined) return { state: "unknown", why: `${seen.slice(0, 7)}, which you could see, held no such packet` };
    return { state: "known", commit: seen, subject: then };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { state: "unknown", why: `${seen.slice(0, 7)}, which you could see, cannot be judged: ${error.message}` };
  }
}

function isSeen({ desk }: Scene, run: CheckRunAnswer, at: string): boolean {
  return desk.hub.isOwn(run) && typeof run.started_at === "string" && Date.parse(run.started_at) <= Date.parse(at);
}

async function lastSeen(scene: Scene, at: string): Promise<string | null> {
  const earlier = (await scene.authority.commits()).map(({ sha }) => sha).filter((sha) => sha !== scene.head).reverse();
  for (const sha of earlier.slice(0, LOOK_BACK)) {
    if ((await scene.runsAt(sha)).some((run) => run.status === "completed" && isSeen(scene, run, at))) return sha;
  }
  return null;
}

async function named({ authority }: Scene, commit: string): Promise<string | null> {
  const [found, second] = (await authority.commits()).filter(({ sha }) => sha.startsWith(commit));
  return found === undefined || second !== undefined ? null : found.sha;
}
