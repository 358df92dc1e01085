/** The body of a request: bounded, and JSON. */
import type { IncomingMessage } from "node:http";
import { Refusal } from "../world/refusal.ts";
import type { Body } from "./call.ts";

/** Above what GitHub takes of the largest blob in base64. */
const LARGEST_BODY = 48 * 1024 * 1024;

/** All bytes of a request, unless there are too many. */
export async function readBytes(request: IncomingMessage): Promise<Buffer | "too large"> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return "too large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The JSON object in the bytes of a request; an empty one when there are none. Throws 400 for anything else. */
export function parseBody(bytes: Buffer): Body {
  if (bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal(400, "Body should be a JSON object");
  }
  return value as Body;
}
