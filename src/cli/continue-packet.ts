/** What `writ revise` and `writ activate` share: a packet that continues something, and the companions that say so. */
import { Memory } from "../evaluate/memory.ts";
import { loadWorld, type LoadedWorld } from "../evaluate/world.ts";
import { lineageOf, type BaseLineage, type Lineage } from "../lineage/graph.ts";
import type { Packet } from "../packet/model.ts";
import type { Policy } from "../policy/policy.ts";
import { visible } from "../render/harmless.ts";
import { boardEdits, columnHeading } from "../scaffold/board-edit.ts";
import { draftFiles } from "../scaffold/new-packet.ts";
import { registryEdit } from "../scaffold/registry-edit.ts";
import { continuing } from "../scaffold/revision.ts";
import { splice, type Replacement } from "../scaffold/splice.ts";
import type { GitRepository } from "../snapshot/git.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { writeAll } from "./all-or-nothing.ts";
import type { Call } from "./call.ts";
import { startingPoint } from "./new.ts";
import { loadPolicy } from "../project/policy-source.ts";
import { repositoryOf } from "./project.ts";

export interface Ground {
  readonly repository: GitRepository;
  readonly head: Snapshot;
  readonly paths: ReadonlySet<string>;
  readonly policy: Policy;
  readonly world: LoadedWorld;
  readonly lineage: Lineage;
}

/** Opens the working tree that a call is about, and hands over what stands in it. */
export async function onGround<T>(call: Call, use: (ground: Ground) => Promise<T>): Promise<T> {
  const repository = await repositoryOf(call);
  try {
    const head = await repository.worktree();
    const paths = new Set((await head.tree()).keys());
    const policy = await loadPolicy(null, call.terminal.cwd, head, paths);
    const world = await loadWorld(head, policy.layout, policy, new Memory(), false);
    return await use({ repository, head, paths, policy, world, lineage: lineageOf(world) });
  } finally {
    await repository.dispose();
  }
}

export interface Step {
  readonly id: string;
  readonly base: BaseLineage;
  /** Official packets that it follows, oldest first. */
  readonly prior: readonly Packet[];
  readonly stub: Packet | null;
  /** Changes of other documents, such as the stub's own. */
  readonly also: readonly Replacement[];
}

/** Writes the packet with what it continues, and brings registry and board up to date: all of it or nothing. */
export async function writeStep(call: Call, ground: Ground, { id, base, prior, stub, also }: Step): Promise<void> {
  const { repository, head, paths, policy, world } = ground;
  const order = {
    id,
    kind: "packet",
    layout: policy.layout,
    paths,
    now: call.terminal.now(),
    mergeBase: await startingPoint(repository, head),
  } as const;
  const created = draftFiles(order, base.base, (template) => continuing(template, { id, prior, stub }));
  const target = created.at(-1)?.path ?? "";
  const replaced = prior.map((packet) => packet.id);
  const { registry, board } = world;
  const replacements = [...also];
  if (registry !== null) {
    const column = columnHeading(board, "ready");
    replacements.push(splice(registry, [registryEdit(registry, { base: base.base, target, id, column, replaced })]));
  }
  if (board !== null) {
    const older = base.stubs.map(({ packet }) => packet.id).filter((old) => old !== id && isListed(old, base, prior));
    replacements.push(splice(board, boardEdits(board, id, [...replaced, ...older])));
  }
  writeAll(repository.root, created, replacements);
  const lines = [
    ...created.map(({ path }) => `Wrote ${visible(path)}\n`),
    ...replacements.map(({ path }) => `Updated ${visible(path)}\n`),
  ];
  call.terminal.out.write(lines.join(""));
}

/** A stub that a packet before this one grew from, and that the board still lists. */
function isListed(id: string, base: BaseLineage, prior: readonly Packet[]): boolean {
  return !prior.some((packet) => packet.id === id) && prior.length > 0 && base.entries.some((entry) => entry.id === id);
}
