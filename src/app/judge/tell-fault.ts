/** When Writ itself fails, or is refused what it needs, the gate stays shut and says so, and nobody is left to wait for a check that never comes. */
import { publish } from "../publish.ts";
import { prose } from "../../render/markdown-text.ts";
import { reply } from "../commands/reply.ts";
import type { Desk } from "./desk.ts";
import { shut } from "./report.ts";
import type { Place } from "./report.ts";

export const WRIT_FAILED = [
  "Writ itself failed, which says nothing about this change. It tries again by itself.",
  "When this stays, tell the people who run Writ the trace below; their log says more. \"Judge again\" asks for another try.",
];

export const ASK_AGAIN = "Once that is mended, \"Judge again\" asks for another try.";

const UNANSWERED = "Writ itself failed at this comment, and nothing is known to be recorded. It tries again by itself; when this stays, tell the people who run Writ.";

export async function tellFault(desk: Desk, sentences: readonly string[]): Promise<void> {
  const { target } = desk.run.job;
  // Changed in place when a later try does it.
  if (target.kind === "comment") {
    const text = sentences === WRIT_FAILED ? UNANSWERED : `${sentences[0] ?? ""} Once that is mended, say it again in a new comment.`;
    return reply(desk.hub, "answer", { ...target, at: null }, prose(text));
  }
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
