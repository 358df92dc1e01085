/** The template that Writ hands out asks for what these rules ask for. */
import { expect, it } from "vitest";
import { dialect } from "../../packet/dialect.ts";
import { readDocument } from "../../packet/read.ts";
import { readTemplate } from "../../scaffold/template.ts";

it("has a manifest block with all parts and gates, and blanks for evidence", () => {
  const bytes = new TextEncoder().encode(readTemplate("packet"));
  const packet = readDocument("packet", "docs/task_packets/WP-1-Harbour-Lights.md", bytes);
  if (packet.kind !== "packet") throw new Error("no packet");
  const [block, ...others] = packet.manifest;
  expect(others).toEqual([]);
  expect(block).toMatchObject({ content: "template", section: "manifest" });
  for (const part of ["target", "start", "end", "delta", "before", "after"] as const) expect(block?.[part]).not.toBeNull();
  expect(block?.gates.map(({ name, ticked }) => ({ name, ticked }))).toEqual(
    dialect.manifest.gates.map((name) => ({ name, ticked: false })),
  );
  expect(packet.placeholders.some(({ section }) => section === "evidenceMapping")).toBe(true);
});
