import { lineCount } from "../../evidence/file-lines.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { atWork, block, LIGHTS, MANIFEST, QUAY } from "./harbour.ts";
import { bytesOf, judgedBlocks } from "./judged-blocks.ts";

const OLD = "a\nb\nc\n";

export const manifestDelta = {
  id: "evidence/manifest-delta",
  title: "The manifest's line deltas are right",
  severity: "error",
  what:
    "In the change that finishes a packet or rewrites its manifest, the line delta of each block is the number " +
    "of lines " +
    "that the change adds to the file, minus those it removes: the first number of `git diff --numstat` minus the " +
    "second. Where a file has several blocks, their deltas together are.",
  why: "A delta that is wrong shows that the manifest was written by hand or before the last edit.",
  how: "Write the number that `writ sha --base main FILE` prints.",
  fixable: false,
  since: "0.1.0",
  needs: ["targets"],
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "lines added, removed, replaced; a new file, a deleted one; two blocks of one file; a sign of its own",
      base: { [LIGHTS]: atWork(MANIFEST), "a.rs": OLD, "b.rs": OLD, "c.rs": OLD, "e.rs": OLD, "f.rs": OLD },
      files: {
        [LIGHTS]:
          MANIFEST +
          block({ delta: "+2", file: "a.rs" }) +
          block({ delta: "\u22121", file: "b.rs" }) +
          block({ delta: "0", file: "c.rs" }) +
          block({ delta: "2", file: "d.rs" }) +
          block({ delta: "-3", file: "e.rs" }) +
          block({ delta: "1", file: "f.rs" }) +
          block({ delta: "2", file: "f.rs" }),
        "a.rs": "a\nb\nc\nd\ne",
        "b.rs": "a\nc\n",
        "c.rs": "a\nX\nc\n",
        "d.rs": "a\nb\n",
        "f.rs": `${OLD}${OLD}`,
      },
    },
    {
      verdict: "good",
      shows: "work in hand; a form that is looked at elsewhere",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": OLD },
      files: {
        [LIGHTS]: atWork(MANIFEST) + block({ delta: "7" }),
        [QUAY]: MANIFEST + block({ delta: "<adds - dels>" }) + block({ delta: "7" }),
        "src/lights.rs": `${OLD}d\n`,
      },
    },
    {
      verdict: "bad",
      shows: "the wrong number, and the wrong sign",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": OLD, "src/bell.rs": OLD },
      files: {
        [LIGHTS]: MANIFEST + block({ delta: "2" }) + block({ delta: "3", file: "src/bell.rs" }),
        "src/lights.rs": "a\n",
        "src/bell.rs": `${OLD}d\n`,
      },
      says: "The line delta of `src/lights.rs` is -2, not +2.",
      severity: "error",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "as many lines as before",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": OLD },
      files: { [LIGHTS]: MANIFEST + block({ delta: "1" }), "src/lights.rs": "a\nX\nc\n" },
      says: "The line delta of `src/lights.rs` is 0, not +1. Correct it.",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "two blocks that do not add up",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": OLD },
      files: { [LIGHTS]: MANIFEST + block({ delta: "1" }) + block({ delta: "1" }), "src/lights.rs": `${OLD}${OLD}` },
      says: "is +3, not +2, as 2 blocks together say.",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a file that is no text",
      base: { [LIGHTS]: atWork(MANIFEST) },
      files: { [LIGHTS]: MANIFEST + block({ delta: "1" }), "src/lights.rs": "a\0b\n" },
      says: "The line delta of `src/lights.rs` cannot be verified: the file is binary.",
      severity: "warn",
      count: 1,
    },
  ],
  *check(packet, context) {
    const judged = judgedBlocks(packet, context);
    for (const path of new Set(judged.map((entry) => entry.path))) {
      const blocks = judged.filter((entry) => entry.path === path);
      const [first] = blocks;
      const deltas = blocks.map(({ block }) => numberOf(block.delta?.value ?? ""));
      if (first?.block.delta == null || deltas.some(Number.isNaN)) continue;
      const file = quoted(path, 120);
      const common = { at: first.block.delta.span, subject: path };
      if (first.closed !== null) {
        yield {
          ...common,
          severity: "warn",
          message: `The line delta of ${file} cannot be verified: the file ${first.closed}.`,
        };
        continue;
      }
      const claimed = deltas.reduce((sum, delta) => sum + delta, 0);
      const real = lineCount(bytesOf(first.after)) - lineCount(bytesOf(first.before));
      if (claimed === real) continue;
      const together = blocks.length === 1 ? "" : `, as ${String(blocks.length)} blocks together say`;
      yield {
        ...common,
        message: `The line delta of ${file} is ${signed(real)}, not ${signed(claimed)}${together}. Correct it.`,
        expected: signed(real),
      };
    }
  },
} as const satisfies Rule;

function numberOf(value: string): number {
  return /^[-+\u2212]?\d{1,7}$/.test(value) ? Number(value.replace("\u2212", "-")) : Number.NaN;
}

function signed(number: number): string {
  return number > 0 ? `+${String(number)}` : String(number);
}
