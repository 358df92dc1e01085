import { expect, it } from "vitest";
import { defaultPolicy } from "../policy/defaults.ts";
import { detectLayout } from "../policy/layout.ts";
import { memorySnapshot } from "../snapshot/memory.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { Memory } from "./memory.ts";
import { loadWorld } from "./world.ts";

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
const lights = { [LIGHTS]: "# Task Packet: WP-1-Harbour-Lights\n" };

it("keeps the documents that it found in memory, though another evaluation makes the memory forget them meanwhile", async () => {
  const memory = new Memory();
  const load = async (snapshot: Snapshot) => {
    const layout = detectLayout((await snapshot.tree()).keys());
    return loadWorld(snapshot, layout, defaultPolicy(layout), memory, false);
  };
  await load(memorySnapshot(lights));
  expect(memory.documents.size).toBe(1);
  const both = memorySnapshot({ ...lights, [CRANE]: "# Task Packet: WP-1-Harbour-Crane\n" });
  const asked: string[] = [];
  const world = await load({
    revision: both.revision,
    tree: () => both.tree(),
    sizes: (paths) => both.sizes(paths),
    read: (paths, limit) => {
      const wanted = [...paths];
      asked.push(...wanted);
      memory.documents.clear();
      return both.read(wanted, limit);
    },
  });
  expect(asked).toEqual([CRANE]);
  expect(world.unreadable).toEqual([]);
  expect(world.documents.map(({ path }) => path)).toEqual([CRANE, LIGHTS]);
});
