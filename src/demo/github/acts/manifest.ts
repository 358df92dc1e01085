/** An App from a manifest: registered at once, and its secrets handed out once, for a code that is good for an hour. */
import type { Hub } from "../world/hub.ts";
import type { Level, NewSecrets } from "../world/model.ts";
import { notFound } from "../world/refusal.ts";
import { registerApp, slugOf } from "./register.ts";

const HOUR = 3_600_000;
const LEVELS: readonly unknown[] = ["read", "write", "admin"];

/** A manifest that says something wrong; the message is one sentence for who wrote it. */
export class ManifestError extends Error {}

/**
 * Registers the App of a manifest (JSON) for an account. Gives back where to send the one who asked: the manifest's
 * `redirect_url` with the code. Throws ManifestError.
 */
export function registerManifest(hub: Hub, owner: string, text: string, state: string | null): URL {
  const manifest = parse(text);
  const name = wanted(manifest, "name");
  wanted(manifest, "url");
  const back = address(manifest["redirect_url"], "redirect_url");
  const hook = (manifest["hook_attributes"] ?? {}) as Record<string, unknown>;
  const webhookUrl = hook["url"] === undefined || hook["active"] === false ? null : address(hook["url"], "hook_attributes.url").href;
  if ([...hub.apps.values()].some(({ slug }) => slug === slugOf(name))) {
    throw new ManifestError(`name: "${name}" is already taken`);
  }
  const webhookSecret = hub.secret("whsec");
  const { app, privateKey } = registerApp(hub, {
    name, owner, webhookUrl, webhookSecret, permissions: permissionsOf(manifest), events: eventsOf(manifest),
  });
  const code = hub.secret("code");
  const secrets = { app, privateKey, webhookSecret, clientSecret: hub.secret("cs") };
  hub.manifestCodes.set(code, { secrets, until: new Date(hub.now().getTime() + HOUR) });
  back.searchParams.set("code", code);
  if (state !== null) back.searchParams.set("state", state);
  return back;
}

/** The secrets of a code, which is used up. Throws 404 for one that is unknown, used or too old. */
export function redeem(hub: Hub, code: string): NewSecrets {
  const found = hub.manifestCodes.get(code);
  hub.manifestCodes.delete(code);
  if (found === undefined || found.until <= hub.now()) throw notFound();
  return found.secrets;
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ManifestError("manifest: it is not valid JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ManifestError("manifest: it is not an object");
}

function wanted(manifest: Record<string, unknown>, field: string): string {
  const value = manifest[field];
  if (typeof value === "string" && slugOf(value) !== "") return value;
  throw new ManifestError(`${field}: it wasn't supplied`);
}

function address(value: unknown, field: string): URL {
  const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : null;
  if (url !== null && ["http:", "https:"].includes(url.protocol)) return url;
  throw new ManifestError(`${field}: it must be a URL with http or https`);
}

function permissionsOf(manifest: Record<string, unknown>): Readonly<Record<string, Level>> {
  const given = (manifest["default_permissions"] ?? {}) as Record<string, unknown>;
  for (const [name, level] of Object.entries(given)) {
    if (!LEVELS.includes(level)) throw new ManifestError(`default_permissions.${name}: it must be read, write or admin`);
  }
  // Everybody who has anything has this.
  return { metadata: "read", ...(given as Record<string, Level>) };
}

function eventsOf(manifest: Record<string, unknown>): readonly string[] {
  const given = manifest["default_events"] ?? [];
  if (Array.isArray(given) && given.every((one) => typeof one === "string")) return given;
  throw new ManifestError("default_events: it must be a list of names");
}
