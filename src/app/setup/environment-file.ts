/** `.env`, where what GitHub gives a new App is kept for the next start. */
import { open, readFile, realpath, rename, rm } from "node:fs/promises";
import { parseEnv } from "node:util";
import { codeOf, UserError } from "../../errors.ts";

/** The first of the names that has a value in the file or in the environment; null when none has. */
export async function alreadySet(
  path: string, names: readonly string[], environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const written = parseEnv(await textOf(path));
  return names.find((name) => [written[name], environment[name]].some((value) => value !== undefined && value.trim() !== "")) ?? null;
}

/**
 * Adds variables at the end of the file, which only its owner may read; nothing in it is lost, and a death leaves it as
 * it was. Whoever calls this has asked `alreadySet`. Throws UserError for a value that no such file can hold.
 */
export async function addToEnvironmentFile(path: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const before = await textOf(path);
  const lines = Object.entries(variables).map(([name, value]) => assignment(name, value));
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  // A link stays a link.
  const place = await realpath(path).catch(() => path);
  const draft = `${place}.${process.pid}.tmp`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(start + lines.join(""));
    await file.sync();
    await file.close();
    await rename(draft, place);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  });
}

/** On one line where that can be. There is no way to write a quote between quotes of its own kind. */
function assignment(name: string, value: string): string {
  const spellings = [`"${value.replaceAll("\n", "\\n")}"`, ...["'", '"', "`"].map((quote) => quote + value + quote)];
  const line = spellings.map((spelling) => `${name}=${spelling}\n`).find((one) => parseEnv(one)[name] === value);
  if (line === undefined) throw new UserError(`the value of ${name} has quotes of every kind, and a file of variables cannot hold it; register the App anew`);
  return line;
}
