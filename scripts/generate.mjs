/**
 * Writes what is derived from the code: the pages of the rules, and the JSON Schemas of policy and evaluation.
 *
 *   node scripts/generate.mjs          writes
 *   node scripts/generate.mjs --check  exits 1 and names what is not up to date
 *
 * Needs `npm run build` first.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { policyJsonSchema } from "../dist/policy/json-schema.js";
import { evaluationJsonSchema } from "../dist/render/json-schema.js";
import { ruleIds, rules } from "../dist/rules/catalogue.js";
import { ruleIndex, rulePage } from "./rule-page.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const wanted = new Map([
  ["docs/rules.md", ruleIndex(rules)],
  ["schema/policy.schema.json", json(policyJsonSchema(ruleIds))],
  ["schema/evaluation.schema.json", json(evaluationJsonSchema)],
  ...rules.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)]),
]);

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Pages of rules that are no more. */
function leftovers() {
  const folder = join(ROOT, "docs/rules");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !wanted.has(path));
}

const stale = [...wanted].filter(([path, text]) => {
  const file = join(ROOT, path);
  return !existsSync(file) || readFileSync(file, "utf8") !== text;
});
const extra = leftovers();

if (process.argv.includes("--check")) {
  for (const path of [...stale.map(([path]) => path), ...extra]) console.error(`${path} is not up to date`);
  if (stale.length + extra.length > 0) {
    console.error("Run `npm run generate` and commit what it writes.");
    process.exitCode = 1;
  }
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
    console.log(`wrote ${path}`);
  }
  for (const path of extra) {
    rmSync(join(ROOT, path));
    console.log(`removed ${path}`);
  }
  if (stale.length + extra.length === 0) console.log("everything is up to date");
}
