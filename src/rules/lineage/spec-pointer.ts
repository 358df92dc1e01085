import { dialect } from "../../packet/dialect.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { FIRST, first, POINTER, SPEC } from "./harbour.ts";

const NEWER = ".GOV/spec/HARBOUR_SPEC_v1.10.md";

export const specPointer = {
  id: "lineage/spec-pointer",
  title: "The spec pointer names the newest spec",
  severity: "error",
  what:
    "The document that points to the spec in force names a file in bold; the file exists; and no file beside it has the " +
    "same name with a higher version.",
  why: "Every refinement is bound to the spec that the pointer names. One that dangles, or lags behind, binds them to nothing.",
  how: "Write the path of the newest spec file into the pointer, in bold, or restore the file.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "the newest of two, and a file of another name with a higher version",
      files: {
        [POINTER]: `# Current specification\n\n**${NEWER}**\n`,
        [SPEC]: "# Spec\n",
        [NEWER]: "# Spec\n",
        ".GOV/spec/QUAY_SPEC_v2.0.md": "# Spec\n",
      },
    },
    {
      verdict: "good",
      shows: "the name alone, where one file ends with it",
      files: { [POINTER]: "**HARBOUR_SPEC_v1.2.md**\n", [SPEC]: "# Spec\n", [FIRST]: first("**nothing.md**") },
    },
    {
      verdict: "bad",
      shows: "no file is named",
      files: { [POINTER]: "# Current specification\n\nAs it was.\n" },
      says: "names no spec",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the file does not exist",
      files: { [POINTER]: `**${SPEC}**\n` },
      says: "`.GOV/spec/HARBOUR_SPEC_v1.2.md` does not exist",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "there is a newer one, though by letters it comes first",
      files: { [POINTER]: `**${SPEC}**\n`, [SPEC]: "# Spec\n", [NEWER]: "# Spec\n" },
      says: "but `.GOV/spec/HARBOUR_SPEC_v1.10.md` is newer",
      severity: "error",
    },
  ],
  *check(document, { world }) {
    if (document.kind !== "specPointer") return;
    const { target } = document;
    if (target === null) {
      const message = "The pointer names no spec. Write the path of the spec in force into it, in bold.";
      yield { at: null, subject: "none", message, expected: "the path of a spec" };
      return;
    }
    const paths = [...world.tree.keys()];
    const path = world.tree.has(target.path) ? target.path : paths.find((known) => known.endsWith(`/${target.path}`));
    if (path === undefined) {
      const message = `${quoted(target.path, 200)} does not exist. Restore the file, or name the spec in force.`;
      yield { at: target.span, subject: "missing", message, expected: "a file that exists" };
      return;
    }
    const newest = newestOf(path, paths);
    if (newest === path) return;
    yield {
      at: target.span,
      subject: "newest",
      message: `The pointer names ${quoted(path, 200)}, but ${quoted(newest, 200)} is newer. Name that one.`,
      expected: newest,
      related: [{ path: newest, span: null, message: "The newer spec." }],
    };
  },
} as const satisfies Rule;

function newestOf(path: string, paths: readonly string[]): string {
  const own = dialect.specPointer.version.exec(path);
  if (own === null) return path;
  let best = { path, version: numbers(own[2]) };
  for (const known of paths) {
    if (!known.startsWith(own[1] ?? "")) continue;
    const found = dialect.specPointer.version.exec(known);
    if (found === null || found[1] !== own[1]) continue;
    const version = numbers(found[2]);
    if (isHigher(version, best.version)) best = { path: known, version };
  }
  return best.path;
}

function numbers(version = ""): readonly number[] {
  return version.split(".").map(Number);
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
