/** What to say of citations whose lines were not there even when they were cited. */
import { drift, shortId, type Drift } from "../../evidence/drift.ts";
import type { Departures } from "./departures.ts";
import { pathsOf, TOO_MUCH, type Item, type Placed } from "./drift-item.ts";

const CUT = "is not in the history of this clone, which is cut off; run `git fetch --unshallow`";

const SEVERAL = "may mean several files of the past, none of them known in the commit that cites it";

/** The cited file did not stand in the commit that cites it. */
export function neverThere(item: Item, departures: Departures): Drift | null {
  const { evidence, anchors } = item;
  const anchor = anchors[0] ?? "";
  const [end, other] = departures.ending(item.written);
  const known = pathsOf(item).find((path) => departures.hasBeen(path)) ?? end;
  if (departures.isOverLimit(item.written)) return drift("unverifiable", anchor, { reason: TOO_MUCH });
  if (known === end && other !== undefined) return drift("unverifiable", anchor, { reason: SEVERAL });
  if (known !== undefined) {
    const departed = evidence.path === null ? departures.drift(known, anchor) : null;
    return departed ?? drift("unverifiable", anchor, { reason: `is not in ${shortId(anchor)}, the commit that cites it` });
  }
  // An edition of the spec may be kept elsewhere: its absence proves nothing.
  if (evidence.resolution.how === "absent-spec") return null;
  if (departures.isCut) return drift("unverifiable", anchor, { reason: CUT });
  return drift("never-valid", anchor);
}

/** The file stood there, but had fewer lines. */
export function tooShort(item: Placed, departures: Departures): Drift {
  const { anchor, evidence, from, end } = item;
  if (departures.isOverLimit(from)) return drift("unverifiable", anchor, { from, reason: TOO_MUCH });
  const longest = departures.lastWith(from, end);
  if (longest === "unknown") return drift("unverifiable", anchor, { from, reason: TOO_MUCH });
  const reason = `has fewer lines in ${shortId(anchor)}, the commit that cites it`;
  if (longest === null) return departures.isCut ? drift("unverifiable", anchor, { from, reason: CUT }) : drift("never-valid", anchor, { from });
  const isThere = evidence.state === "ok" || evidence.state === "hollow";
  return isThere ? drift("unverifiable", anchor, { from, reason }) : drift("gone", anchor, { from, went: longest.went });
}
