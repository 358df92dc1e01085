import { sectionLabel } from "../../packet/vocabulary.ts";
import type { Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import { claimedBy } from "../process/claimed-paths.ts";
import { productFiles } from "../process/product.ts";
import { isNewest } from "../process/stage.ts";
import type { Report, Rule, RuleContext } from "../rule.ts";
import { asksForSection } from "../structure/era.ts";
import { finishes } from "./fresh.ts";
import { atWork, BELL, block, DONE, LIGHTS, MANIFEST, older, oldest, QUAY } from "./harbour.ts";

export const manifestMissing = {
  id: "evidence/manifest-missing",
  title: "Every changed file is in the manifest",
  severity: "error",
  what:
    "A finished packet whose template has a manifest must hold at least one block of it, or say that no file " +
    "changed. " +
    "In the change that finishes the packet, every product file that is added or modified and that the " +
    "packet's scope " +
    "holds must have a block of its own.",
  why:
    "The manifest is how a validator knows which lines to read, and how anybody can tell later that what was " +
    "judged is " +
    "what was merged. A file that is not in it was not judged.",
  how: "Add a block for each file. `writ sha --base main FILE` prints the numbers.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "a block, and a packet that changed no file",
      files: {
        [LIGHTS]: MANIFEST + block({}),
        [BELL]: `${MANIFEST}- **Target File**: N/A\n`,
      },
    },
    {
      verdict: "good",
      shows: "the change that finishes the packet: files with blocks, a deleted one, one out of scope, a record",
      base: { [LIGHTS]: atWork(MANIFEST), "src/bell.rs": "ring\n", "src/lights.rs": "burn\n" },
      files: {
        [LIGHTS]: MANIFEST + block({}) + block({ file: "src\\quay.rs" }),
        "src/lights.rs": "shine\n",
        "src/quay.rs": "moor\n",
        "docs/lights.md": "Lights\n",
      },
    },
    {
      verdict: "good",
      shows: "work in hand, a template without a manifest, and a change to a packet that was finished before",
      base: { [QUAY]: MANIFEST + block({}) },
      files: {
        [LIGHTS]: atWork(MANIFEST),
        [BELL]: oldest(DONE),
        [QUAY]: `${MANIFEST}${block({})}\nMore.\n`,
        "src/quay.rs": "moor\n",
      },
    },
    {
      verdict: "bad",
      shows: "done, and no file is named",
      files: { [LIGHTS]: `${MANIFEST}- **Target File**: \`path/to/file\`\n- **Start**: <line>\n` },
      says: "`VALIDATION` names no changed file. Add",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "done, by a template of long ago that asked for a manifest",
      files: { [LIGHTS]: older(DONE) },
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the change that finishes the packet adds and modifies files that have no block",
      base: { [LIGHTS]: atWork(MANIFEST), "src/bell.rs": "ring\n" },
      files: {
        [LIGHTS]: MANIFEST + block({}),
        "src/bell.rs": "ring twice\n",
        "src/lights.rs": "burn\n",
        "src/quay.rs": "moor\n",
      },
      says: "`VALIDATION` has no block for 2 files that this change touches: `src/bell.rs`, `src/quay.rs`.",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "more files than are worth listing",
      base: { [LIGHTS]: atWork(MANIFEST) },
      files: {
        [LIGHTS]: MANIFEST + block({}),
        ...Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [`src/${name}.rs`, "burn\n"])),
      },
      says: "for 6 files that this change touches: `src/a.rs`, `src/b.rs`, `src/c.rs`, `src/d.rs`, `src/e.rs`, ….",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the packet says that no file changed, and one did",
      base: { [LIGHTS]: atWork(MANIFEST) },
      files: { [LIGHTS]: `${MANIFEST}- **Target File**: N/A\n`, "src/lights.rs": "burn\n" },
      says: "has no block for `src/lights.rs`, which this change touches.",
      count: 1,
    },
  ],
  *check(packet, context) {
    if (!asksForSection(packet, "manifest")) return;
    const at = packet.sections.find(({ name }) => name === "manifest")?.heading ?? null;
    const label = sectionLabel("manifest");
    if (packet.manifest.every(({ content }) => content === "template")) {
      yield {
        at,
        subject: "all",
        ...(isNewest(packet) ? {} : { severity: "warn" }),
        message: `\`${label}\` names no changed file. Add a block for each file that the work changed.`,
        expected: "a block for each changed file",
      };
    } else if (finishes(packet, context)) yield* unnamed(packet, context, at, label);
  },
} as const satisfies Rule;

/** How many files a message lists. */
const LISTED = 5;

function* unnamed(packet: Packet, context: RuleContext, at: Report["at"], label: string): Iterable<Report> {
  const claims = claimedBy(packet);
  const named = new Set(packet.manifest.map(({ target }) => target?.value.replaceAll("\\", "/")));
  const files = productFiles(context)
    .filter(({ path, status }) => status !== "deleted" && claims?.(path) === true && !named.has(path))
    .map(({ path }) => quoted(path, 120));
  const [only] = files;
  if (only === undefined) return;
  const listed = files.slice(0, LISTED).join(", ") + (files.length > LISTED ? ", …" : "");
  yield {
    at,
    subject: "files",
    message:
      files.length === 1
        ? `\`${label}\` has no block for ${only}, which this change touches. Add one.`
        : `\`${label}\` has no block for ${String(files.length)} files that this change touches: ${listed}. Add them.`,
    expected: "a block for each changed file",
  };
}
