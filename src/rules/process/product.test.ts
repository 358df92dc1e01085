import { expect, it } from "vitest";
import { detectLayout, resolveLayout } from "../../policy/layout.ts";
import { productIn } from "./product.ts";

const gov = productIn(detectLayout([".GOV/task_packets/WP-1-Harbour-Lights.md"]));
const docs = productIn(detectLayout(["docs/task_packets/WP-1-Harbour-Lights.md"]));
const own = productIn(
  resolveLayout({ name: "gov", paths: { packets: "plans", gates: "state/gates" } }, ["plans/WP-1-Harbour-Lights.md"]),
);

it("takes everything for product that is neither document nor folder of governance nor policy", () => {
  const product = ["src/lamp.ts", "README.md", ".github/workflows/ci.yml", "GOV/lamp.ts", ".GOVERNOR/a.ts"];
  expect(product.filter(gov)).toEqual(product);
  expect([".GOV/scripts/tide.mjs", ".GOV/task_packets/a/b.md", ".github/writ.yml"].filter(gov)).toEqual([]);
});

it("knows the folders of the other layouts, from which documents move", () => {
  expect(gov("docs/task_packets/WP-1-Harbour-Lights.md")).toBe(false);
  expect(gov("docs/refinements/WP-1-Harbour-Lights.md")).toBe(false);
  expect(gov("docs/validator_gates/x.json")).toBe(false);
  expect(gov("docs/TASK_BOARD.md")).toBe(false);
  expect(gov("docs/manual.md")).toBe(true);
  expect(docs("docs/manual.md")).toBe(false);
  expect(docs(".GOV/task_packets/WP-1-Harbour-Lights.md")).toBe(false);
});

it("follows a policy that names its places", () => {
  expect(own("plans/WP-1-Harbour-Lights.md")).toBe(false);
  expect(own("plans/notes.md")).toBe(false);
  expect(own("state/gates/x.json")).toBe(false);
  expect(own("state/lamp.ts")).toBe(true);
  expect(own("src/lamp.ts")).toBe(true);
});
