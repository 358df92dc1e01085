import { expectedSha, shaForm, type FileVersion } from "../../evidence/manifest.ts";
import { dialect } from "../../packet/dialect.ts";
import type { ManifestPart, ManifestValue } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { atWork, BELL, block, LIGHTS, MANIFEST, QUAY, SHA } from "./harbour.ts";
import { judgedBlocks } from "./judged-blocks.ts";

export const manifestSha = {
  id: "evidence/manifest-sha",
  title: "The manifest's SHA-1s are those of the file",
  severity: "error",
  what:
    "In the change that finishes a packet or rewrites its manifest, the SHA-1 before is that of the file at " +
    "the base and " +
    "the SHA-1 after that of the file at the head: of the content, with line feeds, and forty zeros for a file " +
    "that is " +
    "not there. The SHA-1 of the content with CRLF, and Git's id of the file, are warned about.",
  why:
    "The two numbers tie what was judged to what is merged. When they differ, somebody changed the file after the " +
    "manifest was written, or the manifest was never true.",
  how: "Look at what changed since, then write the numbers that `writ sha --base main FILE` prints.",
  fixable: false,
  since: "0.1.0",
  needs: ["targets"],
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows:
        "modified, added, deleted, with CRLF in the repository, in capitals; and a file that the change leaves alone",
      base: {
        [LIGHTS]: atWork(MANIFEST),
        "src/lights.rs": "a\n",
        "src/quay.rs": "a\n",
        "src/mole.rs": "a\n",
        "src/tide.rs": "a\n",
      },
      files: {
        [LIGHTS]:
          MANIFEST +
          block({ before: SHA.one, after: SHA.two.toUpperCase() }) +
          block({ before: SHA.none, after: SHA.two, file: "src\\bell.rs" }) +
          block({ before: SHA.one, after: SHA.none, file: "src/quay.rs" }) +
          block({ before: SHA.one, after: SHA.two, file: "src/mole.rs" }) +
          block({ before: SHA.none, after: SHA.none, file: "src/tide.rs" }),
        "src/lights.rs": "a\nb\n",
        "src/bell.rs": "a\nb\n",
        "src/mole.rs": "a\r\nb\r\n",
        "src/tide.rs": "a\n",
      },
    },
    {
      verdict: "good",
      shows: "work in hand; a finished packet whose manifest stays as it is; and a form that is looked at elsewhere",
      base: { [BELL]: MANIFEST + block({ before: SHA.none, after: SHA.one }), "src/lights.rs": "a\n" },
      files: {
        [LIGHTS]: atWork(MANIFEST) + block({ before: SHA.none, after: SHA.none }),
        [BELL]: `${MANIFEST}${block({ before: SHA.none, after: SHA.one })}\nMore.\n`,
        [QUAY]: MANIFEST + block({ before: "d41d8cd", after: "<hash>" }),
        "src/lights.rs": "a\nb\n",
      },
    },
    {
      verdict: "bad",
      shows: "changed after the manifest was written",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": "a\n" },
      files: { [LIGHTS]: MANIFEST + block({ before: SHA.one, after: SHA.one }), "src/lights.rs": "a\nb\n" },
      says:
        "`Post-SHA1` of `src/lights.rs` is not that of the file in this change, " +
        "05dec960e24d918b8a73a1c53bcbbaac2ee5c2e0.",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "another file before, and one that was not there",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": "a\n" },
      files: {
        [LIGHTS]:
          MANIFEST +
          block({ before: SHA.two, after: SHA.two }) +
          block({ before: SHA.one, after: SHA.two, file: "src/bell.rs" }),
        "src/lights.rs": "a\nb\n",
        "src/bell.rs": "a\nb\n",
      },
      says: "`Pre-SHA1` of `src/lights.rs` is not that of the file at the base, 3f786850e387550fdab836",
      severity: "error",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "a finished packet whose manifest is rewritten",
      base: { [LIGHTS]: MANIFEST + block({ before: SHA.none, after: SHA.one }), "src/lights.rs": "a\n" },
      files: { [LIGHTS]: MANIFEST + block({ before: SHA.one, after: SHA.none }), "src/lights.rs": "a\nb\n" },
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a file that is too large to be read",
      base: { [LIGHTS]: atWork(MANIFEST), "src/lights.rs": "a\n" },
      files: {
        [LIGHTS]: MANIFEST + block({ before: SHA.one, after: SHA.two }),
        "src/lights.rs": "a\n".repeat(2000),
      },
      policy: { scan: { forbidden: [], maxFileBytes: 2000 } },
      says: "`Post-SHA1` of `src/lights.rs` cannot be verified: the file is 4000 bytes, more than the policy",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the id of the Git blob",
      base: { [LIGHTS]: atWork(MANIFEST) },
      files: { [LIGHTS]: MANIFEST + block({ before: SHA.none, after: SHA.blob }), "src/lights.rs": "a\nb\n" },
      says:
        "`Post-SHA1` of `src/lights.rs` is Git's id of the file, not the SHA-1 of its content; write that with " +
        "line feeds",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the content with CRLF",
      base: { [LIGHTS]: atWork(MANIFEST) },
      files: { [LIGHTS]: MANIFEST + block({ before: SHA.none, after: SHA.crlf }), "src/lights.rs": "a\nb\n" },
      says: "`Post-SHA1` of `src/lights.rs` is that of the content with CRLF; write that with line feeds, 05dec960",
      severity: "warn",
      count: 1,
    },
  ],
  *check(packet, context) {
    for (const {
      block: { before, after },
      path,
      ...target
    } of judgedBlocks(packet, context)) {
      yield* faults("before", before, target.before, path);
      yield* faults("after", after, target.after, path);
    }
  },
} as const satisfies Rule;

const { texts, sha1 } = dialect.manifest;

function* faults(
  part: ManifestPart & ("before" | "after"),
  claim: ManifestValue | null,
  version: FileVersion,
  path: string,
): Iterable<Report> {
  if (claim === null || !sha1.test(claim.value)) return;
  const form = shaForm(claim.value, version);
  if (form === "lf" || form === "absent") return;
  const name = `\`${texts[part]}\` of ${quoted(path, 120)}`;
  const common = { at: claim.span, subject: `${path} ${part}` };
  if (version.state === "unverifiable") {
    yield { ...common, severity: "warn", message: `${name} cannot be verified: the file ${version.reason}.` };
    return;
  }
  const expected = expectedSha(version);
  if (form === "other") {
    const place = part === "before" ? "at the base" : "in this change";
    yield {
      ...common,
      message: `${name} is not that of the file ${place}, ${expected}. Look at what changed, and correct it.`,
      expected,
    };
  } else {
    const what =
      form === "crlf" ? "that of the content with CRLF" : "Git's id of the file, not the SHA-1 of its content";
    yield {
      ...common,
      severity: "warn",
      message: `${name} is ${what}; write that with line feeds, ${expected}.`,
      expected,
    };
  }
}
