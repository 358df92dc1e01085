import { changedWindow, compareVersions, coversChange } from "../../evidence/manifest.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { atWork, block, LIGHTS, MANIFEST, QUAY } from "./harbour.ts";
import { bytesOf, judgedBlocks } from "./judged-blocks.ts";

const OLD = "a\nb\nc\nd\ne\n";

export const manifestWindow = {
  id: "evidence/manifest-window",
  title: "The manifest's windows hold what changed",
  severity: "error",
  what:
    "In the change that finishes a packet or rewrites its manifest, the window of each block holds every line of its " +
    "file that changed: outside of it, the file is the same at the base and at the head. Lines may be counted " +
    "as they " +
    "are after the change or as they were before it.",
  why: "The window tells the validator where to look. What changed outside of it was changed unseen.",
  how: "Widen the window to the lines that the message names, or take back what was not meant to change.",
  fixable: false,
  since: "0.1.0",
  needs: ["targets"],
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows:
        "the changed line, lines counted before and after, a new file, a deleted one, a window wider than the file",
      base: {
        [LIGHTS]: atWork(MANIFEST),
        "src/lights.rs": OLD,
        "src/bell.rs": OLD,
        "src/mole.rs": OLD,
        "src/tide.rs": OLD,
      },
      files: {
        [LIGHTS]:
          MANIFEST +
          block({ start: "3", end: "3" }) +
          block({ start: "2", end: "4", file: "src/bell.rs" }) +
          block({ start: "1", end: "2", file: "src/quay.rs" }) +
          block({ start: "1", end: "5", file: "src/mole.rs" }) +
          block({ start: "5", end: "900", file: "src/tide.rs" }),
        "src/lights.rs": "a\nb\nX\nd\ne\n",
        "src/bell.rs": "a\ne\n",
        "src/quay.rs": "a\nb\n",
        "src/tide.rs": "a\nb\nc\nd\nX\n",
      },
    },
    {
      verdict: "good",
      shows: "work in hand; a form that is looked at elsewhere; a file that the change leaves alone",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": OLD, "src/bell.rs": OLD },
      files: {
        [LIGHTS]: atWork(MANIFEST) + block({ start: "1", end: "1" }),
        [QUAY]:
          MANIFEST +
          block({ start: "<line>", end: "2" }) +
          block({ start: "1", end: "last" }) +
          block({ start: "4", end: "2" }) +
          block({ start: "1", end: "1", file: "src/bell.rs" }),
        "src/lights.rs": "a\nb\nX\nd\ne\n",
        "src/bell.rs": OLD,
      },
    },
    {
      verdict: "bad",
      shows: "a line changed below the window",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": OLD },
      files: { [LIGHTS]: MANIFEST + block({ start: "1", end: "3" }), "src/lights.rs": "a\nX\nc\nY\ne\n" },
      says: "`src/lights.rs` changed in lines 2-4, but the window is 1-3.",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a line changed above the window",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": OLD },
      files: { [LIGHTS]: MANIFEST + block({ start: "3", end: "5" }), "src/lights.rs": "a\nX\nc\nd\ne\n" },
      says: "`src/lights.rs` changed in line 2, but the window is 3-5.",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a file that is too large to be read",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": "a\n".repeat(2000) },
      files: { [LIGHTS]: MANIFEST + block({ start: "1", end: "1" }), "src/lights.rs": "a\n" },
      policy: { scan: { forbidden: [], maxFileBytes: 2000 } },
      says: "The window of `src/lights.rs` cannot be verified: the file is 4000 bytes, more than the policy",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a file that is no text",
      base: { [LIGHTS]: atWork(MANIFEST) },
      files: { [LIGHTS]: MANIFEST + block({ start: "1", end: "1" }), "src/lights.rs": "a\0b\nc\n" },
      says: "The window of `src/lights.rs` cannot be verified: the file is binary.",
      severity: "warn",
      count: 1,
    },
  ],
  *check(packet, context) {
    for (const {
      block: { start, end },
      path,
      before,
      after,
      closed,
    } of judgedBlocks(packet, context)) {
      const [first, last] = [Number(start?.value), Number(end?.value)];
      if (start === null || !(first >= 1 && first <= last)) continue;
      const file = quoted(path, 120);
      const common = { at: start.span, subject: path };
      if (closed !== null) {
        yield { ...common, severity: "warn", message: `The window of ${file} cannot be verified: the file ${closed}.` };
        continue;
      }
      const same = compareVersions(bytesOf(before), bytesOf(after));
      const changed = changedWindow(same);
      if (changed === null || coversChange(same, first, last)) continue;
      const lines =
        changed.start === changed.end
          ? `line ${String(changed.start)}`
          : `lines ${String(changed.start)}-${String(changed.end)}`;
      yield {
        ...common,
        message:
          `${file} changed in ${lines}, but the window is ${String(first)}-${String(last)}. Widen it, or take ` +
          `the rest back.`,
        expected: `${String(changed.start)}-${String(changed.end)}`,
      };
    }
  },
} as const satisfies Rule;
