/** The playground in a browser: pages for reading, forms for doing. Only this machine can reach it. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { closeServer, isForHere, isSame, listenHere, sendPage, type Page } from "../../app/setup/local.ts";
import { failedPage } from "../../app/setup/pages.ts";
import type { PullRequest } from "../github/world/model.ts";
import { indexPage, pullPage } from "./pages.ts";
import { PEOPLE, type Playground, type Player } from "./playground.ts";

/** A comment of 60,000 characters, each written as nine. */
const LONGEST_FORM = 2 ** 20;
const ACTS = ["comment", "merge", "push", "press"] as const;
type Act = (typeof ACTS)[number];

export interface PlaygroundServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Throws UserError for a port that cannot be had; where another has it, a free one is taken. */
export async function servePlayground(playground: Playground, port: number): Promise<PlaygroundServer> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 });
  await listenHere(server, port);
  const desk = new Desk(playground, (server.address() as AddressInfo).port);
  server.on("request", (request, response) => {
    void desk.answer(request).then(
      (page) => sendPage(response, page),
      (error: unknown) => sendPage(response, { status: 500, html: failedPage(`This went wrong: ${error instanceof Error ? error.message : String(error)}.`) }),
    );
  });
  return { url: `http://localhost:${desk.port}`, close: () => closeServer(server) };
}

class Desk {
  readonly port: number;
  readonly #playground: Playground;
  readonly #word = randomBytes(24).toString("base64url");
  /** What GitHub said last, by pull request: shown once. */
  readonly #refusals = new Map<number, string>();

  constructor(playground: Playground, port: number) {
    this.#playground = playground;
    this.port = port;
  }

  async answer(request: IncomingMessage): Promise<Page> {
    if (!isForHere(request, this.port)) return { status: 400, html: failedPage(`Open this page as http://localhost:${this.port}.`) };
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [, number = "", act = ""] = /^\/pull\/(\d{1,9})(?:\/([a-z]+))?$/.exec(pathname) ?? [];
    const pull = this.#playground.pull(Number(number));
    if (request.method === "GET" && pathname === "/") return { status: 200, html: this.#index() };
    if (request.method === "GET" && pathname === "/favicon.ico") return { status: 204, html: "" };
    if (request.method === "GET" && pull !== null && act === "") return { status: 200, html: this.#page(pull) };
    if (request.method === "POST" && pull !== null && isAct(act)) return this.#act(request, pull, act);
    return { status: 404, html: failedPage("There is no such page.") };
  }

  #index(): string {
    const { pulls } = this.#playground;
    return indexPage(pulls.map((pull) => ({ pull, checks: this.#playground.checks(pull) })));
  }

  #page(pull: PullRequest): string {
    const { number } = pull;
    const refusal = this.#refusals.get(number) ?? null;
    this.#refusals.delete(number);
    const { word, playground } = { word: this.#word, playground: this.#playground };
    return pullPage({ pull, checks: playground.checks(pull), comments: playground.comments(pull), push: playground.push(pull), word, refusal });
  }

  async #act(request: IncomingMessage, pull: PullRequest, act: Act): Promise<Page> {
    const form = await formOf(request);
    if (form === null) return { status: 413, html: failedPage("That is too long.") };
    if (!isSame(form.get("word") ?? "", this.#word)) return { status: 403, html: failedPage("This form is of an earlier start; open the page again.") };
    const refusal = await this.#carryOut(pull, act, form);
    if (refusal !== null) this.#refusals.set(pull.number, refusal);
    return { status: 303, html: "", location: `/pull/${pull.number}` };
  }

  #carryOut(pull: PullRequest, act: Act, form: URLSearchParams): Promise<string | null> {
    const playground = this.#playground;
    switch (act) {
      case "merge":
        return playground.merge(pull, "wendy");
      case "comment":
        // Forms end lines as the network does.
        return playground.comment(pull, playerOf(form.get("as")), (form.get("body") ?? "").replaceAll("\r\n", "\n"));
      case "push": {
        const push = playground.push(pull);
        return push === null ? Promise.resolve("There is nothing to push.") : playground.pushTo(pull, push);
      }
      case "press": {
        const run = playground.checks(pull).find(({ id }) => String(id) === form.get("run"));
        const button = run?.actions.find(({ identifier }) => identifier === form.get("button"));
        if (run === undefined || button === undefined) return Promise.resolve("The check has moved on; look again.");
        return playground.press(run, button.identifier, "mara");
      }
    }
  }
}

function isAct(text: string): text is Act {
  return (ACTS as readonly string[]).includes(text);
}

function playerOf(name: string | null): Player {
  return name !== null && Object.hasOwn(PEOPLE, name) ? (name as Player) : "mara";
}

/** Null when it is too long. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LONGEST_FORM) return null;
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString("utf8"));
}
