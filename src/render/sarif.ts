/**
 * SARIF 2.1.0, within what GitHub takes: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files
 * Texts in a SARIF log may hold links, so brackets of strangers' texts are kept from forming one.
 */
import type { Evaluation, Finding, Fix, Related } from "../evaluate/evaluation.ts";
import { clip, json, oneLine } from "./harmless.ts";
import { compare } from "../evaluate/order.ts";
import { byWeight } from "./order.ts";
import type { RuleText, RuleTexts } from "./rule-text.ts";
import { count, verdict } from "./sentence.ts";

const LEVELS = { error: "error", warn: "warning", note: "note" } as const;
const BASELINE = { new: "new", existing: "unchanged" } as const;

type Current = Finding & { readonly state: keyof typeof BASELINE };

/** GitHub's limits. Beyond them it refuses the file, or drops what it likes. */
const MOST_RESULTS = 25_000;
const MOST_LOCATIONS = 1_000;
const LONGEST_NAME = 255;
const LONGEST_DESCRIPTION = 1_024;

export interface SarifOptions {
  readonly rules: RuleTexts;
  /** The version of Writ. */
  readonly version: string;
  /** The folder of the rules' pages, when they are published somewhere; ends in `/`. */
  readonly pages?: URL;
}

/**
 * The evaluation as a SARIF log with one run. Mended findings are left out: GitHub does not look at `baselineState` and
 * would open an alert for each.
 */
export function renderSarif(evaluation: Evaluation, options: SarifOptions): string {
  const { base, revision, digest, summary } = evaluation;
  const findings = evaluation.findings.filter(isCurrent);
  const kept = new Set(findings.length > MOST_RESULTS ? [...findings].sort(byWeight).slice(0, MOST_RESULTS) : findings);
  const results = findings.filter((finding) => kept.has(finding));
  const ids = [...new Set([...options.rules.keys(), ...results.map((finding) => finding.rule)])].sort(compare);
  const indexes = new Map(ids.map((id, index) => [id, index]));
  const left = findings.length - results.length;
  const { exit, sentence } = verdict(evaluation);

  return json({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "writ",
            version: options.version,
            rules: ids.map((id) => descriptor(id, options)),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            exitCode: exit,
            exitCodeDescription: sentence,
            toolExecutionNotifications:
              left === 0
                ? []
                : [notification("warning", `${count(left, "finding")} left out: GitHub takes ${MOST_RESULTS} a run.`)],
            toolConfigurationNotifications: summary.skipped.map(({ rule, reason }) =>
              notification("note", `${rule} did not run: ${reason}`),
            ),
          },
        ],
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The top of the repository." } } },
        columnKind: "utf16CodeUnits",
        properties: { revision, base, digest },
        results: results.map((finding) => result(finding, indexes.get(finding.rule) ?? -1, base !== null)),
      },
    ],
  });
}

function descriptor(id: string, { rules, pages }: SarifOptions): object {
  const rule = rules.get(id) ?? unknownRule(id);
  return {
    id,
    name: clip(id.replace(/(?:^|[^a-z0-9]+)([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase()), LONGEST_NAME),
    shortDescription: { text: clip(rule.title, LONGEST_DESCRIPTION) },
    fullDescription: { text: clip(rule.what, LONGEST_DESCRIPTION) },
    help: help(rule),
    ...(pages === undefined ? {} : { helpUri: new URL(`${encodePath(id)}.md`, pages).href }),
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: [id.split("/")[0] ?? id] },
  };
}

function help({ what, why, how }: RuleText): object {
  return {
    text: `What: ${what}\nWhy: ${why}\nHow to mend it: ${how}`,
    markdown: `**What:** ${what}\n\n**Why:** ${why}\n\n**How to mend it:** ${how}`,
  };
}

/** A rule the catalogue does not hold still needs a descriptor. */
function unknownRule(id: string): RuleText {
  return { title: id, severity: "warn", what: id, why: "Not known.", how: "See the finding." };
}

function isCurrent(finding: Finding): finding is Current {
  return finding.state !== "fixed";
}

function result(finding: Current, ruleIndex: number, compared: boolean): object {
  const { rule, severity, message, expected, path, fingerprint, state, fix, related } = finding;
  const text = expected === null ? message : `${message} Expected: ${expected}`;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: plain(text) },
    locations: [{ physicalLocation: { artifactLocation: artifact(path), region: region(finding) } }],
    ...(related.length === 0 ? {} : { relatedLocations: related.slice(0, MOST_LOCATIONS).map(relatedLocation) }),
    partialFingerprints: { "writFinding/v1": fingerprint },
    ...(compared ? { baselineState: BASELINE[state] } : {}),
    ...(fix === null || fix.edits.length === 0 ? {} : { fixes: [fixOf(fix, path)] }),
  };
}

function relatedLocation({ path, line, endLine, message }: Related, index: number): object {
  return {
    id: index + 1,
    physicalLocation: { artifactLocation: artifact(path), region: { startLine: line, endLine } },
    message: { text: plain(message) },
  };
}

function fixOf({ title, edits }: Fix, path: string): object {
  const replacements = edits.map(({ startByte, endByte, text }) => ({
    deletedRegion: { byteOffset: startByte, byteLength: endByte - startByte },
    insertedContent: { text },
  }));
  return {
    description: { text: plain(title) },
    artifactChanges: [{ artifactLocation: artifact(path), replacements }],
  };
}

function region({ line, column, endLine, endColumn }: Finding): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function notification(level: "warning" | "note", text: string): object {
  return { level, message: { text: plain(text) } };
}

function artifact(path: string): object {
  return { uri: encodePath(path), uriBaseId: "%SRCROOT%" };
}

function encodePath(path: string): string {
  return path.split("/").map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, "\ufffd"))).join("/");
}

/** A stranger's text as a SARIF message: one line, and no `[text](target)`, which viewers make a link of. */
function plain(text: string): string {
  return oneLine(text, Infinity).replaceAll("](", "] (");
}
