import { expect, it } from "vitest";
import type { Board } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { boardTokenEdit } from "./board-token.ts";
import { splice } from "./splice.ts";

const ID = "WP-1-Harbour-Lights";

function board(...lines: readonly string[]): Board {
  const document = readDocument("board", "TASK_BOARD.md", Buffer.from(["# Board", ...lines].join("\r\n")));
  if (document.kind !== "board") throw new Error("not a board");
  return document;
}

function after(before: Board, token: string): string {
  const edits = boardTokenEdit(before, ID, token);
  if (typeof edits === "string") return edits;
  return Buffer.from(splice(before, edits).after).toString().replaceAll("\r\n", "\n");
}

it("moves the entry to the column of the token, below the last one there", () => {
  const before = board("## In Progress", `- **[${ID}]** - [IN_PROGRESS]`, "- **[WP-1-Other]** - [IN_PROGRESS]", "## Done", "- **[WP-1-Harbour-Crane]** - [VALIDATED]");
  expect(after(before, "VALIDATED")).toBe(
    `# Board\n## In Progress\n- **[WP-1-Other]** - [IN_PROGRESS]\n## Done\n- **[WP-1-Harbour-Crane]** - [VALIDATED]\n- **[${ID}]** - [VALIDATED]\n`,
  );
});

it("changes the token in its place where the column fits, and nothing where all is so", () => {
  expect(after(board("## Done", `* **[${ID}]** - [DONE]`, ""), "VALIDATED")).toBe(`# Board\n## Done\n* **[${ID}]** - [VALIDATED]\n`);
  expect(boardTokenEdit(board("## Done", `- **[${ID}]** - [VALIDATED]`), ID, "VALIDATED")).toEqual([]);
});

it("says why it cannot", () => {
  const entry = `- **[${ID}]** - [IN_PROGRESS]`;
  expect(after(board("## In Progress"), "VALIDATED")).toContain("no entry");
  expect(after(board("## In Progress", entry, entry), "VALIDATED")).toContain("several entries");
  expect(after(board("## In Progress", entry), "VALIDATED")).toContain("no column where VALIDATED");
  expect(after(board("## In Progress", entry), "SPLENDID")).toContain("no column is known");
});
