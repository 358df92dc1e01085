/**
 * Mutation proof for the rules: breaks the check of each rule in many small ways, one at a time, and shows that a test
 * notices. A mutant is run against the rule's own examples. Where too many survive those, the survivors also meet the
 * unit tests of the rule's family, which takes seconds for each.
 *
 *   node scripts/mutate.mjs [FAMILY/NAME …] [--survivors]
 *
 * Prints the score by rule and in all, and exits 1 below 80 %. Needs `npm run build` first.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FAMILIES = readdirSync(join(ROOT, "src/rules"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const LEAST = 0.8;
/** Below this, examples alone say too little about a rule. */
const FEW = 0.6;
/** A mutant that has not answered by then loops, and so was noticed. */
const PATIENCE = 10_000;

const SWAPS = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
  [ts.SyntaxKind.QuestionQuestionToken, "&&"],
]);

/** Every way in which this file's code is broken: `{ start, end, text, what }` over the source. */
function mutants(source) {
  const found = [];
  const add = (node, text, what) =>
    found.push({ start: node.getStart(source), end: node.getEnd(), text, what, line: lineOf(source, node) });
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isPropertyAssignment(node) && isMetadata(node, source)) return;
    if (ts.isIfStatement(node) || ts.isConditionalExpression(node)) {
      const condition = ts.isIfStatement(node) ? node.expression : node.condition;
      add(condition, `!(${condition.getText(source)})`, "condition negated");
      add(condition, "true", "condition always true");
      add(condition, "false", "condition never true");
    }
    if (ts.isBinaryExpression(node)) {
      const swap = SWAPS.get(node.operatorToken.kind);
      if (swap !== undefined) add(node.operatorToken, swap, `${node.operatorToken.getText(source)} to ${swap}`);
    }
    if (ts.isExpressionStatement(node) && ts.isYieldExpression(node.expression)) add(node, ";", "report dropped");
    if (ts.isContinueStatement(node) || (ts.isReturnStatement(node) && node.expression === undefined)) {
      add(node, ";", "early exit dropped");
    }
    if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, "false", "true to false");
    if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, "true", "false to true");
    if (ts.isNumericLiteral(node)) add(node, String(Number(node.text) + 1), `${node.text} plus one`);
    if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent) && node.parent.expression === node) {
      if (node.name.text === "some") add(node.name, "every", "some to every");
      if (node.name.text === "every") add(node.name, "some", "every to some");
      if (node.name.text === "filter") add(node.parent, node.expression.getText(source), "filter dropped");
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      add(node, node.operand.getText(source), "negation dropped");
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Properties of the rule object that say what it is and do not decide anything. */
function isMetadata(node, source) {
  const name = node.name.getText(source);
  return ["examples", "title", "what", "why", "how", "since", "id", "fixable", "message", "expected"].includes(name);
}

function lineOf(source, node) {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** TypeScript to a module whose imports lead to the built files. */
function emit(text, file) {
  const js = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  }).outputText;
  const base = new URL(file, pathToFileURL(`${ROOT}/`));
  return js.replace(/(from\s+|import\()"(\.[^"]+)\.ts"/g, (_, lead, path) => {
    const target = new URL(`${path}.js`, base).href;
    return `${lead}"${target.replace("/src/", "/dist/")}"`;
  });
}

function parse(text, file) {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
}

/** Whether the rule's examples notice: asks a worker, which is replaced when a mutant makes it loop. */
class Examples {
  #folder = mkdtempSync(join(tmpdir(), "writ-mutants-"));
  #worker = null;
  #answer = null;
  #timer = null;
  #count = 0;

  async notice(text, file, exportName) {
    const module = join(this.#folder, `mutant-${String(this.#count++)}.mjs`);
    writeFileSync(module, emit(text, file));
    this.#worker ??= this.#start();
    const answer = await new Promise((resolve) => {
      this.#answer = resolve;
      this.#timer = setTimeout(() => resolve("loops"), PATIENCE);
      this.#worker.postMessage({ module: pathToFileURL(module).href, exportName });
    });
    clearTimeout(this.#timer);
    // Every mutant stays in the worker's memory, so the worker is replaced now and then.
    if (answer === "loops" || answer === "died" || this.#count % 300 === 0) {
      await this.#worker.terminate();
      this.#worker = null;
    }
    rmSync(module);
    return answer !== "survived";
  }

  #start() {
    const worker = new Worker(new URL("./mutant-worker.mjs", import.meta.url));
    worker.on("message", (answer) => this.#answer?.(answer));
    worker.on("error", () => this.#answer?.("died"));
    return worker;
  }

  async close() {
    await this.#worker?.terminate();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Whether the unit tests of the rule's family notice. */
async function unitTestsNotice(text, file) {
  const folder = mkdtempSync(join(tmpdir(), "writ-mutant-"));
  const copy = join(folder, "mutant.ts");
  writeFileSync(copy, text);
  const tests = spawn("npx", ["vitest", "run", "--config", "scripts/vitest.mutant.config.ts", `${dirname(file)}/`], {
    cwd: ROOT,
    env: { ...process.env, WRIT_MUTANT_FILE: join(ROOT, file), WRIT_MUTANT_TEXT: copy },
    timeout: 60_000,
    stdio: "ignore",
  });
  const [status] = await once(tests, "exit");
  rmSync(folder, { recursive: true, force: true });
  return status !== 0;
}

function ruleFiles(wanted) {
  return FAMILIES.flatMap((family) =>
    readdirSync(join(ROOT, "src/rules", family))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "family.ts")
      .map((name) => `src/rules/${family}/${name}`)
      .filter((file) => readFileSync(join(ROOT, file), "utf8").includes("satisfies Rule"))
      .filter((file) => wanted.length === 0 || wanted.some((id) => file === `src/rules/${id}.ts`)),
  );
}

async function proveRule(file, showSurvivors) {
  const text = readFileSync(join(ROOT, file), "utf8");
  const exportName = /export const (\w+) = \{/.exec(text)?.[1];
  const examples = new Examples();
  if (await examples.notice(text, file, exportName)) throw new Error(`${file}: its own examples fail before it is broken`);
  const all = mutants(parse(text, file));
  const broken = ({ start, end, text: instead }) => text.slice(0, start) + instead + text.slice(end);
  let survivors = [];
  for (const mutant of all) if (!(await examples.notice(broken(mutant), file, exportName))) survivors.push(mutant);
  await examples.close();
  if (all.length - survivors.length < FEW * all.length) {
    const unnoticed = [];
    for (const mutant of survivors) if (!(await unitTestsNotice(broken(mutant), file))) unnoticed.push(mutant);
    survivors = unnoticed;
  }
  const killed = all.length - survivors.length;
  console.log(`${percent(killed, all.length).padStart(5)}  ${String(killed)}/${String(all.length)}  ${file}`);
  if (showSurvivors) for (const { line, what } of survivors) console.log(`         line ${String(line)}: ${what}`);
  return { killed, total: all.length };
}

function percent(part, whole) {
  return whole === 0 ? "-" : `${String(Math.floor((100 * part) / whole))} %`;
}

const options = process.argv.slice(2);
const showSurvivors = options.includes("--survivors");

const files = ruleFiles(options.filter((option) => !option.startsWith("--")));
const results = [];
const queue = [...files];
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      results.push(await proveRule(file, showSurvivors));
    }
  }),
);
const killed = results.reduce((sum, result) => sum + result.killed, 0);
const total = results.reduce((sum, result) => sum + result.total, 0);
console.log(`mutation score ${percent(killed, total)}: ${String(killed)} of ${String(total)} mutants noticed in ${String(files.length)} rules`);
process.exitCode = total > 0 && killed / total >= LEAST ? 0 : 1;
