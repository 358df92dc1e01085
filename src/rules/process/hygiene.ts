import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule } from "../rule.ts";
import { artefactAt, artefacts, type Artefact } from "./artefacts.ts";

const KEEP = { "README.md": "# Harbour\n" };

/** So many paths are named in one message; the rest is counted. */
const NAMED = 5;

export const hygiene = {
  id: "process/hygiene",
  title: "A change brings no build artefacts, secrets or huge files",
  severity: "error",
  what:
    "Among the files that the change adds or edits there must be none that a build or a tool leaves behind, none " +
    "that holds secrets by its very name, and none larger than the policy allows.",
  why:
    "What is committed stays in the history for ever: a secret is known from then on, a huge file is fetched by " +
    "everybody, and build output hides the lines that somebody should read.",
  how:
    "Remove the file from the commit and add its pattern to the list of ignored files. A secret that was pushed is " +
    "known: replace it where it is used, too. A limit that is too low is raised in the policy.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "source, and names that only look like artefacts",
      base: KEEP,
      files: {
        ...KEEP,
        "src/target/mod.rs": "pub mod lamp;\n",
        "src/distance/lamp.ts": "export const far = 3;\n",
        "docs/log.md": "# Log of the harbour\n",
        ".env.example": "TOKEN=\n",
        "src/environment.ts": "export const env = 1;\n",
      },
    },
    {
      verdict: "good",
      shows: "litter that was there before, and a change that removes some of it",
      base: { ...KEEP, "dist/lamp.js": "on();\n", "run.log": "lit\n" },
      files: { "README.md": "# Harbour lights\n", "dist/lamp.js": "on();\n" },
    },
    {
      verdict: "good",
      shows: "a file of exactly the size that the policy allows",
      policy: { scan: { forbidden: [], maxFileBytes: 10 } },
      base: KEEP,
      files: { ...KEEP, "chart.txt": "123456789\n" },
    },
    {
      verdict: "bad",
      shows: "build output, told in one finding with the files counted",
      base: KEEP,
      files: {
        ...KEEP,
        ...Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`app/dist/lamp${String(n)}.js`, "on();\n"])),
      },
      says: "`app/dist/lamp4.js` and 2 more",
    },
    {
      verdict: "bad",
      shows: "a log file edited",
      base: { ...KEEP, "run.log": "lit\n" },
      files: { ...KEEP, "run.log": "lit again\n" },
      says: "log or temporary file",
    },
    {
      verdict: "bad",
      shows: "an environment file",
      base: KEEP,
      files: { ...KEEP, "server/.env": "TOKEN=abc\n" },
      says: "holds secrets",
    },
    {
      verdict: "bad",
      shows: "a file larger than the policy allows",
      policy: { scan: { forbidden: [], maxFileBytes: 10 } },
      base: KEEP,
      files: { ...KEEP, "chart.txt": "12345678910\n" },
      says: "12 bytes, more than the 10",
    },
  ],
  *check({ change, policy }) {
    const present = (change?.files ?? []).filter((file) => file.status !== "deleted");
    const paths = new Map<Artefact, string[]>(artefacts.map((artefact) => [artefact, []]));
    for (const { path } of present) {
      const artefact = artefactAt(path);
      if (artefact !== null) paths.get(artefact)?.push(path);
    }
    for (const [artefact, found] of paths) if (found.length > 0) yield litter(artefact, found);
    const limit = policy.scan.maxFileBytes;
    for (const { path, size } of present) {
      if (size === null || size <= limit) continue;
      yield {
        path,
        at: null,
        subject: `size ${path}`,
        message:
          `This file is ${String(size)} bytes, more than the ${String(limit)} that the policy allows. ` +
          "Keep it elsewhere and point to it, or let a maintainer raise the limit in the policy.",
        expected: `at most ${String(limit)} bytes`,
      };
    }
  },
} as const satisfies Rule;

function litter(artefact: Artefact, paths: readonly string[]): LocatedReport {
  const named = paths.slice(0, NAMED).map((path) => quoted(path, 120));
  const rest = paths.length - named.length;
  const list = `${named.join(", ")}${rest > 0 ? ` and ${String(rest)} more` : ""}`;
  const secret = artefact.weight === "secret";
  return {
    path: paths[0] ?? "",
    at: null,
    subject: artefact.kind,
    ...(secret ? {} : { severity: "warn" }),
    message: secret
      ? `A file of this kind (${artefact.kind}) holds secrets: ${list}. Take it out of the history before it is ` +
        "pushed, or replace the secrets where they are used."
      : `The change commits what a build or a tool leaves behind (${artefact.kind}): ${list}. ` +
        "Remove it from the commit and let Git ignore it.",
    expected: "no such file in the change",
  };
}
