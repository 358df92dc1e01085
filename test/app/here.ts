/** The App under test in this process: real server, real queue, real Git, a fresh folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApp } from "../../src/app/app.ts";
import type { App, AppOptions } from "../../src/app/app.ts";
import { readConfig } from "../../src/app/config.ts";
import { createLog } from "../../src/app/log.ts";
import type { AppUnderTest, StartApp } from "../github/app-under-test.ts";
import { environmentOf } from "./environment.ts";

/** Fast: what waits in life waits for hundredths of seconds. */
const LIMITS = { firstMs: 20, longestMs: 100, quietMs: 10, longestQuietMs: 50 };
const BUSY = new Set(["queued", "running", "failed", "stalled"]);

export interface Here extends AppUnderTest {
  readonly app: App;
  /** Its `DATA_DIR`. */
  readonly folder: string;
  /** False from the moment it was killed. */
  readonly runs: boolean;
  /** One line for each event, as JSON. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Starts the App here. Nothing is looked for by itself: a story says when. */
export function here(options: Partial<AppOptions> = {}): StartApp<Here> {
  return async (registration) => {
    const folder = mkdtempSync(join(tmpdir(), "writ-app-"));
    const lines: Record<string, unknown>[] = [];
    const log = createLog("debug", { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
    const config = readConfig(environmentOf(registration, folder));
    const start = (): Promise<App> => startApp({ config, log, throttled: false, reconcileMs: null, limits: LIMITS, ...options });
    let app: App | null = await start();
    const running = (): App => {
      if (app === null) throw new Error("the App does not run");
      return app;
    };
    const stop = async (): Promise<void> => {
      const ending = app;
      app = null;
      await ending?.close(5_000);
    };
    return {
      lines,
      folder,
      get app() {
        return running();
      },
      get runs() {
        return app !== null;
      },
      get url() {
        return `http://127.0.0.1:${running().port}`;
      },
      idle: async () => {
        while (app?.queue.stats().jobs.some(({ state }) => BUSY.has(state)) === true) {
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      },
      kill: stop,
      restart: async () => {
        app = await start();
      },
      close: async () => {
        await stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  };
}
