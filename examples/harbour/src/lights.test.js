import assert from "node:assert/strict";
import { test } from "node:test";
import { colourAt, mustReport } from "./lights.js";

test("red to port, white in the fairway, green to starboard", () => {
  assert.deepEqual([-2.1, -2, 0, 2, 2.1].map(colourAt), ["red", "white", "white", "white", "green"]);
});

test("a dark light is reported after a minute", () => {
  assert.equal(mustReport(100, 159), false);
  assert.equal(mustReport(100, 160), true);
  assert.equal(mustReport(null, 160), false);
});
