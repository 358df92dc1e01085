import { describe, expect, it } from "vitest";
import { artefactAt, artefacts } from "./artefacts.ts";
import { hygiene } from "./hygiene.ts";
import { messages, told } from "../../../test/rules/told.ts";

const base = { "README.md": "# Harbour\n" };

describe("artefacts", () => {
  it.each([
    ["target/debug/lamp", "build output"],
    ["crates/lamp/target/release/lamp.d", "build output"],
    ["dist/lamp.js", "build output"],
    ["app/node_modules/lamp/index.js", "installed package"],
    ["tools/__pycache__/lamp.pyc", "tool cache"],
    ["lamp.pyc", "tool cache"],
    [".DS_Store", "left-over of a desktop or an editor"],
    ["a/b.log", "log or temporary file"],
    ["a.tmp", "log or temporary file"],
    [".env", "environment file"],
    ["server/.env.production", "environment file"],
    ["keys/id_ed25519", "private key"],
    [".netrc", "stored password"],
  ])("%s is a kind of its own", (path, kind) => {
    expect(artefactAt(path)?.kind).toBe(kind);
  });

  it.each([
    "src/target/mod.rs",
    "targets/debug.md",
    ".env.example",
    ".env.test",
    "distance.ts",
    "log.md",
    "id_rsa.pub",
    "a.logs",
  ])("%s may well be meant", (path) => {
    expect(artefactAt(path)).toBeNull();
  });

  it("have patterns that can all be used", () => {
    for (const { patterns } of artefacts) {
      for (const pattern of patterns) {
        const path = pattern.replace("**/", "deep/").replace("/**", "/file").replaceAll("*", "x");
        expect(artefactAt(path), pattern).not.toBeNull();
      }
    }
  });
});

it("blocks secrets and size, and warns of litter", async () => {
  const files = { ...base, ".env": "TOKEN=1\n", "a.log": "lit\n", "b.log": "lit\n", "chart.txt": "12345678901\n" };
  const repository = { base, files, policy: { scan: { forbidden: [], maxFileBytes: 11 } } };
  expect(await told(hygiene, repository)).toEqual(["error .env:1", "warn a.log:1", "error chart.txt:1"]);
  expect(await messages(hygiene, repository)).toEqual([
    expect.stringContaining("(environment file) holds secrets: `.env`. Take it out of the history"),
    expect.stringContaining("leaves behind (log or temporary file): `a.log`, `b.log`. Remove it"),
    expect.stringContaining("is 12 bytes, more than the 11 that the policy allows. Keep it elsewhere"),
  ]);
});

it("names five files and counts the rest", async () => {
  const logs = (count: number) => ({
    ...base,
    ...Object.fromEntries(Array.from({ length: count }, (_, n) => [`${String(n)}.log`, "lit\n"])),
  });
  const [five] = await messages(hygiene, { base, files: logs(5) });
  expect(five).toContain("`3.log`, `4.log`. Remove");
  const [six] = await messages(hygiene, { base, files: logs(6) });
  expect(six).toContain("`4.log` and 1 more. Remove");
});

it("says nothing of what was there before, or goes", async () => {
  const before = { ...base, "a.log": "lit\n", "b.log": "lit\n" };
  expect(await told(hygiene, { base: before, files: { ...base, "b.log": "lit\n" } })).toEqual([]);
});
