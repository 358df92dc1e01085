/**
 * Whether a report that a change brings is Writ's own: GitHub says so of the commit that brought it. A commit that our
 * App makes through GitHub's API is written by our bot, committed by GitHub itself, and signed with GitHub's key. Nobody
 * else can make one: a commit that only names our bot as its author is signed by somebody else, or by nobody.
 */
import { readDocument } from "../../packet/read.ts";
import type { Repository } from "../../snapshot/snapshot.ts";
import type { Brought } from "../../verdict/brought.ts";
import { reportsOf } from "../../verdict/brought.ts";
import type { RepositoryHub } from "../github/hub.ts";

export interface VouchOptions {
  readonly hub: Pick<RepositoryHub, "isOurs">;
  readonly source: Repository;
  /** Where the change began; null for the first commit there is. */
  readonly fork: string | null;
  readonly head: string;
}

/** Longer changes are not searched; what they bring is not vouched for. */
const MOST_COMMITS = 1_000;
/** A packet larger than this is none that Writ has written to. */
const LARGEST = 1024 * 1024;

export async function vouchedByCommit(brought: readonly Brought[], options: VouchOptions): Promise<ReadonlySet<Brought>> {
  const vouched = new Set<Brought>();
  const left = new Set(brought.filter(({ words }) => words !== null));
  if (left.size === 0) return vouched;
  // Parents before children: the first commit that has a report is the one that brought it.
  for (const { oid, paths } of await options.source.commits(options.fork, options.head, MOST_COMMITS)) {
    const touched = [...left].filter(({ packet }) => paths.includes(packet.path));
    if (touched.length === 0) continue;
    const there = await reportsAt(options.source, oid, touched);
    if (there.size === 0) continue;
    const ours = await options.hub.isOurs(oid);
    for (const report of there) {
      left.delete(report);
      if (ours) vouched.add(report);
    }
  }
  return vouched;
}

/** Those of the reports that stand in their packets at a commit. */
async function reportsAt(source: Repository, commit: string, wanted: readonly Brought[]): Promise<ReadonlySet<Brought>> {
  const paths = [...new Set(wanted.map(({ packet }) => packet.path))];
  const contents = await (await source.commit(commit)).read(paths, LARGEST);
  const found = new Set<Brought>();
  for (const path of paths) {
    const content = contents.get(path);
    if (content?.state !== "ok") continue;
    const document = readDocument("packet", path, content.bytes);
    if (document.kind !== "packet") continue;
    const there = new Set(reportsOf(document).map(({ reportId, essence }) => `${reportId} ${essence}`));
    for (const report of wanted) {
      if (report.packet.path === path && there.has(`${report.reportId} ${report.essence}`)) found.add(report);
    }
  }
  return found;
}
