import { dialect } from "../../packet/dialect.ts";
import { quoted } from "../../policy/quoted.ts";
import { isNewest } from "../process/stage.ts";
import type { Rule } from "../rule.ts";
import { atWork, BELL, block, GATES, LIGHTS, MANIFEST, older } from "./harbour.ts";

export const manifestGates = {
  id: "evidence/manifest-gates",
  title: "Every block of the manifest ticks its ten gates",
  severity: "error",
  what:
    "Every block of a finished packet's manifest lists the ten gates, each with a ticked box. Further boxes " +
    "may be added. " +
    "Packets from an older template are warned about.",
  why:
    "The gates are what whoever did the work vouches for, file by file. A box that is open or gone is a promise that " +
    "nobody made.",
  how: "Go through the gates for the file and tick the ones that hold. When one does not hold, the work is not done.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "all ten, in marks, with one more that is open",
      files: {
        [LIGHTS]:
          MANIFEST +
          block({}) +
          GATES.replace("[x] anchors_present", "[X] `anchors_present` (both)") +
          "  - [ ] tests_passed\n",
      },
    },
    {
      verdict: "good",
      shows: "work in hand, and the form as the template left it",
      files: {
        [LIGHTS]: atWork(MANIFEST) + block({}) + GATES.replaceAll("[x]", "[ ]"),
        [BELL]: MANIFEST + block({ file: "path/to/file" }) + GATES.replaceAll("[x]", "[ ]"),
      },
    },
    {
      verdict: "bad",
      shows: "one box is open, one is gone, in the second of two blocks",
      files: {
        [LIGHTS]:
          MANIFEST +
          block({}) +
          GATES +
          block({ file: "src/bell.rs" }) +
          GATES.replace("[x] pre_sha1", "[ ] pre_sha1").replace("  - [x] window_matches_plan\n", ""),
      },
      says: "The block of `src/bell.rs` does not vouch for 2 of the 10 gates: `window_matches_plan`, `pre_",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "no box at all",
      files: { [LIGHTS]: MANIFEST + block({ start: "1" }) },
      says: "10 of the 10 gates",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a template of long ago",
      files: {
        [LIGHTS]: older(MANIFEST) + block({}) + GATES.replace("[x] anchors", "[ ] anchors"),
      },
      says: "1 of the 10 gates: `anchors_present`.",
      severity: "warn",
      count: 1,
    },
  ],
  *check(packet) {
    const { gates } = dialect.manifest;
    for (const block of packet.manifest) {
      if (block.content !== "filled" || block.target === null) continue;
      const ticked = new Set(block.gates.filter((gate) => gate.ticked).map((gate) => gate.name));
      const open = gates.filter((name) => !ticked.has(name));
      const [first] = open;
      if (first === undefined) continue;
      const file = block.target.value;
      yield {
        at: block.gates.find(({ name }) => name === first)?.span ?? block.target.span,
        subject: file,
        ...(isNewest(packet) ? {} : { severity: "warn" }),
        message:
          `The block of ${quoted(file, 120)} does not vouch for ${String(open.length)} of the ` +
          `${String(gates.length)} gates: ` +
          `${open.map((name) => `\`${name}\``).join(", ")}. Tick what holds.`,
        expected: "ten ticked boxes",
      };
    }
  },
} as const satisfies Rule;
