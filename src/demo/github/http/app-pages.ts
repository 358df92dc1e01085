/** The two pages that an App's first start needs: registering it from a manifest, and installing it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { ManifestError, registerManifest } from "../acts/manifest.ts";
import { install } from "../acts/register.ts";
import type { Hub } from "../world/hub.ts";
import type { App } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import { readBytes } from "./body.ts";

const NEW_APP = /^(?:\/organizations\/([\w.-]+))?\/settings\/apps\/new$/;
const INSTALL = /^\/apps\/([\w-]+)\/installations\/new$/;

interface Shown {
  readonly status: number;
  /** HTML of the body. */
  readonly body: string;
  readonly location?: string;
}

/** Whether a path is one of these pages. */
export function isAppPage(path: string): boolean {
  return NEW_APP.test(path) || INSTALL.test(path);
}

/** Answers a request for one of these pages. Whoever has the browser is the hub's visitor. */
export async function serveAppPage(hub: Hub, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const form = new URLSearchParams(request.method === "POST" ? (await readBytes(request)).toString() : "");
  const { status, body, location } = answer(hub, request.method === "POST", url, form);
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'; form-action *" };
  response.writeHead(status, location === undefined ? headers : { ...headers, location });
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>The stand-in</title><body>${body}</body></html>`);
}

function answer(hub: Hub, posted: boolean, url: URL, form: URLSearchParams): Shown {
  try {
    const [, slug] = INSTALL.exec(url.pathname) ?? [];
    if (slug !== undefined) return installPage(hub, slug, posted ? form : null);
    const [, organization] = NEW_APP.exec(url.pathname) ?? [];
    return posted ? register(hub, organization ?? hub.visitor, url, form) : registerPage(url);
  } catch (error) {
    if (error instanceof ManifestError) return { status: 422, body: `<p>Invalid GitHub App configuration. ${escape(error.message)}.` };
    if (error instanceof Refusal) return { status: error.status, body: `<p>${escape(error.message)}` };
    throw error;
  }
}

function registerPage(url: URL): Shown {
  const action = escape(url.pathname + url.search);
  const body = `<h1>Register a GitHub App</h1><form method="post" action="${action}">` +
    '<p><label>Manifest <textarea name="manifest" rows="20" cols="80"></textarea></label>' +
    "<p><button>Create GitHub App</button></form>";
  return { status: 200, body };
}

function register(hub: Hub, owner: string, url: URL, form: URLSearchParams): Shown {
  const back = registerManifest(hub, owner, form.get("manifest") ?? "", url.searchParams.get("state"));
  return { status: 302, body: `<p><a href="${escape(back.href)}">Back</a>`, location: back.href };
}

function installPage(hub: Hub, slug: string, form: URLSearchParams | null): Shown {
  const app = [...hub.apps.values()].find((one) => one.slug === slug);
  if (app === undefined) throw new Refusal(404, "Not Found");
  const name = escape(app.name);
  const account = form?.get("account") ?? null;
  if (account !== null) {
    const there = [...hub.installations.values()].find((one) => one.app === app && one.account === hub.account(account));
    const { id } = there ?? install(hub, app, account, null);
    return { status: 200, body: `<p>${name} is installed on ${escape(account)} (installation ${id}).` };
  }
  const choices = owners(hub).map((login) => `<p><button name="account" value="${escape(login)}">${escape(login)}</button>`);
  return { status: 200, body: `<h1>Install ${name}</h1>${wishes(app)}<form method="post">${choices.join("")}</form>` };
}

function wishes({ permissions }: App): string {
  const rows = Object.entries(permissions).map(([what, level]) => `<li>${escape(what)}: ${escape(level)}`);
  return `<ul>${rows.join("")}</ul>`;
}

function owners(hub: Hub): string[] {
  return [...new Set([...hub.repositories.values()].map(({ owner }) => owner.login))].sort();
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
