/** What a change is answerable for: evidence that it adds, or that is due because it finishes the packet. */
import type { Citation, ManifestBlock, Packet } from "../../packet/model.ts";
import type { RuleContext } from "../rule.ts";

/** The packet was not done at the base, and is now. False without a base: nobody knows then who finished it. */
export function finishes(packet: Packet, context: RuleContext): boolean {
  return context.change !== null && packet.stateClass === "done" && context.before(packet)?.stateClass !== "done";
}

/** Tells citations that the change adds, or answers for, from those that were there before. */
export function freshCitations(packet: Packet, context: RuleContext): (citation: Citation) => boolean {
  const before = context.before(packet);
  // A file that the change leaves alone is read once, for the head and the base.
  if (context.change === null || before === packet) return () => false;
  const known = new Set(before?.citations.map(nameOf));
  const isFinished = finishes(packet, context);
  return (citation) => (isFinished && !citation.inReport) || !known.has(nameOf(citation));
}

function nameOf({ path, start, end, symbol, quote, raw, inReport }: Citation): string {
  return JSON.stringify([path, start, end, symbol, quote?.text ?? null, path === "" ? raw : "", inReport]);
}

/** Manifest blocks that the change adds or rewrites; all of them in the change that finishes the packet. */
export function freshBlocks(packet: Packet, context: RuleContext): readonly ManifestBlock[] {
  const before = context.before(packet);
  if (context.change === null || before === packet) return [];
  const blocks = packet.manifest.filter(({ content }) => content === "filled");
  if (finishes(packet, context)) return blocks;
  const known = new Set(before?.manifest.map((block) => claimOf(block)));
  return blocks.filter((block) => !known.has(claimOf(block)));
}

function claimOf({ target, start, end, delta, before, after }: ManifestBlock): string {
  return JSON.stringify([target, start, end, delta, before, after].map((part) => part?.value ?? null));
}
