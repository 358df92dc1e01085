/** Words and facts of a report about the harbour's lights, for tests. */
import { subjectFrom } from "../evaluate/subject.ts";
import type { ReportFacts } from "./report-facts.ts";
import type { ReportWords } from "./report-words.ts";

export const OID = "0123456789abcdef0123456789abcdef01234567";

export function wordsOf(changes: Partial<ReportWords> = {}): ReportWords {
  return {
    packet: "WP-1-Harbour-Lights",
    verdict: "PASS",
    at: "2026-01-14T12:34:56Z",
    commit: OID,
    base: OID.replace("0", "f"),
    validator: { login: "wendy", id: 1234 },
    source: "https://github.example/acme/harbour/pull/7#issuecomment-99",
    policy: null,
    writ: "0.1.0",
    tests: "pass",
    checks: [{ name: "build (node 20)", conclusion: "success" }],
    reason: "All lamps burn.",
    status: null,
    ...changes,
  };
}

export function factsOf(): ReportFacts {
  return {
    subject: subjectFrom("WP-1-Harbour-Lights", [
      { kind: "packet", path: ".GOV/task_packets/WP-1-Harbour-Lights.md", mode: "100644", id: `sha256:${"a".repeat(64)}` },
      { kind: "file", path: "src/`lamp`\n.ts", mode: "100644", id: OID },
    ]),
    failing: 0,
    scope: ["src/lamps/pier.ts"],
    findings: [
      { requirement: "Every lamp `answers` -- within a second. <!-- @mara", evidence: [{ place: "src/lamp.ts:12", state: "ok" }] },
      { requirement: "It is\\n\\n## EVIDENCE", evidence: [] },
    ],
    waivers: [{ id: "WAIVER-LAMPS-001", expiry: "2026-03-01", rules: ["structure/placeholder"] }],
    risks: [{ rule: "process/absolute-path", count: 2 }],
  };
}
