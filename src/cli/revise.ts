/** `writ revise`. */
import { UserError } from "../errors.ts";
import { dutiesOf } from "../lineage/carry.ts";
import type { BaseLineage } from "../lineage/graph.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import type { Call, ExitCode } from "./call.ts";
import { onGround, writeStep, type Ground } from "./continue-packet.ts";

export async function run(call: Call): Promise<ExitCode> {
  const [name = ""] = call.arguments;
  return onGround<ExitCode>(call, async (ground) => {
    const base = baseNamed(name, ground);
    const line = base.revisions.filter(({ mark }) => mark !== "dotted");
    const newest = line.at(-1);
    if (newest === undefined) {
      const [stub] = base.stubs;
      const hint =
        stub === undefined ? `start the first one with \`writ new ${base.base}\`` : `activate its stub with \`writ activate ${stub.packet.id}\``;
      throw new UserError(`${quoted(base.base, 100)} has no packet that could be revised; ${hint}`);
    }
    if (newest.packet.stateClass === "draft") {
      throw new UserError(`${quoted(newest.packet.path, 200)} is still a draft, and nobody has signed it; edit that one`);
    }
    const next = Math.max(1, newest.major) + 1;
    const id = `${base.base}-v${String(next)}`;
    const waiting = base.stubs.find(({ packet }) => packet.id === id);
    if (waiting !== undefined) {
      throw new UserError(`${quoted(waiting.packet.path, 200)} is the stub of the next revision; activate it with \`writ activate ${id}\``);
    }
    const prior = base.revisions.map(({ packet }) => packet);
    await writeStep(call, ground, { id, base, prior, stub: null, also: [] });
    const count = dutiesOf(newest.packet).length;
    call.terminal.out.write(`\n${nextSteps(id, newest.packet.id, count)}`);
    return 0;
  });
}

function baseNamed(name: string, { lineage, world }: Ground): BaseLineage {
  const base = lineage.bases.get(name) ?? (lineage.byId.has(name) ? lineage.bases.get(lineage.baseOf(name)) : undefined);
  if (base !== undefined) return base;
  const near = nearest(name, [...lineage.bases.keys(), ...world.packets.map(({ id }) => id)]);
  const hint = near === null ? "`writ new` starts a first packet" : `did you mean ${quoted(near)}?`;
  throw new UserError(`there is no packet of ${quoted(name)} in the working tree; ${hint}`);
}

function nextSteps(id: string, before: string, count: number): string {
  const steps = [
    `Go through the ${String(count)} requirements carried over from ${before}: keep, change, or retire each with a reason.`,
    "Fill in what stands in <angle brackets>, bind the refinement to the spec, and have both signed.",
    "Set the status to Ready for Dev, on the board too.",
    `See what is still missing: writ check ${id}`,
    `See what became of every requirement: writ lineage ${id}`,
  ];
  return `Next:\n${steps.map((step, index) => `  ${String(index + 1)}. ${step}\n`).join("")}`;
}
