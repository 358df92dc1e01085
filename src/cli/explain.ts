/** `writ explain [RULE]`; what is about decisions is in explain-decisions.ts. */
import { existsSync } from "node:fs";
import { UserError } from "../errors.ts";
import { judgeExample } from "../evaluate/example.ts";
import { COMPARING } from "../evaluate/judge.ts";
import { painter, wantsColor, type Paint } from "../render/colour.ts";
import { json, oneLine, visible } from "../render/harmless.ts";
import { SEVERITY_WORD } from "../render/sentence.ts";
import { wrap } from "../render/width.ts";
import { ruleIds, rules } from "../rules/catalogue.ts";
import type { Example, Rule } from "../rules/rule.ts";
import type { Call, ExitCode } from "./call.ts";
import { gateRuleNamed, type GateRule } from "../verdict/gate-rules.ts";
import { namedRule } from "./named-rule.ts";

const WIDEST = 100;
const LABEL = 10;

export async function run(call: Call): Promise<ExitCode> {
  if (call.value("pull") !== null || call.value("decision") !== null) return (await import("./explain-decisions.ts")).run(call);
  const alone = ["data", "repo", "repository"].find((option) => call.value(option) !== null);
  if (alone !== undefined) throw new UserError(`\`--${alone}\` belongs to \`--pull\` or \`--decision\`; give one of them`);
  const { out, env } = call.terminal;
  const id = call.arguments[0];
  const asJson = call.value("format") === "json";
  const paint = painter(wantsColor(env, out.isTerminal));
  const width = Math.min(WIDEST, Math.max(40, out.columns ?? 80));
  if (id === undefined || call.flag("list")) {
    out.write(asJson ? json(rules.map(ruleData)) : list(paint, width));
    return 0;
  }
  const gate = gateRuleNamed(id);
  if (gate !== null) {
    out.write(asJson ? json(gate) : gatePage(gate, paint, width));
    return 0;
  }
  const rule = namedRule(id);
  out.write(asJson ? json({ ...ruleData(rule), examples: rule.examples }) : await page(rule, paint, width));
  return 0;
}

/** Rules of the gate are judged on a pull request, over what people said there: they have no examples to run. */
function gatePage({ id, title, why, how }: GateRule, paint: Paint, width: number): string {
  const part = (label: string, words: string): string =>
    wrap(words, width - LABEL).map((line, index) => (index === 0 ? label.padEnd(LABEL) : " ".repeat(LABEL)) + line).join("\n");
  return [paint(id, "bold"), "", part("title", title), part("why", why), part("how", how), ""].join("\n");
}

function ruleData(rule: Rule): object {
  const { id, title, severity, what, why, how, fixable, since } = rule;
  return {
    id,
    title,
    severity,
    what,
    why,
    how,
    fixable,
    waivable: rule.waivable !== false,
    needs: rule.needs ?? [],
    states: rule.states ?? null,
    since,
  };
}

function list(paint: Paint, width: number): string {
  const longest = Math.max(...ruleIds.map((id) => id.length));
  const families = [...new Set(ruleIds.map((id) => id.slice(0, id.indexOf("/"))))];
  const blocks = families.map((family) => {
    const members = rules.filter((rule) => rule.id.startsWith(`${family}/`));
    const rows = members.flatMap((rule) => {
      const left = `  ${rule.id.padEnd(longest)}  ${rule.severity.padEnd(5)}  `;
      const title = rule.fixable ? `${rule.title} (fixable)` : rule.title;
      return wrap(title, Math.max(20, width - left.length)).map((line, index) =>
        index === 0 ? left + line : " ".repeat(left.length) + line,
      );
    });
    return `${paint(family, "bold")}\n${rows.join("\n")}\n`;
  });
  return `${blocks.join("\n")}\nWhat one checks, why, and how to mend a finding: writ explain RULE\n`;
}

async function page(rule: Rule, paint: Paint, width: number): Promise<string> {
  const blocks = [
    [`${paint(rule.id, "bold")}: ${rule.title}`],
    [
      ...labelled("What", rule.what, width),
      ...labelled("Why", rule.why, width),
      ...labelled("How", rule.how, width),
      ...labelled("Severity", severityOf(rule), width),
      ...labelled("Fix", rule.fixable ? "`writ fix` mends what is mechanical" : "by hand", width),
      ...labelled("When", applies(rule), width),
      ...pageOf(rule, width),
    ],
    ...(await Promise.all(rule.examples.map((example) => exampleLines(rule, example, paint, width)))),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function severityOf(rule: Rule): string {
  const waived = rule.waivable === false ? "no waiver can help" : "a waiver in the packet can lower it to a note";
  return `${rule.severity}, unless the policy says otherwise; ${waived}`;
}

function applies(rule: Rule): string {
  const parts: string[] = [];
  if (rule.needs?.some((need) => COMPARING.includes(need)) === true) parts.push("only with --base");
  else if (rule.needs?.includes("drift") === true) parts.push("with --drift, and with --base for what a change touches");
  if (rule.states !== undefined) parts.push(`for packets that are ${rule.states.join(", ")}`);
  return parts.length === 0 ? "always" : parts.join("; ");
}

/** The rule's page among the documentation, where that is installed. */
function pageOf(rule: Rule, width: number): readonly string[] {
  const path = `docs/rules/${rule.id}.md`;
  return existsSync(new URL(`../../${path}`, import.meta.url)) ? labelled("Page", path, width) : [];
}

async function exampleLines(rule: Rule, example: Example, paint: Paint, width: number): Promise<readonly string[]> {
  const isGood = example.verdict === "good";
  const lines = [`${isGood ? paint("Good", "green", "bold") : paint("Bad", "red", "bold")}: ${example.shows}`];
  if (example.base !== undefined) lines.push("  Before:", ...fileLines(example.base, paint));
  for (const { subject, files } of example.commits ?? []) {
    lines.push(`  Commit: ${visible(subject)}`, ...fileLines(files, paint));
  }
  if (example.base !== undefined) lines.push("  After:");
  lines.push(...fileLines(example.files, paint));
  if (isGood) return lines;
  const { findings } = await judgeExample(rule, example, rule.needs?.includes("findings") === true ? rules : []);
  const said = findings.find((finding) => finding.rule === rule.id && finding.state !== "fixed");
  if (said !== undefined) {
    const place = `${said.path}:${said.line}: ${SEVERITY_WORD[said.severity]}: ${said.message}`;
    lines.push(...wrap(`Writ says: ${oneLine(place)}`, width - 2).map((line) => `  ${line}`));
  }
  return lines;
}

function fileLines(files: Readonly<Record<string, string>>, paint: Paint): readonly string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const lines = text.replace(/\n$/, "").split("\n");
    const digits = String(lines.length).length;
    const numbered = lines.map((line, index) => {
      const number = paint(`${String(index + 1).padStart(digits)} |`, "dim");
      return `    ${number} ${visible(line)}`.trimEnd();
    });
    return [`  ${paint(visible(path), "cyan")}`, ...numbered];
  });
}

function labelled(label: string, text: string, width: number): readonly string[] {
  return wrap(text, width - LABEL).map((line, index) => (index === 0 ? label : "").padEnd(LABEL) + line);
}
