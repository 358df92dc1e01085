/** `writ lineage`. */
import { UserError } from "../errors.ts";
import { lineageReport, type LineageReport } from "../evaluate/lineage-report.ts";
import { lineageOf } from "../lineage/graph.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import { wantsColor } from "../render/colour.ts";
import { json } from "../render/harmless.ts";
import { renderLineage } from "../render/lineage.ts";
import { dotLineage, mermaidLineage } from "../render/lineage-graph.ts";
import type { Call, ExitCode } from "./call.ts";
import { evaluate, ruleIds, rules } from "./engine.ts";
import { openProject } from "./project.ts";

export async function run(call: Call): Promise<ExitCode> {
  const [name = ""] = call.arguments;
  const format = call.value("format") ?? "text";
  const report = await read(call, name);
  call.terminal.out.write(shown(report, format, call));
  return 0;
}

function shown(report: LineageReport, format: string, { terminal }: Call): string {
  switch (format) {
    case "json":
      return json(report);
    case "mermaid":
      return mermaidLineage(report);
    case "dot":
      return dotLineage(report);
    default: {
      const { out, env } = terminal;
      const color = wantsColor(env, out.isTerminal);
      return renderLineage(report, { color, ...(out.columns === undefined ? {} : { width: out.columns }) });
    }
  }
}

async function read(call: Call, name: string): Promise<LineageReport> {
  const project = await openProject(call);
  try {
    const { evaluation, world } = await evaluate({
      head: project.head,
      base: null,
      commits: [],
      repository: null,
      policy: project.policy,
      rules: rules.filter(({ id }) => id.startsWith("lineage/")),
      knownRules: ruleIds,
      today: call.terminal.now().toISOString().slice(0, 10),
      only: [],
    });
    const { bases, byId, baseOf } = lineageOf(world);
    const base = bases.has(name) ? name : byId.has(name) ? baseOf(name) : null;
    const report = base === null ? null : lineageReport(base, world, evaluation.revision, evaluation.findings);
    if (report !== null) return report;
    const near = nearest(name, [...bases.keys(), ...byId.keys()]);
    const hint = near === null ? "`writ board` lists the packets there are" : `did you mean ${quoted(near)}?`;
    throw new UserError(`there is no packet, stub or row about ${quoted(name)} in ${project.name}; ${hint}`);
  } finally {
    await project.repository.dispose();
  }
}
