import type { Evidence } from "../../evidence/examine.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { faultsOf, remedy } from "./faults.ts";
import { atWork, CITING, DONE, LIGHTS, REPORT } from "./harbour.ts";

const SOURCE = "fn burn() {\n}\n";

export const missingPath = {
  id: "evidence/missing-path",
  title: "Cited files are in the repository",
  severity: "error",
  what:
    "Every file that a finished packet cites must be in the repository, and a symbol or quotation that is cited must " +
    "stand in it. A path may be written from the top of the repository, below a folder that the packet names " +
    "elsewhere, or as the end of one path alone.",
  why:
    "A requirement that points at a file nobody has is not proven. Where the change that finishes the packet " +
    "names it, " +
    "it has never been proven at all; an older one may have been right at its time.",
  how:
    "Write the path as it is in the repository, from the top. When the file was renamed or its text moved, " +
    "cite where " +
    "it stands now.",
  fixable: false,
  since: "0.1.0",
  needs: ["cited"],
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "a full path, a path below a folder that the scope names, the end of one path alone, a link of a machine",
      files: {
        [LIGHTS]:
          `${CITING}  - EVIDENCE: \`src/deck/lights.rs:1\`, \`deck/lights.rs:1\`, \`bell.rs:1\`, ` +
          `/home/mara/harbour/src/bell.rs:1\n`,
        "src/deck/lights.rs": SOURCE,
        "src/bell.rs": SOURCE,
      },
    },
    {
      verdict: "good",
      shows: "a symbol and a quotation that the file holds",
      files: {
        [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs::burn\`\n  - EVIDENCE: \`src/lights.rs\` "fn burn()"\n`,
        "src/lights.rs": SOURCE,
      },
    },
    {
      verdict: "good",
      shows: "work in hand, whose files may still be missing",
      files: { [LIGHTS]: `${atWork(CITING)}  - EVIDENCE: \`src/lights.rs:1\`\n` },
    },
    {
      verdict: "bad",
      shows: "an old packet cites a file that is no longer there",
      files: {
        [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:1\`, \`src/lights.rs:2\`\n`,
        "app/lights.rs": SOURCE,
        "lib/lights.rs": SOURCE,
      },
      says:
        "`src/lights.rs` is not in the repository. Files of that name are `app/lights.rs`, `lib/lights.rs`. 2 " +
        "citations",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the change that finishes the packet cites a file that is not there",
      base: { [LIGHTS]: atWork(CITING) },
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:1\`\n` },
      says: "`src/lights.rs` is not in the repository. Cite a file that is there.",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a change adds evidence to a finished packet that is not there, beside some that was lost before",
      base: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/bell.rs:1\`\n` },
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:1\`, \`src/bell.rs:1\`\n`, "app/lights.rs": SOURCE },
      says: "`src/lights.rs` is not in the repository. A file of that name is `app/lights.rs`. Cite",
      severity: "error",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "said elsewhere in the packet, where it proves nothing",
      base: { [LIGHTS]: atWork(CITING) },
      files: { [LIGHTS]: `${DONE}## IMPLEMENTATION\n- Changed \`src/lights.rs:1\`.\n` },
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a report of long ago, which nobody may change",
      files: { [LIGHTS]: `${REPORT}- src/lights.rs:1\n` },
      says: "leave it",
      severity: "note",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a report that the change adds",
      base: { [LIGHTS]: DONE },
      files: { [LIGHTS]: `${REPORT}- src/lights.rs:1\n` },
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a symbol that the file does not hold",
      base: { [LIGHTS]: atWork(CITING), "src/lights.rs": SOURCE },
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs::Lamp::bur\`\n`, "src/lights.rs": SOURCE },
      says: "`src/lights.rs` holds no `Lamp::bur`",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "words that the file does not hold",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs\` "fn shine()"\n`, "src/lights.rs": SOURCE },
      says: "`src/lights.rs` holds no `fn shine()`",
      count: 1,
    },
  ],
  *check(packet, context) {
    const wanted = ({ citation }: Evidence): string => citation.symbol ?? citation.quote?.text ?? "";
    const subject = (evidence: Evidence): string =>
      evidence.path === null ? evidence.citation.path : `${evidence.path} ${wanted(evidence)}`;
    for (const fault of faultsOf(packet, context, "missing", subject)) {
      const { citation, path, resolution } = fault.evidence;
      const named = quoted(path ?? citation.path, 120);
      const others = resolution.how === "missing" ? resolution.candidates.map((file) => quoted(file, 120)) : [];
      const sameName = others.length === 1 ? "A file of that name is" : "Files of that name are";
      const elsewhere = others.length === 0 ? "" : ` ${sameName} ${others.join(", ")}.`;
      yield {
        at: citation.span,
        subject: printable(subject(fault.evidence), 200),
        ...fault.weight,
        message:
          path === null
            ? `${named} is not in the repository.${elsewhere}${remedy(fault, "Cite a file that is there.")}`
            : `${named} holds no ${quoted(wanted(fault.evidence))}.${remedy(fault, "Cite what it holds.")}`,
        expected: path === null ? "a file of the repository" : "a symbol or words that the file holds",
      };
    }
  },
} as const satisfies Rule;
