/** The first start as a person sees it, with nothing but a keyboard. WRIT_SCREENSHOTS names a folder for pictures. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setupAtStandIn } from "../../src/app/setup/setup.fixture.ts";
import type { SetupFixture } from "../../src/app/setup/setup.fixture.ts";
import { contrast } from "./contrast.ts";

let browser: Browser;
let fixture: SetupFixture;
beforeAll(async () => {
  // The sandbox of Chromium needs a user of its own, which a container's root is not.
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", chromiumSandbox: process.getuid?.() !== 0 });
});
afterAll(() => browser.close());
beforeEach(async () => {
  fixture = await setupAtStandIn();
});
afterEach(() => fixture.close());

interface Look {
  readonly page: Page;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
}

async function look(colorScheme: "light" | "dark", width = 1000): Promise<Look> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints };
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["WRIT_SCREENSHOTS"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Presses Tab until what has the focus is the wanted thing. Throws when it cannot be reached. */
async function tabTo(page: Page, role: "textbox" | "button" | "link", name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name });
  for (let steps = 0; steps < 10; steps += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
  }
  throw new Error(`no ${role} ${String(name)} can be reached with Tab`);
}

describe.each(["light", "dark"] as const)("in %s colours", (scheme) => {
  it("a person registers Writ with the keyboard alone", async () => {
    const { page, complaints } = await look(scheme);
    await page.goto(fixture.setup.url);
    await picture(page, `1-start-${scheme}`);
    expect(await page.title()).toBe("Connect Writ to GitHub");
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
    await tabTo(page, "textbox", /^Public address of this machine/);
    await page.keyboard.type("https://writ.example.org");
    await tabTo(page, "textbox", /^Organization/);
    await page.keyboard.type("harbour");
    await picture(page, `2-typed-${scheme}`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/setup\/register/);
    await picture(page, `3-register-${scheme}`);
    await tabTo(page, "button", /^Register on/);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/setup\/done/);
    await picture(page, `4-done-${scheme}`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Writ is registered");
    expect(readFileSync(fixture.environmentFile, "utf8")).toContain("PRIVATE_KEY=");
    await tabTo(page, "link", "Choose the repositories it is to look after");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/installations\/new$/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("everything can be read and has a name, and what is wrong is said where it is seen", async () => {
    const { page } = await look(scheme, 360);
    for (const path of ["/", "/setup/register", "/setup/register?address=nowhere&organization=harbour", "/setup/done"]) {
      await page.goto(fixture.setup.url + path);
      for (const field of await page.locator("input:not([type=hidden])").all()) {
        expect(await field.evaluate((element) => (element as unknown as { labels: { length: number } }).labels.length)).toBe(1);
        const hint = await field.getAttribute("aria-describedby");
        expect(await page.locator(`#${hint ?? "none"}`).count()).toBe(1);
      }
      for (const selector of ["h1", "p", "label", "label span", "small", "input:not([type=hidden])", "button", ".wrong", "a", "code"]) {
        if ((await page.locator(selector).count()) === 0) continue;
        expect.soft(await contrast(page, selector), `${selector} of ${path}`).toBeGreaterThanOrEqual(4.5);
      }
      const [wide, room] = await page.evaluate<[number, number]>("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
      expect(wide).toBeLessThanOrEqual(room);
    }
    await page.goto(`${fixture.setup.url}/setup/register?address=nowhere&organization=harbour`);
    await picture(page, `5-wrong-${scheme}`);
    expect(await page.getByRole("alert").textContent()).toContain("https://writ.example.org");
    expect(await page.getByRole("textbox", { name: /^Organization/ }).inputValue()).toBe("harbour");
    await page.context().close();
  });
});

it("the browser itself refuses what no organization is called", async () => {
  const { page, complaints } = await look("light");
  await page.goto(fixture.setup.url);
  await page.getByRole("textbox", { name: /^Organization/ }).fill("a b");
  await page.keyboard.press("Enter");
  expect(new URL(page.url()).pathname).toBe("/");
  expect(complaints).toEqual([]);
  await page.context().close();
});
