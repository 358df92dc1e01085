/** The page of a rule and the index of all of them, in Markdown, from the rule itself. */

const SEVERITY = { error: "error: fails the check", warn: "warning", note: "note: shown collapsed" };

const STATE = {
  draft: "drafts",
  ready: "ready packets",
  active: "packets in work",
  blocked: "blocked packets",
  done: "finished packets",
  history: "packets that are history",
};

const NEED = {
  change: "a base commit to compare with (`--base`)",
  lines: "the lines that the change adds",
  specs: "the spec files that refinements name",
  findings: "the findings of all other rules",
};

export function rulePage(rule) {
  const facts = [
    `- Severity: ${SEVERITY[rule.severity]}, unless the policy says otherwise`,
    `- Judges: ${judged(rule)}`,
    ...(rule.needs ?? []).map((need) => `- Needs ${NEED[need]}`),
    rule.fixable ? "- `writ fix` mends at least some of its findings" : "- Has to be mended by hand",
    ...(rule.waivable === false ? ["- No waiver lifts it"] : []),
    `- Since ${rule.since}`,
  ];
  const parts = [
    `# ${rule.id}`,
    `**${rule.title}.**`,
    facts.join("\n"),
    `## What it checks\n\n${rule.what}`,
    `## Why\n\n${rule.why}`,
    `## How to mend it\n\n${rule.how}`,
    `## Examples\n\nEach of these runs as a test.`,
    ...rule.examples.map(example),
    `[All rules](${"../".repeat(rule.id.split("/").length)}rules.md)`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function judged(rule) {
  if (rule.scope === "document") return "every governed document";
  if (rule.scope === "repository") return "the repository as a whole";
  const states = rule.states?.map((state) => STATE[state]).join(", ");
  const kinds = rule.kinds.map((kind) => `${kind}s`).join(" and ");
  return states === undefined ? kinds : `${kinds} (of packets: ${states})`;
}

function example(example) {
  const verdict = example.verdict === "good" ? "Good" : "Bad";
  const base = Object.entries(example.base ?? {}).map(([path, text]) => file(path, text, " before the change"));
  const commits = (example.commits ?? []).flatMap((commit) =>
    Object.entries(commit.files).map(([path, text]) => file(path, text, ` at the commit "${commit.subject}"`)),
  );
  const files = Object.entries(example.files).map(([path, text]) => file(path, text, ""));
  return [`### ${verdict}: ${example.shows}`, ...base, ...commits, ...files].join("\n\n");
}

function file(path, text, when) {
  const shown = visible(text);
  const fence = "`".repeat(Math.max(3, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length + 1)));
  const language = path.endsWith(".md") ? "markdown" : "";
  return `\`${path}\`${when}\n\n${fence}${language}\n${shown.endsWith("\n") ? shown : `${shown}\n`}${fence}`;
}

/** Characters nobody can see are shown by their number, and very long texts are cut. */
function visible(text) {
  // eslint-disable-next-line no-control-regex -- these are what must be made visible
  const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
  const shown = text.replace(hidden, (c) => `<U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);
  return shown.length > 4000 ? `${shown.slice(0, 4000)}\n… ${String(shown.length - 4000)} more characters\n` : shown;
}

export function ruleIndex(rules) {
  const families = new Map();
  for (const rule of rules) {
    const family = rule.id.split("/")[0];
    families.set(family, [...(families.get(family) ?? []), rule]);
  }
  const tables = [...families].map(([family, members]) => {
    const rows = members.map(
      (rule) => `| [${rule.id}](rules/${rule.id}.md) | ${rule.severity} | ${rule.fixable ? "yes" : ""} | ${rule.title} |`,
    );
    return [`## ${family}`, "", "| rule | severity | fix | what it asks |", "|---|---|---|---|", ...rows].join("\n");
  });
  const intro =
    `# Rules\n\nThe ${String(rules.length)} rules, by family. Each page says what the rule checks, why, and how to mend a finding; ` +
    "its examples are tests. A policy can change the severity of a rule or of a family (`structure/*`); see [policy](policy.md).\n";
  return `${intro}\n${tables.join("\n\n")}\n`;
}
