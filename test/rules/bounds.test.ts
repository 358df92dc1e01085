/** No rule lists more than a person can read, however bad a document is. */
import { describe, expect, it } from "vitest";
import { boardForm } from "../../src/rules/lineage/board-form.ts";
import { registryDuplicate } from "../../src/rules/lineage/registry-duplicate.ts";
import { messages } from "./told.ts";

const ROWS = 250;

describe("a document with hundreds of faults", () => {
  it("is told of the first ones by a rule about the whole repository, and how many more there are", async () => {
    const rows = Array.from({ length: ROWS + 1 }, () => "| WP-1-Quay | WP-1-Quay | Done |\n").join("");
    const text = `| Base WP ID | Active Packet | Task Board |\n|---|---|---|\n${rows}`;
    const told = await messages(registryDuplicate, { files: { ".GOV/roles_shared/WP_TRACEABILITY_REGISTRY.md": text } });
    expect(told.length).toBe(201);
    expect(told.filter((message) => message.startsWith(`${String(ROWS - 200)} more findings of this rule`))).toHaveLength(1);
  });

  it("and by a rule about one document alike", async () => {
    const text = `## Done\n${Array.from({ length: ROWS }, (_, n) => `- **[WP-1-Quay${String(n)}]**\n`).join("")}`;
    const told = await messages(boardForm, { files: { ".GOV/roles_shared/TASK_BOARD.md": text } });
    expect(told.length).toBe(201);
    expect(told.filter((message) => message.startsWith(`${String(ROWS - 200)} more findings of this rule`))).toHaveLength(1);
  });
});
