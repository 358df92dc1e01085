/** Whether there is an App to run already, or one has to be registered first. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadEnvFile } from "node:process";

/** In the folder that the process was started in. */
export const ENVIRONMENT_FILE = resolve(".env");

/** What is set already stays as it is. */
export function loadEnvironmentFile(): void {
  if (existsSync(ENVIRONMENT_FILE)) loadEnvFile(ENVIRONMENT_FILE);
}

/** In production nobody sits before a page: there, what is missing is an error. */
export function isFirstStart(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  const { APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH, NODE_ENV } = environment;
  return [APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH].every((value) => value === undefined || value === "") && NODE_ENV !== "production";
}
