import { expect, it } from "vitest";
import { readDocument } from "../../packet/read.ts";
import { claimedBy } from "./claimed-paths.ts";
import { lights } from "./harbour.ts";

function claims(...items: readonly string[]): ((path: string) => boolean) | null {
  const text = lights("## SCOPE", "- IN_SCOPE_PATHS:", ...items.map((item) => `  - ${item}`));
  const packet = readDocument("packet", ".GOV/task_packets/WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
  if (packet.kind !== "packet") throw new Error("not a packet");
  return claimedBy(packet);
}

const claimed = (path: string, ...items: readonly string[]) => claims(...items)?.(path);

it("claims files, and what lies below folders", () => {
  expect(claimed("src/lamp.ts", "src/lamp.ts")).toBe(true);
  expect(claimed("src/lamp.ts", "`src/lamp.ts` (the switch)")).toBe(true);
  expect(claimed("src/lamp.ts", "src/")).toBe(true);
  expect(claimed("src/deep/lamp.ts", "src/deep")).toBe(true);
  expect(claimed("src/lamp.ts", "./src/lamp.ts")).toBe(true);
  expect(claimed("src/lamp.ts", "/src/lamp.ts")).toBe(true);
  expect(claimed("src/lamp.ts", "src\\lamp.ts")).toBe(true);
  expect(claimed("src/lamp.ts", "a.ts", "src/lamp.ts", "b.ts")).toBe(true);
});

it("claims nothing beside them", () => {
  expect(claimed("src/lamp.ts", "src/lamp")).toBe(false);
  expect(claimed("src/lamp.tsx", "src/lamp.ts")).toBe(false);
  expect(claimed("src/Lamp.ts", "src/lamp.ts")).toBe(false);
  expect(claimed("my/src/lamp.ts", "src/lamp.ts")).toBe(false);
  expect(claimed("source/lamp.ts", "src/")).toBe(false);
});

it("claims what a pattern matches, and reads patterns of an unknown form kindly", () => {
  expect(claimed("src/a/lamp.ts", "src/**/*.ts")).toBe(true);
  expect(claimed("src/a/lamp.ts", "src/*.ts")).toBe(false);
  expect(claimed("tools/trim.ts", "tools/x-{trim,fill}.ts")).toBe(true);
  expect(claimed("tool/trim.ts", "tools/x-{trim,fill}.ts")).toBe(false);
});

it("does not know where the packet lists no path", () => {
  expect(claims()).toBeNull();
  expect(claims("everything that shines")).toBeNull();
  expect(claimed("src/lamp.ts", "everything that shines", "src/lamp.ts")).toBe(true);
});
