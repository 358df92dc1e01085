import type { Evaluation, Finding } from "../evaluate/evaluation.ts";
import { groups } from "./group.ts";
import type { Group } from "./group.ts";
import { oneLine } from "./harmless.ts";
import { compare } from "../evaluate/order.ts";
import { failing } from "./order.ts";
import type { RuleTexts } from "./rule-text.ts";
import { SEVERITY_WORD } from "./sentence.ts";

export interface JunitOptions {
  readonly rules: RuleTexts;
}

/**
 * The evaluation as JUnit XML: a suite for every packet and every other file with findings, a case for every rule that
 * found something there, and one passing case for a packet where none did. What fails the check is a failure; the rest
 * is output. Mended findings are left out.
 */
export function renderJunit(evaluation: Evaluation, { rules }: JunitOptions): string {
  const fails = failing(evaluation);
  const open = evaluation.findings.filter((finding) => finding.state !== "fixed");
  const suites = groups(evaluation, open).map((group) => ({ group, cases: casesOf(group) }));
  const tests = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  const failures = suites.reduce((sum, { cases }) => sum + cases.filter((one) => one.findings.some(fails)).length, 0);
  const out = [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="writ" tests="${tests}" failures="${failures}" errors="0">`,
  ];
  for (const { group, cases } of suites) {
    const failed = cases.filter((one) => one.findings.some(fails)).length;
    const numbers = `tests="${cases.length}" failures="${failed}" errors="0" skipped="0"`;
    out.push(`  <testsuite name="${xml(group.name)}" ${numbers} file="${xml(group.path)}">`);
    for (const { name, findings } of cases) {
      const attributes = `name="${xml(name)}" classname="${xml(group.name)}" file="${xml(group.path)}"`;
      if (findings.length === 0) out.push(`    <testcase ${attributes}/>`);
      else out.push(`    <testcase ${attributes}>`, ...caseBody(name, findings, fails, rules), "    </testcase>");
    }
    out.push("  </testsuite>");
  }
  return `${[...out, "</testsuites>"].join("\n")}\n`;
}

interface Case {
  readonly name: string;
  readonly findings: readonly Finding[];
}

function casesOf(group: Group): readonly Case[] {
  if (group.findings.length === 0) return [{ name: "no findings", findings: [] }];
  const names = [...new Set(group.findings.map((finding) => finding.rule))].sort(compare);
  return names.map((name) => ({ name, findings: group.findings.filter((finding) => finding.rule === name) }));
}

function caseBody(
  rule: string,
  findings: readonly Finding[],
  fails: (finding: Finding) => boolean,
  rules: RuleTexts,
): readonly string[] {
  const out: string[] = [];
  const failures = findings.filter(fails);
  const first = failures[0];
  if (first !== undefined) {
    const more = failures.length > 1 ? ` (and ${failures.length - 1} more like this)` : "";
    const how = rules.get(rule)?.how;
    out.push(`      <failure message="${xml(first.message)}${more}" type="${xml(rule)}">`);
    out.push(...failures.map(described));
    if (how !== undefined) out.push(`How to mend it: ${xml(how)}`);
    out.push("      </failure>");
  }
  const rest = findings.filter((finding) => !fails(finding));
  if (rest.length > 0) out.push("      <system-out>", ...rest.map(described), "      </system-out>");
  return out;
}

function described({ severity, state, path, line, column, message, expected }: Finding): string {
  const word = `${state === "existing" ? "existing " : ""}${SEVERITY_WORD[severity]}`;
  const expectation = expected === null ? "" : ` Expected: ${xml(expected)}`;
  return `${word} at ${xml(path)}:${line}:${column}: ${xml(message)}${expectation}`;
}

/**
 * Text for XML 1.0, in content and in attributes: one line, what XML cannot hold named, `>` escaped so that no `]]>`
 * is left. XML also forbids two noncharacters that are otherwise valid Unicode.
 */
function xml(text: string): string {
  return oneLine(text)
    .replace(/[\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
