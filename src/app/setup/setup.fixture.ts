/** A setup page that is served, a GitHub for it on this machine, and a folder for what it writes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StandIn } from "../../demo/github/stand-in.ts";
import { anonymous } from "../github/anonymous.ts";
import { openSetup } from "./setup.ts";
import type { Setup, SetupOptions } from "./setup.ts";

export interface SetupFixture {
  readonly standIn: StandIn;
  readonly setup: Setup;
  readonly environmentFile: string;
  close(): Promise<void>;
}

export async function setupAtStandIn(options: Partial<SetupOptions> = {}): Promise<SetupFixture> {
  const folder = mkdtempSync(join(tmpdir(), "writ-setup-"));
  const standIn = await StandIn.start();
  standIn.organization("harbour");
  await standIn.createRepository("harbour/pier", { "README.md": "# Pier\n" });
  const environmentFile = join(folder, ".env");
  const github = anonymous(`${standIn.url}/api/v3`);
  const setup = await openSetup({ port: 0, web: standIn.url, github, environmentFile, environment: {}, ...options });
  return {
    standIn, setup, environmentFile,
    close: async () => {
      await setup.close();
      await standIn.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
