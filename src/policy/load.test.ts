import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LAYOUTS } from "./layout.ts";
import { parsePolicy, resolvePolicy } from "./load.ts";
import { PRESETS } from "./presets.ts";

const RULES = [
  "text/bom",
  "text/size",
  "structure/title",
  "structure/placeholder",
  "process/hygiene",
  "ledger/report-modified",
  "gate/verdict-stale",
  "gate/packet-missing",
];

const parse = (text: string) => parsePolicy(text, "writ.yml", RULES);

describe("a policy file", () => {
  it("may say no more than its version", async () => {
    expect(await parse("version: 1\n")).toEqual({
      version: 1,
      source: "writ.yml",
      layout: { name: "auto", paths: {} },
      rules: {},
      strict: false,
      gate: {
        mode: "full",
        validators: ["role:maintain"],
        approvers: ["role:maintain"],
        verdicts: 1,
        independence: true,
        acknowledge: false,
        governed: [],
      },
      reports: { onPass: { status: null, board: null }, forks: "pull-request" },
      scan: { forbidden: [], maxFileBytes: 10485760 },
      transitions: null,
    });
  });

  it("may say everything", async () => {
    const text = `
version: 1
preset: default
layout: docs
paths: { packets: work, board: null, registry: work/REG.md }
rules: { structure/placeholder: warn, text/*: off, ledger/*: error }
strict: true
gate:
  mode: packets
  validators: ["mara", "@acme/validators", "role:write", "audit-bot[bot]"]
  approvers: []
  verdicts: 20
  independence: false
  acknowledge: true
  governed: ["src/**"]
reports:
  onPass: { status: Done, board: VALIDATED }
  forks: commit
scan:
  forbidden: [{ pattern: "dbg!", paths: ["src/**"], why: "debug output" }, { pattern: x, why: y }]
  maxFileBytes: 1
transitions:
  Ready for Dev: [In Progress, Blocked]
  Done: []
`;
    expect(await parse(text)).toEqual({
      version: 1,
      source: "writ.yml",
      layout: { name: "docs", paths: { packets: "work", board: null, registry: "work/REG.md" } },
      rules: { "structure/placeholder": "warn", "text/*": "off", "ledger/*": "error" },
      strict: true,
      gate: {
        mode: "packets",
        validators: ["mara", "@acme/validators", "role:write", "audit-bot[bot]"],
        approvers: [],
        verdicts: 20,
        independence: false,
        acknowledge: true,
        governed: ["src/**"],
      },
      reports: { onPass: { status: "Done", board: "VALIDATED" }, forks: "commit" },
      scan: {
        forbidden: [
          { pattern: "dbg!", paths: ["src/**"], why: "debug output" },
          { pattern: "x", paths: ["**"], why: "y" },
        ],
        maxFileBytes: 1,
      },
      transitions: { readyForDev: ["inProgress", "blocked"], done: [] },
    });
  });

  it("may repeat itself through anchors", async () => {
    const policy = await parse("version: 1\ngate:\n  validators: &people [mara, noor]\n  approvers: *people\n");
    expect(policy.gate.approvers).toEqual(["mara", "noor"]);
  });

  it("is YAML 1.2 even where it says otherwise: `off` is a word", async () => {
    const policy = await parse("%YAML 1.1\n---\nversion: 1\nrules: { text/bom: off }\n");
    expect(policy.rules).toEqual({ "text/bom": "off" });
  });

  it("reads CRLF and a byte order mark", async () => {
    expect((await parse("\ufeffversion: 1\r\nstrict: true\r\n")).strict).toBe(true);
  });

  it("takes its layout from the repository", async () => {
    const file = await parse("version: 1\nstrict: true\n");
    const policy = resolvePolicy(file, ["docs/task_packets/WP-1-Crane-v1.md"]);
    expect(policy).toEqual({ ...file, layout: { ...LAYOUTS.docs, name: "docs", found: true } });
  });
});

describe("a preset", () => {
  it("lies under the file", async () => {
    const policy = await parse("version: 1\npreset: adopt\nrules: { text/*: error }\ngate: { verdicts: 2 }\n");
    expect(policy.gate).toMatchObject({ mode: "observe", verdicts: 2, validators: ["role:maintain"] });
    expect(policy.rules).toEqual({ "structure/*": "warn", "text/*": "error" });
  });

  it("gives way to the file", async () => {
    const policy = await parse(
      "version: 1\npreset: strict\nstrict: false\ngate: { mode: observe }\nrules: { structure/placeholder: off }\n",
    );
    expect(policy).toMatchObject({ strict: false, gate: { mode: "observe" } });
    expect(policy.rules).toEqual({ ...PRESETS.strict.rules, "structure/placeholder": "off" });
  });

  it("gives way to the gate of the file", async () => {
    expect((await parse("version: 1\npreset: adopt\ngate: { mode: full }\n")).gate.mode).toBe("full");
  });

  it("strict counts old findings and blocks on placeholders", async () => {
    expect(await parse("version: 1\npreset: strict\n")).toMatchObject({
      strict: true,
      rules: { "structure/placeholder": "error" },
    });
  });
});

it("loads neither YAML nor zod nor RE2 before there is a file", () => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const follow = (url: URL): void => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    const text = readFileSync(url, "utf8");
    for (const [, name = ""] of text.matchAll(/^import (?!type)[^;]*?"([^"]+)";/gm)) {
      if (name.startsWith(".")) follow(new URL(name, url));
      else packages.add(name);
    }
  };
  for (const file of ["load.ts", "defaults.ts", "pattern.ts", "glob.ts"]) follow(new URL(file, import.meta.url));
  expect(seen.size).toBeGreaterThan(6);
  expect([...packages]).toEqual([]);
});
