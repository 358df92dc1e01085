/** Holds webhooks against GitHub's own description of their payloads (webhooks.json, made by scripts/webhooks.mjs). */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { Delivery } from "../../src/demo/github/hooks/webhooks.ts";

const description = JSON.parse(readFileSync(new URL("webhooks.json", import.meta.url), "utf8")) as {
  readonly events: Readonly<Record<string, { readonly $ref: string }>>;
};

const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
formats.default(ajv);
ajv.addSchema(description, "webhooks");
const compiled = new Map<string, ValidateFunction>();

/** Every event that the stand-in sends, as `event` or `event.action`. */
export function describedEvents(): string[] {
  return Object.keys(description.events);
}

/** What is wrong with the payload of a delivery, one sentence each; an event that GitHub does not send is wrong too. */
export function payloadViolations({ event, action, body }: Pick<Delivery, "event" | "action" | "body">): string[] {
  const name = action === null ? event : `${event}.${action}`;
  const described = description.events[name];
  if (described === undefined) return [`${name} is no event that GitHub sends`];
  const validate = compiled.get(name) ?? ajv.compile({ $ref: `webhooks${described.$ref}` });
  compiled.set(name, validate);
  if (validate(JSON.parse(body))) return [];
  const found = (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${name}${instancePath} ${message ?? ""} ${JSON.stringify(params)}`;
  });
  return [...new Set(found)].slice(0, 8);
}
