/** Which packet a command speaks of. */
import { nearest } from "../../policy/nearest.ts";
import { quoted } from "../../policy/quoted.ts";

export type Meant = { readonly packet: string } | { readonly problem: string };

/**
 * @param named the id in the comment, or null
 * @param touched ids of the packets that the pull request is about
 * @param known ids of all packets of its head
 */
export function packetMeant(named: string | null, touched: readonly string[], known: readonly string[]): Meant {
  const [first, second] = touched;
  const list = touched.slice(0, 10).map((id) => quoted(id, 100)).join(", ");
  if (named === null) {
    if (first === undefined) return { problem: "this pull request is about no packet; name the one that is meant" };
    return second === undefined ? { packet: first } : { problem: `this pull request is about several packets; name one of ${list}` };
  }
  if (touched.includes(named)) return { packet: named };
  if (known.includes(named)) {
    return { problem: `this pull request does not touch ${quoted(named, 100)}${list === "" ? "" : `; it is about ${list}`}` };
  }
  const near = nearest(named, [...touched, ...known]);
  return { problem: `there is no packet ${quoted(named, 100)}${near === null ? "" : `; did you mean ${quoted(near, 100)}?`}` };
}
