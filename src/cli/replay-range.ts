/** Which commits to replay, from the words a person typed: `A..B`, `A..`, `B`, and `--since 90d`. */
import { UserError } from "../errors.ts";
import { quoted } from "../policy/quoted.ts";
import type { CommitRecord, Repository } from "../snapshot/snapshot.ts";

/** More are not judged in one run; the newest are. */
export const MOST_COMMITS = 20_000;

const DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

/**
 * @param range `A..B`, `A..`, `..B` or `B`; everything that led to HEAD when null
 * @param since only commits from this day on
 * @throws UserError when it names no commit, or when there is none in it
 */
export async function commitsOf(
  repository: Repository,
  range: string | null,
  since: Date | null,
): Promise<readonly CommitRecord[]> {
  const { base, head } = parseRange(range ?? "HEAD");
  const [from, to] = await Promise.all([base === null ? null : repository.resolve(base), repository.resolve(head)]);
  const all = await repository.commits(from, to, MOST_COMMITS);
  const commits = since === null ? all : all.filter(({ date }) => Date.parse(date) >= since.getTime());
  if (commits.length === 0) {
    const where = base === null ? `what led to ${quoted(head)}` : quoted(range ?? "");
    const when = since === null ? "" : ` since ${since.toISOString().slice(0, 10)}`;
    throw new UserError(`there is no commit in ${where}${when}; give an older beginning`);
  }
  return commits;
}

function parseRange(range: string): { readonly base: string | null; readonly head: string } {
  if (range.includes("...")) {
    throw new UserError(`${quoted(range)} has three dots; write ${quoted(range.replace("...", ".."))} for what B gained over A`);
  }
  const at = range.indexOf("..");
  if (at < 0) return { base: null, head: range };
  return { base: range.slice(0, at) || "HEAD", head: range.slice(at + 2) || "HEAD" };
}

/** `90d`, `12w`, `6m`, `1y` before now, or a day. Throws UserError for anything else. */
export function sinceOf(value: string, now: Date): Date {
  const [, number = "", unit = ""] = /^(\d{1,4})([dwmy])$/.exec(value) ?? [];
  const days = DAYS[unit];
  if (days !== undefined) return new Date(now.getTime() - Number(number) * days * 86_400_000);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  if (day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)) return day;
  throw new UserError(`${quoted(value)} is no time that --since knows; write 90d, 12w, 6m, 1y or a day such as 2026-01-31`);
}
