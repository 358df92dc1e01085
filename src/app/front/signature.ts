/**
 * Whether a delivery comes from GitHub: HMAC-SHA256 over the body as it came, in `X-Hub-Signature-256`.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
import { createHmac, timingSafeEqual } from "node:crypto";

const FORM = /^sha256=([0-9a-f]{64})$/;

/**
 * True when one of the secrets has signed the body. During a rotation there are two. The time it takes depends on the
 * body's length and the number of secrets, never on what they are or which one fits.
 */
export function isSigned(body: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean {
  const given = FORM.exec(header ?? "")?.[1];
  if (given === undefined) return false;
  const signature = Buffer.from(given, "hex");
  let fits = false;
  for (const secret of secrets) {
    const own = createHmac("sha256", secret).update(body).digest();
    // Not `||`: every secret is tried, whichever fits.
    if (timingSafeEqual(own, signature)) fits = true;
  }
  return fits;
}
