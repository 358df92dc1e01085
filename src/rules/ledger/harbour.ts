/** The small repository that examples of this family play in: packets that have been judged. */
import { createHash } from "node:crypto";

export const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
export const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
export const AUDIT = ".GOV/roles_shared/SIGNATURE_AUDIT.md";

/** A verdict that said no, and why. */
export const FAIL = report("2026-01-10", "FAIL", "- The third lamp stays dark: src/lamp.ts:12", "- Two of five tests fail.");

/** The one that said yes. */
export const PASS = report("2026-01-12", "PASS", "- All lamps burn: src/lamp.ts:14");

/** The packet about the lights with these reports, in this order. */
export function lights(...reports: readonly string[]): string {
  return judged("WP-1-Harbour-Lights", reports);
}

/** The same, grown from the newest template. */
export function newest(...reports: readonly string[]): string {
  return lights(...reports).replace("- **Status:**", "- PACKET_FORMAT_VERSION: 2026-02-01\n- **Status:**");
}

export function crane(...reports: readonly string[]): string {
  return judged("WP-1-Harbour-Crane", reports);
}

/** A report of a day, with this verdict and these lines below it. */
export function report(day: string, verdict: string, ...lines: readonly string[]): string {
  return [`### VALIDATION REPORT - ${day}`, `Verdict: ${verdict}`, ...lines].join("\n");
}

/** A row of the signature audit. */
export const GIVEN = "| mara100120260900 | mara | WP-1-Harbour-Lights |";

/** The signature audit with these rows. */
export function audit(...rows: readonly string[]): string {
  return ["# Signature audit", "", "| Signature | Used By | Purpose |", "|---|---|---|", ...rows, ""].join("\n");
}

function judged(id: string, reports: readonly string[]): string {
  const head = [`# Task Packet: ${id}`, "", "- **Status:** In Progress", "", "## VALIDATION_REPORTS", ""];
  return [...head, ...reports.flatMap((text) => [text, ""])].join("\n");
}

/** A report that names the one before it, given as text, by its hash. */
export function chained(day: string, previous: string | null): string {
  const hash = previous === null ? "none" : `sha256:${createHash("sha256").update(previous).digest("hex")}`;
  return report(day, "PASS", "- Validator: mara", `- Previous-Report: ${hash}`, "- All lamps burn.");
}
