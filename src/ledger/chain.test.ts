import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { readDocument } from "../packet/read.ts";
import { blocksOf } from "./block.ts";
import { blockDigest, chainOf, type ChainLink } from "./chain.ts";

const HEAD = "# Task Packet: WP-1-Harbour-Lights\n\n## VALIDATION_REPORTS\n\n";
const FIRST = "### VALIDATION REPORT - one\nVerdict: PASS\n\n- lamps \u2014 all";

function links(bytes: Uint8Array | string): readonly ChainLink[] {
  const packet = readDocument("packet", ".GOV/task_packets/WP-1-Harbour-Lights.md", Buffer.from(bytes));
  return packet.kind === "packet" ? chainOf(blocksOf(packet)) : [];
}

function second(named: string): string {
  return `### VALIDATION REPORT - two\nVerdict: PASS\n- Previous-Report: ${named}\n`;
}

function digest(text: string): string {
  return `sha256:${createHash("sha256").update(Buffer.from(text, "utf8")).digest("hex")}`;
}

it("hashes a report from its heading to its last words, with LF, as UTF-8, however it is stored", () => {
  const whole = `${HEAD}${FIRST}\n\n \n---\n\n${second(digest(FIRST))}`;
  const single = Buffer.from(whole.replace("\u2014", "\u0097"), "latin1");
  for (const stored of [whole, whole.replaceAll("\n", "\r\n"), `\ufeff${whole}`, single]) {
    expect(links(stored).map(({ state }) => state)).toEqual(["whole"]);
  }
});

it("notices a changed byte that says nothing", () => {
  const text = HEAD + FIRST.replace("- lamps", "-  lamps") + "\n\n" + second(digest(FIRST));
  expect(links(text)).toMatchObject([{ state: "broken", named: digest(FIRST) }]);
});

it.each([
  ["none", "", "whole"],
  ["none", FIRST, "broken"],
  [digest(FIRST), "", "broken"],
  [digest(FIRST).toUpperCase(), FIRST, "malformed"],
  ["sha256:12", FIRST, "malformed"],
  ["", FIRST, "malformed"],
])("takes %j behind %j for %s", (named, before, state) => {
  const [link] = links(`${HEAD}${before}\n\n${second(named)}`);
  expect(link?.state).toBe(state);
  expect(link?.expected).toBe(before === "" ? "none" : digest(before));
  expect(link?.previous === null ? null : blockDigest(link?.previous ?? raise())).toBe(before === "" ? null : digest(before));
});

it("reads the first such line of a report that is not quoted, and none outside of reports", () => {
  const quoted = "### VALIDATION REPORT - q\nVerdict: PASS\n```\n- Previous-Report: none\n```";
  expect(links(`${HEAD}Previous-Report: none\n\n${quoted}`)).toEqual([]);
  const fenced = "```text\nVALIDATION REPORT\nVerdict: PASS\nPrevious-Report: none\n```";
  expect(links(HEAD + fenced).map(({ state }) => state)).toEqual(["whole"]);
  const bold = links(`${HEAD}${FIRST}\n\n${second(digest(FIRST)).replace("- Previous-Report:", "* **Previous-Report**:")}- Previous-Report: none`);
  expect(bold.map(({ state }) => state)).toEqual(["whole"]);
});

function raise(): never {
  throw new Error("there is no link");
}
