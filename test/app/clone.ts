/** A clone of the story's repository as anybody has it, without the App's store: with every pull request's head. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Story } from "../github/scenario.ts";

export async function inClone<T>(story: Story, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "writ-clone-"));
  try {
    const clone = join(folder, "pier");
    const env = { PATH: process.env["PATH"] ?? "", HOME: folder, GIT_CONFIG_NOSYSTEM: "1" };
    // The server that is cloned from runs in this process.
    await promisify(execFile)("git", ["clone", "--quiet", `${story.standIn.url}/harbour/pier.git`, clone], { env });
    await promisify(execFile)("git", ["-C", clone, "fetch", "--quiet", "origin", "refs/pull/*/head:refs/pull/*"], { env });
    return await work(clone);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
