import type { Spelling } from "../../ledger/compare.ts";
import type { Packet } from "../../packet/model.ts";
import type { LocatedReport, Rule } from "../rule.ts";
import { FAIL, LIGHTS, PASS, lights, report } from "./harbour.ts";
import { happenings, type Happening } from "./record.ts";
import { named } from "./wording.ts";

export const reportReencoded = {
  id: "ledger/report-reencoded",
  title: "Recorded reports keep their spelling",
  severity: "warn",
  what:
    "Reports of the base that say the same at the head, but are spelled in another way: other blanks, characters that " +
    "went through a wrong encoding or were lost in one, or paths into governance folders that have moved.",
  why:
    "Nothing that was judged has changed, so this does not fail. But every such rewrite loses a little, breaks the " +
    "hashes by which reports name each other, and hides real edits in a large diff.",
  how:
    "Leave recorded reports out when you convert files or replace paths. Where it has happened, restore the reports " +
    "from the base.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "other line ends",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL).replaceAll("\n", "\r\n") },
    },
    {
      verdict: "good",
      shows: "a new report",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL, PASS) },
    },
    {
      verdict: "good",
      shows: "paths rewritten outside of reports",
      base: { [LIGHTS]: lights(FAIL).replace("## VALID", "- Board: docs/TASK_BOARD.md\n\n## VALID") },
      files: { [LIGHTS]: lights(FAIL).replace("## VALID", "- Board: .GOV/roles_shared/TASK_BOARD.md\n\n## VALID") },
    },
    {
      verdict: "bad",
      shows: "characters lost in an encoding",
      base: { [LIGHTS]: lights(report("2026-01-10", "PASS \u2705", "- all lamps \u2013 all")) },
      files: { [LIGHTS]: lights(report("2026-01-10", "PASS ???", "- all lamps \u00e2\u20ac\u201c all")) },
      says: "spells the report `VALIDATION REPORT - 2026-01-10` (verdict `PASS \u2705`) differently: characters",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "paths that followed a move, in two reports",
      base: {
        [LIGHTS]: lights(
          report("2026-01-10", "FAIL", "- docs/SIGNATURE_AUDIT.md is empty"),
          report("2026-01-12", "PASS", "- Packet: docs/task_packets/WP-1-Harbour-Lights.md", "- scripts/gates/check.mjs"),
        ),
      },
      files: {
        [LIGHTS]: lights(
          report("2026-01-10", "FAIL", "- .GOV/roles_shared/records/SIGNATURE_AUDIT.md is empty"),
          report("2026-01-12", "PASS", "- Packet: .GOV/task_packets/WP-1-Harbour-Lights.md", "- .GOV/scripts/gates/check.mjs"),
        ),
      },
      says: "2 reports differently: paths of governance folders",
    },
    {
      verdict: "bad",
      shows: "blanks alone",
      base: { [LIGHTS]: lights(FAIL, PASS) },
      files: { [LIGHTS]: lights(FAIL.replace("\nVerdict", "\n\nVerdict"), PASS) },
      says: "differently: blanks",
    },
  ],
  *check(context) {
    const byPacket = new Map<Packet, Happening[]>();
    for (const happening of happenings(context)) {
      if (happening.difference.kind !== "reencoded") continue;
      const known = byPacket.get(happening.before);
      if (known === undefined) byPacket.set(happening.before, [happening]);
      else known.push(happening);
    }
    for (const [packet, rewritten] of byPacket) yield reportOf(packet, rewritten);
  },
} as const satisfies Rule;

const WORDS: Readonly<Record<Spelling, string>> = {
  paths: "paths of governance folders",
  encoding: "characters",
  blanks: "blanks",
};

function reportOf(packet: Packet, rewritten: readonly Happening[]): LocatedReport {
  const found = rewritten.flatMap(({ difference }) => (difference.kind === "reencoded" ? [difference] : []));
  const [first] = found;
  const spelling = new Set(found.flatMap((difference) => [...difference.spelling]));
  const what = (["encoding", "paths", "blanks"] as const).filter((name) => spelling.has(name)).map((name) => WORDS[name]);
  const which = first !== undefined && found.length === 1 ? `the ${named(first.before)}` : `${String(found.length)} reports`;
  return {
    path: rewritten[0]?.now?.path ?? packet.path,
    packet: packet.id,
    at: first?.line?.span ?? first?.after.report?.heading ?? null,
    subject: "spelling",
    message:
      `The change spells ${which} differently: ${what.join(", ")}. They say what they said, so this does not fail; ` +
      "restore them from the base all the same, and leave reports out when files are converted.",
    expected: "reports as they were written",
  };
}
