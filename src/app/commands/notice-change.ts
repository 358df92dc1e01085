/** A comment that was changed or taken away: what it said when it was made stays recorded, and that is said. */
import { UserError } from "../../errors.ts";
import { Memory } from "../../evaluate/memory.ts";
import { loadWorld } from "../../evaluate/world.ts";
import { blocksOf } from "../../ledger/block.ts";
import { statementsOf } from "../../ledger/statements.ts";
import { quoted } from "../../policy/quoted.ts";
import { prose } from "../../render/markdown-text.ts";
import { sourceOf } from "../../ledger/statements.ts";
import type { Desk } from "../judge/desk.ts";
import { reply } from "./reply.ts";
import { sceneOf } from "./scene.ts";
import type { SpokenPlace } from "./spoken.ts";

/** What stands behind `#` in the address of a comment or a review. */
const FRAGMENTS = { comment: "issuecomment-", review: "pullrequestreview-" } as const;

export async function noticeChange(desk: Desk, target: SpokenPlace): Promise<void> {
  const found = await recordedFrom(desk, target);
  if (found.length === 0) return;
  const reports = found.map(({ packet, reportId }) => `\`${reportId}\` in ${quoted(packet, 100)}`).join(", ");
  const what = target.source === "comment" ? "A comment" : "A review";
  const text = prose(
    `${what} was changed or deleted after Writ had recorded it: ${reports}. What was recorded stays as it was said at first. ` +
    "Whoever thinks otherwise now gives another verdict in a new comment.",
  );
  await reply(desk.hub, "changed", { ...target, at: null }, text);
}

/** Reports in the packets of the pull request that name this comment as their source. */
async function recordedFrom(desk: Desk, { number, source, comment }: SpokenPlace): Promise<readonly { readonly packet: string; readonly reportId: string }[]> {
  const wanted = `${FRAGMENTS[source]}${comment}`;
  try {
    const { head, policy } = await sceneOf(desk, await desk.hub.pull(number));
    const world = await loadWorld(await desk.source.commit(head), policy.layout, policy, new Memory(), false);
    return world.packets.flatMap((packet) => blocksOf(packet).flatMap((block) => {
      const said = statementsOf(block);
      const isFrom = said?.validator !== undefined && sourceOf(said.validator.value) === wanted;
      return isFrom && said.id !== undefined ? [{ packet: packet.id, reportId: said.id.value }] : [];
    }));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
