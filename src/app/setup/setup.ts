/**
 * The first start, before there is an App: Probot's manifest flow, with a door that is kept shut. Only this machine can
 * reach it, and what comes back from GitHub counts only with the word that was sent along, so that no page a person
 * happens to visit can put an App of its own in the place of ours.
 */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { UserError } from "../../errors.ts";
import type { Requester } from "../github/requests.ts";
import { understood } from "../github/requests.ts";
import { addToEnvironmentFile, alreadySet } from "./environment-file.ts";
import { closeServer, isForHere, isSame, listenHere, sendPage, type Page } from "./local.ts";
import { manifest, readManifest } from "./manifest.ts";
import { donePage, failedPage, registerPage, startPage } from "./pages.ts";

export interface SetupOptions {
  readonly port: number;
  /** Where people see GitHub, without a slash at the end. */
  readonly web: string;
  /** GitHub, as nobody in particular. */
  readonly github: Requester;
  readonly environmentFile: string;
  /** What is set beside the file, and would win over it at the next start. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface Setup {
  readonly url: string;
  /** The one that was asked for, or a free one where that is taken. */
  readonly port: number;
  /** What GitHub gave the new App, once a person has registered it. */
  readonly registered: Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

const conversionAnswer = z.object({
  id: z.number().int().positive(),
  slug: z.string().max(100),
  html_url: z.url({ protocol: /^https?$/ }),
  pem: z.string().startsWith("-----BEGIN"),
  webhook_secret: z.string().min(16).nullable(),
});

/** What GitHub gives, as variables. */
const GIVEN = ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET"];

/** Of a code that GitHub gives: it becomes part of a path. */
const CODE = /^[0-9A-Za-z_-]{8,200}$/;
const ORGANIZATION = /^[0-9A-Za-z-]{0,100}$/;

/** Throws UserError for a port that this process may not have. */
export async function openSetup(options: SetupOptions): Promise<Setup> {
  const word = randomBytes(24).toString("base64url");
  let done: (variables: Readonly<Record<string, string>>) => void = () => undefined;
  const registered = new Promise<Readonly<Record<string, string>>>((resolve) => (done = resolve));
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 });
  await listenHere(server, options.port);
  const { port } = server.address() as AddressInfo;
  const here = `http://localhost:${port}`;
  server.on("request", (request, response) => {
    void answer(request, { ...options, word, here, port, done }).then(
      (page) => sendPage(response, page),
      (error: unknown) => sendPage(response, { status: error instanceof UserError ? 400 : 502, html: failedPage(sentenceOf(error)) }),
    );
  });
  return { url: here, port, registered, close: () => closeServer(server) };
}

interface Visit extends SetupOptions {
  readonly word: string;
  readonly here: string;
  readonly port: number;
  readonly done: (variables: Readonly<Record<string, string>>) => void;
}

async function answer(request: IncomingMessage, visit: Visit): Promise<Page> {
  const { web, here } = visit;
  if (!isForHere(request, visit.port)) throw new UserError(`open this page as ${here}`);
  const url = new URL(request.url ?? "/", here);
  if (request.method !== "GET") return { status: 405, html: failedPage("There is nothing to send here.") };
  switch (url.pathname) {
    case "/":
    case "/probot":
      return { status: 200, html: startPage({ github: hostOf(web), wrong: await inTheWay(visit) }) };
    case "/favicon.ico":
      return { status: 204, html: "" };
    case "/setup/register":
      return register(url, visit);
    case "/setup/done":
      return convert(url, visit);
    default:
      return { status: 404, html: failedPage("There is no such page.") };
  }
}

async function register(url: URL, visit: Visit): Promise<Page> {
  const { web, here, word } = visit;
  const typed = { address: url.searchParams.get("address")?.trim() ?? "", organization: url.searchParams.get("organization")?.trim() ?? "" };
  const webhooks = addressOf(typed.address, web);
  const wrong = (await inTheWay(visit)) ?? wrongWith(webhooks, typed.organization, web);
  if (wrong !== null || webhooks === undefined) return { status: 400, html: startPage({ github: hostOf(web), wrong, typed }) };
  const text = JSON.stringify(manifest(await readManifest(), { here, webhooks }));
  const place = typed.organization === "" ? "" : `/organizations/${typed.organization}`;
  return { status: 200, html: registerPage({ action: `${web}${place}/settings/apps/new?state=${word}`, manifest: text, github: hostOf(web) }) };
}

function wrongWith(webhooks: string | null | undefined, organization: string, web: string): string | null {
  if (webhooks === undefined) {
    return `The address has to be one like https://writ.example.org, ${new URL(web).protocol === "https:" ? "with https:// and " : ""}without a path.`;
  }
  return ORGANIZATION.test(organization) ? null : "The name of an organization has only letters, digits and hyphens.";
}

/** What GitHub gives would be lost, or not be used. Found before GitHub is asked, as it gives it only once. */
async function inTheWay({ environmentFile, environment = process.env }: SetupOptions): Promise<string | null> {
  const name = await alreadySet(environmentFile, GIVEN, environment);
  if (name === null) return null;
  return `${name} is set already. GitHub gives a new App its own: take ${name} out of ${environmentFile} and of the environment, and start Writ again.`;
}

async function convert(url: URL, visit: Visit): Promise<Page> {
  const { word, github, environmentFile, done } = visit;
  if (!isSame(url.searchParams.get("state") ?? "", word)) {
    throw new UserError("this answer does not belong to the registration that was begun here; begin again");
  }
  const code = url.searchParams.get("code") ?? "";
  if (!CODE.test(code)) throw new UserError("GitHub's answer holds no code; begin again");
  const wrong = await inTheWay(visit);
  if (wrong !== null) return { status: 400, html: failedPage(wrong) };
  const route = "POST /app-manifests/{code}/conversions";
  const { data } = await github.request(route, { code }).catch(explain);
  const app = understood(route, data, conversionAnswer);
  const variables = {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.pem.trim(),
    WEBHOOK_SECRET: app.webhook_secret ?? randomBytes(32).toString("hex"),
  };
  await addToEnvironmentFile(environmentFile, variables);
  done(variables);
  return { status: 200, html: donePage({ install: `${app.html_url}/installations/new` }) };
}

function explain(error: unknown): never {
  if (error instanceof Error && "status" in error && (error.status === 404 || error.status === 422)) {
    throw new UserError("GitHub does not know this code: it was used already, or it is more than an hour old; begin again");
  }
  throw error;
}

/** The origin, null for none, undefined for what is no address that GitHub could reach. */
function addressOf(text: string, web: string): string | null | undefined {
  if (text === "") return null;
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, origin, href } = new URL(text);
  // What is in private repositories does not go over the wire in clear, unless GitHub itself does.
  const protocols = ["https:", new URL(web).protocol];
  return protocols.includes(protocol) && host !== "" && href === `${origin}/` ? origin : undefined;
}

function hostOf(web: string): string {
  return new URL(web).host;
}

function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof UserError ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `GitHub did not give the App's key: ${text.slice(0, 300)}.`;
}
