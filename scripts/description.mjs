/** What the scripts share that cut GitHub's descriptions of itself down to what the stand-in needs. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The text of some files of a package on npm, as `npm pack` brings it into a scratch folder. */
export function filesOf(name, ...paths) {
  const folder = mkdtempSync(join(tmpdir(), "writ-description-"));
  try {
    execFileSync("npm", ["pack", name, "--silent"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    const [archive] = readdirSync(folder);
    const inside = paths.map((path) => `package/${path}`);
    execFileSync("tar", ["xzf", archive, ...inside], { cwd: folder });
    return inside.map((path) => readFileSync(join(folder, path), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The words that stand before the licence of an extract. */
export function notice(file, name, script, licence) {
  return `${file} is an extract of GitHub's OpenAPI description, taken from the npm package\n${name} by ${script}. Its licence:\n\n${licence}`;
}

/** The components that some parts of a description lead to, without prose. */
export function componentsOf(whole, part) {
  const components = {};
  const waiting = [part];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [, kind, name] of JSON.stringify(next).matchAll(/"#\/components\/(\w+)\/([^"/]+)"/g)) {
      components[kind] ??= {};
      if (components[kind][name] !== undefined) continue;
      components[kind][name] = bare(whole.components[kind][name]);
      waiting.push(components[kind][name]);
    }
  }
  return components;
}

/** Keys that say nothing about what is valid. */
const PROSE = new Set(["description", "example", "examples", "externalDocs", "summary", "tags", "x-github", "title", "callbacks", "default"]);

/** The same without prose. Names of properties are not keys of a schema, whatever they are. */
export function bare(value, names = false) {
  if (Array.isArray(value)) return value.map((one) => bare(one));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => names || !PROSE.has(key));
  const result = Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner, key === "properties" && !names)]));
  if (names || result.nullable !== true) return result;
  // OpenAPI 3.0's own word, said in those of JSON Schema.
  delete result.nullable;
  return { anyOf: [result, { type: "null" }] };
}
