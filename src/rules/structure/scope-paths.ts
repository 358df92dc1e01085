import { sectionLabel } from "../../packet/vocabulary.ts";
import type { Packet, ScopePath, Section } from "../../packet/model.ts";
import { compileGlob, globProblem } from "../../policy/glob.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { Report, Rule, World } from "../rule.ts";
import { isDue, LIVE } from "./due.ts";
import { meantPath } from "./elsewhere.ts";
import { asksForSection } from "./era.ts";

export const scopePaths = {
  id: "structure/scope-paths",
  title: "The scope lists paths that exist or are marked as new",
  severity: "error",
  what:
    "A packet lists the paths that its work may change. Each must name a file or folder of the repository, or be a " +
    "pattern that matches one, or be marked as new behind the path. In packets that are done a path that vanished is " +
    "only warned about, and so is a missing list where the template of its day did not ask for one.",
  why:
    "The list is what a change is held against. A path that names nothing allows nothing, and a list of good " +
    "intentions cannot be checked.",
  how:
    "Correct the path as the message suggests, or write `(new)` behind it when the work creates it. Replace " +
    "sentences by the paths they speak of.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: LIVE,
  examples: [
    {
      verdict: "good",
      shows: "files, a folder, a pattern, a new file, quoted and with remarks, and words that group them",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n## SCOPE\n- IN_SCOPE_PATHS:\n" +
          "  - src/lights.c (the switch)\n  - `docs/`\n  - src/**/*.h\n  - src/lamp.c (new)\n  - Makefile\n" +
          "  - Shaders:\n    - app/[id]/(light).glsl\n      - brighter ones\n",
        "src/lights.c": "",
        "src/include/lights.h": "",
        "docs/lights.md": "",
        Makefile: "",
        "app/[id]/(light).glsl": "",
      },
    },
    {
      verdict: "good",
      shows: "an old packet that is done never listed its paths; a draft has yet to",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## Metadata\n- STATUS: Done\n\n## SCOPE\n- What: lights\n",
        ".GOV/task_packets/WP-1-Harbour-Bell.md":
          "# Task Packet: WP-1-Harbour-Bell\n\n## Metadata\n- STATUS: Draft\n\n## SCOPE\n- What: a bell\n",
      },
    },
    {
      verdict: "bad",
      shows: "a file that moved",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n## SCOPE\n- IN_SCOPE_PATHS:\n  - " +
          "src/lights.c\n",
        "src/shore/lights.c": "",
      },
      says: "`src/lights.c` does not exist. The only one of that name is `src/shore/lights.c`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a name misspelt",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n### IN_SCOPE_PATHS\n- src/ligths.c\n",
        "src/lights.c": "",
      },
      says: "Perhaps `src/lights.c` is meant",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "backslashes and a line number",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n### IN_SCOPE_PATHS\n- src\\lights.c:12\n",
        "src/lights.c": "",
      },
      says: "Write `src/lights.c`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "nothing like it exists",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n### IN_SCOPE_PATHS\n- src/horn.c\n",
        "src/born.rs": "",
        "src/lighthouse.c": "",
      },
      says: "mark it as new: `src/horn.c (new)`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a packet that is done names a file that is gone",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n### IN_SCOPE_PATHS\n- src/lights.c\n",
      },
      says: "may have been renamed or removed since",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a pattern that matches nothing",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n### IN_SCOPE_PATHS\n- src/*.rs\n",
        "src/lights.c": "",
      },
      says: "matches no file",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a pattern that no one can read",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n### IN_SCOPE_PATHS\n- src/*.{c,h}\n",
        "src/lights.c": "",
      },
      says: "one pattern for each",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a path that leaves the repository",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n### IN_SCOPE_PATHS\n- ../shore/lights.c\n",
      },
      says: "leads out of the repository",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a sentence among the paths",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n### IN_SCOPE_PATHS\n- src/lights.c\n" +
          "- All files that speak of lamps\n",
        "src/lights.c": "",
      },
      says: "`All files that speak of lamps` is not a path",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "nothing but sentences: said once",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n### In Scope\n- Lamps for the pier.\n" +
          "- A switch for the lamps.\n",
      },
      says: "names no path",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "the template asks for the list, and there is none",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## TECHNICAL_REFINEMENT\n" +
          "- REFINEMENT_FILE: lights.md\n\n## SCOPE\n- What: lights\n",
      },
      says: "lists no paths",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a list without anything in it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## SCOPE\n- IN_SCOPE_PATHS:\n- " +
          "OUT_OF_SCOPE:\n",
      },
      says: "lists no paths",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "an old template did not ask for it, but nobody can hold open work to its scope without it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## Metadata\n- STATUS: Ready for Dev\n\n## SCOPE\n- What: lights\n",
      },
      says: "lists no paths",
      severity: "warn",
    },
  ],
  *check(packet: Packet, { world }: { readonly world: Tree }) {
    if (!isDue("ready", packet)) return;
    const list = packet.sections.find((section) => section.name === "inScope");
    if (packet.scopePaths.length === 0) {
      yield* withoutList(packet, list);
      return;
    }
    if (list !== undefined && packet.scopePaths.every((entry) => entry.kind === "prose")) {
      yield {
        at: list.heading,
        subject: "prose",
        severity: "warn",
        message: `The scope names no path, only what is meant. List the files and folders that the work may change.`,
      };
      return;
    }
    const seen = new Set<string>();
    let patterns = 0;
    for (const entry of packet.scopePaths) {
      if (seen.has(entry.path)) continue;
      seen.add(entry.path);
      if (entry.kind === "pattern") patterns++;
      if (seen.size > MOST.entries || patterns > MOST.patterns) {
        yield tooMany(entry);
        return;
      }
      const fault = judge(packet, entry, world);
      if (fault !== null) yield { at: entry.span, subject: entry.path, ...fault };
    }
  },
} as const satisfies Rule;

/** What this rule looks at. */
type Tree = Pick<World, "tree" | "has">;

/** More than any scope needs; each pattern costs a walk over all files of the repository. */
const MOST = { entries: 1000, patterns: 20 } as const;

function tooMany(entry: ScopePath): Report {
  const { entries, patterns } = MOST;
  return {
    at: entry.span,
    subject: "too many",
    message:
      `The scope lists more than ${entries} paths or ${patterns} patterns; from here on nothing was ` +
      "checked. Name folders instead of their files.",
  };
}

function* withoutList(packet: Packet, list: Section | undefined): Iterable<Report> {
  const isDone = packet.stateClass === "done";
  const isAsked = asksForSection(packet, "inScope") || list !== undefined;
  if (isDone && !isAsked) return;
  const scope = list ?? packet.sections.find((section) => section.name === "scope");
  const label = sectionLabel("inScope");
  yield {
    at: scope?.heading ?? packet.title?.span ?? null,
    subject: "missing",
    ...(isDone || !isAsked ? { severity: "warn" } : {}),
    message: `The scope lists no paths. Name the files and folders that the work may change, below \`${label}\`.`,
    expected: label,
  };
}

type Fault = Pick<Report, "message" | "expected" | "severity">;

/** Machine paths are absolute, and judged by a rule of their own. */
const ABSOLUTE = /^(?:[A-Za-z]:[\\/]|[\\/~]|file:)/;

function judge(packet: Packet, entry: ScopePath, world: Tree): Fault | null {
  const { path, kind, note } = entry;
  if (kind === "prose") {
    const words = note === null ? path : `${path} ${note}`;
    return { severity: "warn", message: `${quoted(words)} is not a path. Name the files or folders that it means.` };
  }
  if (entry.isNew || ABSOLUTE.test(path)) return null;
  if (path.split(/[\\/]/).includes("..")) {
    return { message: `${quoted(path)} leads out of the repository. Write the path from the top of the repository.` };
  }
  const mild: Pick<Fault, "severity"> = packet.stateClass === "done" ? { severity: "warn" } : {};
  return kind === "pattern" ? judgePattern(path, world, mild) : judgePath(path, world, mild);
}

function judgePattern(path: string, world: Tree, mild: Pick<Fault, "severity">): Fault | null {
  // The repository may well hold a file whose name has such signs in it.
  if (world.has(path)) return null;
  const glob = compileGlob(path);
  if (glob === null) {
    return { ...mild, message: `The pattern ${quoted(path)} ${globProblem(path) ?? "cannot be read"}.` };
  }
  for (const file of world.tree.keys()) if (glob.matches(file)) return null;
  return {
    ...mild,
    message:
      `The pattern ${quoted(path)} matches no file. Correct it, or mark it as new when the work creates the files.`,
  };
}

function judgePath(path: string, world: Tree, mild: Pick<Fault, "severity">): Fault | null {
  if (world.has(path.replace(/^\.\//, ""))) return null;
  const meant = meantPath(world, path);
  const isDone = mild.severity !== undefined;
  const fact = `${quoted(path)} does not exist.`;
  if (meant === null) {
    const advice = isDone
      ? "It may have been renamed or removed since."
      : `Correct the path, or mark it as new: ${quoted(`${path} (new)`, 120)}.`;
    return { ...mild, message: `${fact} ${advice}` };
  }
  const there = quoted(meant.path, 120);
  const advice = {
    form: `Write ${there}.`,
    place: `The only one of that name is ${there}: write that if it is meant.`,
    slip: `Perhaps ${there} is meant.`,
  }[meant.how];
  return { ...mild, message: `${fact} ${advice}`, expected: printable(meant.path, 120) };
}
