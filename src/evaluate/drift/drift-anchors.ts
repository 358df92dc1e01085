/** The commits whose text counts for each citation: that wrote it, or that its report judged. */
import { drift, shortId } from "../../evidence/drift.ts";
import { fromTop } from "../../evidence/resolve.ts";
import { judgedCommits, reportAt } from "../../packet/judged-commit.ts";
import type { History } from "../../snapshot/snapshot.ts";
import { canDrift, TOO_MUCH, type Answer, type DriftInput, type Item } from "./drift-item.ts";
import { PacketPlaces } from "../history/packet-versions.ts";
import { followTrails } from "./trail.ts";
import { whereWritten, type Asked, type Written } from "./written.ts";

/** So many commits are compared with the head at most. */
const MOST_ANCHORS = 2000;

const NO_VERSION = "cannot be traced back: the history does not hold the packet";

/** The citations that can drift, with their anchors; those whose anchor cannot be known are answered here. */
export async function anchoredItems(
  input: DriftInput,
  head: string,
  history: History,
  answer: Answer,
): Promise<readonly Item[]> {
  const { repository, packets, layout, limit, world } = input;
  const places = new PacketPlaces(layout);
  const steps = followTrails(history.commits, head, (path) => places.packetAt(path));
  const asked: Asked[] = [];
  const reports: (readonly (string | null)[])[] = [];
  for (const packet of packets) {
    const evidence = world.evidence(packet);
    const citations = packet.citations.flatMap((_, index) => (canDrift(evidence[index]) ? [index] : []));
    if (citations.length === 0) continue;
    asked.push({ packet, citations, step: steps.get(packet.id) ?? null });
    const judged = judgedCommits(packet);
    reports.push(
      citations.map((index) => {
        const citation = packet.citations[index];
        const report = citation?.inReport === true && judged.size > 0 ? reportAt(packet, citation.span.start) : null;
        return (report === null ? undefined : judged.get(report)) ?? null;
      }),
    );
  }
  const [written, known] = await Promise.all([
    whereWritten(repository, asked, limit),
    repository.known(reports.flatMap((ids) => ids.filter((id) => id !== null))),
  ]);
  const cuts = new Set(history.cuts);
  const items: Item[] = [];
  const seen = new Set<string>();
  for (const [order, { packet, citations }] of asked.entries()) {
    for (const [place, index] of citations.entries()) {
      const evidence = world.evidence(packet)[index];
      const citation = packet.citations[index];
      const origin = written[order]?.[place];
      if (evidence === undefined || citation?.start == null || citation.end === null || origin === undefined) continue;
      const judged = known.get(reports[order]?.[place] ?? "");
      const anchors = anchorsOf(input, origin, judged, cuts);
      for (const anchor of typeof anchors === "string" ? [] : anchors) seen.add(anchor);
      const about = { packet, index };
      if (typeof anchors === "string") answer(about, drift("unverifiable", "", { reason: anchors }));
      else if (seen.size > MOST_ANCHORS) answer(about, drift("unverifiable", anchors[0] ?? "", { reason: TOO_MUCH }));
      else if (anchors.length > 0) {
        const { start, end } = citation;
        items.push({ ...about, evidence, start, end, written: fromTop(citation.path, packet.path), anchors });
      }
    }
  }
  return items;
}

/** None when nothing is committed yet; a reason in words when it cannot be known. */
function anchorsOf(
  { head }: DriftInput,
  origin: Written,
  judged: string | undefined,
  cuts: ReadonlySet<string>,
): readonly string[] | string {
  if (judged !== undefined) return [judged];
  if (origin.state === "uncommitted") return head.revision.kind === "worktree" ? [] : NO_VERSION;
  if (origin.state === "unknown") return `cannot be traced back: the packet ${origin.reason}`;
  const { commit, respelled } = origin;
  if (cuts.has(commit)) {
    return `was written before ${shortId(commit)}, where the history of this clone is cut off; run \`git fetch --unshallow\``;
  }
  return respelled === null ? [commit] : [commit, respelled];
}
