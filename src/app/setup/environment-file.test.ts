import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addToEnvironmentFile, alreadySet } from "./environment-file.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "writ-env-"));
  file = join(folder, ".env");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a process finds in its environment after Node has loaded the file. */
function loaded(...names: string[]): (string | undefined)[] {
  const script = `process.loadEnvFile(${JSON.stringify(file)}); console.log(JSON.stringify(${JSON.stringify(names)}.map((name) => process.env[name])))`;
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8", env: {} })) as (string | undefined)[];
}

test("a key comes out of the file as it went in, to the letter", async () => {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048, privateKeyEncoding: { type: "pkcs1", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" },
  });
  await addToEnvironmentFile(file, { APP_ID: "7", PRIVATE_KEY: privateKey.trim() });
  expect(loaded("APP_ID", "PRIVATE_KEY")).toEqual(["7", privateKey.trim()]);
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(3);
});

test.each(['with "double"', "with 'single'", "both \" and '", "back\\nslash", "hash # and = and $HOME", "`all` of 'them'", " spaces "])(
  "%j comes out as it went in", async (value) => {
    await addToEnvironmentFile(file, { WEBHOOK_SECRET: value });
    expect(loaded("WEBHOOK_SECRET")).toEqual([value]);
  },
);

test("what no such file can hold is refused, and the file stays as it was", async () => {
  writeFileSync(file, "A=1\n");
  await expect(addToEnvironmentFile(file, { WEBHOOK_SECRET: "\"'`" })).rejects.toThrow(/quotes of every kind/);
  expect([readFileSync(file, "utf8"), readdirSync(folder)]).toEqual(["A=1\n", [".env"]]);
});

test("only its owner reads it afterwards, nothing in it is lost, and a link stays one", async () => {
  const real = join(folder, "settings");
  writeFileSync(real, "# ours\nPORT=4000", { mode: 0o664 });
  symlinkSync(real, file);
  await addToEnvironmentFile(file, { APP_ID: "7" });
  expect(readFileSync(real, "utf8")).toBe('# ours\nPORT=4000\nAPP_ID="7"\n');
  expect([statSync(real).mode & 0o777, lstatSync(file).isSymbolicLink()]).toEqual([0o600, true]);
});

test.each([
  ["APP_ID=7\n", "APP_ID"], ["  export APP_ID = '7'\n", "APP_ID"], ["APP_ID=\nWEBHOOK_SECRET=\n", null], ["# APP_ID=7\n", null],
  ['APP_ID=""\n', null], ["MY_APP_ID=7\n", null],
])("%j sets %s", async (text, name) => {
  writeFileSync(file, text);
  expect(await alreadySet(file, ["APP_ID", "WEBHOOK_SECRET"], { WEBHOOK_SECRET: "" })).toBe(name);
});

test("what is empty in the file is filled by what comes after it", async () => {
  writeFileSync(file, "APP_ID=\n");
  await addToEnvironmentFile(file, { APP_ID: "7" });
  expect(loaded("APP_ID")).toEqual(["7"]);
});
