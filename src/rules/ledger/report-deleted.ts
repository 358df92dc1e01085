import { blocksOf, type Block } from "../../ledger/block.ts";
import type { Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule, RuleContext } from "../rule.ts";
import { CRANE, FAIL, LIGHTS, PASS, crane, lights } from "./harbour.ts";
import { happenings, type Happening } from "./record.ts";
import { actor, named, origin, subjectOf } from "./wording.ts";

export const reportDeleted = {
  id: "ledger/report-deleted",
  title: "A recorded report is never lost",
  severity: "error",
  what:
    "Every report that stood in a packet at the base must still stand in the packet of that id at the head, wherever " +
    "its file is by then. A packet that is deleted or gets another id takes its reports with it. Merges are compared " +
    "with each of their parents: a report that one side had added must not vanish on the way.",
  why:
    "The report that somebody would rather not have is the one that must not go missing. A verdict that can be deleted " +
    "was never given.",
  how:
    "Put the report, or the packet, back word for word. A packet that nobody works on any more is superseded by its " +
    "next revision and stays where it is.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "the packet moved into a folder of its own",
      base: { [LIGHTS]: lights(FAIL, PASS) },
      files: { ".GOV/task_packets/WP-1-Harbour-Lights/packet.md": lights(FAIL, PASS) },
    },
    {
      verdict: "good",
      shows: "a packet without a report goes",
      base: { [LIGHTS]: lights(FAIL), [CRANE]: crane() },
      files: { [LIGHTS]: lights(FAIL) },
    },
    {
      verdict: "good",
      shows: "a blank of the template makes room for the first report",
      base: { [LIGHTS]: lights("- (Validator appends official audits and verdicts here.)") },
      files: { [LIGHTS]: lights(FAIL) },
    },
    {
      verdict: "bad",
      shows: "a failed report is gone, and a passed one stands in its place",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(PASS) },
      says: "takes away the report `VALIDATION REPORT - 2026-01-10` (verdict `FAIL`), 4 lines",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "hidden in a comment",
      base: { [LIGHTS]: lights(FAIL, PASS) },
      files: { [LIGHTS]: lights(`<!--\n${FAIL}\n-->`, PASS) },
      says: "verdict `FAIL`",
    },
    {
      verdict: "bad",
      shows: "the packet is deleted",
      base: { [LIGHTS]: lights(FAIL, PASS), [CRANE]: crane() },
      files: { [CRANE]: crane() },
      says: "no packet `WP-1-Harbour-Lights` any more, and its 2 reports went with it",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the packet gets another id",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [CRANE]: crane(FAIL) },
      says: "It stands in `.GOV/task_packets/WP-1-Harbour-Crane.md` now, under another id: give the file its name back",
    },
    {
      verdict: "bad",
      shows: "the packet grows too large to be read",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: `${lights(FAIL)}\n${"lamp ".repeat(8000)}\n` },
      says: "the packet is too large to be read",
    },
  ],
  *check(context) {
    const all = happenings(context).filter(({ difference }) => difference.kind === "deleted");
    const gone = new Map<Packet, Happening[]>();
    for (const happening of all) {
      if (happening.now === null && happening.merge === null) {
        const known = gone.get(happening.before);
        if (known === undefined) gone.set(happening.before, [happening]);
        else known.push(happening);
      } else yield* lostReport(happening);
    }
    for (const [packet, lost] of gone) yield lostPacket(packet, lost.length, context);
  },
} as const satisfies Rule;

function* lostReport(happening: Happening): Iterable<LocatedReport> {
  const { difference, before, now } = happening;
  if (difference.kind !== "deleted") return;
  const { before: old } = difference;
  const isOversize = now?.damage.some((damage) => damage.kind === "size") === true;
  const why = isOversize ? ", because the packet is too large to be read" : "";
  yield {
    path: now?.path ?? before.path,
    packet: before.id,
    at: null,
    subject: subjectOf(old),
    message:
      `${actor(happening)} takes away the ${named(old)}, ${lineCount(old)}${why}. ` +
      `Put it back where it was, word for word: ${origin(happening)}.`,
    expected: `the ${named(old)} as it was recorded`,
  };
}

function lostPacket(packet: Packet, count: number, context: RuleContext): LocatedReport {
  const reports = `${String(count)} ${count === 1 ? "report" : "reports"}`;
  const heir = heirOf(packet, context);
  const cure =
    heir === null
      ? "Put the file back; a packet that is over is superseded, not deleted"
      : `${count === 1 ? "It stands" : "They stand"} in ${quoted(heir.path, 200)} now, under another id: give the file its name back`;
  return {
    path: packet.path,
    packet: packet.id,
    at: null,
    subject: "packet",
    message: `There is no packet ${quoted(packet.id)} any more, and its ${reports} went with it. ${cure}.`,
    expected: `the packet ${quoted(packet.id)} with its ${reports}`,
  };
}

/** The new packet that holds the reports of one that is gone: the same packet under another name. */
function heirOf(packet: Packet, { world, change }: RuleContext): Packet | null {
  const keys = new Set(blocksOf(packet).map((block) => block.key));
  const old = new Set(change?.base.packets.map(({ id }) => id));
  return world.packets.find((other) => !old.has(other.id) && blocksOf(other).some((block) => keys.has(block.key))) ?? null;
}

function lineCount(block: Block): string {
  return block.lines.length === 1 ? "1 line" : `${String(block.lines.length)} lines`;
}
