/** The example repository as files: its packet of the lights is right, that of the crane is not. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Where this package keeps its examples: above `src/`, and above `dist/` where it is built. */
const EXAMPLES = new URL("../../examples/", import.meta.url);
const HARBOUR = filesOf("harbour");
const MENDED = filesOf("harbour-mended");

export const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
export const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
export const BOARD = ".GOV/roles_shared/TASK_BOARD.md";
const REGISTRY = ".GOV/roles_shared/WP_TRACEABILITY_REGISTRY.md";

/** What a main branch holds on which everything is right: nobody has thought of the crane yet. */
export function goodHarbour(): Record<string, string> {
  const { [CRANE]: _crane, ...rest } = HARBOUR;
  const without = (path: string): string => file(path).replace(/^.*WP-1-Harbour-Crane.*\n/m, "");
  return { ...rest, [BOARD]: without(BOARD), [REGISTRY]: without(REGISTRY) };
}

/** Files as they are while the lights are again in progress, so that there is something to judge. */
export function begun(files: Readonly<Record<string, string>>): Record<string, string> {
  const line = "- **[WP-1-Harbour-Lights]** - [VALIDATED]\n";
  const changed: Record<string, string> = { ...files };
  const { [LIGHTS]: lights, [BOARD]: board } = files;
  if (lights !== undefined) changed[LIGHTS] = lights.replace("**Status:** Done", "**Status:** In Progress");
  if (board !== undefined) {
    changed[BOARD] = board.replace(line, "").replace("## In Progress\n", `## In Progress\n${line.replace("VALIDATED", "IN_PROGRESS")}`);
  }
  return changed;
}

/** What the packet of the lights says when its work was looked at again. */
export function lightsAgain(line = "Every lamp was looked at again."): string {
  return (begun({ [LIGHTS]: file(LIGHTS) })[LIGHTS] ?? "").replace("\n## VALIDATION\n", `- ${line}\n\n## VALIDATION\n`);
}

/** What a pull request brings that begins with the crane, as it should not be. */
export function brokenCrane(): Record<string, string> {
  return { [CRANE]: file(CRANE), [BOARD]: file(BOARD), [REGISTRY]: file(REGISTRY) };
}

/** What has to be pushed on top of that, so that it is as it should be. */
export function mendedCrane(): Record<string, string> {
  return { ...MENDED };
}

/** The text of a file of the example repository. */
export function file(path: string): string {
  const text = HARBOUR[path];
  if (text === undefined) throw new Error(`examples/harbour has no ${path}`);
  return text;
}

function filesOf(folder: string): Readonly<Record<string, string>> {
  const root = fileURLToPath(new URL(folder, EXAMPLES));
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(root, path).replaceAll("\\", "/"), readFileSync(path, "utf8")]));
}
