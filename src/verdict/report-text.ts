/** The text of a report: the same words and facts always give the same bytes, in ASCII, lines ending in LF. */
import { dialect } from "../packet/dialect.ts";
import { reportEssence, reportId, sourceOf } from "../ledger/statements.ts";
import { plainName, reasonLines, span } from "./inert.ts";
import type { ReportFacts } from "./report-facts.ts";
import { TESTS, type ReportWords } from "./report-words.ts";

/** Lists are cut here; the digest covers all of it. */
const MOST = 200;

/**
 * The report, from the first character of its heading to the last of its reason, without a line end.
 *
 * @param previous digest of the report before it in the packet, or the word for none
 */
export function reportText(words: ReportWords, facts: ReportFacts, previous: string): string {
  const { written } = dialect.report;
  const { labels, parts, claims, none } = written;
  const statements: readonly (readonly [string, string])[] = [
    [labels.id, idOf(words, facts.subject.digest)],
    [labels.subject, facts.subject.digest],
    [labels.commit, words.commit],
    [labels.base, words.base ?? none],
    [labels.previous, previous],
    [labels.validator, validatorOf(words)],
    [labels.policy, words.policy ?? none],
    [labels.writ, words.writ],
    ...(words.status === null ? [] : [[written.status, `${words.status.from} -> ${words.status.to}`] as const]),
  ];
  const { failing } = facts;
  const gates = failing === 0 ? "YES" : `NO (${failing} ${failing === 1 ? "finding" : "findings"} at error)`;
  return [
    `### ${written.heading.replace("{id}", words.packet).replace("{at}", words.at)}`,
    `${written.verdict}: ${words.verdict}`,
    ...statements.map(([label, value]) => `- ${label}: ${value}`),
    "",
    `${parts.claims}:`,
    "",
    `- ${claims.gates}: ${gates}`,
    `- ${claims.tests}: ${TESTS[words.tests ?? "unsaid"]}${checksSeen(words)}`,
    `- ${claims.spec}: ${words.verdict === "PASS" ? "YES" : "NO"}`,
    ...list(parts.scope, facts.scope.map((path) => span(path))),
    ...list(parts.files, facts.subject.entries.map(({ kind, mode, id, path }) => `${kind} ${mode} ${id} ${span(path, 300)}`)),
    ...list(parts.findings, facts.findings.flatMap(findingLines)),
    ...list(parts.waivers, facts.waivers.map(({ id, expiry, rules }) => {
      const ruled = rules.length === 0 ? "no rule named" : rules.map((rule) => span(rule)).join(", ");
      return `${span(id)} until ${expiry === null ? "no day named" : span(expiry, 40)}: ${ruled}`;
    })),
    ...list(parts.risks, facts.risks.map(({ rule, count }) => `${span(rule)}: ${count} at warn`)),
    "",
    ...reasonOf(words),
  ].join("\n");
}

/** What a report of these words says on the validator's behalf, as `reportEssence` of the report gives it. */
export function essenceOf(words: ReportWords, subject: string): string {
  const { labels, verdict } = dialect.report.written;
  const said = [
    "",
    `${verdict}: ${words.verdict}`,
    `- ${labels.id}: ${idOf(words, subject)}`,
    `- ${labels.subject}: ${subject}`,
    `- ${labels.validator}: ${validatorOf(words)}`,
    ...reasonOf(words),
  ];
  return reportEssence(said.join("\n"));
}

function validatorOf({ validator, source }: Pick<ReportWords, "validator" | "source">): string {
  return `${plainName(validator.login)} (${validator.id ?? "unproved"}), ${source}`;
}

function reasonOf({ verdict, reason }: Pick<ReportWords, "verdict" | "reason">): readonly string[] {
  return [`${dialect.report.written.reason.replace("{verdict}", verdict)}:`, "", ...reasonLines(reason)];
}

/** The id of the report that these words make about a subject. */
export function idOf({ packet, verdict, source }: Pick<ReportWords, "packet" | "verdict" | "source">, subject: string): string {
  return reportId({ packet, subject, verdict, source: sourceOf(source) });
}

function checksSeen({ checks }: ReportWords): string {
  if (checks.length === 0) return "";
  const seen = checks.slice(0, MOST).map(({ name, conclusion }) => `${plainName(name)}: ${plainName(conclusion, 40)}`);
  return ` (${seen.join("; ")})`;
}

function findingLines({ requirement, evidence }: ReportFacts["findings"][number]): readonly string[] {
  const said = span(requirement, 300);
  if (evidence.length === 0) return [`${said} -> nothing cited`];
  return evidence.map(({ place, state }) => `${said} -> ${span(place, 300)} (${state})`);
}

function list(label: string, items: readonly string[]): readonly string[] {
  const rest = items.length - MOST;
  const shown = items.slice(0, MOST).map((item) => `- ${item}`);
  if (items.length === 0) shown.push(`- ${dialect.report.written.none}`);
  if (rest > 0) shown.push(`- and ${rest} more, all of them in the digest or at the commit`);
  return ["", `${label}:`, "", ...shown];
}
