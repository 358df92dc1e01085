import { lineageOf } from "../../lineage/graph.ts";
import type { Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule, RuleContext } from "../rule.ts";
import { FIRST, first, packet, second, SECOND } from "./harbour.ts";
import { idPlace, isHistory } from "./weight.ts";

export const versionFork = {
  id: "lineage/version-fork",
  title: "One revision, one packet",
  severity: "error",
  what:
    "No two packets are the same revision of a base: the same id in two files, two files that call themselves the same " +
    "revision, ids that differ only in the case of letters, or a packet without a number beside a v1.",
  why:
    "Two people who each work on version two do not know of each other. What one of them promised is not in the " +
    "other's packet, and whoever judges the work may hold the wrong one in hand.",
  how: "Keep one of them under that number. Give the other the next free one, and let its audit say what it carries over.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    { verdict: "good", shows: "two revisions", files: { [FIRST]: first(), [SECOND]: second() } },
    {
      verdict: "good",
      shows: "a dated packet says itself that it is the second, and there is no other second",
      files: {
        [FIRST]: first(),
        ".GOV/task_packets/WP-1-Harbour-Lights-20251228.md": second(),
        ".GOV/task_packets/WP-1-Harbour-Lights-v0.1.md": packet("WP-1-Harbour-Lights-v0.1"),
      },
    },
    {
      verdict: "bad",
      shows: "the same id as a file and as a folder",
      files: { [SECOND]: second(), ".GOV/task_packets/WP-1-Harbour-Lights-v2/packet.md": second() },
      says: "stands a second time",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a dated packet that calls itself the second, beside the second",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights-20251228.md": second(), [SECOND]: second() },
      says: "is v2 of `WP-1-Harbour-Lights`, and so is `WP-1-Harbour-Lights-20251228`",
    },
    {
      verdict: "bad",
      shows: "ids that are one file on many a disk",
      files: { [FIRST]: first(), ".GOV/task_packets/WP-1-harbour-lights.md": packet("WP-1-harbour-lights") },
      says: "differs from `WP-1-Harbour-Lights` only in the case of letters",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "both without a number and as v1",
      files: { [FIRST]: first(), ".GOV/task_packets/WP-1-Harbour-Lights-v1.md": packet("WP-1-Harbour-Lights-v1") },
      says: "Both `WP-1-Harbour-Lights` and `WP-1-Harbour-Lights-v1` are the first",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "the same, where all but one have been replaced",
      files: {
        [FIRST]: first("- **Status:** Superseded"),
        ".GOV/task_packets/WP-1-Harbour-Lights-v1.md": packet("WP-1-Harbour-Lights-v1"),
      },
      severity: "note",
    },
  ],
  *check(context) {
    const cases = new Map<string, Packet>();
    for (const { revisions } of lineageOf(context.world).bases.values()) {
      const places = new Map<string, Packet>();
      for (const { packet: own, major, minor } of revisions) {
        const key = `${String(Math.max(minor === 0 ? 1 : 0, major))}.${String(minor)}`;
        const other = places.get(key);
        if (other === undefined) places.set(key, own);
        else yield fork(other, own, Math.max(1, major), context);
      }
    }
    for (const own of context.world.packets) {
      const key = own.id.toLowerCase();
      const other = cases.get(key);
      if (other === undefined) cases.set(key, own);
      else if (other.id !== own.id) yield report(other, own, context, "case", sameLetters(other, own), "error");
    }
  },
} as const satisfies Rule;

function fork(other: Packet, own: Packet, number: number, context: RuleContext): LocatedReport {
  const [a, b] = [quoted(other.id, 100), quoted(own.id, 100)];
  if (other.id === own.id) {
    const text = `${b} stands a second time, also in ${quoted(other.path, 200)}. Keep one of the two.`;
    return report(other, own, context, "twice", text, "error");
  }
  const marks = [other.id, own.id].map((id) => lineageOf(context.world).baseOf(id) === id);
  if (number === 1 && marks.includes(true)) {
    const text = `Both ${a} and ${b} are the first of their base. Give one of them the next free number.`;
    return report(other, own, context, "first", text, "warn");
  }
  const base = quoted(lineageOf(context.world).baseOf(own.id), 100);
  const text = `${b} is v${String(number)} of ${base}, and so is ${a}. Give one of them the next free number.`;
  return report(other, own, context, "fork", text, "error");
}

function sameLetters(other: Packet, own: Packet): string {
  return (
    `${quoted(own.id, 100)} differs from ${quoted(other.id, 100)} only in the case of letters, ` +
    "and many disks hold only one of them. Rename it."
  );
}

function report(
  other: Packet,
  own: Packet,
  context: RuleContext,
  kind: string,
  message: string,
  severity: "error" | "warn",
): LocatedReport {
  const live = [other, own].filter((packet) => !isHistory(packet, context)).length;
  return {
    path: own.path,
    at: idPlace(own),
    subject: `${kind} ${other.id}`,
    ...(live < 2 && kind !== "case" ? { severity: "note" as const } : severity === "warn" ? { severity } : {}),
    message,
    expected: "one packet for each revision",
    related: [{ path: other.path, span: idPlace(other), message: "The other one." }],
  };
}
