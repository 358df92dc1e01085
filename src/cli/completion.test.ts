import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ruleIds } from "../rules/catalogue.ts";
import { repository, scratch } from "../snapshot/git.fixture.ts";
import { optionsOf } from "./command-entry.ts";
import { FORMATS, SHELLS, SHOWN } from "./commands.ts";
import { writ } from "./terminal.fixture.ts";

const { folder, remove } = scratch();
afterAll(remove);
const repo = join(folder, "repo");

beforeAll(() => {
  repository(repo, [
    {
      name: "main",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md": "x\n",
        ".GOV/task_packets/WP-1-$(touch pwned).md": "x\n",
        ".GOV/task_packets/stubs/WP-2-Tide-Tables.md": "x\n",
        "src/lamp post.ts": "x\n",
      },
    },
    { name: "$(touch${IFS}pwned)", files: { a: "x" } },
    { name: "work", files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "x\n", "src/lamp post.ts": "x\n" } },
  ]);
});

describe("writ __complete", () => {
  const words = async (cwd: string, ...args: string[]): Promise<string[]> => {
    const { code, out, err } = await writ({ cwd }, "__complete", ...args);
    expect([code, err]).toEqual([0, ""]);
    return out.split("\n").filter((word) => word !== "");
  };

  it("knows rules everywhere, and ids in a repository", async () => {
    expect(await words("/", "rule")).toEqual(ruleIds);
    expect(await words("/", "rule", "structure/t")).toContain("structure/title");
    expect(await words(join(repo, "src"), "id", "WP-1")).toEqual(["WP-1-Harbour-Lights"]);
    expect(await words("/", "id")).toEqual([]);
    expect(await words(repo, "nonsense")).toEqual([]);
  });
});

/** What bash offers after these words, the last of which is being typed. */
function bashOffers(...typed: string[]): string[] {
  const script = join(folder, "writ.bash");
  const fake = join(folder, "writ");
  // Stands for the real command, which the test of its own answers above has proven.
  writeFileSync(fake, '#!/bin/sh\ncase "$2" in id) echo "WP-1-Harbour-Lights";; rule) echo structure/title;; esac\n');
  chmodSync(fake, 0o755);
  const program = `
    source ${script}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _writ 2>&1
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: `${folder}:${process.env["PATH"] ?? ""}`, HOME: "/dev/null" };
  const out = execFileSync("bash", ["--norc", "-c", program, "bash", ...typed], { cwd: repo, env, encoding: "utf8" });
  return out.split("\n").filter((word) => word !== "");
}

describe("the bash completion", () => {
  beforeAll(async () => {
    writeFileSync(join(folder, "writ.bash"), (await writ({ cwd: repo }, "completion", "bash")).out);
  });

  it("offers commands", () => {
    expect(bashOffers("writ", "")).toEqual(SHOWN.map(({ name }) => name));
    expect(bashOffers("writ", "ch")).toEqual(["check"]);
    expect(bashOffers("writ", "help", "s")).toEqual(["sha"]);
    expect(bashOffers("writ", "--v")).toEqual(["--version"]);
  });

  it("offers every option of every command", () => {
    for (const command of SHOWN) {
      const flags = optionsOf(command).map(({ flags }) => flags.split(" ")[0]);
      expect(bashOffers("writ", command.name, "--")).toEqual([...flags, "--help"]);
    }
  });

  it("offers the values of an option, also behind an equals sign", () => {
    expect(bashOffers("writ", "check", "--format", "")).toEqual([...FORMATS]);
    expect(bashOffers("writ", "check", "--format", "j")).toEqual(["json", "junit"]);
    expect(bashOffers("writ", "check", "--format", "=", "j")).toEqual(["json", "junit"]);
    expect(bashOffers("writ", "check", "--format", "=")).toEqual([...FORMATS]);
    expect(bashOffers("writ", "fix", "--rule", "")).toEqual(["structure/title"]);
    expect(bashOffers("writ", "completion", "")).toEqual([...SHELLS]);
    expect(bashOffers("writ", "check", "--repo", "s")).toEqual(["src"]);
  });

  it("offers ids and files, and branches that no shell can mistake for something else", () => {
    expect(bashOffers("writ", "check", "WP")).toEqual(["WP-1-Harbour-Lights"]);
    expect(bashOffers("writ", "check", "--strict", "src/")).toEqual(["src/lamp post.ts"]);
    expect(bashOffers("writ", "explain", "str")).toEqual(["structure/title"]);
    expect(bashOffers("writ", "check", "--base", "")).toEqual(["HEAD", "main", "work"]);
    expect(bashOffers("writ", "new", "--stub", "x")).toEqual([]);
  });
});

describe.each(["zsh", "fish"] as const)("the %s completion", (shell) => {
  const isThere = spawnSync(shell, ["-c", "exit 0"]).status === 0;

  it("speaks of every command and option", async () => {
    const { out } = await writ({ cwd: repo }, "completion", shell);
    for (const command of SHOWN) {
      expect(out).toContain(command.name);
      for (const { flags } of optionsOf(command)) expect(out).toContain(flags.slice(2).split(" ")[0]);
    }
    expect(out).not.toContain("__complete id WP");
  });

  it.skipIf(!isThere)("is valid", async () => {
    const { out } = await writ({ cwd: repo }, "completion", shell);
    const file = join(folder, `writ.${shell}`);
    writeFileSync(file, out);
    const checked = spawnSync(shell, [shell === "zsh" ? "-n" : "--no-execute", file], { encoding: "utf8" });
    expect([checked.stderr, checked.status]).toEqual(["", 0]);
  });
});

it("refuses other shells", async () => {
  const { code, err } = await writ({ cwd: repo }, "completion", "bahs");
  expect([code, err]).toEqual([2, "writ: no completion for the shell `bahs`; did you mean `bash`?\n"]);
});
