/**
 * Cuts GitHub's OpenAPI description down to what the stand-in answers: `node scripts/openapi.mjs`.
 *
 * Fetches the package @octokit/openapi with npm into a scratch folder (29 MB; unpacked 385 MB, of which one file is
 * taken) and writes test/github/openapi.json: the operations of the stand-in's routes, what they are asked and what
 * they answer when all goes well, without prose. Needs a build, for the table of routes.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@octokit/openapi@23.0.2";
const DESCRIPTION = "package/generated/api.github.com.json";
const target = fileURLToPath(new URL("../test/github/", import.meta.url));
const { ROUTES } = await import("../dist/demo/github/routes/table.js");

/** Keys that say nothing about what is valid. */
const PROSE = new Set(["description", "example", "examples", "externalDocs", "summary", "tags", "x-github", "title", "callbacks", "default"]);

const folder = mkdtempSync(join(tmpdir(), "writ-openapi-"));
try {
  execFileSync("npm", ["pack", PACKAGE, "--silent"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const [archive] = readdirSync(folder);
  execFileSync("tar", ["xzf", archive, DESCRIPTION, "package/LICENSE"], { cwd: folder });
  const whole = JSON.parse(readFileSync(join(folder, DESCRIPTION), "utf8"));
  mkdirSync(target, { recursive: true });
  const cut = cutDown(whole);
  writeFileSync(join(target, "openapi.json"), `${JSON.stringify(cut)}\n`);
  const notice = `openapi.json is an extract of GitHub's OpenAPI description, taken from the npm package\n${PACKAGE} by scripts/openapi.mjs. Its licence:\n\n`;
  writeFileSync(join(target, "openapi.LICENSE.txt"), notice + readFileSync(join(folder, "package/LICENSE"), "utf8"));
  console.log(`${Object.keys(cut.paths).length} paths, ${Object.keys(cut.components.schemas).length} schemas`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The paths of our routes, and the components that they lead to. */
function cutDown(whole) {
  const paths = {};
  for (const { method, path } of ROUTES) {
    const shape = shapeOf(path);
    const found = Object.keys(whole.paths).find((name) => shapeOf(name) === shape && whole.paths[name][method.toLowerCase()]);
    if (found === undefined) continue;
    const { parameters, requestBody, responses } = whole.paths[found][method.toLowerCase()];
    const good = Object.entries(responses).filter(([status]) => status.startsWith("2"));
    const operation = { parameters, requestBody, responses: Object.fromEntries(good) };
    paths[found] = { ...paths[found], [method.toLowerCase()]: bare(operation) };
  }
  // Here the description wants an account to be a person and an enterprise at once; elsewhere it says "or".
  const list = paths["/app/installations"].get.responses["200"].content["application/json"].schema;
  list.items = { $ref: "#/components/schemas/installation" };
  const components = {};
  const waiting = [paths];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [, kind, name] of JSON.stringify(next).matchAll(/"#\/components\/(\w+)\/([^"/]+)"/g)) {
      components[kind] ??= {};
      if (components[kind][name] !== undefined) continue;
      components[kind][name] = bare(whole.components[kind][name]);
      waiting.push(components[kind][name]);
    }
  }
  return { openapi: whole.openapi, info: { title: PACKAGE, version: whole.info.version }, paths, components };
}

/** A path without the names of its parameters; theirs has two for a comparison. */
function shapeOf(path) {
  return path.replace("{base}...{head}", "{basehead}").replace(/[:*]\w+|\{\w+\}/g, "?");
}

/** The same without prose. Names of properties are not keys of a schema, whatever they are. */
function bare(value, names = false) {
  if (Array.isArray(value)) return value.map((one) => bare(one));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => names || !PROSE.has(key));
  const result = Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner, key === "properties" && !names)]));
  if (names || result.nullable !== true) return result;
  // OpenAPI 3.0's own word, said in those of JSON Schema.
  delete result.nullable;
  return { anyOf: [result, { type: "null" }] };
}
