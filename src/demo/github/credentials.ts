/** What an App is given when it is registered, and the token it makes of that. */
import { generateKeyPairSync, sign } from "node:crypto";

export interface AppKeys {
  /** PKCS#1 PEM, as GitHub hands it out. */
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A new RSA key of 2048 bits. */
export function newAppKeys(): AppKeys {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

/** A JSON web token of an App, signed with RS256. Times are seconds since 1970. */
export function appToken(
  privateKey: string,
  issuer: number | string,
  now: number,
  claims: { readonly iat?: number; readonly exp?: number } = {},
): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const payload = { iat: now - 30, exp: now + 540, iss: String(issuer), ...claims };
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part(payload)}`;
  return `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
}
