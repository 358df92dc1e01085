/** The App as a process: reads the environment, runs until it is told to end, and ends with 2 for what a person can mend. */
import { UserError } from "../errors.ts";
import { startApp } from "./app.ts";
import { readConfig, readGitHub } from "./config.ts";
import { anonymous } from "./github/anonymous.ts";
import { createLog } from "./log.ts";
import { ENVIRONMENT_FILE, isFirstStart, loadEnvironmentFile } from "./setup/first-start.ts";
import { openSetup } from "./setup/setup.ts";

const GRACE_MS = 25_000;

try {
  loadEnvironmentFile();
  if (isFirstStart()) Object.assign(process.env, await setUp());
  await serve();
} catch (error) {
  if (error instanceof UserError) console.error(`writ: ${error.message}`);
  else console.error("writ: this is a fault of Writ itself:", error);
  process.exit(error instanceof UserError ? 2 : 1);
}

/** Waits until a person has registered the App; what GitHub gave for it. */
async function setUp(): Promise<Readonly<Record<string, string>>> {
  const { port, github } = readGitHub();
  const setup = await openSetup({ port, web: github.web, github: anonymous(github.api), environmentFile: ENVIRONMENT_FILE });
  if (setup.port !== port && port !== 0) console.log(`Port ${port} is taken, so Writ listens at another one. PORT sets which.`);
  console.log(`Writ is not connected to GitHub yet. Open ${setup.url} to register it. Ctrl-C ends this.`);
  const end = (): void => process.exit(0);
  process.once("SIGINT", end).once("SIGTERM", end);
  const variables = await setup.registered;
  process.off("SIGINT", end).off("SIGTERM", end);
  await setup.close();
  // What was typed in as the address of this process leads to this port.
  return { ...variables, PORT: String(setup.port) };
}

async function serve(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const app = await startApp({ config, log, broken: () => process.exit(1) });
  let ending = false;
  const end = (signal: string): void => {
    if (ending) return;
    ending = true;
    log.info({ signal }, "Writ ends");
    void app.close(GRACE_MS).then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, "Writ did not end well");
        process.exit(1);
      },
    );
  };
  // Not only once: npm hands on what the terminal has sent already.
  process.on("SIGTERM", end).on("SIGINT", end);
}
