import { expect, test } from "vitest";
import { externalId, subjectOf } from "./external-id.ts";

test("reads what it has written, and nothing else", () => {
  for (const subject of [{ pull: 12, base: "main" }, { group: "refs/heads/q", base: "a/b" }, { push: "refs/heads/main" }]) {
    expect(subjectOf(externalId(subject, "0123456789abcdef"))).toEqual(subject);
  }
  for (const odd of [null, undefined, "", "writ/1 ", "writ/1 {", 'writ/1 {"pull":0,"base":"m"}', '{"pull":1,"base":"m"}', 'writ/1 {"pull":1,"base":"m","x":1}', "writ/1 null", `writ/1 {"pull":1,"base":"m"} said:x`]) {
    expect(subjectOf(odd)).toBeNull();
  }
});
