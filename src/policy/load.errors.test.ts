import { describe, expect, it } from "vitest";
import { parsePolicy } from "./load.ts";
import { PolicyError } from "./problem.ts";

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

/** The problems of a text, as `line:column message`. */
async function problemsOf(text: string): Promise<string[]> {
  try {
    await parse(text);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
  return [];
}

/** The problems of a text below a valid first line. */
const below = (text: string): Promise<string[]> => problemsOf(`version: 1\n${text}`);

describe("what is wrong is said with its place", () => {
  const known = "`version`, `preset`, `layout`, `paths`, `rules`, `strict`, `gate`, `reports`, `scan`, `transitions`";
  const families = "`text/*`, `structure/*`, `process/*`, `ledger/*`, `gate/*`";
  const severities = "`error`, `warn`, `note`, `off`";
  const honest = "a policy cannot weaken what keeps verdicts honest";
  const place = "must be a path within the repository, with `/` between its parts, no `..`, and no `/` at either end";
  const who =
    "must be a login (`mara`), a team (`@acme/validators`), or a role: `role:triage`, `role:write`, `role:maintain`, " +
    "`role:admin`";

  it.each([
    ["", "1:1 the policy is empty: a policy begins with `version: 1`"],
    ["# nothing yet\n", "1:1 the policy is empty: a policy begins with `version: 1`"],
    ["strict: true\n", "1:1 `version` is missing: a policy begins with `version: 1`"],
    ["version:\n", "1:9 `version` has no value: write one, or remove the line"],
    ["version: 2\n", "1:10 `version` must be `1`, not `2`"],
    ["version: '1'\n", "1:10 `version` must be `1`, not the text `1`"],
    ["- version\n", "1:1 the policy must be a mapping of keys to values, not a list"],
    ["just words\n", "1:1 the policy must be a mapping of keys to values, not the text `just words`"],
  ])("%j", async (text, problem) => {
    expect(await problemsOf(text)).toEqual([problem]);
  });

  it.each([
    ["strct: true", "2:1 there is no key `strct` in a policy; did you mean `strict`?"],
    ["waivers: []", `2:1 there is no key \`waivers\` in a policy; known are ${known}`],
    ["paths: { packet: x }", "2:10 there is no key `packet` in `paths`; did you mean `packets`?"],
    ["gate:\n  validator: []", "3:3 there is no key `validator` in `gate`; did you mean `validators`?"],
    ["reports: { onpass: {} }", "2:12 there is no key `onpass` in `reports`; did you mean `onPass`?"],
    ["reports:\n  onPass: { stats: Done }", "3:13 there is no key `stats` in `reports.onPass`; did you mean `status`?"],
    ["scan: { maxfilebytes: 1 }", "2:9 there is no key `maxfilebytes` in `scan`; did you mean `maxFileBytes`?"],
    [
      "scan:\n  forbidden:\n    - { pattern: x, why: y, path: [a] }",
      "4:29 there is no key `path` in `scan.forbidden[0]`; did you mean `paths`?",
    ],
    ["transitions: { Dune: [] }", "2:16 there is no key `Dune` in `transitions`; did you mean `Done`?"],
    ["rules: { structure/titel: off }", "2:10 there is no rule `structure/titel`; did you mean `structure/title`?"],
    ["rules: { structur/*: off }", "2:10 there is no rule `structur/*`; did you mean `structure/*`?"],
    ["rules: { whatever: off }", `2:10 there is no rule \`whatever\`; the families are ${families}`],
    ["__proto__: {}", `2:1 there is no key \`__proto__\` in a policy; known are ${known}`],
    ["gate: { constructor: 1 }", expect.stringMatching(/^2:9 there is no key `constructor` in `gate`; known are /)],
    ["rules: { __proto__: off }", `2:10 there is no rule \`__proto__\`; the families are ${families}`],
    ["transitions: { toString: [] }", expect.stringMatching(/^2:16 there is no key `toString` in `transitions`; /)],
    ['"\\e[31m\\u202e": 1', expect.stringMatching(/^2:1 there is no key `\\u\{1b\}\[31m\\u\{202e\}` in a policy; /)],
  ])("an unknown key: %s", async (text, problem) => {
    expect(await below(text)).toEqual([problem]);
  });

  it.each([
    [
      "preset: strickt",
      "2:9 `preset` must be one of `default`, `strict`, `adopt`, not the text `strickt`; did you mean `strict`?",
    ],
    ["layout: 7", "2:9 `layout` must be one of `auto`, `records`, `gov`, `docs`, not `7`"],
    ["layout: [gov]", "2:9 `layout` must be one of `auto`, `records`, `gov`, `docs`, not a list"],
    ["strict: yes", "2:9 `strict` must be `true` or `false`, not the text `yes`"],
    ["strict: null", "2:9 `strict` must be `true` or `false`, not null"],
    ["rules:", "2:7 `rules` has no value: write one, or remove the line"],
    ["rules: [a]", "2:8 `rules` must be a mapping of keys to values, not a list"],
    [
      "rules: { text/bom: of }",
      `2:20 \`rules.text/bom\` must be one of ${severities}, not the text \`of\`; did you mean \`off\`?`,
    ],
    ["rules: { text/bom: 1 }", `2:20 \`rules.text/bom\` must be one of ${severities}, not \`1\``],
    ["rules: { ledger/*: warn }", `2:20 \`rules.ledger/*\` can only be \`error\`, not the text \`warn\`: ${honest}`],
    [
      "rules: { ledger/report-modified: off }",
      `2:34 \`rules.ledger/report-modified\` can only be \`error\`, not the text \`off\`: ${honest}`,
    ],
    [
      "rules: { gate/verdict-stale: note }",
      `2:30 \`rules.gate/verdict-stale\` can only be \`error\`, not the text \`note\`: ${honest}`,
    ],
    ["rules: { gate/*: off }", `2:18 \`rules.gate/*\` can only be \`error\`, not the text \`off\`: ${honest}`],
    ["gate: full", "2:7 `gate` must be a mapping of keys to values, not the text `full`"],
    [
      "gate: { mode: obsrve }",
      "2:15 `gate.mode` must be one of `observe`, `packets`, `full`, not the text `obsrve`; did you mean `observe`?",
    ],
    ["gate: { validators: mara }", "2:21 `gate.validators` must be a list, not the text `mara`"],
    ["gate: { validators: [] }", "2:21 `gate.validators` needs at least 1 entry"],
    [`gate: { approvers: [${"a, ".repeat(101)}] }`, "2:20 `gate.approvers` holds more than 100 entries"],
    ["gate: { validators: [mara, 5] }", "2:28 `gate.validators[1]` must be text, not `5`"],
    ["gate: { validators: ['@mara'] }", `2:22 \`gate.validators[0]\` ${who}`],
    ["gate: { validators: ['role:read'] }", `2:22 \`gate.validators[0]\` ${who}`],
    ["gate: { verdicts: 0 }", "2:19 `gate.verdicts` must be at least 1, not `0`"],
    ["gate: { verdicts: 21 }", "2:19 `gate.verdicts` must be at most 20, not `21`"],
    ["gate: { verdicts: 1.5 }", "2:19 `gate.verdicts` must be a whole number, not `1.5`"],
    ["gate: { verdicts: two }", "2:19 `gate.verdicts` must be a whole number, not the text `two`"],
    ["gate: { verdicts: .nan }", "2:19 `gate.verdicts` must be a whole number, not `NaN`"],
    ["gate: { independence: on }", "2:23 `gate.independence` must be `true` or `false`, not the text `on`"],
    ["gate: { acknowledge: {} }", "2:22 `gate.acknowledge` must be `true` or `false`, not a mapping"],
    [
      "gate: { governed: [/src] }",
      "2:20 `gate.governed[0]` must not begin with `/`: paths are relative to the repository",
    ],
    [`gate: { governed: [${"a".repeat(301)}] }`, "2:20 `gate.governed[0]` is longer than 300 characters"],
    ["paths: { packets: ../x }", `2:19 \`paths.packets\` ${place}`],
    ["paths: { packets: null }", "2:19 `paths.packets` must be text, not null"],
    ["paths: { packets: a/ }", `2:19 \`paths.packets\` ${place}`],
    ["paths: { stubs: /a }", `2:17 \`paths.stubs\` ${place}`],
    ["paths: { refinements: 'a\\b' }", `2:23 \`paths.refinements\` ${place}`],
    ["paths: { board: a/../b }", `2:17 \`paths.board\` ${place}`],
    ["paths: { board: }", "2:17 `paths.board` has no value: write one, or remove the line"],
    ["paths: { registry: . }", `2:20 \`paths.registry\` ${place}`],
    ['paths: { signatures: "a\\nb" }', `2:22 \`paths.signatures\` ${place}`],
    ["paths: { specPointer: a//b }", `2:23 \`paths.specPointer\` ${place}`],
    ['paths: { gates: "" }', `2:17 \`paths.gates\` ${place}`],
    [`paths: { gates: ${"a".repeat(201)} }`, "2:17 `paths.gates` is longer than 200 characters"],
    ["paths: { packets: a, stubs: a }", "2:29 `paths.stubs` must differ from `paths.packets`: a document has one kind"],
    [
      "reports: { onPass: { board: '[x]' } }",
      "2:29 `reports.onPass.board` must be a board token in capitals, such as `VALIDATED`",
    ],
    [
      "reports: { onPass: { status: done } }",
      expect.stringMatching(/^2:30 `reports.onPass.status` must be one of `Stub`, .*; did you mean `Done`\?$/),
    ],
    [
      "reports: { forks: comit }",
      "2:19 `reports.forks` must be one of `pull-request`, `commit`, not the text `comit`; did you mean `commit`?",
    ],
    ["scan: { forbidden: [x] }", "2:21 `scan.forbidden[0]` must be a mapping of keys to values, not the text `x`"],
    ["scan: { forbidden: [{ why: y }] }", "2:21 `scan.forbidden[0].pattern` is missing"],
    ["scan: { forbidden: [{ pattern: x }] }", "2:21 `scan.forbidden[0].why` is missing"],
    ['scan: { forbidden: [{ pattern: "", why: y }] }', "2:32 `scan.forbidden[0].pattern` must not be empty"],
    [
      "scan: { forbidden: [{ pattern: a*, why: y }] }",
      "2:32 `scan.forbidden[0].pattern` matches the empty text, so every line would be a finding",
    ],
    [
      "scan: { forbidden: [{ pattern: 1, why: y }, { pattern: '(', why: y }] }",
      [
        "2:32 `scan.forbidden[0].pattern` must be text, not `1`",
        "2:56 `scan.forbidden[1].pattern` is no regular expression that RE2 knows: missing closing ): `(`",
      ],
    ],
    [
      "scan: { forbidden: [{ pattern: x, why: y, paths: [a//b] }] }",
      expect.stringMatching(/^2:51 `scan.forbidden\[0\].paths\[0\]` must name something/),
    ],
    [
      "scan: { forbidden: [{ pattern: x, why: y, paths: [] }] }",
      "2:50 `scan.forbidden[0].paths` needs at least 1 entry",
    ],
    ["scan: { maxFileBytes: 0 }", "2:23 `scan.maxFileBytes` must be at least 1, not `0`"],
    ["scan: { maxFileBytes: 1073741825 }", "2:23 `scan.maxFileBytes` must be at most 1073741824, not `1073741825`"],
    [
      "transitions: { Done: [Don] }",
      expect.stringMatching(/^2:23 `transitions.Done\[0\]` must be one of .*; did you mean `Done`\?$/),
    ],
  ])("a value: %s", async (text, problem) => {
    expect(await below(text)).toEqual([problem].flat());
  });

  it.each([
    ["strict: true\nstrict: false", "3:1 the key `strict` is given twice: remove one of them"],
    ["gate: { mode: full, mode: full }", "2:21 the key `mode` is given twice: remove one of them"],
    [
      "gate: { validators: [&x { a: 1, a: 2 }], approvers: [*x] }",
      [
        "2:25 `gate.validators[0]` must be text, not a mapping",
        "2:25 `gate.approvers[0]` must be text, not a mapping",
        "2:33 the key `a` is given twice: remove one of them",
      ],
    ],
    ["1: x", "2:1 a key must be text: put it in quotes"],
    ["? [a]\n: x", "2:3 a key must be text: put it in quotes"],
    ["gate: { approvers: *nobody }", "2:20 no anchor before this is called `nobody`"],
    ["strict: !!bool true", "2:16 `tag:yaml.org,2002:bool` is a YAML tag, which a policy file cannot hold"],
    ["gate: !<x> { mode: full }", expect.stringContaining("this is not the YAML a policy is written in: ")],
    ["---\nversion: 1", "2:1 a policy file is one YAML document: a `---` here begins a second one"],
    ["gate: { mode: full", expect.stringMatching(/^3:1 this is not the YAML .*: Flow map .* end with a }$/)],
    ["strict: 'true", expect.stringContaining("this is not the YAML a policy is written in: Missing closing 'quote")],
    ["\tstrict: true", expect.stringContaining("this is not the YAML a policy is written in: ")],
    ["# ".padEnd(65_536, "x"), "1:1 a policy file holds at most 64 KiB"],
    [`gate: ${"[".repeat(40)}`, "2:38 a policy file is nested at most 32 levels deep"],
    [`gate: [${"1,".repeat(8_000)}]`, expect.stringMatching(/^2:\d+ a policy file holds at most 5000 YAML tokens$/)],
    ["<<: { strict: true }", `2:1 there is no key \`<<\` in a policy; known are ${known}`],
  ])("the YAML itself, case %#", async (text, problem) => {
    expect(await below(`${text}\n`)).toEqual([problem].flat());
  });

  it("all at once, in the order of the file", async () => {
    const text = [
      "version: 3",
      "gate:",
      "  verdicts: 0",
      "  mode: ful",
      "  verdicts: 1",
      "rules:",
      "  text/bmo: off",
      "  ledger/*: off",
      "scan: { forbidden: [{ pattern: '[', why: y }] }",
    ].join("\n");
    const found = await problemsOf(text);
    const places = found.map((problem) => problem.split(" ")[0]);
    expect(places).toEqual(["1:10", "3:13", "4:9", "5:3", "7:3", "8:13", "9:32"]);
    await expect(parse(text)).rejects.toThrow(
      /^writ\.yml has 7 problems:\n {2}writ\.yml:1:10: `version` must be `1`, not `3`\n {2}writ\.yml:3:13: /,
    );
  });

  it("one problem is one sentence", async () => {
    await expect(parse("version: 2")).rejects.toThrow(/^writ\.yml:1:10: `version` must be `1`, not `2`$/);
  });

  it("tells the first fifty and counts the others", async () => {
    const text = `version: 1\n${Array.from({ length: 80 }, (_, n) => `key${n}: 1`).join("\n")}\n`;
    expect((await problemsOf(text)).map((problem) => problem.split(" ")[0])).toEqual(
      Array.from({ length: 50 }, (_, n) => `${n + 2}:1`),
    );
    await expect(parse(text)).rejects.toThrow(/^writ\.yml has 80 problems:[^]*\n {2}… and 30 more$/);
  });
});

