/** The form of `.github/writ.yml`, for checking a file and for the JSON Schema that editors read. */
import * as z from "zod";
import type { Severity } from "./policy.ts";
import { globProblem, LONGEST_GLOB } from "./glob.ts";
import { LAYOUT_NAMES } from "./layout.ts";
import { LONGEST_PATTERN } from "./pattern.ts";
import { PRESETS } from "./presets.ts";
import type { PresetName } from "./presets.ts";
import { isProtectedKey, ruleKeys } from "./severity.ts";
import { STATE_TEXTS } from "./transitions.ts";

/** Most entries of any list in the file. */
const MOST_ENTRIES = 100;

// A part of a path is anything but `.` and `..`, without slash, backslash and control characters. Written without
// look-around, so that every reader of the JSON Schema can run it.
const OUT = String.raw`/\\\u0000-\u001f\u007f-\u009f`;
const PART = String.raw`(?:\.{0,2}[^.${OUT}][^${OUT}]*|\.{3}[^${OUT}]*)`;
const PATH = new RegExp(`^${PART}(?:/${PART})*$`);

const ROLE = "role:(?:triage|write|maintain|admin)";
const TEAM = "@[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}";
const LOGIN = String.raw`[A-Za-z0-9][A-Za-z0-9_-]{0,98}(?:\[bot\])?`;
const ACTOR = new RegExp(`^(?:${ROLE}|${TEAM}|${LOGIN})$`);

const BOARD_TOKEN = /^[A-Z][A-Z_ ]{0,39}$/;

const presetNames = Object.keys(PRESETS) as PresetName[];

const path = z.string().max(200).regex(PATH, {
  error: "must be a path within the repository, with `/` between its parts, no `..`, and no `/` at either end",
});

const glob = z
  .string()
  .max(LONGEST_GLOB)
  .check((context) => {
    const problem = globProblem(context.value);
    if (problem === null || context.value.length > LONGEST_GLOB) return;
    context.issues.push({ code: "custom", message: problem, input: context.value });
  });

const actor = z.string().regex(ACTOR, {
  error:
    "must be a login (`mara`), a team (`@acme/validators`), or a role: `role:triage`, `role:write`, `role:maintain`, " +
    "`role:admin`",
});

const paths = z
  .strictObject({
    packets: path.exactOptional().describe("Folder of the task packets."),
    stubs: path.exactOptional().describe("Folder of the stubs; `stubs` in the folder of the packets when left out."),
    refinements: path.exactOptional().describe("Folder of the refinements."),
    board: path.nullable().exactOptional().describe("The task board; null when the repository has none."),
    registry: path.nullable().exactOptional().describe("The table from base ids to active packets; null for none."),
    signatures: path.nullable().exactOptional().describe("The log of signatures; null for none."),
    specPointer: path.nullable().exactOptional().describe("The file that names the current spec; null for none."),
    gates: path.nullable().exactOptional().describe("Folder of the validators' gate states; null for none."),
  })
  .check((context) => {
    const seen = new Map<string, string>();
    for (const [key, place] of Object.entries(context.value)) {
      if (typeof place !== "string") continue;
      const first = seen.get(place);
      if (first === undefined) seen.set(place, key);
      else {
        const message = `must differ from \`paths.${first}\`: a document has one kind`;
        context.issues.push({ code: "custom", message, path: [key], input: place });
      }
    }
  });

const gate = z.strictObject({
  mode: z
    .enum(["observe", "packets", "full"])
    .exactOptional()
    .describe(
      "observe: report, never block. packets: judge pull requests that touch a packet. full: also ask for a packet " +
        "where governed files change.",
    ),
  validators: z
    .array(actor)
    .min(1)
    .max(MOST_ENTRIES)
    .exactOptional()
    .describe("Who may give a verdict: logins, `@owner/team`, or a role and above."),
  approvers: z
    .array(actor)
    .max(MOST_ENTRIES)
    .exactOptional()
    .describe("Who may grant waivers; an empty list means nobody."),
  verdicts: z.int().min(1).max(20).exactOptional().describe("How many different validators must say PASS."),
  independence: z.boolean().exactOptional().describe("Whether a verdict on one's own work does not count."),
  acknowledge: z.boolean().exactOptional().describe("Whether a verdict must be acknowledged before it is recorded."),
  governed: z
    .array(glob)
    .max(MOST_ENTRIES)
    .exactOptional()
    .describe("Files whose change needs an active packet that claims them, as patterns such as `src/**`."),
});

const reports = z.strictObject({
  onPass: z
    .strictObject({
      status: z.enum(STATE_TEXTS).exactOptional().describe("The status to write into the packet."),
      board: z
        .string()
        .regex(BOARD_TOKEN, { error: "must be a board token in capitals, such as `VALIDATED`" })
        .exactOptional()
        .describe("The token to write on the packet's board line."),
    })
    .exactOptional()
    .describe("What else to record when a PASS is recorded; nothing unless said."),
  forks: z
    .enum(["pull-request", "commit"])
    .exactOptional()
    .describe("How a report reaches the repository after the merge of a fork: by pull request or as a commit."),
});

const scan = z.strictObject({
  forbidden: z
    .array(
      z.strictObject({
        pattern: z
          .string()
          .min(1)
          .max(LONGEST_PATTERN)
          .describe("A regular expression in RE2 syntax, searched in each changed line."),
        paths: z
          .array(glob)
          .min(1)
          .max(MOST_ENTRIES)
          .exactOptional()
          .describe("The files to search, as patterns; every file when left out."),
        why: z.string().min(1).max(200).describe("What is wrong with a match: shown in the finding."),
      }),
    )
    .max(MOST_ENTRIES)
    .exactOptional()
    .describe("What changed lines must not hold."),
  maxFileBytes: z
    .int()
    .min(1)
    .max(1_073_741_824)
    .exactOptional()
    .describe("The largest file a change may add, in bytes."),
});

const transitions = z.strictObject(
  Object.fromEntries(
    STATE_TEXTS.map((text) => [
      text,
      z.array(z.enum(STATE_TEXTS)).max(MOST_ENTRIES).exactOptional().describe(`The states that may follow ${text}.`),
    ]),
  ),
);

const SEVERITIES: readonly Severity[] = ["error", "warn", "note", "off"];

function rules(knownRules: readonly string[]) {
  const entries = ruleKeys(knownRules).map((key) => {
    const severity = z.enum(isProtectedKey(key, knownRules) ? ["error"] : SEVERITIES).exactOptional();
    const about = key.endsWith("/*") ? "every rule of this family that is not named itself" : "this rule";
    return [key, severity.describe(`The severity of ${about}.`)] as const;
  });
  return z.strictObject(Object.fromEntries(entries));
}

/**
 * The schema of a policy file for these rule ids. It only judges: defaults and presets are laid under the result by
 * `load.ts`. Messages of `custom` and `invalid_format` issues are ends of a sentence that begins with the key.
 */
export function policySchema(knownRules: readonly string[]) {
  const presets = presetNames.map((name) => `${name}: ${PRESETS[name].shows}.`).join(" ");
  return z.strictObject({
    version: z.literal(1).describe("The version of the policy format: 1."),
    preset: z
      .enum(presetNames)
      .exactOptional()
      .describe(`What the file starts from. ${presets}`),
    layout: z
      .enum(["auto", ...LAYOUT_NAMES])
      .exactOptional()
      .describe("Where governed documents live: a known layout, or auto to find out from the repository."),
    paths: paths.exactOptional().describe("Places that differ from those of the layout."),
    rules: rules(knownRules)
      .exactOptional()
      .describe("The severity of single rules, or of a whole family as `family/*`."),
    strict: z.boolean().exactOptional().describe("Whether findings that the base already has fail a pull request too."),
    gate: gate.exactOptional().describe("Who may let a pull request through, and which need it."),
    reports: reports.exactOptional().describe("How verdicts are recorded."),
    scan: scan.exactOptional().describe("What to look for in changed files."),
    transitions: transitions
      .exactOptional()
      .describe("Which status may follow which, in place of the usual graph; one that is not listed may not change."),
  });
}

export type PolicyInput = z.output<ReturnType<typeof policySchema>>;
