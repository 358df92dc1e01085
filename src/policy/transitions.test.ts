import { expect, it } from "vitest";
import { stateNamed } from "../packet/vocabulary.ts";
import { namedTransitions, STATE_TEXTS } from "./transitions.ts";

it("names every state as a packet would be read", () => {
  expect(STATE_TEXTS).toContain("Ready for Dev");
  const all = namedTransitions(Object.fromEntries(STATE_TEXTS.map((text) => [text, STATE_TEXTS])));
  const names = STATE_TEXTS.map(stateNamed);
  expect(Object.keys(all)).toEqual(names);
  for (const to of Object.values(all)) expect(to).toEqual(names);
});

it("knows no other text", () => {
  expect(() => namedTransitions({ Done: ["done"] })).toThrow("no state is written done");
});
