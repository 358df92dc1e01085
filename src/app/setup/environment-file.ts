/** `.env`, where what GitHub gives a new App is kept for the next start. */
import { open, rename, readFile, rm } from "node:fs/promises";
import { codeOf, UserError } from "../../errors.ts";

/**
 * Adds variables at the end of the file, which only its owner may read; nothing in it is lost, and a death leaves it as
 * it was. Throws UserError when one of them is set there already.
 */
export async function addToEnvironmentFile(path: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const before = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  });
  for (const name of Object.keys(variables)) {
    if (new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, "m").test(before)) {
      throw new UserError(`${path} sets ${name} already; take it out there, or start Writ with what it says`);
    }
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}="${value.replaceAll("\n", "\\n")}"\n`);
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  const draft = `${path}.${process.pid}.tmp`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(start + lines.join(""));
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}
