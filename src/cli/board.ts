/** `writ board`. */
import { UserError } from "../errors.ts";
import { boardReport, phasesOf, type BoardReport } from "../evaluate/board-report.ts";
import { Memory } from "../evaluate/memory.ts";
import { loadWorld } from "../evaluate/world.ts";
import { quoted } from "../policy/quoted.ts";
import { renderBoard } from "../render/board.ts";
import { wantsColor } from "../render/colour.ts";
import { json } from "../render/harmless.ts";
import type { Call, ExitCode } from "./call.ts";
import { openProject } from "./project.ts";

export async function run(call: Call): Promise<ExitCode> {
  const phase = phaseAsked(call.value("phase"));
  const report = await read(call, phase);
  const { out, env } = call.terminal;
  out.write(
    call.value("format") === "json"
      ? json(report)
      : renderBoard(report, {
          color: wantsColor(env, out.isTerminal),
          ...(out.columns === undefined ? {} : { width: out.columns }),
        }),
  );
  return phase !== null && report.open.length > 0 ? 1 : 0;
}

function phaseAsked(value: string | null): number | null {
  if (value === null) return null;
  if (!/^[0-9]{1,3}$/.test(value)) throw new UserError(`${quoted(value)} is no phase; one is a number, as in \`--phase 1\``);
  return Number(value);
}

async function read(call: Call, phase: number | null): Promise<BoardReport> {
  const { repository, head, policy, name } = await openProject(call);
  try {
    const world = await loadWorld(head, policy.layout, policy, new Memory(), false);
    const { revision } = head;
    const report = boardReport(world, revision.kind === "commit" ? revision.oid : "worktree", phase);
    if (phase === null || report.packets.length + report.orphans.length > 0) return report;
    const phases = phasesOf(world);
    const hint = phases.length === 0 ? "there is no packet at all" : `there are the phases ${phases.join(", ")}`;
    throw new UserError(`phase ${String(phase)} has no packet and no stub in ${name}; ${hint}`);
  } finally {
    await repository.dispose();
  }
}
