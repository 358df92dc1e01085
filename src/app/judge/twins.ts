/**
 * Pull requests that share a head. A check belongs to a commit, so what is said at a commit has to hold for all of them.
 * GitHub keeps the heads of closed pull requests too, so each that may be meant is asked for.
 */
import type { PullAnswer } from "../github/hub-answers.ts";
import type { Desk } from "./desk.ts";

/** More pull requests than this with one head are not all asked for. */
export const MOST_TWINS = 10;
/** The refs to ask for the tips of. */
export const PULL_REFS = "refs/pull/*";

const PULL_REF = /^refs\/pull\/(\d{1,12})\/head$/;

/** Open pull requests with this head but `except`, the newest first; at most MOST_TWINS. */
export async function pullsAt(
  { hub }: Pick<Desk, "hub">,
  head: string,
  tips: ReadonlyMap<string, string>,
  except: number | null,
): Promise<readonly PullAnswer[]> {
  const numbers = [...tips].flatMap(([ref, oid]) => {
    const number = Number(PULL_REF.exec(ref)?.[1]);
    return oid === head && number > 0 && number !== except ? [number] : [];
  });
  const open: PullAnswer[] = [];
  for (const number of numbers.sort((a, b) => b - a).slice(0, 2 * MOST_TWINS)) {
    if (open.length === MOST_TWINS) break;
    const pull = await hub.pull(number);
    if (pull.state === "open" && pull.head.sha === head) open.push(pull);
  }
  return open;
}
