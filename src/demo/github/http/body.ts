/** The body of a request: bounded, and JSON. */
import type { IncomingMessage } from "node:http";
import { Refusal } from "../world/refusal.ts";
import type { Body } from "./call.ts";

/** Above what GitHub takes of the largest blob in base64. */
const LARGEST_BODY = 48 * 1024 * 1024;

/** All bytes of a request. Throws 413 when there are too many. */
export async function readBytes(request: IncomingMessage, most = LARGEST_BODY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Refusal(413, "Request body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The JSON object that a request holds; an empty one when it holds nothing. Throws 400 for anything else. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const bytes = await readBytes(request);
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
