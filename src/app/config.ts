/**
 * What the App is told by its environment: Probot's variables, and two of its own. Unlike Probot's, an `.env` file never
 * overrides the environment, and there is no secret that everybody knows.
 */
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { codeOf, UserError } from "../errors.ts";
import { quoted } from "../policy/quoted.ts";
import { LOG_LEVELS } from "./log.ts";
import type { LogLevel } from "./log.ts";
import { Secret } from "./secret.ts";

export interface AppConfig {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: Secret;
  /** At least one; several while they are changed. */
  readonly webhookSecrets: Secret<readonly string[]>;
  readonly port: number;
  readonly host: string;
  readonly github: {
    /** Where the REST API begins, without a slash at the end. */
    readonly api: string;
    readonly graphql: string;
    /** Where people see it. */
    readonly web: string;
  };
  readonly logLevel: LogLevel;
  readonly dataDir: string;
}

/** GitHub suggests a random text of high entropy. Less than this can be guessed. */
const SHORTEST_SECRET = 16;
/** The one that Probot takes when it is given none. */
const KNOWN_SECRET = "development";

type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable is one that is not set: that is how compose files and workflows leave them out. */
const text = z.string().trim().transform((value) => (value === "" ? undefined : value)).optional();

function number(name: string, from: number, to: number, missing?: number) {
  return text.transform((value, context) => {
    if (value === undefined && missing !== undefined) return missing;
    const given = value ?? "";
    if (/^\d{1,15}$/.test(given) && Number(given) >= from && Number(given) <= to) return Number(given);
    const is = value === undefined ? "is not set" : `is ${quoted(given, 40)}`;
    context.addIssue(`${name} ${is}; give a whole number from ${from} to ${to}`);
    return z.NEVER;
  });
}

const schema = z.object({
  APP_ID: number("APP_ID", 1, 1e15 - 1),
  PRIVATE_KEY: text,
  PRIVATE_KEY_PATH: text,
  WEBHOOK_SECRET: text.transform((value, context) => {
    const secrets = (value ?? "").split(",").map((secret) => secret.trim()).filter((secret) => secret !== "");
    const [problem] = [
      secrets.length === 0 && "WEBHOOK_SECRET is not set, and without it anybody could send deliveries; set the App's webhook secret",
      secrets.includes(KNOWN_SECRET) && `WEBHOOK_SECRET is the word that everybody knows from Probot; set a random text of at least ${SHORTEST_SECRET} characters`,
      secrets.some(({ length }) => length < SHORTEST_SECRET) && `WEBHOOK_SECRET holds a secret of fewer than ${SHORTEST_SECRET} characters; set a longer random text`,
    ].filter((sentence) => sentence !== false);
    if (problem === undefined) return secrets;
    context.addIssue(problem);
    return z.NEVER;
  }),
  PORT: number("PORT", 0, 65_535, 3000),
  HOST: text.default("localhost"),
  GHE_HOST: text.refine((value) => value === undefined || /^[A-Za-z0-9.-]{1,253}(?::\d{1,5})?$/.test(value), {
    error: ({ input }) => `GHE_HOST is ${quoted(String(input), 100)}; give a host name without https:// and without a path`,
  }),
  GHE_PROTOCOL: text.default("https").pipe(
    z.enum(["https", "http"], { error: ({ input }) => `GHE_PROTOCOL is ${quoted(String(input), 40)}; give https or http` }),
  ),
  LOG_LEVEL: text.default("info").pipe(
    z.enum(LOG_LEVELS, { error: ({ input }) => `LOG_LEVEL is ${quoted(String(input), 40)}; give one of ${LOG_LEVELS.join(", ")}` }),
  ),
  DATA_DIR: text.default("data"),
  QUEUE_URL: text.refine((value) => value === undefined, {
    error: "QUEUE_URL is set, and this Writ has only the queue in DATA_DIR; leave QUEUE_URL out",
  }),
});

/** What is known before there is an App: where to listen, and where GitHub is. Throws UserError as `readConfig` does. */
export function readGitHub(environment: Environment = process.env): Pick<AppConfig, "port" | "github"> {
  const { PORT, GHE_HOST, GHE_PROTOCOL } = parsed(schema.pick({ PORT: true, GHE_HOST: true, GHE_PROTOCOL: true }), environment);
  return { port: PORT, github: githubAt(GHE_HOST, GHE_PROTOCOL) };
}

/** Throws UserError for the first variable that is missing or wrong, never with a secret's text in it. */
export function readConfig(environment: Environment = process.env): AppConfig {
  const data = parsed(schema, environment);
  const { APP_ID, WEBHOOK_SECRET, PORT, HOST, GHE_HOST, GHE_PROTOCOL, LOG_LEVEL, DATA_DIR } = data;
  return {
    appId: APP_ID,
    privateKey: new Secret(privateKey(data)),
    webhookSecrets: new Secret(WEBHOOK_SECRET),
    port: PORT,
    host: HOST,
    github: githubAt(GHE_HOST, GHE_PROTOCOL),
    logLevel: LOG_LEVEL,
    dataDir: DATA_DIR,
  };
}

function parsed<T>(variables: z.ZodType<T>, environment: Environment): T {
  const { success, data, error } = variables.safeParse(environment);
  if (!success) throw new UserError(error.issues[0]?.message ?? "the environment cannot be read");
  return data;
}

function githubAt(host: string | undefined, protocol: "https" | "http"): AppConfig["github"] {
  if (host === undefined) {
    return { api: "https://api.github.com", graphql: "https://api.github.com/graphql", web: "https://github.com" };
  }
  const enterprise = `${protocol}://${host}`;
  return { api: `${enterprise}/api/v3`, graphql: `${enterprise}/api/graphql`, web: enterprise };
}

/** As Probot takes it: PEM, PEM with `\n` written out, or either in base64. */
function privateKey({ PRIVATE_KEY, PRIVATE_KEY_PATH }: z.infer<typeof schema>): string {
  if (PRIVATE_KEY !== undefined && PRIVATE_KEY_PATH !== undefined) {
    throw new UserError("PRIVATE_KEY and PRIVATE_KEY_PATH are both set; leave one of them out");
  }
  const name = PRIVATE_KEY === undefined ? "PRIVATE_KEY_PATH" : "PRIVATE_KEY";
  const given = PRIVATE_KEY ?? keyFile(PRIVATE_KEY_PATH);
  const decoded = given.includes("-----BEGIN") ? given : Buffer.from(given, "base64").toString("utf8");
  const pem = `${decoded.replaceAll("\\n", "\n").trim()}\n`;
  if (!isRsaKey(pem)) {
    throw new UserError(`${name} holds no RSA private key; give the PEM file that GitHub made for the App, or its text, or that in base64`);
  }
  return pem;
}

function keyFile(path: string | undefined): string {
  if (path === undefined) {
    throw new UserError("neither PRIVATE_KEY nor PRIVATE_KEY_PATH is set; set one of them to the App's private key");
  }
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`PRIVATE_KEY_PATH names ${quoted(path, 200)}, which cannot be read (${codeOf(error)}); give the path of the App's PEM file`);
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}
