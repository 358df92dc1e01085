/**
 * The smallest App there can be, to prove the stories with: a pull request is right when it has a file `hello.txt`. It
 * looks at every open pull request when it starts, and at the one that it is told of.
 */
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { appToken } from "../../src/demo/github/credentials.ts";
import type { AppUnderTest, Registration } from "./app-under-test.ts";

const CHECK = "greeter/hello";

interface Pull {
  readonly number: number;
  readonly head: { readonly sha: string };
}

export class Greeter implements AppUnderTest {
  url = "";
  /** The deliveries it heard, by their ids. */
  readonly heard: string[] = [];
  readonly #registration: Registration;
  #server: Server | null = null;
  #work: Promise<void> = Promise.resolve();
  #alive = new AbortController();

  private constructor(registration: Registration) {
    this.#registration = registration;
  }

  static async start(registration: Registration): Promise<Greeter> {
    const greeter = new Greeter(registration);
    await greeter.restart();
    return greeter;
  }

  async idle(): Promise<void> {
    await this.#work;
  }

  async kill(): Promise<void> {
    this.#alive.abort();
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }

  async restart(): Promise<void> {
    this.#alive = new AbortController();
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        this.heard.push(String(request.headers["x-github-delivery"]));
        this.#takeIn(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
        response.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#then(() => this.#lookAtAll());
  }

  #takeIn(payload: Record<string, unknown>): void {
    const { pull_request: pull, merge_group: group, repository, action } = payload as {
      pull_request?: Pull; merge_group?: { head_sha: string }; repository?: { full_name: string }; action?: string;
    };
    if (repository === undefined || action === "closed" || action === "destroyed") return;
    const head = pull?.head.sha ?? group?.head_sha;
    if (head !== undefined) this.#then(async () => this.#judge(await this.#token(), repository.full_name, head));
  }

  #then(work: () => Promise<void>): void {
    const { signal } = this.#alive;
    // Whoever was killed does nothing more, and what fails is made right at the next start.
    this.#work = this.#work.then(() => (signal.aborted ? undefined : work())).catch(() => undefined);
  }

  async #lookAtAll(): Promise<void> {
    const token = await this.#token();
    const { repositories } = (await this.#ask(token, "GET", "/installation/repositories")) as { repositories: { full_name: string }[] };
    for (const { full_name: name } of repositories) {
      const pulls = (await this.#ask(token, "GET", `/repos/${name}/pulls`)) as Pull[];
      for (const { head } of pulls) await this.#judge(token, name, head.sha);
    }
  }

  async #judge(token: string, repository: string, head: string): Promise<void> {
    const root = `/repos/${repository}`;
    const known = (await this.#ask(token, "GET", `${root}/commits/${head}/check-runs?check_name=${encodeURIComponent(CHECK)}`)) as { total_count: number };
    if (known.total_count > 0) return;
    const right = (await this.#ask(token, "GET", `${root}/contents/hello.txt?ref=${head}`)) !== null;
    const said = right ? "Hello to you" : "Nobody says hello";
    const annotations = right ? [] : [{ path: "README.md", start_line: 1, end_line: 1, annotation_level: "failure", message: "hello.txt is missing" }];
    await this.#ask(token, "POST", `${root}/check-runs`, {
      name: CHECK, head_sha: head, conclusion: right ? "success" : "failure", output: { title: said, summary: said, annotations },
    });
  }

  async #token(): Promise<string> {
    const { appId, privateKey } = this.#registration;
    const own = appToken(privateKey, appId, Math.floor(Date.now() / 1000));
    const [installation] = (await this.#ask(own, "GET", "/app/installations")) as { id: number }[];
    if (installation === undefined) throw new Error("installed nowhere");
    return ((await this.#ask(own, "POST", `/app/installations/${installation.id}/access_tokens`)) as { token: string }).token;
  }

  /** The answer, or null for 404. Throws for every other error. */
  async #ask(token: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#registration.githubUrl}/api/v3${path}`, {
      method, headers: { authorization: `Bearer ${token}` }, signal: this.#alive.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
    return response.json();
  }
}
