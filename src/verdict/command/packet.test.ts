import { expect, it } from "vitest";
import { packetMeant } from "./packet.ts";

const LIGHTS = "WP-1-Harbour-Lights";
const CRANE = "WP-1-Harbour-Crane";

it("takes the only packet, and asks where there are several", () => {
  expect(packetMeant(null, [LIGHTS], [LIGHTS, CRANE])).toEqual({ packet: LIGHTS });
  expect(packetMeant(CRANE, [LIGHTS, CRANE], [LIGHTS, CRANE])).toEqual({ packet: CRANE });
  const problem = (...args: Parameters<typeof packetMeant>): string => {
    const meant = packetMeant(...args);
    return "problem" in meant ? meant.problem : "";
  };
  expect(problem(null, [LIGHTS, CRANE], [])).toContain("name one of `WP-1-Harbour-Lights`, `WP-1-Harbour-Crane`");
  expect(problem(null, [], [])).toContain("about no packet");
  expect(problem(CRANE, [LIGHTS], [LIGHTS, CRANE])).toContain("does not touch");
  expect(problem("WP-1-Harbour-Light", [LIGHTS], [LIGHTS])).toContain("did you mean `WP-1-Harbour-Lights`?");
});
