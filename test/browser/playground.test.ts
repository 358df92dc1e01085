/** The playground as a newcomer uses it: from a red check and a shut gate to two merges. WRIT_SCREENSHOTS names a folder for pictures. */
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startPlayground } from "../../src/demo/playground/start.ts";
import type { RunningPlayground } from "../../src/demo/playground/start.ts";
import { contrast } from "./contrast.ts";

let browser: Browser;
let playground: RunningPlayground;
let page: Page;
let complaints: string[];
let said: string;
beforeAll(async () => {
  // The sandbox of Chromium needs a user of its own, which a container's root is not.
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", chromiumSandbox: process.getuid?.() !== 0 });
});
afterAll(() => browser.close());
beforeEach(async () => {
  said = "";
  playground = await startPlayground(0, (text) => (said += text));
  page = await (await browser.newContext({ viewport: { width: 1000, height: 1200 } })).newPage();
  complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
});
afterEach(async () => {
  await page.context().close();
  await playground.close();
});

async function picture(name: string): Promise<void> {
  const folder = process.env["WRIT_SCREENSHOTS"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

const check = async (name: string): Promise<string> => (await page.getByRole("region", { name }).getByRole("heading", { level: 3 }).first().textContent()) ?? "";
const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).first().click();

async function say(as: string, text: string): Promise<void> {
  await page.getByLabel("Say it as").selectOption(as);
  await page.getByRole("textbox", { name: "Comment" }).fill(text);
  await press("Comment");
}

it("a pull request that is right gets its verdict, its report and its merge", async () => {
  await page.goto(playground.url);
  await picture("playground-1-index");
  await page.getByRole("link", { name: /Look at the lights again/ }).click();
  expect(await check("writ/packets")).toMatch(/^passed writ\/packets/);
  expect(await check("writ/gate")).toMatch(/^somebody has to act writ\/gate: Waits/);
  await picture("playground-2-waits");
  await press("Merge");
  expect(await page.getByRole("alert").textContent()).toContain("writ/gate");
  await say("mara", "/verdict pass\nIt is my own work, and it is good.");
  expect(await page.getByRole("article").last().textContent()).toContain("is not among whoever has the role maintain or above");
  expect(await check("writ/gate")).toMatch(/^somebody has to act/);
  await say("wendy", "/verdict pass tests=pass\nEvery lamp: src/lights.js:16. <script>alert(1)</script>");
  expect(await page.getByRole("article").last().textContent()).toContain("stands in");
  expect(await check("writ/gate")).toMatch(/^passed writ\/gate/);
  await picture("playground-3-passed");
  await press("Push another sentence to it");
  expect(await check("writ/gate")).toMatch(/^somebody has to act/);
  await say("wendy", "/verdict pass tests=pass\nThe mole, too.");
  await press("Merge");
  expect(await page.getByText("Merged.").count()).toBe(1);
  expect(await page.getByRole("button").count()).toBe(0);
  expect(complaints).toEqual([]);
});

it("a pull request that is wrong says so at each line, is mended with one press, and merges", async () => {
  await page.goto(playground.url);
  await page.getByRole("link", { name: /Start on the crane/ }).click();
  expect(await check("writ/packets")).toMatch(/^failed writ\/packets: Failed: the change brings 1\d errors/);
  const box = page.getByRole("region", { name: "writ/packets" });
  expect(await box.getByRole("listitem").first().textContent()).toMatch(/error .*WP-1-Harbour-Crane\.md:1\s*The title says/);
  await box.getByText(/^\d+ more$/).click();
  await picture("playground-4-failed");
  await press("Judge again");
  expect(await check("writ/packets")).toMatch(/^failed/);
  await press("Push what mends it");
  expect(await check("writ/packets")).toMatch(/^passed/);
  expect(await check("writ/gate")).toMatch(/^passed/);
  await press("Merge");
  expect(await page.getByText("Merged.").count()).toBe(1);
  await page.getByRole("link", { name: "All pull requests" }).click();
  expect(await page.getByRole("listitem").nth(1).textContent()).toContain("merged");
  expect(complaints).toEqual([]);
});

it("no other page can do anything here, and every field has a name and can be read", async () => {
  const there = `${playground.url}/pull/1`;
  const form = { method: "POST", body: new URLSearchParams({ word: "guessed", as: "wendy", body: "/verdict pass\nSeen." }) };
  expect((await fetch(`${there}/comment`, form)).status).toBe(403);
  expect((await fetch(`${there}/nothing`, form)).status).toBe(404);
  expect((await fetch(`${playground.url}/pull/99`)).status).toBe(404);
  expect(said).toContain(there);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 800 });
    await page.goto(there);
    expect(await page.getByRole("article").count()).toBe(0);
    for (const field of await page.locator("textarea, select").all()) {
      expect(await field.evaluate((element) => (element as unknown as { labels: { length: number } }).labels.length)).toBe(1);
    }
    for (const selector of ["h1", "h2", "h3", "p", "label", "small", "textarea", "select", "button", ".plain", ".good", ".shut", "a", "code", "summary"]) {
      expect.soft(await contrast(page, selector), `${selector} in ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
    }
    const [wide, room] = await page.evaluate<[number, number]>("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
    expect(wide).toBeLessThanOrEqual(room);
    await picture(`playground-5-${colorScheme}`);
  }
});
