/**
 * Cuts GitHub's description of its webhooks down to the events that the stand-in sends: `node scripts/webhooks.mjs`.
 *
 * Fetches the package @octokit/openapi-webhooks with npm into a scratch folder and writes test/github/webhooks.json: the
 * schemas of their payloads and what those lead to, without prose.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { componentsOf, filesOf, notice } from "./description.mjs";

const PACKAGE = "@octokit/openapi-webhooks@12.1.0";
const target = fileURLToPath(new URL("../test/github/", import.meta.url));

const EVENTS = {
  push: [], create: [], delete: [], fork: [], status: [],
  pull_request: ["opened", "synchronize", "edited", "converted_to_draft", "ready_for_review", "closed", "reopened"],
  pull_request_review: ["submitted"],
  issue_comment: ["created", "edited", "deleted"],
  check_run: ["created", "completed", "rerequested", "requested_action"],
  check_suite: ["requested", "rerequested"],
  merge_group: ["checks_requested", "destroyed"],
  installation: ["created", "suspend", "unsuspend", "deleted", "new_permissions_accepted"],
  installation_repositories: ["added", "removed"],
};

const [description, licence] = filesOf(PACKAGE, "generated/api.github.com.json", "LICENSE");
const whole = JSON.parse(description);
const events = Object.entries(EVENTS).flatMap(([event, actions]) => (actions.length === 0 ? [event] : actions.map((action) => `${event}.${action}`)));
const names = Object.fromEntries(events.map((event) => [event, schemaOf(event)]));
const components = withoutEvents(componentsOf(whole, names));
const cut = { openapi: whole.openapi, info: { title: PACKAGE, version: whole.info.version }, events: names, components };
writeFileSync(`${target}webhooks.json`, `${JSON.stringify(cut)}\n`);
writeFileSync(`${target}webhooks.LICENSE.txt`, notice("webhooks.json", PACKAGE, "scripts/webhooks.mjs", licence));
console.log(`${events.length} events, ${Object.keys(cut.components.schemas).length} schemas`);

/** Where the payload of `event.action` is described. */
function schemaOf(event) {
  const webhook = whole.webhooks[event.replace(/[._]/g, "-")];
  if (webhook === undefined) throw new Error(`GitHub sends no ${event}`);
  return { $ref: webhook.post.requestBody.content["application/json"].schema.$ref };
}

/** Lists of the events that an App may ask for lag behind: `merge_group` is missing in some. Any name will do. */
function withoutEvents(value, key = "") {
  if (Array.isArray(value)) return value.map((one) => withoutEvents(one));
  if (typeof value !== "object" || value === null) return value;
  if (key === "events" && value.items?.enum !== undefined) return { ...value, items: { type: "string" } };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutEvents(inner, name)]));
}
