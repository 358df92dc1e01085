/** The App under test as a process of its own, which may be killed for good: real server, real queue, real death. */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { AppUnderTest, Registration, StartApp } from "../github/app-under-test.ts";
import { environmentOf } from "./environment.ts";
import type { LifePlan } from "./life.ts";

// Inside the project, so that the program finds its packages.
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../package.json", import.meta.url));
const LIFE = fileURLToPath(new URL("life.ts", import.meta.url));
const BUSY = /^writ_jobs\{[^}]*state="(?:queued|running|failed|stalled)"[^}]*\} [1-9]/m;

export class OwnProcess implements AppUnderTest {
  readonly #registration: Registration;
  readonly #folder: string;
  readonly #program: string;
  #child: ChildProcess | null = null;
  #port = 0;

  private constructor(registration: Registration, folder: string) {
    this.#registration = registration;
    this.#folder = folder;
    // As deep below the package as Writ is, so that it finds its version.
    this.#program = join(folder, "dist", "app", "life.mjs");
  }

  /** Starts it; what was lost is looked for by the lives that are told to. */
  static readonly start: StartApp<OwnProcess> = async (registration) => {
    mkdirSync(CACHE, { recursive: true });
    const app = new OwnProcess(registration, mkdtempSync(join(CACHE, "writ-app-")));
    copyFileSync(PACKAGE, join(app.#folder, "package.json"));
    await build({ entryPoints: [LIFE], outfile: app.#program, bundle: true, packages: "external", platform: "node", format: "esm" });
    await app.restart();
    return app;
  };

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get alive(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Every point that was passed so far, in all lives. */
  get diary(): readonly string[] {
    const path = join(this.#folder, "diary");
    return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
  }

  /** Ends when it is at rest, or dead. */
  async idle(): Promise<void> {
    while (this.alive) {
      const state = await fetch(`${this.url}/metrics`).then((answer) => answer.text(), () => null);
      if (state !== null && !BUSY.test(state)) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** From now on, it dies at the nth point. */
  async diesAt(nth: number): Promise<void> {
    const heard = once(this.#running(), "message");
    this.#running().send(nth);
    await heard;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || !this.alive) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  /** Begins another life; with `reconciles` it looks at its start for what was lost. */
  async restart(reconciles = false): Promise<void> {
    const environment = environmentOf(this.#registration, join(this.#folder, "data"));
    const reconcileMs = reconciles ? 3600_000 : null;
    const plan: LifePlan = { environment, diary: join(this.#folder, "diary"), reconcileMs };
    const child = fork(this.#program, [JSON.stringify(plan)], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
    this.#child = child;
    const [port] = (await Promise.race([
      once(child, "message"),
      once(child, "exit").then(() => Promise.reject(new Error("the App did not start"))),
    ])) as [number];
    this.#port = port;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #running(): ChildProcess {
    if (this.#child === null || !this.alive) throw new Error("the App does not run");
    return this.#child;
  }
}
