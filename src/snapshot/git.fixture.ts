/** Real repositories in a scratch folder, for tests. Nothing outside of the scratch folder is read or written. */
import { execFileSync } from "node:child_process";
import {
  chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { vi } from "vitest";
import type { MemoryCommit, MemoryFile, MemoryFiles } from "./memory.ts";

/** A new empty folder; `remove` takes it and all that is in it away. */
export function scratch(): { readonly folder: string; readonly remove: () => void } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "writ-test-")));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the real Git in a folder, without the configuration of this machine, and gives back what it printed. */
export function git(folder: string, ...args: string[]): string {
  return run(folder, args).toString("utf8").trimEnd();
}

/** A new repository with its commits, and the last of them checked out unless `init` says `--bare`. */
export function repository(folder: string, commits: readonly MemoryCommit[], ...init: string[]): string {
  mkdirSync(folder, { recursive: true });
  git(folder, "init", "--quiet", "--initial-branch=main", ...init);
  importCommits(folder, commits);
  if (commits.length > 0 && !init.includes("--bare")) git(folder, "reset", "--quiet", "--hard");
  return folder;
}

/** Stores commits in one go. Each gets a branch of its name, and HEAD is the last one. */
export function importCommits(folder: string, commits: readonly MemoryCommit[]): void {
  const parts: (string | Uint8Array)[] = [];
  const marks = new Map<string, number>();
  let last: string | undefined;
  for (const [position, commit] of commits.entries()) {
    const date = commit.date === undefined ? Date.UTC(2026, 0, 1, 12, position) : Date.parse(commit.date);
    const mark = position + 1;
    const subject = Buffer.from(commit.subject ?? commit.name);
    parts.push(`commit refs/heads/${commit.name}\nmark :${mark}\n`);
    parts.push(`committer Mara <mara@harbour.example> ${date / 1000} +0000\ndata ${subject.length}\n`, subject, "\n");
    const parents = commit.parents ?? (last === undefined ? [] : [last]);
    for (const [index, parent] of parents.entries()) {
      const known = marks.get(parent);
      if (known === undefined) throw new Error(`no earlier commit is called ${JSON.stringify(parent)}`);
      parts.push(`${index === 0 ? "from" : "merge"} :${known}\n`);
    }
    parts.push("deleteall\n");
    for (const [path, file] of Object.entries(commit.files)) parts.push(...modification(path, file));
    marks.set(commit.name, mark);
    last = commit.name;
  }
  if (last === undefined) return;
  fastImport(folder, Buffer.concat(parts.map((part) => Buffer.from(part))));
  git(folder, "symbolic-ref", "HEAD", `refs/heads/${last}`);
}

/** Feeds a stream to `git fast-import`. */
export function fastImport(folder: string, stream: string | Uint8Array): void {
  run(folder, ["fast-import", "--quiet", "--force"], Buffer.from(stream));
}

/** Puts a `git` on the PATH, for this test, that writes down what it is called for and then does it. */
export function countedGit(folder: string): () => string[] {
  const log = join(folder, "log");
  const real = join(realpathSync(git(tmpdir(), "--exec-path")), "git");
  writeFiles(folder, { git: { executable: `#!/bin/sh\necho "$1" >> ${log}\nexec ${real} "$@"\n` } });
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"] ?? ""}`);
  return () => readFileSync(log, "utf8").trim().split("\n");
}

/** Writes files, links and empty submodule folders below a folder. */
export function writeFiles(folder: string, files: MemoryFiles): void {
  for (const [path, file] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    if (typeof file === "string" || file instanceof Uint8Array) writeFileSync(target, file);
    else if ("symlink" in file) symlinkSync(file.symlink, target);
    else if ("submodule" in file) mkdirSync(target);
    else {
      writeFileSync(target, file.executable);
      chmodSync(target, 0o755);
    }
  }
}

function run(folder: string, args: readonly string[], input?: Uint8Array): Buffer {
  const config = ["-c", "user.name=Mara", "-c", "user.email=mara@harbour.example", "-c", "protocol.file.allow=always"];
  return execFileSync("git", [...config, ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" },
    stdio: ["pipe", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
    timeout: 10_000,
    ...(input === undefined ? {} : { input }),
  });
}

function modification(path: string, file: MemoryFile): (string | Uint8Array)[] {
  const name = [...Buffer.from(path)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  if (typeof file === "object" && "submodule" in file) return [`M 160000 ${file.submodule} "${name}"\n`];
  const [mode, content] =
    typeof file === "string" || file instanceof Uint8Array
      ? ["100644", file]
      : "symlink" in file
        ? ["120000", file.symlink]
        : ["100755", file.executable];
  const bytes = Buffer.from(content);
  return [`M ${mode} inline "${name}"\ndata ${bytes.length}\n`, bytes, "\n"];
}
