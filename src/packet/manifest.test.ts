import { describe, expect, it } from "vitest";
import type { ManifestBlock, Packet } from "./model.ts";
import { readDocument } from "./read.ts";

function packetOf(body: string): Packet {
  const bytes = new TextEncoder().encode(`# Task Packet: WP-1-Harbour-Lights\n\n${body}`);
  const document = readDocument("packet", "docs/task_packets/WP-1-Harbour-Lights.md", bytes);
  if (document.kind !== "packet") throw new Error("no packet");
  return document;
}

/** A block as plain values. */
function plain({ target, start, end, delta, before, after, gates, content, section }: ManifestBlock): unknown {
  const values = [target, start, end, delta, before, after].map((part) => part?.value ?? null);
  return [content, section, values, gates.map(({ name, ticked }) => `${name} ${String(ticked)}`)];
}

const SHA = "05dec960e24d918b8a73a1c53bcbbaac2ee5c2e0";

describe("the manifest", () => {
  it("is read block by block, bold or plain, with its gates", () => {
    const text =
      "## VALIDATION\n- (One block for each file.)\n- **Target File**: `src/lights.rs`\n- **Start**: 1\n- **End**: 20\n" +
      `- **Line Delta**: +3\n- **Pre-SHA1**: \`${SHA}\`\n- **Post-SHA1**: ${SHA}\n- **Gates Passed**:\n` +
      "  - [x] anchors_present\n  - [ ] `window_matches_plan` (later)\n- **Lint Results**: fine\n\n" +
      "- Target File: src\\bell.rs\n- Line Delta: -2\n- Gates Passed:\n    - [X] anchors_present\n";
    expect(packetOf(text).manifest.map(plain)).toEqual([
      [
        "filled",
        "manifest",
        ["src/lights.rs", "1", "20", "+3", SHA, SHA],
        ["anchors_present true", "window_matches_plan false"],
      ],
      ["filled", "manifest", ["src\\bell.rs", null, null, "-2", null, null], ["anchors_present true"]],
    ]);
  });

  it.each([
    ["`path/to/file`", "template"],
    ["<fill in>", "template"],
    ["`N/A (fill after implementation)`", "template"],
    ["", "template"],
    ["N/A", "none"],
    ["None (documents only)", "none"],
    ["src/lights.rs", "filled"],
  ])("takes the target %s for %s", (target, content) => {
    const [block] = packetOf(`## VALIDATION\n- **Target File**: ${target}\n\nMore.\n`).manifest;
    expect(block?.content).toBe(content);
  });

  it("ends a block at the next heading, and takes the first value of each part", () => {
    const text = "## VALIDATION\n- Target File: a.rs\n- Start: 1\n- Start: 2\n\n## NOTES\n- End: 9\n- [x] anchors_present\n";
    expect(packetOf(text).manifest.map(plain)).toEqual([
      ["filled", "manifest", ["a.rs", "1", null, null, null, null], []],
    ]);
  });

  it("is not what a report quotes, nor what stands in code or in a sentence", () => {
    const text =
      "## VALIDATION\n- Repeat the block (`**Target File**`) for each file.\n```\n- **Target File**: a.rs\n```\n\n" +
      "## VALIDATION REPORT\nVerdict: FAIL\n- Target File: b.rs\n";
    expect(packetOf(text).manifest).toEqual([]);
  });

  it("has its place in the text", () => {
    const packet = packetOf("## VALIDATION\n- **Target File**: `src/lights.rs`\n- **Start**: 12\n\n");
    const [block] = packet.manifest;
    expect(block === undefined ? "" : packet.source.slice(block.span)).toBe(
      "**Target File**: `src/lights.rs`\n- **Start**: 12",
    );
    expect(packet.source.slice(block?.start?.span ?? { start: 0, end: 0 })).toBe("12");
  });
});

describe("recorded commands", () => {
  const records = (body: string): unknown =>
    packetOf(body).commands.map(({ command, exitCode, log }) => [command.value, exitCode?.value, log?.value]);

  it("are read with exit code and log, each until the next one", () => {
    const text =
      "## EVIDENCE\n- COMMAND: `make test`\n- EXIT_CODE: 0\n- LOG_SHA256: `ab`\n- PROOF_LINES: fine\n" +
      "- **Command**: make lint\n- EXIT_CODE: 2\n- EXIT_CODE: 3\n- COMMAND: make all\n\n### Later\n- EXIT_CODE: 4\n";
    expect(records(text)).toEqual([
      ["make test", "0", "ab"],
      ["make lint", "2", undefined],
      ["make all", undefined, undefined],
    ]);
  });

  it("may have the exit code behind them", () => {
    const packet = packetOf("## EVIDENCE\n- COMMAND: `make test` (exit 12)\n- COMMAND: make (exit code: -1)\n");
    expect(packet.commands.map(({ exitCode }) => packet.source.slice(exitCode?.span ?? { start: 0, end: 0 }))).toEqual([
      "12",
      "-1",
    ]);
  });

  it("are neither the form of the template, nor code, nor anything outside of the evidence", () => {
    expect(records("## EVIDENCE\n- COMMAND: `<paste>`\n- EXIT_CODE: `<int>`\n- done\n")).toEqual([]);
    expect(records("## EVIDENCE\n- x\n\n```\nCOMMAND: make\n```\n\n## BOOTSTRAP\n- COMMAND: make\n")).toEqual([]);
  });
});
