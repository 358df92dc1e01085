/** Who asks: tokens of Apps, of installations and of people. */
import { verify } from "node:crypto";
import type { Actor, Hub } from "../world/hub.ts";
import type { App } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";

/** GitHub takes a token for ten minutes at most, and allows a clock to be a minute ahead of its own. */
const LONGEST_LIFE = 600;
const CLOCK_DRIFT = 60;

/** The actor of an `Authorization` header. Throws 401 for credentials that are no good. */
export function authenticate(hub: Hub, header: string | undefined): Actor {
  if (header === undefined || header === "") return { kind: "anonymous" };
  const token = credential(header);
  if (token.split(".").length === 3) return { kind: "app", app: appOfToken(hub, token) };
  const found = hub.tokens.get(token);
  if (found === undefined) throw new Refusal(401, "Bad credentials");
  if (found.kind === "user") return found;
  if (found.expiresAt <= hub.now() || !hub.installations.has(found.installation.id)) {
    throw new Refusal(401, "Bad credentials");
  }
  if (found.installation.suspendedAt !== null) {
    throw new Refusal(403, "This installation has been suspended");
  }
  return found;
}

/** The bare token of `Bearer x`, `token x` or basic authentication with the token as the password. */
function credential(header: string): string {
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() !== "basic") return value;
  return Buffer.from(value, "base64").toString().replace(/^[^:]*:/, "");
}

/** Checks an App's token as GitHub does: signature, who, and the three rules of the clock. */
function appOfToken(hub: Hub, token: string): App {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const header = decode(head);
  const payload = decode(claims);
  if (header?.["alg"] !== "RS256" || payload === null) throw new Refusal(401, "A JSON web token could not be decoded");
  const { iss, iat, exp } = payload;
  const app = [...hub.apps.values()].find((one) => String(one.id) === String(iss) || one.clientId === iss);
  if (app === undefined) throw new Refusal(401, "Integration not found");
  const signed = Buffer.from(`${head}.${claims}`);
  if (!verify("sha256", signed, app.publicKey, Buffer.from(signature, "base64url"))) {
    throw new Refusal(401, "A JSON web token could not be decoded");
  }
  const now = Math.floor(hub.now().getTime() / 1000);
  if (typeof exp !== "number" || exp <= now) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion " +
        "expires",
    );
  }
  if (typeof iat !== "number" || iat > now + CLOCK_DRIFT) {
    throw new Refusal(
      401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (exp > now + LONGEST_LIFE + CLOCK_DRIFT || exp - iat > LONGEST_LIFE + CLOCK_DRIFT) {
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  return app;
}

function decode(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
