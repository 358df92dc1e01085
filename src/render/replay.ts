/** What a replay found: one line per commit, then the page that sums it up. */
import type { ReplayedCommit, ReplayedFinding } from "../evaluate/replay.ts";
import { painter, type Paint } from "./colour.ts";
import { clip, oneLine } from "./harmless.ts";
import type { RuleTexts } from "./rule-text.ts";
import { count, list } from "./sentence.ts";

export interface ReplayOptions {
  readonly color: boolean;
  /** Cells in a row. */
  readonly width?: number;
}

export interface ReplaySummaryOptions extends ReplayOptions {
  readonly rules: RuleTexts;
  /** How long the commits took that were judged now, and how many they were. */
  readonly milliseconds: number;
  readonly judged: number;
}

const DEFAULT_WIDTH = 120;
/** Rows of a table, and findings that are shown in full. */
const ROWS = 12;
const SHOWN = 6;

/** What each family watches over, gravest first: what was judged, then what is asked of it, then how it is written. */
const FAMILIES: readonly (readonly [family: string, about: string])[] = [
  ["ledger", "recorded verdicts that were changed, moved or lost"],
  ["lineage", "requirements and revisions that went missing"],
  ["evidence", "evidence that points at nothing"],
  ["process", "steps that were skipped, scope that was left"],
  ["structure", "packets that are incomplete"],
  ["text", "text that tools have damaged"],
];

/** `3c9b4c1427 2026-02-05  stopped  12 errors and 4 warnings  the subject`. */
export function replayLine(entry: ReplayedCommit, { color, width = DEFAULT_WIDTH }: ReplayOptions): string {
  const paint = painter(color);
  const { brought, mended, packets } = entry;
  const stopped = isStopped(entry);
  const word = stopped ? "stopped" : "passed ";
  const parts = [
    brought.error > 0 ? count(brought.error, "error") : "",
    brought.warn > 0 ? count(brought.warn, "warning") : "",
    mended > 0 ? `${String(mended)} mended` : "",
  ].filter((part) => part !== "");
  const what = parts.length > 0 ? parts.join(", ") : packets.length === 0 ? "no packet touched" : "nothing new";
  const start = `${entry.commit.slice(0, 10)} ${entry.date.slice(0, 10)}  ${word}  ${what}`;
  const line = clip(`${start.padEnd(58)}  ${oneLine(entry.subject, 400)}`, Math.max(60, width));
  return `${stopped ? paint(line, "red") : paint(line, "dim")}\n`;
}

export function replaySummary(entries: readonly ReplayedCommit[], options: ReplaySummaryOptions): string {
  const paint = painter(options.color);
  const width = Math.max(60, options.width ?? DEFAULT_WIDTH);
  const blocks = [
    opening(entries, paint),
    families(entries, paint, width),
    topRules(entries, options.rules, paint, width),
    gravest(entries, paint, width),
    closing(entries, options, paint),
  ];
  return blocks.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`).join("\n");
}

export function isStopped({ brought }: ReplayedCommit): boolean {
  return brought.error > 0;
}

function opening(entries: readonly ReplayedCommit[], paint: Paint): readonly string[] {
  const days = entries.map(({ date }) => date.slice(0, 10)).sort();
  const stopped = entries.filter(isStopped);
  const touching = entries.filter(({ packets }) => packets.length > 0).length;
  const errors = stopped.reduce((sum, { brought }) => sum + brought.error, 0);
  const said =
    stopped.length === 0
      ? paint("Writ would have stopped none of them.", "green", "bold")
      : paint(`Writ would have stopped ${String(stopped.length)} of them, for ${count(errors, "error")}.`, "red", "bold");
  return [
    `${count(entries.length, "commit")} judged against their parents, ${days[0] ?? ""} to ${days.at(-1) ?? ""}; ` +
      `${String(touching)} touch a packet.`,
    said,
  ];
}

interface Place {
  readonly entry: ReplayedCommit;
  readonly finding: ReplayedFinding;
}

function placesOf(entries: readonly ReplayedCommit[]): Place[] {
  return entries.flatMap((entry) => entry.errors.map((finding) => ({ entry, finding })));
}

function familyOf({ finding }: Place): string {
  return finding.rule.slice(0, finding.rule.indexOf("/"));
}

function families(entries: readonly ReplayedCommit[], paint: Paint, width: number): readonly string[] {
  const places = placesOf(entries);
  const rows = FAMILIES.flatMap(([family, about]) => {
    const own = places.filter((place) => familyOf(place) === family);
    if (own.length === 0) return [];
    const commits = new Set(own.map(({ entry }) => entry.commit)).size;
    const numbers = `${count(own.length, "error").padStart(12)} in ${count(commits, "commit")}`;
    return [clip(`  ${family.padEnd(10)}${numbers.padEnd(28)}${about}`, width)];
  });
  return rows.length === 0 ? [] : [paint("What it would have caught", "bold"), ...rows];
}

function topRules(
  entries: readonly ReplayedCommit[],
  rules: RuleTexts,
  paint: Paint,
  width: number,
): readonly string[] {
  const byRule = new Map<string, Place[]>();
  for (const place of placesOf(entries)) {
    const own = byRule.get(place.finding.rule);
    if (own === undefined) byRule.set(place.finding.rule, [place]);
    else own.push(place);
  }
  const ordered = [...byRule].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const rows = ordered.slice(0, ROWS).map(([rule, places]) => {
    const title = rules.get(rule)?.title ?? "";
    const since = places[0]?.entry;
    const first = since === undefined ? "" : `first ${since.commit.slice(0, 10)} ${since.date.slice(0, 10)}`;
    return clip(`  ${String(places.length).padStart(5)}  ${rule.padEnd(32)}  ${first}  ${title}`, width);
  });
  if (rows.length === 0) return [];
  const rest = ordered.length - rows.length;
  return [paint("By rule", "bold"), ...rows, ...(rest > 0 ? [`         and ${count(rest, "other rule")}`] : [])];
}

/** Of the gravest family first, and not twice the same rule while others have something to say. */
function gravest(entries: readonly ReplayedCommit[], paint: Paint, width: number): readonly string[] {
  const order = FAMILIES.map(([family]) => family);
  const rank = (place: Place): number => {
    const index = order.indexOf(familyOf(place));
    return index < 0 ? order.length : index;
  };
  const places = placesOf(entries).sort((a, b) => rank(a) - rank(b));
  const seen = new Set<string>();
  const first = places.filter(({ finding }) => !seen.has(finding.rule) && seen.add(finding.rule));
  const chosen = [...first, ...places.filter((place) => !first.includes(place))].slice(0, SHOWN);
  if (chosen.length === 0) return [];
  const lines = chosen.flatMap(({ entry, finding }) => [
    clip(`  ${entry.commit.slice(0, 10)} ${entry.date.slice(0, 10)}  ${oneLine(entry.subject, 200)}`, width),
    clip(`    ${finding.rule}  ${oneLine(finding.path, 300)}:${String(finding.line)}`, width),
    clip(`    ${oneLine(finding.message, 600)}`, width),
  ]);
  return [paint("For instance", "bold"), ...lines];
}

/** Shows what stood after a commit. Weighed as here, beside its parent: some things weigh more in a whole run. */
function commandFor({ commit, parent }: ReplayedCommit): string {
  const base = parent === null ? "" : ` --base ${parent.slice(0, 10)}`;
  return `writ check --rev ${commit.slice(0, 10)}${base} --all --notes`;
}

function closing(entries: readonly ReplayedCommit[], options: ReplaySummaryOptions, paint: Paint): readonly string[] {
  const last = entries.at(-1);
  if (last === undefined) return [];
  const { error, warn, note } = last.standing;
  const stands = list([count(error, "error"), count(warn, "warning"), count(note, "note")]);
  const each = options.judged === 0 ? 0 : Math.round(options.milliseconds / options.judged);
  const speed =
    options.judged === 0
      ? "Nothing had to be judged anew."
      : `Judged ${String(options.judged)} in ${(options.milliseconds / 1000).toFixed(1)} s, ` +
        `${String(each)} ms a commit: that is how long a pull request would wait.`;
  return [
    paint("As it stands", "bold"),
    `  ${stands}: \`${commandFor(last)}\` shows them.`,
    "  With a base only what a change brings can fail it, so nobody has to mend the past first.",
    `  ${speed}`,
  ];
}
