import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { runs } from "../../test/runs.ts";
import { anyDraft, anyOrigin } from "./decision.fixture.ts";
import type { Decision, Draft } from "./decision.ts";
import { compared } from "./derived.ts";
import { decisionIn, idOf, lineOf, LONGEST_LINE, sealed } from "./identity.ts";
import { Journal } from "./journal.ts";
import { readDecisions } from "./read.ts";

const anyDecision = fc.tuple(anyDraft, anyOrigin).map(([draft, origin]) => sealed(draft, origin));

/** Every place in a value where something else can stand. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const parts = Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]));
  return parts.length === 0 ? [path] : parts;
}

function changed(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return typeof value === "boolean" ? !value : typeof value === "number" ? value + 1 : typeof value === "string" ? otherText(value) : "changed";
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = changed(copy[key], rest);
  return copy;
}

function otherText(text: string): string {
  const last = text.at(-1);
  return `${text.slice(0, -1)}${last === "0" ? "1" : "0"}`;
}

describe("a decision", () => {
  it("is one line, and reads back as it was", () => {
    fc.assert(fc.property(anyDecision, (decision) => {
      const line = lineOf(decision);
      // What acts on a terminal or ends a line is escaped.
       
      expect(line).not.toMatch(/[\u0000-\u001f]/);
      expect(decisionIn(line)).toEqual(decision);
      expect(idOf(decision)).toBe(decision.id);
    }), runs(200));
  });

  it("has an id that no change of its inputs or its outcome leaves true", () => {
    fc.assert(fc.property(anyDecision, fc.nat(), (decision, at) => {
      const parts = { inputs: decision.inputs, outcome: decision.outcome };
      const all = places(parts);
      const forged = { ...decision, ...(changed(parts, all[at % all.length] ?? []) as object) } as Decision;
      const read = decisionIn(lineOf(forged));
      if (read !== null) expect(idOf(read)).not.toBe(decision.id);
    }), runs(300));
  });

  it("is the same one whenever it is made again, in whatever words the repository is called", () => {
    fc.assert(fc.property(anyDraft, anyOrigin, anyOrigin, (draft, one, other) => {
      const again = sealed(draft, { ...other, writ: one.writ, repository: { ...other.repository, id: one.repository.id } });
      expect(again.id).toBe(sealed(draft, one).id);
    }), runs(100));
  });

  it("about what somebody said is the same one when Writ has committed the rest of the comment meanwhile", () => {
    fc.assert(fc.property(anyDraft, anyOrigin, (draft, origin) => {
      const moved: Draft = { ...draft, head: "0".repeat(40) };
      const isAboutHead = draft.kind === "verdict" || draft.kind === "gate";
      expect(sealed(moved, origin).id === sealed(draft, origin).id).toBe(!isAboutHead || draft.head === moved.head);
    }), runs(100));
  });

  it("that is too long for a line is not made", () => {
    const [gate] = fc.sample(anyDraft.filter(({ kind }) => kind === "gate"), 1);
    if (gate?.kind !== "gate") return expect.fail("no gate");
    const reports = Array.from({ length: 3_000 }, (_, index) => ({ packet: "WP-1-Lights", report: `writ-${index}`, block: "x".repeat(100), vouched: true }));
    const [origin] = fc.sample(anyOrigin, 1);
    expect(() => sealed({ ...gate, inputs: { ...gate.inputs, reports } }, origin!)).toThrow(String(LONGEST_LINE));
  });
});

test("differences are told field by field", () => {
  expect(compared({ a: [1, { b: "x" }] }, { a: [1, { b: "x" }] })).toEqual({ state: "same" });
  expect(compared({ a: [1, { b: "x" }], c: [] }, { a: [1, { b: "y" }], c: [2] })).toEqual({
    state: "differs",
    differences: [
      { field: "a[1].b", recorded: '"x"', derived: '"y"' },
      { field: "c", recorded: "[]", derived: null },
      { field: "c[0]", recorded: null, derived: "2" },
    ],
  });
});

describe("the journal", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "writ-journal-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const all = () => readDecisions(folder, () => true);
  const file = (): string => join(folder, "decisions", readdirSync(join(folder, "decisions")).sort().at(-1) ?? "");

  it("keeps what comes at once in its order, each in one line of its month", async () => {
    const decisions = fc.sample(anyDecision, 20);
    const journal = new Journal(folder);
    await Promise.all(decisions.map((decision) => journal.append(decision)));
    for (const name of readdirSync(join(folder, "decisions"))) {
      const own = decisions.filter(({ at }) => `${at.slice(0, 7)}.jsonl` === name);
      expect(readFileSync(join(folder, "decisions", name), "utf8")).toBe(own.map((decision) => `${lineOf(decision)}\n`).join(""));
    }
    expect((await all()).unreadable).toBe(0);
  });

  it("loses one line at most wherever a death tears it, and glues nothing to it", async () => {
    await fc.assert(fc.asyncProperty(anyDecision, anyDecision, fc.nat(), async (first, second, cut) => {
      rmSync(join(folder, "decisions"), { recursive: true, force: true });
      const later = { ...second, at: first.at };
      await new Journal(folder).append(first);
      const size = Buffer.byteLength(lineOf(first)) + 1;
      truncateSync(file(), cut % size);
      const next = new Journal(folder);
      await next.append(later);
      // What is done again after the death is written again.
      await next.append(first);
      const { decisions, unreadable } = await all();
      expect(new Set(decisions.map(({ id }) => id))).toEqual(new Set([first.id, later.id]));
      expect(unreadable).toBeLessThanOrEqual(1);
    }), runs(60));
  });

  it("passes over what is no decision, however long or odd, and takes each id once", async () => {
    const [decision] = fc.sample(anyDecision, 1);
    const journal = new Journal(folder);
    await journal.append(decision!);
    appendFileSync(file(), `{}\n\nnull\n${"x".repeat(3 * LONGEST_LINE)}\n\u0000\ud800\n${lineOf(decision!)}\n`);
    writeFileSync(join(folder, "decisions", "notes.txt"), "mine");
    expect(await all()).toEqual({ decisions: [decision], unreadable: 4 });
  });

  it("says what is wrong with the disk, and goes on when that is mended", async () => {
    const [decision] = fc.sample(anyDecision, 1);
    const journal = new Journal(folder);
    writeFileSync(join(folder, "decisions"), "");
    await expect(journal.append(decision!)).rejects.toThrow(/EEXIST|ENOTDIR/);
    rmSync(join(folder, "decisions"));
    await journal.append(decision!);
    expect((await all()).decisions).toEqual([decision]);
  });

  it("names the folder that is not there", async () => {
    await expect(all()).rejects.toThrow(/there are no decisions in `.*decisions` \(ENOENT\); name the App's data folder with --data/);
  });
});
