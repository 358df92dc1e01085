/** One request on the wire: counted, bounded in time and size, and of the version of the API that Writ knows. */
import type { Metrics } from "../metrics.ts";

export type Fetch = typeof globalThis.fetch;

export interface WireOptions {
  readonly metrics: Pick<Metrics, "asked">;
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number;
  readonly fetch: Fetch;
}

/** Unversioned means the oldest that GitHub supports, which changes by itself. */
const API_VERSION = "2022-11-28";
/** A blob of 32 MiB in base64, or any tree that is not cut off, is smaller. */
const LARGEST_ANSWER = 64 * 2 ** 20;
const TOKEN_OF = /\/app\/installations\/(\d+)\/access_tokens$/;

/** A `fetch` for an installation; null for what the App asks in its own name, tokens among it. */
export function wire({ metrics, timeoutMs, fetch }: WireOptions, installation: number | null): Fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const method = init.method ?? "GET";
    const whose = installation ?? Number(TOKEN_OF.exec(url)?.[1] ?? NaN);
    const asked = (status: number, remaining: number | null): void =>
      metrics.asked(method, status, Number.isNaN(whose) ? null : whose, remaining);
    const asker = init.signal ?? null;
    const time = AbortSignal.timeout(timeoutMs);
    const signal = asker === null ? time : AbortSignal.any([asker, time]);
    const headers = new Headers(init.headers);
    headers.set("x-github-api-version", API_VERSION);
    try {
      const response = await fetch(url, { ...init, headers, signal });
      const remaining = response.headers.get("x-ratelimit-remaining");
      // What a token costs is not the installation's.
      asked(response.status, remaining === null || installation === null ? null : Number(remaining));
      return bounded(response);
    } catch (error) {
      asked(0, null);
      // Octokit tries again whatever does not call itself so.
      if (asker?.aborted === true) throw new DOMException("the request was aborted", "AbortError");
      throw error;
    }
  };
}

function bounded(response: Response): Response {
  if (response.body === null) return response;
  let size = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      size += chunk.length;
      if (size > LARGEST_ANSWER) controller.error(new Error(`an answer of more than ${LARGEST_ANSWER} bytes`));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counter), { status, statusText, headers });
}
