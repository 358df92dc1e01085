/** A GitHub on this machine with the example repository on it, and the real App installed there. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startApp } from "../app/app.ts";
import type { App } from "../app/app.ts";
import { PACKETS_CHECK } from "../app/check-run.ts";
import { readConfig } from "../app/config.ts";
import { WEBHOOK_PATH } from "../app/front/server.ts";
import { createLog } from "../app/log.ts";
import { readManifest } from "../app/setup/manifest.ts";
import { environmentOf } from "./environment.ts";
import type { Files } from "./github/acts/commit.ts";
import type { RepositoryDesk } from "./github/repository-desk.ts";
import { StandIn } from "./github/stand-in.ts";
import type { CheckRun } from "./github/world/model.ts";
import { goodHarbour } from "./harbour.ts";

const OWNER = "harbour";
const REPOSITORY = "harbour/pier";
/** Nothing waits for a burst of events to pass: nobody else is here. */
const LIMITS = { quietMs: 20, longestQuietMs: 100 };
const LONGEST_JUDGING_MS = 60_000;
const LONGEST_SETTLING_MS = 15_000;
const SETTLED_MS = 30;
const BUSY = new Set(["queued", "running", "failed", "stalled"]);

export interface StageSettings {
  /** What the main branch begins with. */
  readonly files?: Files;
  /** The checks that it requires. */
  readonly checks?: readonly string[];
}

export class Stage {
  readonly desk: RepositoryDesk;
  readonly #standIn: StandIn;
  readonly #app: App;
  readonly #folder: string;

  private constructor(standIn: StandIn, desk: RepositoryDesk, app: App, folder: string) {
    this.#standIn = standIn;
    this.desk = desk;
    this.#app = app;
    this.#folder = folder;
  }

  /** Whoever sets it must `strike` it. Its main branch takes only what our checks passed. */
  static async set({ files = goodHarbour(), checks = [PACKETS_CHECK] }: StageSettings = {}): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), `writ-demo-${process.pid}-`));
    const standIn = await StandIn.start({ recording: false, folder: join(folder, "github") });
    try {
      const { name, default_permissions: permissions, default_events: events } = await readManifest();
      const webhookSecret = randomBytes(32).toString("hex");
      const { app: registered, privateKey } = standIn.registerApp({ name, owner: OWNER, webhookSecret, permissions, events });
      standIn.organization(OWNER);
      const desk = await standIn.createRepository(REPOSITORY, files);
      desk.permit("mara", "write");
      desk.permit("wendy", "admin");
      desk.protect(desk.repository.defaultBranch, {
        checks: checks.map((context) => ({ context, appId: registered.id })), admins: false,
      });
      const environment = environmentOf({ githubUrl: standIn.url, appId: registered.id, privateKey, webhookSecret }, join(folder, "data"));
      const log = createLog("error", { write: (line) => void process.stderr.write(line) });
      const app = await startApp({ config: readConfig(environment), log, limits: LIMITS, throttled: false, reconcileMs: null });
      registered.webhookUrl = `http://127.0.0.1:${app.port}${WEBHOOK_PATH}`;
      standIn.install(registered, OWNER);
      return new Stage(standIn, desk, app, folder);
    } catch (error) {
      await standIn.stop();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Pushes to a branch, which is made when it is new, and gives back the commit. */
  push(branch: string, files: Files, message: string, by: string): Promise<string> {
    return this.desk.push(branch, files, { message, by });
  }

  /** The finished check of a commit. Throws when it does not come, or when the signal says that nobody waits any more. */
  async judged(commit: string, signal: AbortSignal): Promise<CheckRun> {
    const end = performance.now() + LONGEST_JUDGING_MS;
    for (;;) {
      signal.throwIfAborted();
      const run = this.desk.runs(commit).findLast(({ name, status }) => name === PACKETS_CHECK && status === "completed");
      if (run !== undefined) return run;
      if (performance.now() > end) throw new Error(`no check ${PACKETS_CHECK} on ${commit} after ${LONGEST_JUDGING_MS / 1000} s`);
      await wait(10);
    }
  }

  /** Waits until the App has done what it was asked for, and nothing came of it. Gives up without a word after a while. */
  async settled(): Promise<void> {
    const end = performance.now() + LONGEST_SETTLING_MS;
    const { webhooks, server } = this.#standIn;
    for (let seen = -1, calm = 0; calm < 3 && performance.now() < end; ) {
      await wait(SETTLED_MS);
      const busy = this.#app.queue.stats().jobs.some(({ state }) => BUSY.has(state));
      const happened = server.answered + webhooks.log.length;
      calm = busy || webhooks.pending > 0 || server.pending > 0 || happened !== seen ? 0 : calm + 1;
      seen = happened;
    }
  }

  /** Somebody presses a button of a check run. */
  press(run: CheckRun, identifier: string, by: string): void {
    this.#standIn.press(this.desk, run, identifier, by);
  }

  /** Takes away what is on the disk, when the process ends and waits for nothing. */
  abandon(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Ends the App and the stand-in, and takes away what they kept. Work in hand has so many milliseconds to end. */
  async strike(graceMs = 5_000): Promise<void> {
    await this.#app.close(graceMs);
    await this.#standIn.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
