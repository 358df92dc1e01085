import { describe, expect, it } from "vitest";
import { closurePlan } from "./closure-plan.ts";
import { packetOf, told } from "./packet.fixture.ts";

const NEWEST = ["- STATUS: Done", "- PACKET_FORMAT_VERSION: 2026-02-01"];
const PLAN = "## END_TO_END_CLOSURE_PLAN";
const FLAG = "- END_TO_END_CLOSURE_PLAN_APPLICABLE";

function tell(...lines: readonly string[]): ReturnType<typeof told> {
  const packet = packetOf(...lines);
  return told(packet, closurePlan.check(packet));
}

function plan(...lines: readonly string[]): ReturnType<typeof told> {
  return tell(...NEWEST, PLAN, ...lines);
}

const FIELDS = [
  "TRUST_BOUNDARY",
  "SERVER_SOURCES_OF_TRUTH",
  "REQUIRED_PROVENANCE_FIELDS",
  "VERIFICATION_PLAN",
  "ERROR_TAXONOMY_PLAN",
  "UI_GUARDRAILS",
  "VALIDATOR_ASSERTIONS",
];

describe("structure/closure-plan", () => {
  it("points at the title without a plan, at its heading without a flag, at the flag without an answer", () => {
    expect(tell(...NEWEST).map(({ at }) => at)).toEqual(["1: Task Packet: WP-1-Harbour-Lights"]);
    expect(plan("- TRUST_BOUNDARY: pier").map(({ at }) => at)).toEqual([`4: ${PLAN}`]);
    expect(plan(`${FLAG}: YES | NO`).map(({ at }) => at)).toEqual(["5: YES | NO"]);
    expect(plan(`${FLAG}: <fill>`)).toHaveLength(1);
  });

  it("waits for the approval of the skeleton", () => {
    const lines = ["- STATUS: In Progress", "- PACKET_FORMAT_VERSION: 2026-02-01"];
    expect(tell(...lines)).toEqual([]);
    expect(tell(...lines, "", "SKELETON APPROVED")).toHaveLength(1);
  });

  it("leaves values that are no answer to others", () => {
    expect(plan(`${FLAG}: MAYBE`)).toEqual([]);
  });

  it("points at the first open field, else at the flag", () => {
    const others = FIELDS.slice(1).map((label) => `- ${label}: lamps`);
    expect(plan(`${FLAG}: YES`, ...others)).toEqual([
      { subject: "trustBoundary", at: "5: YES", severity: "error", related: [5] },
    ]);
    expect(plan(`${FLAG}: YES`, ...others, "- TRUST_BOUNDARY: <fill> (for example)")[0]?.at).toBe(
      "12: TRUST_BOUNDARY: <fill> (for example)",
    );
    expect(plan(`${FLAG}: YES`, ...others, "- TRUST_BOUNDARY: <fill>", "- TRUST_BOUNDARY: pier")).toEqual([]);
    expect(plan(`${FLAG}: YES (for once)`, ...others, "- TRUST_BOUNDARY: N/A")).toEqual([]);
  });

  it("names one open field, or lists them", () => {
    const message = (count: number): string => {
      const lines = FIELDS.slice(count).map((label) => `- ${label}: lamps`);
      return [...closurePlan.check(packetOf(...NEWEST, PLAN, `${FLAG}: YES`, ...lines))][0]?.message ?? "";
    };
    expect(message(1)).toContain("leaves `TRUST_BOUNDARY` open");
    expect(message(2)).toContain("leaves `TRUST_BOUNDARY` and `SERVER_SOURCES_OF_TRUTH` open");
  });

  it("wonders at a plan that applies to nothing", () => {
    expect(plan(`${FLAG}: YES`, ...FIELDS.map((label) => `- ${label}: NONE`))).toEqual([
      { subject: "nothing", at: "5: YES", severity: "warn", related: [] },
    ]);
  });

  it.each([
    [[`${FLAG}: NO`], 1],
    [[`${FLAG}: NO (YES | NO)`], 1],
    [[`${FLAG}: NO`, "- TRUST_BOUNDARY:", "- UI_GUARDRAILS:", "  - N/A"], 1],
    [[`${FLAG}: NO`, "", "```", "only documents", "```"], 1],
    [[`${FLAG}: NO`, "- REASON_NO: TBD"], 1],
    [[`${FLAG}: NO, only documents`], 0],
    [[`${FLAG}: NO (only documents)`], 0],
    [[`${FLAG}: NO`, "- REASON_NO: only documents"], 0],
    [[`${FLAG}: NO`, "", "Only documents change."], 0],
    [[`${FLAG}: NO`, "## NOTES", "- only documents"], 1],
  ])("%j without a reason: %i", (lines, count) => {
    expect(plan(...lines).map(({ subject, severity }) => [subject, severity])).toEqual(
      count === 0 ? [] : [["reason", "warn"]],
    );
  });
});
