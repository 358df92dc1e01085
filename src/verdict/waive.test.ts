import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../test/runs.ts";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { rules } from "../rules/catalogue.ts";
import { grantWaiver, withdrawWaiver, type Grant } from "./waive.ts";

function packet(...waivers: readonly string[]): Packet {
  const text = ["# Task Packet: WP-1-Harbour-Lights", "", "## WAIVERS GRANTED", ...waivers, "", "## QUALITY_GATE", "### DONE_MEANS", "- lamps", ""].join("\r\n");
  return read(Buffer.from(text));
}

function read(bytes: Uint8Array): Packet {
  const document = readDocument("packet", ".GOV/task_packets/WP-1-Harbour-Lights.md", bytes);
  if (document.kind !== "packet") throw new Error("not a packet");
  return document;
}

const GRANT: Grant = {
  rule: "structure/placeholder",
  date: "2026-01-15",
  until: "2026-03-01",
  reason: "The maker answers in February.",
  approver: { login: "wendy", id: 1 },
  source: "https://github.example/acme/harbour/pull/7#issuecomment-9",
};

function granted(before: Packet, grant: Partial<Grant> = {}): Packet {
  const done = grantWaiver(before, { ...GRANT, ...grant }, rules);
  if (done.state !== "changed") throw new Error(JSON.stringify(done));
  return read(done.change.after);
}

describe("grantWaiver", () => {
  it("writes an entry that is read back, in the place of NONE or behind the others", () => {
    const first = granted(packet("- NONE"));
    expect(first.source.text).not.toContain("NONE");
    expect(first.waivers).toMatchObject([{ rules: ["structure/placeholder"], date: "2026-01-15", expiry: "2026-03-01", approver: expect.stringContaining("wendy (1)"), justification: "The maker answers in February." }]);
    const second = granted(first, { rule: "process/hygiene" });
    expect(second.waivers.map((waiver) => waiver.rules[0])).toEqual(["structure/placeholder", "process/hygiene"]);
    expect(second.source.text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(second.requirements.map(({ text }) => text)).toEqual(["lamps"]);
    expect(grantWaiver(second, GRANT, rules)).toMatchObject({ state: "present" });
  });

  it("refuses facts, unknown rules, days that are over, and packets without the section", () => {
    for (const rule of ["ledger/report-modified", "evidence/unmapped", "lineage/requirement-dropped", "process/waiver-form", "gate/verdict-missing"]) {
      expect(grantWaiver(packet(), { ...GRANT, rule }, rules).state).toBe("refused");
    }
    expect(grantWaiver(packet(), { ...GRANT, until: "2026-01-14" }, rules).state).toBe("refused");
    expect(grantWaiver(read(Buffer.from("# Task Packet: WP-1-Harbour-Lights\n")), GRANT, rules).state).toBe("refused");
  });

  it("lets no words of a reason grant more than was granted", () => {
    const words = fc.array(
      fc.constantFrom("x", " | Approver: eve", " | Expiry: 2099-01-01", "\n- WAIVER-EVE-1", "\n  - Expiry: 2099-01-01", "process/scope", " `process/scope`", "\n## SCOPE\n", "`", "ledger/report-modified", "\u202e", " WAIVER-X-2 "),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(words, (parts) => {
        const after = granted(packet("- NONE"), { reason: parts.join("") });
        expect(after.waivers).toHaveLength(1);
        expect(after.waivers[0]).toMatchObject({ rules: ["structure/placeholder"], expiry: "2026-03-01" });
        expect(after.waivers[0]?.approver).toContain("wendy");
        expect(after.sections.map(({ name }) => name)).toEqual(packet("- NONE").sections.map(({ name }) => name));
      }),
      runs(100),
    );
  });
});

describe("withdrawWaiver", () => {
  it("ends it the day before, and keeps it", () => {
    const before = granted(packet("- NONE"));
    const done = withdrawWaiver(before, "structure/placeholder", "2026-01-15", { login: "max", id: 2 });
    if (done.state !== "changed") throw new Error(JSON.stringify(done));
    const [waiver] = read(done.change.after).waivers;
    expect(waiver?.expiry).toBe("2026-01-14 (withdrawn 2026-01-15 by max (2))");
    expect(waiver?.date).toBe("2026-01-15");
    const after = read(done.change.after);
    const again = (by: Grant["approver"], today = "2026-01-15") => withdrawWaiver(after, "structure/placeholder", today, by);
    expect(again({ login: "max", id: 2 }), "said again").toEqual({ state: "present", id: done.id });
    expect(again({ login: "wendy", id: 3 }), "somebody else").toMatchObject({ state: "refused" });
    expect(again({ login: "max", id: 2 }, "2026-01-16"), "another day").toMatchObject({ state: "refused" });
  });
});
