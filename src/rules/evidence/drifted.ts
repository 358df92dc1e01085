import { shortId, type Drift } from "../../evidence/drift.ts";
import type { Evidence } from "../../evidence/examine.ts";
import type { Citation, Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule, RuleContext } from "../rule.ts";
import { atWork, CITES, LIGHTS, REPORT } from "./harbour.ts";
import { movedFix } from "./moved-fix.ts";

const SOURCE = "fn burn() {\n  shine()\n}\n";

export const drifted = {
  id: "evidence/drifted",
  title: "Cited lines still say what they said when they were cited",
  severity: "warn",
  what:
    "Every citation of a finished packet is compared with its anchor: the text of the cited lines at the commit that " +
    "wrote the citation, or that the report it stands in says it validated. The lines may have moved (then it says " +
    "where they are now), stand in several places, have changed, be gone (then it says since which commit), or may " +
    "never have been there in any commit. Where that cannot be known (a shallow clone, a binary or very large file), " +
    "it says so: such a citation counts neither as fine nor as stale. Lines that a change has not committed yet have " +
    "nothing to be compared with. In a report it is a note. It is judged with --drift, and for the packets that a " +
    "change touches.",
  why:
    "Of the lines that are cited, half are somewhere else after a week. A packet whose evidence points at whatever has " +
    "come to stand there proves nothing any more, and nobody sees it.",
  how:
    "`writ evidence ID --fix` cites moved lines where they are now. Where lines changed or are gone, look whether the " +
    "requirement is still met, and cite what meets it today. Leave reports as they are.",
  fixable: true,
  since: "0.1.0",
  needs: ["cited", "drift"],
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "lines that stand where they stood, while others of the file changed",
      base: { [LIGHTS]: CITES, "src/lights.rs": SOURCE },
      files: { [LIGHTS]: CITES, "src/lights.rs": `${SOURCE}// the end\n` },
    },
    {
      verdict: "good",
      shows: "work in hand",
      base: { [LIGHTS]: atWork(CITES), "src/lights.rs": SOURCE },
      files: { [LIGHTS]: atWork(CITES), "src/lights.rs": `// lights\n${SOURCE}` },
    },
    {
      verdict: "bad",
      shows: "a line that others pushed down",
      base: { [LIGHTS]: CITES, "src/lights.rs": SOURCE },
      files: { [LIGHTS]: CITES, "src/lights.rs": `// lights\n${SOURCE}` },
      says: "stand at `src/lights.rs:3` now",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a file that was renamed",
      base: { [LIGHTS]: CITES, "src/lights.rs": SOURCE },
      files: { [LIGHTS]: CITES, "src/lamps.rs": SOURCE },
      says: "stand at `src/lamps.rs:2` now",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a line that was rewritten",
      base: { [LIGHTS]: CITES, "src/lights.rs": SOURCE },
      files: { [LIGHTS]: CITES, "src/lights.rs": SOURCE.replace("shine", "glow") },
      says: "their text is not in the file any more",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a line that stands twice, and neither where it stood",
      base: { [LIGHTS]: CITES, "src/lights.rs": "fn burn() {\n  shine()\n}\n" },
      files: { [LIGHTS]: CITES, "src/lights.rs": "fn a() {\n  // one\n  shine()\n  // two\n  shine()\n}\n" },
      says: "2 places of `src/lights.rs` hold their text now",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a file that is gone",
      base: { [LIGHTS]: CITES, "src/lights.rs": SOURCE },
      files: { [LIGHTS]: CITES },
      says: "were there once and went in",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a line that no commit ever had",
      files: { [LIGHTS]: CITES.replace(":2", ":20"), "src/lights.rs": SOURCE },
      says: "No commit ever had",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a file that came after the packet that cites it",
      base: { [LIGHTS]: CITES },
      files: { [LIGHTS]: CITES, "src/lights.rs": SOURCE },
      says: "Nobody can tell whether",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "two lines of such a file, told as one",
      base: { [LIGHTS]: CITES.replace(":2", ":1-2,3") },
      files: { [LIGHTS]: CITES.replace(":2", ":1-2,3"), "src/lights.rs": SOURCE },
      says: "The same goes for 1 more citation of that file. Compare it by hand.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "in a report",
      base: { [LIGHTS]: `${REPORT}- src/lights.rs:2\n`, "src/lights.rs": SOURCE },
      files: { [LIGHTS]: `${REPORT}- src/lights.rs:2\n`, "src/lights.rs": `// lights\n${SOURCE}` },
      says: "which nobody may change: leave it.",
      severity: "note",
      count: 1,
    },
  ],
  *check(packet, context) {
    const drifts = context.world.drift?.(packet) ?? null;
    if (drifts === null) return;
    const evidence = context.world.evidence(packet);
    const open = new Map<string, Unverifiable>();
    for (const [index, drift] of drifts.entries()) {
      const cited = evidence[index];
      if (drift === null || cited === undefined || drift.state === "ok") continue;
      if (drift.state === "unverifiable") collect(open, cited, drift);
      else yield told(packet, context, cited, drift, index);
    }
    for (const one of open.values()) yield unverifiable(one);
  },
} as const satisfies Rule;

function told(packet: Packet, context: RuleContext, { citation, path }: Evidence, drift: Drift, index: number): Report {
  const fix = citation.inReport ? null : movedFix(packet, context.world.drift?.(packet) ?? [], index);
  return {
    at: citation.span,
    subject: `${drift.state} ${citation.path}:${lines(citation)}`,
    ...(citation.inReport ? { severity: "note" } : {}),
    message: `${sentence(citation, path ?? citation.path, drift)} ${remedy(citation, drift)}`,
    expected: expected(drift),
    ...(fix === null ? {} : { fix }),
  };
}

function sentence(citation: Citation, file: string, { state, anchor, now, count, went }: Drift): string {
  const cited = `The lines that ${quoted(`${citation.path}:${lines(citation)}`, 160)} cited in ${shortId(anchor)}`;
  switch (state) {
    case "moved":
      return `${cited} stand at ${quoted(`${now?.path ?? ""}:${now === null ? "" : lines(now)}`, 160)} now.`;
    case "ambiguous":
      return `${cited} have moved, and ${String(count)} places of ${quoted(file, 120)} hold their text now.`;
    case "changed":
      return `${cited} have changed: their text is not in the file any more.`;
    case "gone":
      return `${cited} were there once and went ${went === null ? "since the last commit" : `in ${shortId(went)}`}.`;
    default:
      return `No commit ever had the lines that ${quoted(`${citation.path}:${lines(citation)}`, 160)} cites.`;
  }
}

function remedy({ inReport }: Citation, { state }: Drift): string {
  if (inReport) return "It stands in a report, which nobody may change: leave it.";
  switch (state) {
    case "moved":
      return "Cite them there.";
    case "ambiguous":
      return "Look which one is meant, and cite it.";
    case "never-valid":
      return "Cite the lines that prove the requirement.";
    default:
      return "Look whether the requirement is still met, and cite what meets it today.";
  }
}

function expected({ state, now }: Drift): string {
  return state === "moved" && now !== null ? `${now.path}:${lines(now)}` : "lines that say what they said when they were cited";
}

function lines({ start, end }: { readonly start: number | null; readonly end: number | null }): string {
  return start === end ? String(start) : `${String(start)}-${String(end)}`;
}

interface Unverifiable {
  readonly first: Evidence;
  readonly drift: Drift;
  count: number;
}

/** One reason for many citations is told once. */
function collect(open: Map<string, Unverifiable>, cited: Evidence, drift: Drift): void {
  const key = `${String(cited.citation.inReport)} ${cited.citation.path} ${drift.reason ?? ""}`;
  const known = open.get(key);
  if (known === undefined) open.set(key, { first: cited, drift, count: 1 });
  else known.count++;
}

function unverifiable({ first: { citation }, drift, count }: Unverifiable): Report {
  const again = count > 1 ? ` The same goes for ${String(count - 1)} more citation${count > 2 ? "s" : ""} of that file.` : "";
  return {
    at: citation.span,
    subject: `unverifiable ${citation.path}`,
    ...(citation.inReport ? { severity: "note" } : {}),
    message:
      `Nobody can tell whether ${quoted(`${citation.path}:${lines(citation)}`, 160)} still cites what it cited: it ` +
      `${drift.reason ?? ""}.${again} ${citation.inReport ? "It stands in a report: leave it." : "Compare it by hand."}`,
    expected: "a history in which the citation can be looked up",
  };
}
