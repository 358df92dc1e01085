/** A session written to every state of the gates that a real repository ever kept, one file for each packet or one for all. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeGateFile } from "../../src/verdict/gate-file.ts";
import { sequenceOf } from "../../src/verdict/sequence.ts";
import { corpus } from "./corpus.ts";
import { cloneBundle } from "./history.ts";

interface States {
  readonly validation_sessions: Readonly<Record<string, unknown>>;
  readonly archived_sessions?: readonly unknown[];
}

describe.runIf(corpus !== null)("writeGateFile on a real history", () => {
  let clone: ReturnType<typeof cloneBundle>;
  beforeAll(() => {
    clone = cloneBundle(corpus!);
  });
  afterAll(() => clone.remove());

  it("takes all of them, keeps all else in them, and writes in their manner", () => {
    const git = (...args: readonly string[]): Buffer => execFileSync("git", ["-C", clone.folder, ...args], { maxBuffer: 1 << 28 });
    const files = git("rev-list", "--all", "--objects").toString().split("\n").filter((line) => /validator_gates[^ ]*\.json$/i.test(line));
    const given = { verdict: "PASS", reportId: `writ-${"a".repeat(40)}`, at: "2026-01-14T12:00:00Z", by: { login: "wendy", id: 1 } } as const;
    const sequence = sequenceOf({ given, acknowledged: "unneeded", appended: true, committed: true });
    let replaced = 0;
    for (const line of files) {
      const bytes = git("cat-file", "blob", line.slice(0, 40));
      const { validation_sessions: open, archived_sessions: closed = [], ...rest } = JSON.parse(bytes.toString()) as States;
      for (const id of new Set([line.slice(line.lastIndexOf("/") + 1).replace(".json", ""), ...Object.keys(open)])) {
        const done = writeGateFile(bytes, id, sequence);
        if (done.state !== "written") throw new Error(`${line}: ${JSON.stringify(done)}`);
        const text = Buffer.from(done.bytes).toString();
        const after = JSON.parse(text) as States;
        const { validation_sessions: now, archived_sessions: kept = [], ...others } = after;
        if (open[id] !== undefined) replaced++;
        expect(others, line).toEqual(rest);
        expect({ ...now, [id]: null }, line).toEqual({ ...open, [id]: null });
        expect(kept.slice(0, closed.length), line).toEqual(closed);
        expect(kept.slice(closed.length), line).toEqual(open[id] === undefined ? [] : [expect.objectContaining(open[id])]);
        expect(text, line).toBe(`${JSON.stringify(after, null, 2)}\n`);
      }
    }
    expect(files.length).toBeGreaterThanOrEqual(18);
    expect(replaced).toBeGreaterThan(10);
  });
});
