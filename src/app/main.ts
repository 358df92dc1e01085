/** The App as a process: reads the environment, runs until it is told to end, and ends with 2 for what a person can mend. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadEnvFile } from "node:process";
import { UserError } from "../errors.ts";
import { startApp } from "./app.ts";
import { readConfig, readGitHub } from "./config.ts";
import { anonymous } from "./github/anonymous.ts";
import { createLog } from "./log.ts";
import { openSetup } from "./setup/setup.ts";

const GRACE_MS = 25_000;
const ENVIRONMENT_FILE = resolve(".env");

try {
  // What is set already stays as it is.
  if (existsSync(ENVIRONMENT_FILE)) loadEnvFile(ENVIRONMENT_FILE);
  if (isFirstStart()) Object.assign(process.env, await setUp());
  await serve();
} catch (error) {
  if (error instanceof UserError) console.error(`writ: ${error.message}`);
  else console.error("writ: this is a fault of Writ itself:", error);
  process.exit(error instanceof UserError ? 2 : 1);
}

function isFirstStart(): boolean {
  const { APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH, NODE_ENV } = process.env;
  return [APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH].every((value) => value === undefined || value === "") && NODE_ENV !== "production";
}

/** Waits until a person has registered the App; what GitHub gave for it. */
async function setUp(): Promise<Readonly<Record<string, string>>> {
  const { port, github } = readGitHub();
  const setup = await openSetup({ port, web: github.web, github: anonymous(github.api), environmentFile: ENVIRONMENT_FILE });
  console.log(`Writ is not connected to GitHub yet. Open ${setup.url} to register it.`);
  const end = (): void => process.exit(0);
  process.once("SIGINT", end).once("SIGTERM", end);
  const variables = await setup.registered;
  process.off("SIGINT", end).off("SIGTERM", end);
  await setup.close();
  return variables;
}

async function serve(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const app = await startApp({ config, log, broken: () => process.exit(1) });
  const end = (signal: string): void => {
    log.info({ signal }, "Writ ends");
    void app.close(GRACE_MS).then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, "Writ did not end well");
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", end).once("SIGINT", end);
}
