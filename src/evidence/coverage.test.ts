import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { matchRequirements } from "./coverage.ts";
import { ALIKE, RequirementIndex } from "../likeness/requirement-index.ts";
import { agrees, likeness, wordsOf } from "../likeness/similarity.ts";

function packetOf(points: string, lines: string): Packet {
  const text = `# Task Packet: WP-1-Harbour-Lights\n\n## DONE_MEANS\n${points}\n\n## EVIDENCE_MAPPING\n${lines}\n`;
  const document = readDocument("packet", "docs/task_packets/WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
  if (document.kind !== "packet") throw new Error("no packet");
  return document;
}

/** For each point, how it is matched: kinds and lines. */
function shown(points: string, lines: string): readonly string[] {
  return matchRequirements(packetOf(points, lines)).promises.map(({ matches, citations }) => {
    const kinds = matches.map(({ kind, score }) => `${kind} ${score.toFixed(2)}`).join(", ");
    return `${kinds} [${citations.map(({ raw }) => raw).join(" ")}]`;
  });
}

const line = (words: string, citation: string): string => `- REQUIREMENT: "${words}"\n  - EVIDENCE: \`${citation}\`\n`;

describe("a line of the evidence map", () => {
  it("quotes a point in the same words, whatever the marks", () => {
    expect(shown("- The `bell` rings -- twice.", line("the bell RINGS, twice", "a.rs:1"))).toEqual(["exact 1.00 [a.rs:1]"]);
    expect(shown("- The bell rings.", line("DONE_MEANS: The bell rings.", "a.rs:1"))).toEqual(["exact 1.00 [a.rs:1]"]);
    expect(shown("- The bell rings.", line('The \\"bell\\" rings', "a.rs:1"))).toEqual(["exact 1.00 [a.rs:1]"]);
  });

  it("quotes every point that has the same words", () => {
    expect(shown("- The bell rings.\n- The bell rings!", line("the bell rings", "a.rs:1"))).toEqual([
      "exact 1.00 [a.rs:1]",
      "exact 1.00 [a.rs:1]",
    ]);
  });

  it("quotes a part of a point, or holds several whole", () => {
    const points = "- The bell rings at noon and at dusk.\n- All of the lamps burn.";
    expect(shown(points, line("rings at noon and", "a.rs:1"))[0]).toBe("substring 0.67 [a.rs:1]");
    const both = line("The bell rings at noon and at dusk. All of the lamps burn.", "a.rs:1");
    expect(shown(points, both).map((entry) => entry.slice(0, 9))).toEqual(["substring", "substring"]);
    expect(shown(points, line("at noon and", "a.rs:1"))[0]).toBe(" []");
    expect(shown(points, line("ings at noon and", "a.rs:1"))[0]).toBe(" []");
  });

  it("quotes a point nearly, but for what must not differ", () => {
    const point = "- The three bells ring at 12 and at 18 o'clock on every day of the week but one.";
    const near = line("The three bells ring at 12 and at 18 o'clock on each day of the week but one.", "a.rs:1");
    expect(shown(point, near)).toEqual(["fuzzy 0.95 [a.rs:1]"]);
    expect(shown(point, near.replace("18", "19"))).toEqual([" []"]);
    expect(shown(point, near.replace("bells", "bells never"))).toEqual([" []"]);
    expect(shown(point, near.replace("three bells ring", "four gulls cry"))).toEqual([" []"]);
  });

  it("quotes a point below a point, with or without the words that lead to it", () => {
    const points = "- Lights:\n  - They burn from dusk to dawn.\n  - They are white,\n    like chalk.";
    expect(shown(points, line("They are white, like chalk", "a.rs:1"))).toEqual(["exact 1.00 [a.rs:1]"]);
    expect(shown(points, line("Lights: They burn from dusk to dawn", "a.rs:1"))).toEqual(["exact 1.00 [a.rs:1]"]);
  });

  it("belongs to nobody when it quotes nothing, and is named as the nearest", () => {
    const { promises, others, covered } = matchRequirements(
      packetOf("- The bell rings at noon and at dusk.", line("The bell rings at noon and dawn, loudly.", "a.rs:1")),
    );
    expect(others.map(({ text }) => text)).toEqual(["The bell rings at noon and dawn, loudly."]);
    expect(promises[0]?.nearest).toMatchObject({ line: others[0], score: 0.75 });
    expect(covered).toBe(0);
  });

  it("proves nothing with what cannot be read", () => {
    const { promises, covered } = matchRequirements(packetOf("- The bell rings.", line("The bell rings.", "a.rs:0")));
    expect(promises[0]?.matches).toHaveLength(1);
    expect(promises[0]?.citations).toEqual([]);
    expect(covered).toBe(0);
  });

  it("may be an item or a row, and a point may cite its own evidence", () => {
    expect(shown("- The bell rings.", "- The bell rings: `a.rs:1` / `b.rs:2`")).toEqual(["exact 1.00 [a.rs:1 b.rs:2]"]);
    expect(shown("- The bell rings.", "| What | Where |\n|---|---|\n| The bell rings | a.rs:1 |")).toEqual([
      "exact 1.00 [a.rs:1]",
    ]);
    expect(shown("- The bell rings (`a.rs:1`).", "")).toEqual([" [a.rs:1]"]);
  });

  it("is matched once for a packet", () => {
    const packet = packetOf("- The bell rings.", line("The bell rings.", "a.rs:1"));
    expect(matchRequirements(packet)).toBe(matchRequirements(packet));
  });
});

describe("likeness", () => {
  const words = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 8 });

  it("is symmetric, one only for the same words, and never more", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(likeness(a, b)).toBe(likeness(b, a));
        const same = a.length > 0 && [...a].sort().join() === [...b].sort().join();
        expect(likeness(a, b) === 1).toBe(same);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is not agreement", () => {
    const of = (text: string): readonly string[] => wordsOf(text);
    expect(agrees(of("3 lamps burn"), of("all 3 lamps burn"))).toBe(true);
    expect(agrees(of("3 lamps burn"), of("all 33 lamps burn"))).toBe(false);
    expect(agrees(of("3 or 3 lamps"), of("3 lamps"))).toBe(false);
    expect(agrees(of("lamps burn"), of("lamps never burn"))).toBe(false);
    expect(agrees(of("no lamps burn"), of("lamps burn"))).toBe(false);
    expect(agrees(of("no lamps burn"), of("lamps do not burn"))).toBe(true);
  });
});

describe("the index", () => {
  const sentence = fc.array(fc.constantFrom("lamp", "bell", "quay", "noon", "dusk", "burns", "rings", "7", "not"), {
    minLength: 1,
    maxLength: 9,
  });

  it("finds what comparing with every sentence finds", () => {
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 12 }), sentence, (units, words) => {
        const index = new RequirementIndex(units.map((unit, promise) => ({ promise, words: unit })));
        const text = words.join(" ");
        const exact = units.flatMap((unit, promise) => (unit.join(" ") === text ? [promise] : []));
        const isPart = (unit: readonly string[]): boolean => {
          const [shorter, longer] = words.length < unit.length ? [words, unit] : [unit, words];
          return shorter.length >= 4 && ` ${longer.join(" ")} `.includes(` ${shorter.join(" ")} `);
        };
        const parts = units.flatMap((unit, promise) => (isPart(unit) ? [promise] : []));
        const alike = units.map((unit) => (agrees(words, unit) ? likeness(words, unit) : 0));
        const best = Math.max(0, ...alike);
        const fuzzy = best >= ALIKE ? [alike.indexOf(best)] : [];
        const expected = exact.length > 0 ? exact : parts.length > 0 ? parts : fuzzy;
        expect(index.find(words).map(({ promise }) => promise)).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it("matches a thousand with a thousand in no time, and ten thousand alike ones in bounded time", () => {
    const point = (number: number): string => `Lamp number ${String(number)} of the harbour burns from dusk to dawn`;
    const many = (count: number, words: (number: number) => string): string =>
      Array.from({ length: count }, (_, number) => words(number)).join("\n");
    const packet = packetOf(
      many(1_000, (number) => `- ${point(number)}.`),
      many(1_000, (number) => line(`${point(number)}, as agreed`, `a.rs:${String(number + 1)}`)),
    );
    const started = performance.now();
    expect(matchRequirements(packet).covered).toBe(1_000);
    const plain = performance.now() - started;
    expect(plain).toBeLessThan(1_000);
    const alike = packetOf(
      many(6_000, (number) => `- the lamp and the lamp and the bell ${"x".repeat(number % 50)}.`),
      many(6_000, (number) => `- the bell and the lamp and the lamp ${"y".repeat(number % 50)}: \`a.rs:1\``),
    );
    const again = performance.now();
    matchRequirements(alike);
    expect(performance.now() - again).toBeLessThan(5_000);
  });
});
