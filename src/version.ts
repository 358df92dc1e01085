import { readFileSync } from "node:fs";

/** The version of Writ, as its package says. */
export function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return /^ {2}"version": "([^"]+)"/m.exec(text)?.[1] ?? "unknown";
}
