/** Documents that try to make a reader slow or large: as big as is read at all, and far beyond. */
const LINES = 19_900;
const BYTES = 1024 * 1024 - 200;

/** Lines until either bound is reached. */
function lines(make, count = LINES) {
  const parts = [];
  let size = 0;
  for (let index = 0; index < count; index++) {
    const line = `${make(index)}\n`;
    if (size + line.length > BYTES) break;
    parts.push(line);
    size += line.length;
  }
  return parts.join("");
}

export const documents = {
  "a line of 10 MB": "a".repeat(10_000_000),
  "10 MB of lines": "- a line like any other\n".repeat(420_000),
  "100,000 headings": "## SCOPE\n".repeat(100_000),
  "19,900 headings": lines(() => "## SCOPE"),
  "headings of every level": lines((n) => `${"#".repeat(1 + (n % 6))} heading ${n}`),
  "lists 700 deep": lines((n) => `${" ".repeat(2 * n)}- x`, 700),
  "list markers on one line": "- ".repeat(16_000),
  "quotations 32,000 deep": `${">".repeat(32_000)} x`,
  "a fence nobody closes": `\`\`\`\n${lines(() => "x")}`,
  "every fence unclosed": lines((n) => (n % 2 === 0 ? "~~~text" : "## SCOPE")),
  "fences of growing length": lines((n) => "`".repeat(3 + (n % 300))),
  "broken fences": lines((n) => ["`ash", "`", "## SCOPE"][n % 3]),
  "comments nobody closes": lines(() => "<!--"),
  "html blocks": lines(() => "<div>"),
  "emphasis nobody closes": lines(() => "**a *b ".repeat(7)),
  "links nobody closes": lines(() => "[a](".repeat(12)),
  "backticks of every length": lines((n) => `${"`".repeat(n % 100)} a`),
  "tables": `|a|b|\n|-|-|\n${lines(() => "|x|y|")}`,
  "a table of 4,000 columns": `|${"a|".repeat(4_000)}\n|${"-|".repeat(4_000)}\n${lines(() => "|x")}`,
  "labels": lines(() => "- **STATUS**: Done"),
  "labels that nest": lines((n) => `${"  ".repeat(n % 40)}- **IN_SCOPE_PATHS**:`),
  "scope paths": `## SCOPE\n- IN_SCOPE_PATHS:\n${lines(() => "  - src/lamps/pier.ts")}`,
  "requirements": `## DONE_MEANS\n${lines((n) => `- requirement ${n}`)}`,
  "an evidence map": `## EVIDENCE_MAPPING\n${lines((n) => (n % 2 === 0 ? '- REQUIREMENT: "x"' : "- EVIDENCE: `a.rs:1`"))}`,
  "citations": lines(() => "a.rs:1,2,3 b.rs:4-5 "),
  "almost citations": lines(() => "a/".repeat(25)),
  "waivers": `## WAIVERS GRANTED\n${lines((n) => `- WAIVER-${n} | Date: x | Scope: y`)}`,
  "reports": lines((n) => (n % 2 === 0 ? "## VALIDATION REPORT - x" : "Verdict: PASS")),
  "glued headings": lines(() => "x\\n\\n## SCOPE"),
  "mojibake": lines(() => "\u00c2\u00a7\u00e2\u20ac\u201d".repeat(4)),
  "control characters": lines(() => "\u0008".repeat(40)),
  "bidirectional marks": lines(() => "\u202e\u200b".repeat(10)),
  "carriage returns": lines(() => "a\rb\rc"),
  "null bytes": "\0".repeat(30_000),
};
