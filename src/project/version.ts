import { readFileSync } from "node:fs";

/** As deep below the package as the bundle of the command line is, so that the same path holds in both. */
const PACKAGE = new URL("../../package.json", import.meta.url);

/** The version of Writ, as its package says. */
export function version(): string {
  return /^ {2}"version": "([^"]+)"/m.exec(readFileSync(PACKAGE, "utf8"))?.[1] ?? "unknown";
}
