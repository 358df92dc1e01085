import { sectionLabel } from "../../packet/vocabulary.ts";
import type { Packet, Span } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { claimedBy } from "./claimed-paths.ts";
import { CRANE, crane, LIGHTS, lights } from "./harbour.ts";
import { productFiles } from "./product.ts";
import { touchedBy } from "./touched.ts";

/** So many files are named in one message; the rest is counted. */
const NAMED = 10;

export const scope = {
  id: "process/scope",
  title: "A change stays within the scope of its packets",
  severity: "error",
  what:
    "Every product file that a change adds, edits or deletes must lie in the scope of a packet that the same change " +
    "touches: listed there, below a listed folder, or matched by a listed pattern. A change that touches no packet " +
    "is not judged here.",
  why:
    "A packet authorises exactly what its scope lists. Whatever else a change brings along was planned by nobody, " +
    "and its validator does not know that it should be looked at.",
  how:
    "Take the file out of the change and plan it in a packet of its own. Where it does belong to the work, write the " +
    "next revision of the packet, or let a maintainer record a waiver that names this rule.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "a file, a folder, patterns and a folder without its slash, each of them in scope",
      base: { "src/lamp.ts": "off();\n", "old/wick.ts": "burn();\n" },
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "",
          "## SCOPE",
          "- IN_SCOPE_PATHS:",
          "  - ./src/lamp.ts (the switch)",
          "  - `tests/`",
          "  - assets\\lamps",
          "  - docs/**/*.md",
          "  - tools/{trim,fill}.ts",
          "  - old/wick.ts",
        ),
        "src/lamp.ts": "on();\n",
        "tests/deep/lamp.test.ts": "test();\n",
        "assets/lamps/one.svg": "<svg/>\n",
        "docs/pier/lamps.md": "# Lamps\n",
        "tools/trim.ts": "trim();\n",
      },
    },
    {
      verdict: "good",
      shows: "the scopes of two packets together",
      base: { "README.md": "# Harbour\n" },
      files: {
        "README.md": "# Harbour\n",
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp.ts"),
        [CRANE]: crane("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/crane.ts"),
        "src/lamp.ts": "on();\n",
        "src/crane.ts": "lift();\n",
      },
    },
    {
      verdict: "good",
      shows: "governance, the policy and the current spec are in no scope",
      base: { ".GOV/roles_shared/SPEC_CURRENT.md": "# Spec\n\n**Harbour_Spec_v2.md**\n" },
      files: {
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp.ts"),
        ".GOV/roles_shared/SPEC_CURRENT.md": "# Spec\n\n**Harbour_Spec_v3.md**\n",
        ".GOV/scripts/tide.mjs": "tide();\n",
        ".github/writ.yml": "version: 1\n",
        "spec/Harbour_Spec_v3.md": "# Harbour\n",
      },
    },
    {
      verdict: "good",
      shows: "no packet is touched, so nothing is known of the plan",
      base: { [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp.ts") },
      files: {
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp.ts"),
        "src/crane.ts": "lift();\n",
      },
    },
    {
      verdict: "good",
      shows: "a packet that describes its scope in words does not say which files it means",
      base: { "README.md": "# Harbour\n" },
      files: {
        "README.md": "# Harbour lights\n",
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "### In Scope", "- Everything that shines"),
      },
    },
    {
      verdict: "good",
      shows: "the policy governs other files",
      policy: {
        gate: {
          mode: "full",
          validators: [],
          approvers: [],
          verdicts: 1,
          independence: true,
          acknowledge: false,
          governed: ["src/**"],
        },
      },
      base: { "README.md": "# Harbour\n" },
      files: {
        "README.md": "# Harbour lights\n",
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp.ts"),
      },
    },
    {
      verdict: "bad",
      shows: "a file next to the one in scope, and one whose name only begins like it",
      base: { "README.md": "# Harbour\n" },
      files: {
        "README.md": "# Harbour\n",
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp"),
        "src/lamp": "on\n",
        "src/crane.ts": "lift();\n",
        "src/lamp.ts": "on();\n",
      },
      says: "`src/crane.ts`, `src/lamp.ts`",
    },
    {
      verdict: "bad",
      shows: "a file outside the scope is deleted",
      base: { "src/crane.ts": "lift();\n" },
      files: {
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp.ts"),
      },
      says: "1 file outside",
    },
    {
      verdict: "bad",
      shows: "more files than a message can name, and two packets that both do not list them",
      base: { "README.md": "# Harbour\n" },
      files: {
        "README.md": "# Harbour\n",
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp.ts"),
        [CRANE]: crane("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/crane.ts"),
        ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`buoys/${String(n + 10)}.ts`, "float();\n"])),
      },
      says: "`buoys/19.ts` and 2 more",
    },
    {
      verdict: "bad",
      shows: "the scope of a packet that was replaced authorises nothing any more",
      base: { "README.md": "# Harbour\n" },
      files: {
        "README.md": "# Harbour\n",
        [LIGHTS]: lights("- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamp.ts"),
        [CRANE]: crane("- **Status:** Superseded", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/crane.ts"),
        "src/crane.ts": "lift();\n",
      },
      says: "`src/crane.ts`",
    },
  ],
  *check(context) {
    const plans = touchedBy(context).packets.flatMap((packet) => {
      const claims = claimedBy(packet);
      return claims === null ? [] : [{ packet, claims }];
    });
    const [first, ...others] = plans.toSorted((a, b) => rank(a.packet) - rank(b.packet));
    if (first === undefined) return;
    const outside = productFiles(context).filter((file) => !plans.some(({ claims }) => claims(file.path)));
    if (outside.length === 0) return;
    const named = outside.slice(0, NAMED).map((file) => quoted(file.path, 120));
    const rest = outside.length - named.length;
    const packets = others.length === 0 ? "this packet" : "this packet and of the others that it touches";
    yield {
      path: first.packet.path,
      packet: first.packet.id,
      at: scopeList(first.packet),
      subject: "outside",
      message:
        `The change touches ${String(outside.length)} ${outside.length === 1 ? "file" : "files"} outside the scope ` +
        `of ${packets}: ${named.join(", ")}${rest > 0 ? ` and ${String(rest)} more` : ""}. ` +
        "Leave them out of the change, or plan them in a revision of the packet.",
      expected: `only files that ${sectionLabel("inScope")} lists`,
      related: others.map(({ packet }) => ({
        path: packet.path,
        span: scopeList(packet),
        message: "The scope of another packet that the change touches.",
      })),
    };
  },
} as const satisfies Rule;

/** The packet that is being worked on answers for the change before one that waits or is done. */
function rank(packet: Packet): number {
  return packet.stateClass === "active" ? 0 : 1;
}

function scopeList(packet: Packet): Span | null {
  return packet.sections.find((section) => section.name === "inScope")?.heading ?? packet.scopePaths[0]?.span ?? null;
}
