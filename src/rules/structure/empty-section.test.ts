import { describe, expect, it } from "vitest";
import { emptySection } from "./empty-section.ts";
import { packetOf, told } from "./packet.fixture.ts";

function tell(...lines: readonly string[]): string[] {
  const packet = packetOf(...lines);
  return told(packet, emptySection.check(packet)).map(({ at, severity }) => `${severity} ${at ?? ""}`);
}

describe("structure/empty-section", () => {
  it("points at the first empty heading, and weighs what was signed more", () => {
    expect(tell("- STATUS: Done", "## DONE_MEANS", "## HYGIENE", "## DONE_MEANS")).toEqual([
      "error 3: ## DONE_MEANS",
      "warn 4: ## HYGIENE",
    ]);
  });

  it("waits until a section is due", () => {
    expect(tell("- STATUS: In Progress", "## HYGIENE", "## NOTES")).toEqual([]);
    expect(tell("- STATUS: In Progress", "## BOOTSTRAP")).toEqual(["warn 3: ## BOOTSTRAP"]);
  });

  it("takes a none for an answer only where something is left to judge by", () => {
    expect(tell("- STATUS: Done", "## SCOPE", "- NONE", "## TEST_PLAN", "- NONE", "## HYGIENE", "- NONE")).toEqual([
      "error 3: ## SCOPE",
      "warn 5: ## TEST_PLAN",
    ]);
    expect(tell("- STATUS: Done", "## TEST_PLAN")).toEqual(["error 3: ## TEST_PLAN"]);
  });

  it("leaves to others what is only the template, the list of paths and the closure plan", () => {
    const lines = ["## HYGIENE", "- (Coder fills this in.)", "### IN_SCOPE_PATHS", "## END_TO_END_CLOSURE_PLAN"];
    expect(tell("- STATUS: Done", ...lines)).toEqual([]);
  });

  it("says nothing of the parts of an empty whole, but of those of a filled one", () => {
    const parts = ["### SEARCH_TERMS", "### RISK_MAP"];
    expect(tell("- STATUS: In Progress", "## BOOTSTRAP", ...parts)).toEqual(["warn 3: ## BOOTSTRAP"]);
    expect(tell("- STATUS: In Progress", "## BOOTSTRAP", "- pier.c", ...parts)).toEqual([
      "warn 5: ### SEARCH_TERMS",
      "warn 6: ### RISK_MAP",
    ]);
  });
});
