/**
 * Cuts GitHub's OpenAPI description down to what the stand-in answers: `node scripts/openapi.mjs`.
 *
 * Fetches the package @octokit/openapi with npm into a scratch folder (29 MB; unpacked 385 MB, of which one file is
 * taken) and writes test/github/openapi.json: the operations of the stand-in's routes, what they are asked and what
 * they answer when all goes well, without prose. Needs a build, for the table of routes.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bare, componentsOf, filesOf, notice } from "./description.mjs";

const PACKAGE = "@octokit/openapi@23.0.2";
const DESCRIPTION = "generated/api.github.com.json";
const target = fileURLToPath(new URL("../test/github/", import.meta.url));
const { ROUTES } = await import("../dist/demo/github/routes/table.js");

const [description, licence] = filesOf(PACKAGE, DESCRIPTION, "LICENSE");
const cut = cutDown(JSON.parse(description));
writeFileSync(`${target}openapi.json`, `${JSON.stringify(cut)}\n`);
writeFileSync(`${target}openapi.LICENSE.txt`, notice("openapi.json", PACKAGE, "scripts/openapi.mjs", licence));
console.log(`${Object.keys(cut.paths).length} paths, ${Object.keys(cut.components.schemas).length} schemas`);

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
  const info = { title: PACKAGE, version: whole.info.version };
  return { openapi: whole.openapi, info, paths, components: componentsOf(whole, paths) };
}

/** A path without the names of its parameters; theirs has two for a comparison. */
function shapeOf(path) {
  return path.replace("{base}...{head}", "{basehead}").replace(/[:*]\w+|\{\w+\}/g, "?");
}
