/**
 * Repositories whose own configuration names programs. Each trap is first shown to work: Git as people run it springs
 * it. Then everything that Writ does with a repository must leave it alone.
 */
import { appendFileSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../errors.ts";
import { git, repository, scratch, writeFiles } from "./git.fixture.ts";
import { openRepository } from "./git.ts";
import { told } from "./snapshot.suite.ts";

const place = scratch();
const trap = join(place.folder, "sprung");
const evil = join(place.folder, "evil");
writeFiles(place.folder, { evil: { executable: `#!/bin/sh\ntouch ${trap}\nexit 1\n` } });
afterAll(place.remove);
beforeEach(() => {
  rmSync(trap, { force: true });
});
afterEach(() => vi.unstubAllEnvs());

let count = 0;
const name = (): string => join(place.folder, `r${(count += 1)}`);

/** Three commits, one of them signed by nobody we know, and a working tree with every kind of change in it. */
function checkout(): string {
  const folder = repository(name(), [
    { name: "one", files: { "a.md": "1", "b.md": "1", ".gitattributes": "*.md filter=x=y.z diff=evil\n" } },
    { name: "two", files: { "a.md": "2", "b.md": "1", ".gitattributes": "*.md filter=x=y.z diff=evil\n" } },
  ]);
  const commit = git(folder, "cat-file", "commit", "HEAD");
  const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n c2lnbmF0dXJl\n -----END PGP SIGNATURE-----\n";
  writeFileSync(join(folder, "commit"), commit.replace("\n\n", `\n${signature}\n`) + "\n");
  git(folder, "update-ref", "HEAD", git(folder, "hash-object", "-t", "commit", "-w", "--literally", "commit"));
  rmSync(join(folder, "commit"));
  writeFiles(folder, { "new.md": "N" });
  return folder;
}

/** Makes Git compare the contents of a file that has not changed. */
function touch(folder: string): void {
  const past = new Date("2020-01-01");
  for (const path of ["a.md", "b.md"]) utimesSync(join(folder, path), past, past);
}

/** Uses a repository in every way there is. */
async function useAll(folder: string): Promise<void> {
  const opened = await openRepository(folder);
  const [base, head] = [await opened.resolve("one"), await opened.resolve("HEAD")];
  await opened.mergeBase(base, head);
  expect((await opened.commits(base, head, 10)).length).toBeGreaterThan(0);
  for (const snapshot of [await opened.commit(head), await opened.commit(base), await opened.worktree()]) {
    const paths = [...(await snapshot.tree()).keys()];
    expect(paths).toContain("a.md");
    await snapshot.sizes(paths);
    await snapshot.read(paths, 1000);
  }
  await expect(opened.resolve("nowhere")).rejects.toThrow(UserError);
  await opened.dispose();
}

interface Trap {
  readonly what: string;
  /** Lays it in a checkout. */
  readonly lay: (folder: string) => void;
  /** What springs it. */
  readonly bait: readonly string[];
}

/** Lays a trap in the repository's own configuration. */
function config(text: string): (folder: string) => void {
  return (folder) => {
    appendFileSync(join(folder, ".git/config"), text);
  };
}

const traps: readonly Trap[] = [
  { what: "core.fsmonitor", lay: config(`[core]\n\tfsmonitor = ${evil}\n`), bait: ["status"] },
  {
    what: "an included file",
    lay: (folder) => {
      writeFileSync(join(folder, ".git/more"), `[core]\n\tfsmonitor = ${evil}\n`);
      config("[include]\n\tpath = more\n")(folder);
    },
    bait: ["ls-files", "--others"],
  },
  {
    what: "the configuration of a worktree",
    lay: (folder) => {
      git(folder, "config", "core.repositoryFormatVersion", "1");
      git(folder, "config", "extensions.worktreeConfig", "true");
      writeFileSync(join(folder, ".git/config.worktree"), `[filter "x=y.z"]\n\tclean = ${evil}\n`);
    },
    bait: ["ls-files", "--modified"],
  },
  { what: "a clean filter", lay: config(`[filter "x=y.z"]\n\tclean = ${evil}\n`), bait: ["ls-files", "--modified"] },
  {
    what: "a filter process that is required",
    lay: config(`[filter "x=y.z"]\n\tprocess = ${evil}\n\trequired = true\n`),
    bait: ["ls-files", "--modified"],
  },
  {
    what: "a filter for all files, named by the Git folder itself",
    lay: (folder) => {
      mkdirSync(join(folder, ".git/info"), { recursive: true });
      writeFileSync(join(folder, ".git/info/attributes"), "* filter=all\n");
      config(`[filter "all"]\n\tclean = ${evil}\n`)(folder);
    },
    bait: ["diff-files", "--patch"],
  },
  { what: "diff.external", lay: config(`[diff]\n\texternal = ${evil}\n`), bait: ["diff", "one"] },
  { what: "a diff driver", lay: config(`[diff "evil"]\n\tcommand = ${evil}\n`), bait: ["diff", "one"] },
  { what: "textconv", lay: config(`[diff "evil"]\n\ttextconv = ${evil}\n`), bait: ["log", "--patch"] },
  {
    what: "a program that checks signatures",
    lay: config(`[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${evil}\n`),
    bait: ["log"],
  },
  {
    what: "hooks",
    lay: (folder) => {
      writeFiles(folder, { ".git/own/post-index-change": { executable: `#!/bin/sh\ntouch ${trap}\n` } });
      config(`[core]\n\thooksPath = ${join(folder, ".git/own")}\n`)(folder);
    },
    bait: ["status"],
  },
];

describe("a hostile configuration starts nothing", () => {
  it.each(traps)("by $what", async ({ lay, bait }) => {
    const victim = checkout();
    lay(victim);
    touch(victim);
    expect(springs(victim, bait), "the trap works").toBe(true);

    const folder = checkout();
    lay(folder);
    touch(folder);
    await useAll(folder);
    expect(existsSync(trap)).toBe(false);
  });

  it("by a remote that would bring what is missing", async () => {
    const folder = checkout();
    const address = `ext::${evil}`;
    config(`[extensions]\n\tpartialClone = origin\n[protocol "ext"]\n\tallow = always\n`)(folder);
    config(`[remote "origin"]\n\turl = ${address}\n\tpromisor = true\n`)(folder);
    git(folder, "config", "core.repositoryFormatVersion", "1");
    const lost = git(folder, "rev-parse", "HEAD:a.md");
    rmSync(join(folder, ".git/objects", lost.slice(0, 2), lost.slice(2)));
    expect(springs(folder, ["cat-file", "-p", lost]), "the trap works").toBe(true);

    const opened = await openRepository(folder);
    const snapshot = await opened.commit(await opened.resolve("HEAD"));
    expect((await snapshot.tree()).size).toBe(3);
    expect(told(await snapshot.read(["a.md"], 10))).toEqual({ "a.md": "unreadable" });
    expect(existsSync(trap)).toBe(false);
  });
});

describe("core.worktree", () => {
  it.each(["/", "..", "../..", "other", "none"])("does not make %s the working tree", async (target) => {
    const folder = checkout();
    writeFiles(folder, { "other/file": "x" });
    git(folder, "config", "core.worktree", target.startsWith("/") ? target : join(folder, target));
    await expect(openRepository(folder)).rejects.toThrow(/^core\.worktree in ".*config" points away .*; remove/);
  });
});

it("does not take the environment's word", async () => {
  const folder = checkout();
  const other = repository(name(), [{ name: "other", files: { "other.md": "x" } }]);
  const settings = join(place.folder, "settings");
  writeFileSync(settings, `[core]\n\tfsmonitor = ${evil}\n`);
  const output = join(place.folder, "trace");
  const environment = {
    GIT_DIR: join(other, ".git"),
    GIT_WORK_TREE: other,
    GIT_INDEX_FILE: join(other, ".git/index"),
    GIT_OBJECT_DIRECTORY: join(other, ".git/objects"),
    GIT_CONFIG_GLOBAL: settings,
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "core.fsmonitor",
    GIT_CONFIG_VALUE_0: evil,
    GIT_EXTERNAL_DIFF: evil,
    GIT_TRACE: output,
    GIT_TRACE2_EVENT: output,
    GIT_PAGER: evil,
    PAGER: evil,
  };
  for (const [key, value] of Object.entries(environment)) vi.stubEnv(key, value);
  await useAll(folder);
  expect(existsSync(trap)).toBe(false);
  expect(existsSync(output)).toBe(false);
});

it("writes nothing", async () => {
  const folder = checkout();
  touch(folder);
  const state = (): string => execFileSync("find", [folder, "-printf", "%p %s %T@ %C@ %m\n"]).toString();
  const before = state();
  await useAll(folder);
  expect(state()).toBe(before);
});

/** Runs Git as people do, and tells whether that sprang the trap; it may well fail after that. */
function springs(folder: string, command: readonly string[]): boolean {
  try {
    git(folder, ...command);
  } catch (error) {
    expect(String(error)).toContain("Command failed");
  }
  const sprung = existsSync(trap);
  rmSync(trap, { force: true });
  return sprung;
}
