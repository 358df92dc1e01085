/** `npm start` as a process of its own: what it shows, where it stays, and how it ends. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";

const START = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

interface Started {
  readonly child: ChildProcess;
  /** What it wrote so far, to both outputs. */
  readonly text: () => string;
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit code. */
  readonly over: Promise<number | null>;
}

/** In an empty folder, with nothing of the App in the environment but what is said. */
function start(args: readonly string[], environment: Record<string, string> = {}, file?: string): Started {
  const cwd = mkdtempSync(join(tmpdir(), "writ-start-"));
  if (file !== undefined) writeFileSync(join(cwd, ".env"), file);
  const child = spawn(process.execPath, [START, ...args], {
    cwd, env: { PATH: process.env["PATH"], HOME: cwd, ...environment }, stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (more: string) => (text += more));
  const over = once(child, "close").then(([code]) => code as number | null);
  ended.push(async () => {
    child.kill("SIGKILL");
    await over;
    rmSync(cwd, { recursive: true, force: true });
  });
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found !== null) return found;
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode} and said: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, text: () => text, says, over };
}

test("without any settings it shows the product, serves a place to try it and the page that connects it, and ends well when told to", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  ended.push(() => holder.close());
  const taken = (holder.address() as AddressInfo).port;
  const started = start([], { PORT: String(taken) });
  const [, url = ""] = await started.says(/Open (http:\/\/localhost:\d+) to register it/);
  expect(started.text()).toMatch(/\[failed\] writ\/packets.*\[passed\] writ\/packets/s);
  expect(started.text()).toContain(`Port ${taken} is taken`);
  const page = await fetch(url);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<h1>Connect Writ to GitHub</h1>")]);
  const [, playground = ""] = /Now you, in a browser: (http:\/\/localhost:\d+)/.exec(started.text()) ?? [];
  expect(await (await fetch(`${playground}/pull/2`)).text()).toMatch(/failed<\/span> writ\/packets: Failed: the change brings/);
  started.child.kill("SIGTERM");
  expect(await started.over).toBe(0);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`writ-demo-${started.child.pid}-`))).toEqual([]);
});

test("--once ends after the story, whatever is configured", async () => {
  const started = start(["--once"], { APP_ID: "1" });
  expect(await started.over).toBe(0);
  expect(started.text()).not.toMatch(/to register it|in a browser/);
});

test("whoever interrupts the story is obeyed", async () => {
  const started = start([]);
  await started.says(/1\. Mara/);
  started.child.kill("SIGINT");
  expect(await started.over).toBe(130);
});

test("with settings it runs the App and tells no story; what is wrong with them is one sentence", async () => {
  const started = start([], {}, 'APP_ID="1"\nPRIVATE_KEY="no key"\nWEBHOOK_SECRET="0123456789abcdef"\n');
  expect(await started.over).toBe(2);
  expect(started.text().trimEnd()).toMatch(/^writ: PRIVATE_KEY holds no RSA private key; [^\n]*$/);
});
