/** A receiver of webhooks that writes down what comes. */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly event: string;
  readonly action: string | null;
  readonly guid: string;
  /** Whether the signature is that of the secret. */
  readonly signed: boolean;
  // Tests say what they expect of a payload.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly payload: any;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What it answers from now on. */
  status: number;
  close(): Promise<void>;
}

export async function receiver(secret: string): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const payload = JSON.parse(body.toString());
      const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
      received.push({
        event: String(request.headers["x-github-event"]),
        action: (payload.action as string | undefined) ?? null,
        guid: String(request.headers["x-github-delivery"]),
        signed: request.headers["x-hub-signature-256"] === signature,
        payload,
      });
      response.writeHead(result.status).end("heard");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const result: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`,
    received,
    status: 202,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
  return result;
}
