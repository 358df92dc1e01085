import { describe, expect, it } from "vitest";
import { DEFAULTS } from "../policy/defaults.ts";
import type { Gate } from "../policy/policy.ts";
import { accountOfMail, authorise, type Contributor, type Named, type Person } from "./people.ts";

const NAMED: Named = {
  users: new Map([["wendy", 1], ["gone", null]]),
  teams: new Map([["@acme/validators", new Set([2])], ["@acme/secret", null]]),
};
const GATE: Gate = { ...DEFAULTS.gate, validators: ["Wendy", "@Acme/Validators", "role:maintain"], approvers: ["role:admin"] };

function person(id: number, login: string, role: Person["role"] = "write"): Person {
  return { id, login, role, isBot: false };
}

function contributor(id: number | null, name: string): Contributor {
  return { id, name, part: "wrote a commit" };
}

describe("authorise", () => {
  it("goes by ids, teams and live roles, never by a login", () => {
    expect(authorise("verdict", GATE, person(1, "renamed"), NAMED, [])).toMatchObject({ allowed: true, by: "Wendy" });
    expect(authorise("verdict", GATE, person(9, "wendy"), NAMED, [])).toMatchObject({ allowed: false });
    expect(authorise("verdict", GATE, person(2, "vera"), NAMED, [])).toMatchObject({ allowed: true, by: "@Acme/Validators" });
    expect(authorise("verdict", GATE, person(9, "max", "maintain"), NAMED, [])).toMatchObject({ by: "role:maintain" });
    expect(authorise("verdict", GATE, person(9, "max", "admin"), NAMED, [])).toMatchObject({ by: "role:maintain" });
    expect(authorise("verdict", { ...GATE, validators: ["gone", "@acme/secret", "role:owner", "role:none"] }, person(9, "max", "write"), NAMED, [])).toMatchObject({ allowed: false });
  });

  it("says why not, and who can", () => {
    const answer = authorise("verdict", GATE, person(9, "mara"), NAMED, []);
    expect(answer).toEqual({
      allowed: false,
      rule: "gate/validator-unauthorised",
      why: "`mara` has the role write and is not among Wendy, @Acme/Validators or whoever has the role maintain or above",
      who: ["Wendy", "@Acme/Validators", "role:maintain"],
    });
    expect(authorise("waiver", { ...GATE, approvers: [] }, person(9, "max", "admin"), NAMED, [])).toMatchObject({ allowed: false, who: [] });
    expect(authorise("verdict", GATE, { ...person(1, "wendy", "admin"), isBot: true }, NAMED, [])).toMatchObject({ allowed: false });
  });

  it("lets nobody judge their own work, unless the policy does", () => {
    const own = [contributor(7, "mara"), contributor(1, "wendy"), contributor(null, "Unknown <a@b.example>")];
    expect(authorise("verdict", GATE, person(1, "wendy"), NAMED, own)).toMatchObject({ allowed: false, rule: "gate/validator-not-independent" });
    expect(authorise("verdict", { ...GATE, independence: false }, person(1, "wendy"), NAMED, own)).toMatchObject({ allowed: true });
    expect(authorise("verdict", GATE, person(2, "vera"), NAMED, own)).toMatchObject({ allowed: true, unproved: ["Unknown <a@b.example>"] });
    expect(authorise("waiver", GATE, person(1, "wendy", "admin"), NAMED, own)).toMatchObject({ allowed: true });
  });

  it("reads the account out of private mail addresses only", () => {
    expect(accountOfMail("1234+wendy@users.noreply.github.com")).toBe(1234);
    expect(accountOfMail("49699333+dependabot[bot]@users.noreply.github.com")).toBe(49699333);
    expect(accountOfMail("wendy@users.noreply.github.com")).toBeNull();
    expect(accountOfMail("1234+wendy@harbour.example")).toBeNull();
  });
});
