/** `writ check`. */
import { UserError } from "../errors.ts";
import type { Evaluated } from "../evaluate/evaluate.ts";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { quoted } from "../policy/quoted.ts";
import { LAYOUTS } from "../policy/layout.ts";
import type { KeptDocuments } from "./cache/kept-documents.ts";
import type { Call, ExitCode } from "./call.ts";
import { printEvaluation } from "./print.ts";
import { waitBeforeOptimising } from "./patience.ts";
import { Progress } from "./progress.ts";
import type { Project } from "../project/project.ts";
import { openProject } from "./project.ts";
import { selectTargets } from "./targets.ts";

export async function run(call: Call): Promise<ExitCode> {
  const started = performance.now();
  const [project, engine] = await Promise.all([openProject(call), import("./engine.ts")]);
  const kept = engine.keptFor(call, project.repository.root);
  try {
    const opened = performance.now();
    const { evaluation, world } = await judge(call, project, engine, kept);
    await refuseUnreadable(project, world);
    const timed = withTimes(evaluation, { start: started, open: opened - started });
    const nothing = project.policy.layout.found ? null : nothingFound(project);
    await printEvaluation(call, timed, world, nothing);
    kept?.keep();
    return timed.summary.failing > 0 ? 1 : 0;
  } finally {
    await project.repository.dispose();
  }
}

async function judge(
  call: Call,
  project: Project,
  engine: typeof import("./engine.ts"),
  kept: KeptDocuments | null,
): Promise<Evaluated> {
  const { repository, comparison, policy, paths, name } = project;
  const { cwd, err, now } = call.terminal;
  const { root } = repository;
  if (paths.size === 0) throw new UserError(`${quoted(root, 200)} is empty; add a packet: see \`writ help new\``);
  const only = selectTargets(call.arguments, { root, cwd, paths, name }, policy.layout, comparison !== null);
  waitBeforeOptimising();
  const progress = new Progress(err);
  try {
    return await engine.judgeProject(project, {
      now: now(),
      only,
      drift: call.flag("drift"),
      memory: new engine.Memory(kept?.read),
      progress: (done, of) => {
        progress.show(done, of);
      },
    });
  } finally {
    progress.end();
  }
}

/** A file that this person may not read leaves the judgement open: neither passed nor failed. */
async function refuseUnreadable({ head, policy }: Project, world: Evaluated["world"]): Promise<void> {
  const suspects = world.unreadable.map(({ path }) => path);
  if (suspects.length === 0) return;
  for (const [path, content] of await head.read(suspects, policy.scan.maxFileBytes)) {
    if (content.state !== "unreadable") continue;
    throw new UserError(`${quoted(path, 200)} cannot be read (${content.reason}); make it readable and run again`);
  }
}

/** The time of every stage, and of the whole since the process began; milliseconds with one decimal. */
function withTimes(evaluation: Evaluation, before: Readonly<Record<string, number>>): Evaluation {
  const { summary } = evaluation;
  const all = { ...before, ...summary.milliseconds, total: performance.now() };
  const milliseconds = Object.fromEntries(
    Object.entries(all).map(([stage, time]) => [stage, Math.round(time * 10) / 10] as const),
  );
  return { ...evaluation, summary: { ...summary, milliseconds } };
}

function nothingFound({ policy, name }: Project): string {
  const { layout } = policy;
  const known = Object.values(LAYOUTS).map(({ packets }) => packets);
  const folders = layout.name === "paths" ? [layout.packets] : [...new Set(known)];
  return (
    `no packet and no stub in ${name}: none in ${folders.join(" or ")}. ` +
    "`writ new ID` starts one; `paths:` in .github/writ.yml says where else they are"
  );
}
