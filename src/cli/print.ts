/** Writes an evaluation to stdout in the format asked for. Loads only the renderer it needs. */
import type { Evaluation } from "../evaluate/evaluation.ts";
import type { RuleTexts } from "../render/rule-text.ts";
import type { World } from "../rules/rule.ts";
import type { Call } from "./call.ts";
import { FORMATS, type Format } from "./commands.ts";
import { version } from "./version.ts";

/** `nothing` says that there was nothing to judge, and where it was looked for; null when there was something. */
export async function printEvaluation(
  call: Call,
  evaluation: Evaluation,
  world: World,
  nothing: string | null,
): Promise<void> {
  const { out, err } = call.terminal;
  const format = formatOf(call);
  if (nothing !== null && format === "pretty" && evaluation.findings.length === 0) {
    out.write(`Nothing judged: ${nothing}.\n`);
    return;
  }
  out.write(await rendered(format, call, evaluation, world));
  if (nothing !== null) err.write(`writ: ${nothing}\n`);
}

function formatOf(call: Call): Format {
  const wanted = call.value("format");
  return FORMATS.find((format) => format === wanted) ?? "pretty";
}

async function rendered(format: Format, call: Call, evaluation: Evaluation, world: World): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../render/json.ts")).renderJson(evaluation);
    case "sarif": {
      const { renderSarif } = await import("../render/sarif.ts");
      return renderSarif(evaluation, { rules: await ruleTexts(), version: version() });
    }
    case "junit":
      return (await import("../render/junit.ts")).renderJunit(evaluation, { rules: await ruleTexts() });
    case "github":
      return (await import("../render/github.ts")).renderGithub(evaluation, { rules: await ruleTexts() });
    case "markdown":
      return (await import("../render/markdown.ts")).renderMarkdown(evaluation);
    case "pretty":
      return pretty(call, evaluation, world);
  }
}

async function pretty(call: Call, evaluation: Evaluation, world: World): Promise<string> {
  const { out, env } = call.terminal;
  const [{ renderPretty }, { wantsColor }] = await Promise.all([
    import("../render/pretty.ts"),
    import("../render/colour.ts"),
  ]);
  const documents = new Map(world.documents.map((document) => [document.path, document]));
  return renderPretty(evaluation, {
    text: (path) => documents.get(path)?.source.text,
    color: wantsColor(env, out.isTerminal),
    ...(out.columns === undefined ? {} : { width: out.columns }),
    notes: call.flag("notes"),
    all: call.flag("all"),
  });
}

async function ruleTexts(): Promise<RuleTexts> {
  const { rules } = await import("../rules/catalogue.ts");
  return new Map(rules.map((rule) => [rule.id, rule]));
}
