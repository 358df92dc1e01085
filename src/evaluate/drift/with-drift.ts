/** Adds to a head and its base what became of the lines that their packets cite. */
import type { Packet } from "../../packet/model.ts";
import { layoutThen } from "../../policy/layout.ts";
import type { Policy } from "../../policy/policy.ts";
import type { History, Repository, Snapshot } from "../../snapshot/snapshot.ts";
import { specTest } from "../cited.ts";
import { loadDrift } from "./drift.ts";
import type { LoadedWorld } from "../world.ts";

export interface AgeingInput {
  readonly head: Snapshot;
  readonly base: Snapshot | null;
  readonly repository: Repository;
  readonly policy: Policy;
  /** All packets, or those with these ids, and not only those that differ from the base. */
  readonly drift?: boolean | readonly string[];
}

export interface Worlds {
  readonly world: LoadedWorld;
  readonly baseWorld: LoadedWorld | null;
}

/**
 * The same worlds when nobody asks for drift (`input` is null, or there is neither `drift` nor a base). The base is
 * judged for the same packets as the head, so that what had drifted before a change is not held against it.
 */
export async function withDrift(
  input: AgeingInput | null,
  world: LoadedWorld,
  baseWorld: LoadedWorld | null,
  history: Promise<History> | undefined,
): Promise<Worlds> {
  if (input === null) return { world, baseWorld };
  const { head, base, repository, policy, drift = false } = input;
  const packets = chosen(world, baseWorld, drift);
  if (packets === null) return { world, baseWorld };
  const ids = new Set(packets.map(({ id }) => id));
  const old = base === null || baseWorld === null ? null : { base, baseWorld };
  const [now, before] = await Promise.all([
    aged(world, head, packets, { repository, policy, layout: policy.layout }, history),
    old === null ? null : agedBase(old.base, old.baseWorld, ids, repository, policy),
  ]);
  return { world: now, baseWorld: before };
}

function chosen(
  { packets }: LoadedWorld,
  base: LoadedWorld | null,
  drift: boolean | readonly string[],
): readonly Packet[] | null {
  if (drift === true) return packets;
  if (drift !== false) return drift.length === 0 ? null : packets.filter(({ id }) => drift.includes(id));
  return base === null ? null : packets.filter((packet) => differs(packet, base));
}

async function agedBase(
  base: Snapshot,
  world: LoadedWorld,
  ids: ReadonlySet<string>,
  repository: Repository,
  policy: Policy,
): Promise<LoadedWorld> {
  const layout = layoutThen(policy.layout, (await base.tree()).keys());
  const packets = world.packets.filter(({ id }) => ids.has(id));
  return aged(world, base, packets, { repository, policy, layout }, undefined);
}

async function aged(
  world: LoadedWorld,
  head: Snapshot,
  packets: readonly Packet[],
  { repository, policy, layout }: { repository: Repository; policy: Policy; layout: Policy["layout"] },
  history: Promise<History> | undefined,
): Promise<LoadedWorld> {
  const isSpec = specTest(world.specPointer, [...world.packets, ...world.refinements]);
  const limit = policy.scan.maxFileBytes;
  const drifts = await loadDrift({ head, repository, layout, world, isSpec, packets, limit, history });
  return { ...world, drift: (packet) => drifts.get(packet) ?? null };
}

function differs(packet: Packet, base: LoadedWorld): boolean {
  const before = base.packetById.get(packet.id);
  return before === undefined || before.path !== packet.path || before.source.text !== packet.source.text;
}
