/** When Writ itself fails, or is refused what it needs, the gate stays shut and says so, and nobody is left to wait for a check that never comes. */
import { publish } from "../publish.ts";
import type { Desk } from "./desk.ts";
import { shut } from "./report.ts";
import type { Place } from "./report.ts";

export const WRIT_FAILED = [
  "Writ itself failed, which says nothing about this change. It tries again by itself.",
  "When this stays, tell the people who run Writ the trace below; their log says more. \"Judge again\" asks for another try.",
];

export const ASK_AGAIN = "Once that is mended, \"Judge again\" asks for another try.";

export async function tellFault(desk: Desk, sentences: readonly string[]): Promise<void> {
  const place = await placeOf(desk);
  if (place === null) return;
  for (const plan of shut(place, sentences)) await publish(desk.hub, plan, { again: true, signal: desk.run.signal });
}

async function placeOf({ hub, run, source }: Desk): Promise<Place | null> {
  const { target, trace } = run.job;
  const check = { trace };
  switch (target.kind) {
    case "pull-request": {
      const { state, head, base } = await hub.pull(target.number);
      return state === "closed" ? null : { ...check, head: head.sha, subject: { pull: target.number, base: base.ref } };
    }
    case "merge-group":
      return { ...check, head: target.head, subject: { group: target.headRef, base: target.base } };
    case "push": {
      const head = (await source.tips([target.ref])).get(target.ref);
      return head === undefined ? null : { ...check, head, subject: { push: target.ref } };
    }
    default:
      return null;
  }
}
