/** The example repository as files, for stories: its packet of the lights is right, that of the crane is not. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../examples/harbour", import.meta.url));
export const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
export const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";

const ALL: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(ROOT, path).replaceAll("\\", "/"), readFileSync(path, "utf8")] as const),
);

export const BOARD = ".GOV/roles_shared/TASK_BOARD.md";
const REGISTRY = ".GOV/roles_shared/WP_TRACEABILITY_REGISTRY.md";

/** What a main branch holds on which everything is right: nobody has thought of the crane yet. */
export function goodHarbour(): Record<string, string> {
  const { [CRANE]: _crane, ...rest } = ALL;
  const without = (path: string): string => file(path).replace(/^.*WP-1-Harbour-Crane.*\n/m, "");
  return { ...rest, [BOARD]: without(BOARD), [REGISTRY]: without(REGISTRY) };
}

/** What a pull request brings that begins with the crane, as it should not be. */
export function brokenCrane(): Record<string, string> {
  return { [CRANE]: file(CRANE), [BOARD]: file(BOARD), [REGISTRY]: file(REGISTRY) };
}

export function file(path: string): string {
  const text = ALL[path];
  if (text === undefined) throw new Error(`examples/harbour has no ${path}`);
  return text;
}
