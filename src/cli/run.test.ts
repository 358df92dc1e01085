import { describe, expect, it } from "vitest";
import { UserError } from "../errors.ts";
import { optionsOf } from "./command-entry.ts";
import { COMMANDS, SHOWN } from "./commands.ts";
import { report } from "./run.ts";
import { writ } from "./terminal.fixture.ts";

const cwd = process.cwd();

describe("help", () => {
  it("is printed by --help, help and -h alike", async () => {
    const asked = await writ({ cwd }, "--help");
    expect(asked).toEqual({ code: 0, out: expect.stringContaining("Commands:") as string, err: "" });
    expect(await writ({ cwd }, "help")).toEqual(asked);
    expect(await writ({ cwd }, "-h")).toEqual(asked);
    for (const { name, purpose } of SHOWN) expect(asked.out).toContain(`  ${name.padEnd(12)}${purpose}`);
    expect(asked.out).toContain(".github/writ.yml");
  });

  it("goes to stderr, with exit code 2, when no command is named", async () => {
    const { code, out, err } = await writ({ cwd });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toBe((await writ({ cwd }, "--help")).out);
  });

  it.each(SHOWN.map((command) => [command.name, command] as const))("shows everything of %s", async (name, command) => {
    const { code, out } = await writ({ cwd }, "help", name);
    expect(code).toBe(0);
    expect((await writ({ cwd }, name, "--help")).out).toBe(out);
    for (const { flags } of optionsOf(command)) expect(out).toContain(`  ${flags}`);
    for (const [line] of command.examples) expect(out).toContain(line);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("has examples and exit codes for every command", () => {
    for (const { name, examples, exits } of SHOWN) {
      expect([name, examples.length > 0, exits.length > 0]).toEqual([name, true, true]);
    }
    expect(COMMANDS.filter(({ hidden }) => hidden === true).map(({ name }) => name)).toEqual(["__complete"]);
  });
});

it("prints the version of the package", async () => {
  const { out } = await writ({ cwd }, "--version");
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("report", () => {
  const said = (error: unknown, env: Record<string, string> = {}): string => {
    let text = "";
    const nowhere = { isTerminal: false, columns: undefined, write: () => undefined };
    const err = { ...nowhere, write: (words: string) => void (text += words) };
    expect(report(error, { cwd, env, out: nowhere, err, now: () => new Date() })).toBe(2);
    return text;
  };

  it("gives the sentence of a mistake that the person can mend", () => {
    expect(said(new UserError("there is no such thing; name another"))).toBe(
      "writ: there is no such thing; name another\n",
    );
  });

  it("calls anything else a fault of Writ, with a stack only when asked for", () => {
    const fault = new TypeError("x is not a function");
    expect(said(fault)).toMatch(/^writ: internal fault \(TypeError: x is not a function\).*\nRun .* WRIT_DEBUG=1/);
    expect(said(fault)).not.toContain("run.test.ts");
    expect(said(fault, { WRIT_DEBUG: "1" })).toContain("run.test.ts");
    expect(said("thrown")).toContain("internal fault (thrown)");
  });
});
