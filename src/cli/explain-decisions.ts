/** `writ explain --pull N` and `writ explain --decision ID`. */
import { resolve } from "node:path";
import type { Decision } from "../decision/decision.ts";
import type { Derived } from "../decision/derived.ts";
import { readDecisions, type Journalled } from "../decision/read.ts";
import { UserError } from "../errors.ts";
import { quoted } from "../policy/quoted.ts";
import { painter, wantsColor } from "../render/colour.ts";
import { json } from "../render/harmless.ts";
import type { Call, ExitCode } from "./call.ts";
import { decisionText, derivedText } from "./decision-text.ts";
import { repositoryOf } from "./project.ts";
import { version } from "./version.ts";

/** The App's own default. */
const DATA = "data";

export async function run(call: Call): Promise<ExitCode> {
  refuseMixture(call);
  const pull = call.value("pull");
  return pull === null ? deriveOne(call, call.value("decision") ?? "") : list(call, pull);
}

function refuseMixture(call: Call): void {
  const [pull, id] = [call.value("pull"), call.value("decision")];
  if (call.arguments.length > 0 || call.flag("list")) throw new UserError("a rule and a decision are explained one at a time; leave the rule and `--list` out, or `--pull` and `--decision`");
  if (pull !== null && id !== null) throw new UserError("`--pull` lists decisions and `--decision` derives one again; give one of them");
  if (id !== null && call.value("repository") !== null) throw new UserError("`--repository` belongs to `--pull`; leave it out: an id names one decision");
  if (pull !== null && call.value("repo") !== null) throw new UserError("`--repo` belongs to `--decision`; leave it out: nothing of Git is read for a list");
}

async function list(call: Call, wanted: string): Promise<ExitCode> {
  if (!/^[1-9]\d{0,14}$/.test(wanted)) throw new UserError(`\`--pull\` cannot be ${quoted(wanted)}; give the number of a pull request`);
  const number = Number(wanted);
  const found = await read(call, ({ pull }) => pull === number);
  const decisions = ofOneRepository(found.decisions, call.value("repository"), number);
  const { out, env } = call.terminal;
  if (call.value("format") === "json") {
    out.write(json({ decisions, unreadable: found.unreadable }));
    return 0;
  }
  const paint = painter(wantsColor(env, out.isTerminal));
  const ordered = [...decisions].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  out.write(`${ordered.map((decision) => decisionText(decision, paint)).join("\n\n")}\n\nDerive one again: writ explain --decision ID\n`);
  return 0;
}

/** A repository that was renamed is the same one. */
function ofOneRepository(decisions: readonly Decision[], name: string | null, pull: number): readonly Decision[] {
  const nameOf = ({ repository: { owner, name: own } }: Decision): string => `${owner}/${own}`;
  const ids = new Map(decisions.map((decision) => [decision.repository.id, nameOf(decision)]));
  if (name !== null) {
    const own = new Set(decisions.filter((one) => nameOf(one).toLowerCase() === name.toLowerCase()).map(({ repository }) => repository.id));
    if (own.size === 0) throw new UserError(`no decision about pull request ${pull} of ${quoted(name, 200)} is recorded here; there are ${among(ids.values())}`);
    return decisions.filter(({ repository }) => own.has(repository.id));
  }
  if (ids.size === 0) throw new UserError(`no decision about pull request ${pull} is recorded here; check the number, and name the App's data folder with --data`);
  if (ids.size > 1) throw new UserError(`several repositories have a pull request ${pull}: ${among(ids.values())}; name one with --repository`);
  return decisions;
}

function among(names: Iterable<string>): string {
  const all = [...names].sort();
  if (all.length === 0) return "none of any repository";
  return `${all.slice(0, 10).map((name) => quoted(name, 200)).join(", ")}${all.length > 10 ? ` and ${all.length - 10} more` : ""}`;
}

async function deriveOne(call: Call, prefix: string): Promise<ExitCode> {
  if (!/^[0-9a-f]{4,64}$/.test(prefix)) throw new UserError(`\`--decision\` cannot be ${quoted(prefix)}; give at least four hex digits of a decision's id`);
  const { decisions } = await read(call, ({ id }) => id.startsWith(prefix));
  const ids = new Set(decisions.map(({ id }) => id));
  if (ids.size === 0) throw new UserError(`no decision begins with ${quoted(prefix)}; \`writ explain --pull NUMBER\` lists them`);
  if (ids.size > 1) throw new UserError(`${ids.size} decisions begin with ${quoted(prefix)}; give more of the id`);
  const repository = await repositoryOf(call);
  try {
    const { derive } = await import("../decision/derive.ts");
    const results: { decision: Decision; derived: Derived }[] = [];
    // Of two lines with one id one was forged.
    for (const decision of decisions) results.push({ decision, derived: await derive(repository, decision, version()) });
    show(call, results);
    return results.every(({ derived }) => derived.state === "same") ? 0 : 1;
  } finally {
    await repository.dispose();
  }
}

function show(call: Call, results: readonly { readonly decision: Decision; readonly derived: Derived }[]): void {
  const { out, env } = call.terminal;
  if (call.value("format") === "json") {
    out.write(json(results.length === 1 ? results[0] : results));
    return;
  }
  const paint = painter(wantsColor(env, out.isTerminal));
  const texts = results.map(({ decision, derived }) => `${decisionText(decision, paint)}\n\n${derivedText(derived, paint)}\n`);
  out.write(texts.join("\n"));
}

async function read(call: Call, wanted: (decision: Decision) => boolean): Promise<Journalled> {
  const { cwd, env, err } = call.terminal;
  const own = env["DATA_DIR"]?.trim() ?? "";
  const folder = resolve(cwd, call.value("data") ?? (own === "" ? DATA : own));
  const found = await readDecisions(folder, wanted);
  const { unreadable } = found;
  if (unreadable > 0) err.write(`${unreadable} ${unreadable === 1 ? "line is" : "lines are"} no decision that this Writ can read, and passed over.\n`);
  return found;
}
