import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { afterAll, expect, test } from "vitest";
import { UserError } from "../errors.ts";
import { readConfig } from "./config.ts";
import { createLog } from "./log.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const SECRET = "a-secret-nobody-may-see";
const GOOD = { APP_ID: "4711", PRIVATE_KEY: PEM, WEBHOOK_SECRET: SECRET };

const folder = mkdtempSync(join(tmpdir(), "writ-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("needs three things and knows the rest", () => {
  const { privateKey, webhookSecrets, ...rest } = readConfig(GOOD);
  expect(rest).toEqual({
    appId: 4711, port: 3000, host: "localhost", logLevel: "info", dataDir: "data",
    github: { api: "https://api.github.com", graphql: "https://api.github.com/graphql", web: "https://github.com" },
  });
  expect([privateKey.reveal(), webhookSecrets.reveal()]).toEqual([PEM, [SECRET]]);
});

test("takes all of them, and an empty one as not set", () => {
  const config = readConfig({
    ...GOOD, PORT: "0", HOST: "0.0.0.0", GHE_HOST: "git.harbour.example:8443", GHE_PROTOCOL: "http", LOG_LEVEL: "debug",
    DATA_DIR: "/var/lib/writ", QUEUE_URL: "", PRIVATE_KEY_PATH: " ", WEBHOOK_SECRET: ` ${SECRET} , ,another-secret-of-ours`,
  });
  expect(config).toMatchObject({ port: 0, host: "0.0.0.0", logLevel: "debug", dataDir: "/var/lib/writ" });
  expect(config.github).toEqual({
    api: "http://git.harbour.example:8443/api/v3", graphql: "http://git.harbour.example:8443/api/graphql", web: "http://git.harbour.example:8443",
  });
  expect(config.webhookSecrets.reveal()).toEqual([SECRET, "another-secret-of-ours"]);
  expect(readConfig({ ...GOOD, PORT: "", GHE_HOST: "", LOG_LEVEL: "" })).toMatchObject({ port: 3000, logLevel: "info" });
});

test("takes the key in every form in which it is handed about", () => {
  const file = join(folder, "key.pem");
  writeFileSync(file, PEM);
  const escaped = PEM.trim().replaceAll("\n", "\\n");
  for (const PRIVATE_KEY of [PEM, escaped, Buffer.from(PEM).toString("base64"), Buffer.from(escaped).toString("base64")]) {
    expect(readConfig({ ...GOOD, PRIVATE_KEY }).privateKey.reveal()).toBe(PEM);
  }
  expect(readConfig({ ...GOOD, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: file }).privateKey.reveal()).toBe(PEM);
});

const ED25519 = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

test.each<readonly [Record<string, string | undefined>, RegExp]>([
  [{ APP_ID: undefined }, /^APP_ID is not set; give a whole number from 1 to/],
  [{ APP_ID: "Iv1.8a61f9b3a7aba766" }, /^APP_ID is .*Iv1\.8a61f9b3a7aba766.*; give a whole number/],
  [{ APP_ID: "0" }, /^APP_ID is/],
  [{ APP_ID: "1e3" }, /^APP_ID is/],
  [{ PRIVATE_KEY: undefined }, /^neither PRIVATE_KEY nor PRIVATE_KEY_PATH is set; set one/],
  [{ PRIVATE_KEY_PATH: "/x" }, /^PRIVATE_KEY and PRIVATE_KEY_PATH are both set; leave one/],
  [{ PRIVATE_KEY: "hunter2-hunter2" }, /^PRIVATE_KEY holds no RSA private key; give the PEM/],
  [{ PRIVATE_KEY: PEM.slice(0, 400) }, /^PRIVATE_KEY holds no RSA private key/],
  [{ PRIVATE_KEY: ED25519 }, /^PRIVATE_KEY holds no RSA private key/],
  [{ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "/nowhere/key.pem" }, /^PRIVATE_KEY_PATH names .*\/nowhere\/key\.pem.*cannot be read \(ENOENT\); give/],
  [{ WEBHOOK_SECRET: undefined }, /^WEBHOOK_SECRET is not set, and without it anybody could send deliveries; set/],
  [{ WEBHOOK_SECRET: " , ," }, /^WEBHOOK_SECRET is not set/],
  [{ WEBHOOK_SECRET: "development" }, /^WEBHOOK_SECRET is the word that everybody knows/],
  [{ WEBHOOK_SECRET: `${SECRET},hunter2` }, /^WEBHOOK_SECRET holds a secret of fewer than 16/],
  [{ PORT: "65536" }, /^PORT is .*65536.*; give a whole number from 0 to 65535$/],
  [{ PORT: "http" }, /^PORT is/],
  [{ GHE_HOST: "https://git.harbour.example" }, /^GHE_HOST is .*; give a host name without https/],
  [{ GHE_HOST: "git.harbour.example/api" }, /^GHE_HOST is/],
  [{ GHE_HOST: "a@b" }, /^GHE_HOST is/],
  [{ GHE_PROTOCOL: "ftp" }, /^GHE_PROTOCOL is .*ftp.*; give https or http$/],
  [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL is .*loud.*; give one of fatal, error/],
  [{ QUEUE_URL: "redis://harbour" }, /^QUEUE_URL is set, and this Writ has only the queue in DATA_DIR/],
])("refuses %j with one sentence", (change, sentence) => {
  const read = () => readConfig({ ...GOOD, ...change });
  expect(read).toThrow(UserError);
  expect(read).toThrow(sentence);
  try {
    read();
  } catch (error) {
    const { message } = error as Error;
    expect(message).not.toMatch(/hunter2|a-secret-nobody|BEGIN|\n/);
  }
});

test("a secret shows itself in no log, no error and no JSON", () => {
  const config = readConfig(GOOD);
  let log = "";
  const lines = new Writable({ write: (chunk: Buffer, _encoding, done) => { log += chunk.toString(); done(); } });
  createLog("trace", lines).info({ config, secret: SECRET, deep: { token: SECRET, er: { body: SECRET } } }, "started");
  const shown = [log, JSON.stringify(config), inspect(config, { depth: 9, showHidden: true }), config.privateKey.toString()];
  for (const text of shown) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(PEM.slice(40, 80));
    expect(text).toContain("[secret]");
  }
  expect(JSON.parse(log)).toMatchObject({ msg: "started", secret: "[left out]", deep: { token: "[left out]", er: { body: "[left out]" } } });
});
