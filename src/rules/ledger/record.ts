/** What the change did to the recorded text of every packet, and what merges on the way lost. */
import { blocksOf, type Block } from "../../ledger/block.ts";
import { breaksLedger, compareLedger, type Difference } from "../../ledger/compare.ts";
import { mergeDifferences, type Side } from "../../ledger/merge.ts";
import type { Packet } from "../../packet/model.ts";
import type { Change, CommitChange, MergedPacket, RuleContext, World } from "../rule.ts";

export interface Happening {
  readonly difference: Difference;
  /** The version that held the text. */
  readonly before: Packet;
  /** The packet at the head; null when there is none of its id any more. */
  readonly now: Packet | null;
  /** The merge that did it, and the parent whose text it was; null for what the change did as a whole. */
  readonly merge: { readonly oid: string; readonly parent: string } | null;
}

const known = new WeakMap<Change, readonly Happening[]>();

/**
 * Every difference between recorded text at the base and at the head, packet by packet; then those of merges. What is
 * put back as it was first recorded is left out.
 */
export function happenings({ change, world }: Pick<RuleContext, "change" | "world">): readonly Happening[] {
  if (change === null) return [];
  const seen = known.get(change);
  if (seen !== undefined) return seen;
  const whole = change.base.packets.flatMap((before) => betweenEnds(before, world));
  const all = [...whole, ...lostOnTheWay(change, world, whole)].filter((happening) => !isRestored(happening, change));
  known.set(change, all);
  return all;
}

/** Ids of the packets whose recorded text a change breaks. */
export function brokenPackets(change: Change, world: World): readonly string[] {
  const broken = happenings({ change, world }).filter(({ difference }) => breaksLedger(difference));
  return [...new Set(broken.map(({ before }) => before.id))];
}

function isRestored({ difference, before, now, merge }: Happening, { past }: Change): boolean {
  return merge === null && past.get(before.id)?.isRestoredBy(difference, now === null ? [] : blocksOf(now)) === true;
}

function betweenEnds(before: Packet, world: World): readonly Happening[] {
  const now = successor(before, world);
  // A document that did not change is one and the same, and most did not.
  const blocks = now === before ? [] : blocksOf(before);
  if (blocks.length === 0) return [];
  const { differences } = compareLedger(blocks, now === null ? [] : blocksOf(now));
  return differences.map((difference) => ({ difference, before, now, merge: null }));
}

/** The packet of the same id: at the same path, or wherever it is. One that became a stub still holds its reports. */
function successor(before: Packet, world: World): Packet | null {
  const same = [...world.packets, ...world.stubs].filter((packet) => packet.id === before.id);
  return same.find((packet) => packet.path === before.path) ?? same[0] ?? null;
}

/** What merges did on their own, is still so at the head, and does not show between the base and the head. */
function lostOnTheWay(change: Change, world: World, whole: readonly Happening[]): readonly Happening[] {
  const told = new Set(whole.filter(({ difference }) => breaksLedger(difference)).map(nameOf));
  return change.commits.flatMap((commit) =>
    commit.merged.flatMap((merged) =>
      ofMerge(commit, merged, world).filter((happening) => {
        const name = nameOf(happening);
        const isNew = !told.has(name);
        told.add(name);
        return isNew;
      }),
    ),
  );
}

/** One name for the same loss, whichever comparison shows it. */
function nameOf({ difference, before }: Happening): string {
  const block = difference.kind === "inserted" || difference.kind === "appended" ? difference.after : difference.before;
  return `${before.id}\0${block.key}`;
}

function ofMerge(commit: CommitChange, merged: MergedPacket, world: World): readonly Happening[] {
  const past = new Set(merged.ancestors.flatMap((packet) => blocksOf(packet).map((block) => block.key)));
  const sides = merged.parents.map((packet): Side => {
    const blocks = packet === null ? [] : blocksOf(packet);
    return { blocks, past: new Set([...past, ...blocks.map((block) => block.key)]) };
  });
  const after = merged.after === null ? [] : blocksOf(merged.after);
  const happened: Happening[] = [];
  for (const { parent, difference } of mergeDifferences(sides, after)) {
    const before = merged.parents[parent] ?? null;
    const oid = commit.parents[parent];
    if (before === null || oid === undefined) continue;
    const now = successor(before, world);
    if (!isStillSo(difference, now === null ? [] : blocksOf(now))) continue;
    happened.push({ difference, before, now, merge: { oid: commit.oid, parent: oid } });
  }
  return happened;
}

function isStillSo(difference: Difference, now: readonly Block[]): boolean {
  const holds = (block: Block): boolean => now.some((entry) => entry.key === block.key);
  if (difference.kind === "inserted" || difference.kind === "moved") return holds(difference.after);
  return difference.kind !== "appended" && !holds(difference.before);
}
