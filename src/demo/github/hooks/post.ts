/** One HTTP POST with a hard limit of time; whatever happens becomes an outcome, as in GitHub's delivery log. */
import { request } from "node:http";

export interface Sent {
  /** What the receiver answered; 502 when it could not be reached, 504 when it took too long. */
  readonly status: number;
  /** The word GitHub's log has for it: `OK` or why not. */
  readonly text: string;
  readonly milliseconds: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends `body` to an `http:` address. Never throws. */
export function post(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeout: number,
  stop: AbortSignal,
): Promise<Sent> {
  const started = performance.now();
  return new Promise((resolve) => {
    const finish = (status: number, text: string, said = "", answered: Record<string, string> = {}): void => {
      clearTimeout(timer);
      resolve({ status, text, milliseconds: performance.now() - started, body: said, headers: answered });
    };
    const timer = setTimeout(() => {
      finish(504, "timed out");
      call.destroy();
    }, timeout);
    const call = request(address, {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      signal: stop,
    });
    call.on("error", () => finish(502, "failed to connect to host"));
    call.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", () => finish(502, "failed to read the response"));
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        const answered = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const);
        const text = status >= 200 && status < 300 ? "OK" : `Invalid HTTP Response: ${status}`;
        finish(status, text, Buffer.concat(chunks).toString(), Object.fromEntries(answered));
      });
    });
    call.end(body);
  });
}
