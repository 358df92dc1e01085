import { saySame, wordsOf } from "../../ledger/words.ts";
import type { SignatureLog, SignatureRow } from "../../packet/model.ts";
import { splitRow } from "../../packet/tables.ts";
import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule } from "../rule.ts";
import { AUDIT, GIVEN, LIGHTS, audit, lights } from "./harbour.ts";

export const auditModified = {
  id: "ledger/audit-modified",
  title: "A recorded signature stays in the signature audit",
  severity: "error",
  what:
    "Every row that stood in the signature audit at the base must stand there at the head, with the same cells. New " +
    "rows may come anywhere, rows may change places and columns their width, and another encoding does not count.",
  why:
    "The audit is what makes a signature good for one use. A row that is taken out can be signed again; one that is " +
    "rewritten lets a signature vouch for something else.",
  how: "Put the row back as it was. What has to be said about a signature belongs in a new row.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "new rows on top and below, and wider columns",
      base: { [AUDIT]: audit(GIVEN) },
      files: {
        [AUDIT]: audit(
          "| mara120120260900 | mara | WP-1-Harbour-Crane |",
          "| `mara100120260900` |  mara  | WP-1-Harbour-Lights|",
          "| mara110120260900 | mara | WP-1-Harbour-Piers |",
        ).replaceAll("| mara |", "| mara          |"),
      },
    },
    {
      verdict: "good",
      shows: "equal rows stay equal rows",
      base: { [AUDIT]: audit(GIVEN, GIVEN) },
      files: { [AUDIT]: audit(GIVEN, GIVEN) },
    },
    {
      verdict: "good",
      shows: "an audit without rows goes",
      base: { [AUDIT]: audit(), [LIGHTS]: lights() },
      files: { [LIGHTS]: lights() },
    },
    {
      verdict: "good",
      shows: "the first audit there is",
      base: { [LIGHTS]: lights() },
      files: { [LIGHTS]: lights(), [AUDIT]: audit(GIVEN) },
    },
    {
      verdict: "good",
      shows: "the audit moved",
      base: { [AUDIT]: audit(GIVEN), [LIGHTS]: lights() },
      files: { ".GOV/roles_shared/records/SIGNATURE_AUDIT.md": audit(GIVEN), [LIGHTS]: lights() },
    },
    {
      verdict: "bad",
      shows: "a row is taken out",
      base: { [AUDIT]: audit(GIVEN, "| mara110120260900 | mara | WP-1-Harbour-Piers |") },
      files: { [AUDIT]: audit("| mara110120260900 | mara | WP-1-Harbour-Piers |") },
      says: "The row of the signature `mara100120260900` is gone",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a signature vouches for another packet",
      base: { [AUDIT]: audit(GIVEN) },
      files: { [AUDIT]: audit("| mara100120260900 | mara | WP-1-Harbour-Crane |") },
      says: "said `WP-1-Harbour-Lights` and now says `WP-1-Harbour-Crane`",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "one row goes, and another one is rewritten",
      base: { [AUDIT]: audit(GIVEN, "| mara110120260900 | mara | WP-1-Harbour-Piers |") },
      files: { [AUDIT]: audit("| mara110120260900 | mara | WP-1-Harbour-Crane |") },
      says: "The row of the signature `mara100120260900` is gone",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "a sign that means something else, in the place of one that could be read",
      base: { [AUDIT]: audit("| mara100120260900 | mara | lamps \u2705 |") },
      files: { [AUDIT]: audit("| mara100120260900 | mara | lamps \u274c |") },
      says: "said `lamps \u2705` and now says `lamps \u274c`",
    },
    {
      verdict: "bad",
      shows: "one of two equal rows",
      base: { [AUDIT]: audit(GIVEN, GIVEN) },
      files: { [AUDIT]: audit(GIVEN) },
      says: "is gone",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a cell more",
      base: { [AUDIT]: audit(GIVEN) },
      files: { [AUDIT]: audit(`${GIVEN} void |`) },
      says: "said nothing and now says `void`",
    },
    {
      verdict: "bad",
      shows: "the audit is deleted",
      base: { [AUDIT]: audit(GIVEN), [LIGHTS]: lights() },
      files: { [LIGHTS]: lights() },
      says: "There is no signature audit any more, and its 1 row went with it",
      count: 1,
    },
  ],
  *check({ change, world }) {
    const before = change?.base.signatures ?? null;
    const now = world.signatures;
    // A file that the change leaves alone is read once, for the head and the base.
    if (before === null || before === now || before.rows.length === 0) return;
    if (now === null) {
      yield lostAudit(before);
      return;
    }
    const left = new Rows(now);
    const missing: SignatureRow[] = [];
    for (const row of before.rows) {
      const found = left.take(keyOf(before, row));
      if (found === null) missing.push(row);
      else if (!saySameCells(cellsOf(before, row), cellsOf(now, found))) yield reportOf(before, row, now, found);
    }
    for (const row of missing) yield reportOf(before, row, now, left.takeSigned(row.signature));
  },
} as const satisfies Rule;

/** The rows of an audit that have not been found again. */
class Rows {
  readonly #byKey = new Map<string, SignatureRow[]>();

  constructor(log: SignatureLog) {
    for (const row of log.rows) {
      const key = keyOf(log, row);
      const same = this.#byKey.get(key);
      if (same === undefined) this.#byKey.set(key, [row]);
      else same.push(row);
    }
  }

  take(key: string): SignatureRow | null {
    return this.#byKey.get(key)?.shift() ?? null;
  }

  takeSigned(signature: string): SignatureRow | null {
    for (const rows of this.#byKey.values()) {
      const found = rows.findIndex((row) => row.signature === signature);
      if (found >= 0) return rows.splice(found, 1)[0] ?? null;
    }
    return null;
  }
}

function cellsOf(log: SignatureLog, row: SignatureRow): readonly string[] {
  return splitRow(log.source.slice(row.span)).map((cell) => cell.replace(/^`([^`]*)`$/, "$1"));
}

/** What a row says, free of how its table is drawn. */
function keyOf(log: SignatureLog, row: SignatureRow): string {
  return cellsOf(log, row).map((cell) => wordsOf(cell).key).join("\n");
}

function lostAudit(before: SignatureLog): LocatedReport {
  const rows = `${String(before.rows.length)} ${before.rows.length === 1 ? "row" : "rows"}`;
  return {
    path: before.path,
    at: null,
    subject: "audit",
    message: `There is no signature audit any more, and its ${rows} went with it. Put ${quoted(before.path, 200)} back.`,
    expected: "the signature audit",
  };
}

function reportOf(
  before: SignatureLog,
  row: SignatureRow,
  now: SignatureLog,
  successor: SignatureRow | null,
): LocatedReport {
  const cells = cellsOf(before, row);
  const what = successor === null ? "is gone" : edited(cells, cellsOf(now, successor));
  return {
    path: now.path,
    at: successor?.span ?? null,
    subject: row.signature,
    message:
      `The row of the signature ${quoted(row.signature)} ${what}. Put it back as it was: ` +
      `${quoted(cells.join(" | "), 200)}; a remark belongs in a row of its own.`,
    expected: "rows that stay as they were recorded",
  };
}

function saySameCells(before: readonly string[], now: readonly string[]): boolean {
  return before.every((text, index) => saySame(wordsOf(text), wordsOf(now[index] ?? "")));
}

function edited(before: readonly string[], now: readonly string[]): string {
  const index = [...before, ...now].findIndex((_, at) => !saySame(wordsOf(before[at] ?? ""), wordsOf(now[at] ?? "")));
  return `was rewritten: it said ${cell(before[index])} and now says ${cell(now[index])}`;
}

function cell(text = ""): string {
  return text === "" ? "nothing" : quoted(text);
}
