/** Payloads as GitHub sends them, out of its own published examples, changed where a test asks for it. */
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

export type Payload = Record<string, unknown>;

interface Examples {
  readonly name: string;
  readonly examples: readonly Payload[];
}

const FILE = new URL("../../../node_modules/@octokit/webhooks-examples/api.github.com/index.json", import.meta.url);
export const EXAMPLES = JSON.parse(readFileSync(FILE, "utf8")) as readonly Examples[];

export const APP_ID = 4711;
export const INSTALLATION = 99;
export const HEAD = "5bd5f196a46b8222fb7484f05faba41a73cf34bd";
export const REPOSITORY = { id: 186853002, owner: "harbour", name: "berths" };

const repository = {
  id: REPOSITORY.id, name: REPOSITORY.name, full_name: "harbour/berths", default_branch: "main",
  owner: { login: "harbour", name: "harbour", id: 5 },
};

/** The first example of an event and action, as it would come from our repository and installation. */
export function example(event: string, action: string | null, changes: Payload = {}): Payload {
  const found = EXAMPLES.find(({ name }) => name === event)?.examples.find((each) => action === null || each["action"] === action);
  if (found === undefined) throw new Error(`GitHub gives no example of ${event} ${action ?? ""}`);
  return merged(structuredClone(found), { repository, installation: { id: INSTALLATION }, ...changes });
}

function merged(base: Payload, changes: Payload): Payload {
  for (const [name, value] of Object.entries(changes)) {
    const before = base[name];
    base[name] = isPlain(before) && isPlain(value) ? merged(before, value) : value;
  }
  return base;
}

function isPlain(value: unknown): value is Payload {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function sign(body: string | Buffer, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** The headers and body of a delivery. */
export function delivery(event: string, payload: Payload, secret: string, guid: string = randomUUID()) {
  const body = JSON.stringify(payload);
  return {
    body,
    headers: {
      "content-type": "application/json", "x-github-event": event, "x-github-delivery": guid,
      "x-hub-signature-256": sign(body, secret),
    },
  };
}
