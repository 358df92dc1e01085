/** Holds requests and answers against GitHub's own description of its API (openapi.json, made by scripts/openapi.mjs). */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { ValidateFunction } from "ajv";
import formats from "ajv-formats";
import type { Exchange } from "../../src/demo/github/http/server.ts";

interface Media { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>; readonly $ref?: string }

interface Operation {
  readonly requestBody?: Media;
  readonly responses: Readonly<Record<string, Media>>;
}

const description = JSON.parse(readFileSync(new URL("openapi.json", import.meta.url), "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Media>> };
};

const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
formats.default(ajv);
ajv.addSchema(description, "github");

const paths = new Map(Object.keys(description.paths).map((path) => [shapeOf(path), path]));
const compiled = new Map<string, ValidateFunction>();

/** Whether GitHub describes a route of the stand-in. */
export function isDescribed(method: string, route: string): boolean {
  const path = paths.get(shapeOf(route));
  return path !== undefined && description.paths[path]?.[method.toLowerCase()] !== undefined;
}

/** What is wrong with an exchange, one sentence each: its request when it was taken, and its answer when it says yes. */
export function violations({ method, route, request, status, answer }: Exchange): string[] {
  const path = paths.get(shapeOf(route));
  const operation = path === undefined ? undefined : description.paths[path]?.[method.toLowerCase()];
  if (path === undefined || operation === undefined || status >= 300) return [];
  const base = `#/paths/${pointer(path)}/${method.toLowerCase()}`;
  const found: string[] = [];
  const check = (what: string, at: string, value: unknown): void => {
    const validate = compiled.get(at) ?? ajv.compile({ $ref: `github${at}` });
    compiled.set(at, validate);
    if (validate(value)) return;
    for (const { instancePath, message } of validate.errors ?? []) {
      found.push(`${method} ${route}: ${what}${instancePath} ${message ?? ""}`);
    }
  };
  const json = "content/application~1json/schema";
  if (operation.requestBody?.content?.["application/json"]?.schema !== undefined) {
    check("request", `${base}/requestBody/${json}`, request);
  }
  const response = operation.responses[String(status)];
  if (response === undefined) found.push(`${method} ${route}: ${status} is no answer that GitHub gives`);
  else if (response.$ref !== undefined) {
    const name = response.$ref.replace("#/components/responses/", "");
    const described = description.components.responses[name]?.content?.["application/json"]?.schema;
    if (described !== undefined) check("answer", `#/components/responses/${name}/${json}`, answer);
  } else if (response.content?.["application/json"]?.schema !== undefined && !Buffer.isBuffer(answer)) {
    check("answer", `${base}/responses/${status}/${json}`, JSON.parse(JSON.stringify(answer)));
  }
  return [...new Set(found)].slice(0, 5);
}

/** A path without the names of its parameters. */
function shapeOf(path: string): string {
  return path.replace("{base}...{head}", "{basehead}").replace(/\/contents$/, "/contents/?").replace(/[:*]\w+|\{\w+\}/g, "?");
}

function pointer(path: string): string {
  return encodeURIComponent(path.replaceAll("~", "~0").replaceAll("/", "~1"));
}
