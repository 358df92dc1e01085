import { expect, test } from "vitest";
import { painter, wantsColor } from "./colour.ts";

test("colours a terminal and not a file", () => {
  expect(wantsColor({}, true)).toBe(true);
  expect(wantsColor({}, false)).toBe(false);
});

test.each([
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ TERM: "dumb" }, true, false],
  [{ TERM: "xterm" }, true, true],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ FORCE_COLOR: "false" }, true, false],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "3", TERM: "dumb" }, false, true],
])("%j, terminal %s: %s", (env, isTTY, wanted) => {
  expect(wantsColor(env, isTTY)).toBe(wanted);
});

test("closes every style it opens", () => {
  expect(painter(true)("a", "red", "bold")).toBe("\u001b[1m\u001b[31ma\u001b[39m\u001b[22m");
  expect(painter(false)("a", "red", "bold")).toBe("a");
});
