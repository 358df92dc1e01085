/**
 * Drift in the real history, judged again by a plain reading of both blobs with Git alone.
 *
 * The bundle holds every file that is cited by a packet it holds, each line a hash, so that lines are equal exactly
 * where they were equal in life; blank and punctuation-only lines are as they were. Spec files and some documents of
 * the roles are not in it: citations of them can only be unverifiable or never valid here, and are counted apart.
 */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Drift } from "../../src/evidence/drift.ts";
import type { Citation, Packet } from "../../src/packet/model.ts";
import { defaultPolicy } from "../../src/policy/defaults.ts";
import { detectLayout } from "../../src/policy/layout.ts";
import { ruleIds, rules } from "../../src/rules/catalogue.ts";
import { openRepository, type GitRepository } from "../../src/snapshot/git.ts";
import { corpus } from "./corpus.ts";
import { cloneBundle } from "./history.ts";

interface Judged {
  readonly packet: Packet;
  readonly citation: Citation;
  /** Where the citation leads at the head; null for nowhere. */
  readonly path: string | null;
  readonly drift: Drift;
}

describe.skipIf(corpus === null)("drift in the real history", () => {
  let bundle: ReturnType<typeof cloneBundle>;
  let repository: GitRepository;
  beforeAll(async () => {
    bundle = cloneBundle(corpus ?? "");
    repository = await openRepository(bundle.folder);
  });
  afterAll(async () => {
    await repository.dispose();
    bundle.remove();
  });

  const texts = new Map<string, readonly string[] | null>();
  /** Lines of a file at a commit, without line ends; null when there is none. Nothing of Writ is in between. */
  const linesAt = (commit: string, path: string): readonly string[] | null => {
    const key = `${commit}:${path}`;
    let lines = texts.get(key);
    if (lines === undefined) {
      try {
        const bytes = execFileSync("git", ["-C", bundle.folder, "cat-file", "blob", key], { stdio: "pipe", maxBuffer: 1 << 28 });
        lines = bytes.toString("latin1").replace(/\n$/, "").split("\n").map((line) => line.replace(/\r$/, ""));
      } catch {
        lines = null;
      }
      texts.set(key, lines);
    }
    return lines;
  };
  const textOf = (lines: readonly string[], start: number, end: number): string => lines.slice(start - 1, end).join("\n");
  const placesOf = (lines: readonly string[], text: string, length: number): readonly number[] => {
    const places: number[] = [];
    for (let at = 1; at + length - 1 <= lines.length; at++) {
      if (lines[at - 1] === text.split("\n", 1)[0] && textOf(lines, at, at + length - 1) === text) places.push(at);
    }
    return places;
  };

  async function judged(commit: string): Promise<readonly Judged[]> {
    const head = await repository.commit(commit);
    const { world } = await evaluate({
      head,
      base: null,
      commits: [],
      repository,
      policy: defaultPolicy(detectLayout((await head.tree()).keys())),
      rules: rules.filter(({ id }) => id === "evidence/drifted"),
      knownRules: ruleIds,
      today: "2026-04-01",
      only: [],
      drift: true,
    });
    return world.packets.flatMap((packet) => {
      const drifts = world.drift?.(packet) ?? [];
      const evidence = world.evidence(packet);
      return packet.citations.flatMap((citation, index) => {
        const drift = drifts[index];
        return drift == null ? [] : [{ packet, citation, path: evidence[index]?.path ?? null, drift }];
      });
    });
  }

  it.each(["2026-01-20", "2026-02-15", "2026-03-10", "2026-12-31"])("is found again by the state of %s", async (day) => {
    const rev = ["-C", bundle.folder, "rev-list", "-1", `--before=${day}`, "main"];
    const commit = execFileSync("git", rev, { encoding: "utf8" }).trim();
    const all = await judged(commit);
    const figures = { judged: all.length, ok: 0, moved: 0, ambiguous: 0, changed: 0, gone: 0, "never-valid": 0, unverifiable: 0 };
    let [right, placed, unique, found] = [0, 0, 0, 0];
    for (const { citation, path, drift } of all) {
      figures[drift.state]++;
      const { anchor, from, now, state } = drift;
      const { start, end } = citation;
      if (from === null || start === null || end === null) continue;
      const then = linesAt(anchor, from);
      expect(then, `${from} at ${anchor}`).not.toBeNull();
      if (then === null || end > then.length) continue;
      const text = textOf(then, start, end);
      const stands = now ?? (state === "ok" && path !== null ? { path, start, end } : null);
      if (stands !== null) {
        // Precision: whatever is said to stand somewhere does stand there, to the byte.
        placed++;
        const later = linesAt(commit, stands.path);
        const isSame = later !== null && textOf(later, stands.start, stands.end) === text;
        // A line without words that was without words then, and still is, has not moved.
        const isHollow = state === "ok" && !/[A-Za-z0-9]/.test(text);
        if (isSame || isHollow) right++;
        else expect.fail(`${citation.raw}: ${from}:${String(start)} at ${anchor} is not ${JSON.stringify(stands)}`);
      }
      const later = path === null ? null : linesAt(commit, path);
      if (later === null || !/[A-Za-z0-9]/.test(text)) continue;
      const places = placesOf(later, text, end - start + 1);
      if (places.length !== 1) continue;
      unique++;
      if (stands?.path === path && stands.start === places[0]) found++;
      // And what is said to be nowhere is nowhere.
      expect(state, citation.raw).not.toBe("changed");
    }
    console.log(
      `${day}: ${JSON.stringify(figures)}; precision ${String(right)}/${String(placed)}; ` +
        `found ${String(found)} of ${String(unique)} whose text occurs once`,
    );
    expect(right).toBe(placed);
    expect(unique).toBeGreaterThan(day < "2026-02" ? 50 : 250);
    expect(found / unique).toBeGreaterThanOrEqual(0.95);
    // Nothing of the whole history is cut off, and every version of every packet can be read.
    expect(figures.unverifiable / figures.judged).toBeLessThan(0.02);
  });

  it("is measured from a commit that has the citation, and whose parents do not", async () => {
    const all = await judged(await repository.resolve("main"));
    const idOf = (packet: Packet): string => packet.id;
    let [checked, without, before] = [0, 0, 0];
    for (const { packet, citation, drift } of all) {
      if (drift.anchor === "" || citation.pathSpan === null) continue;
      // The end of the path alone: its beginning may have been moved by the great renaming of the folders.
      const written = `${citation.path.slice(citation.path.lastIndexOf("/") + 1)}:${packet.source.slice(citation.lineSpan ?? citation.span)}`;
      if (!packet.source.text.includes(written)) continue;
      const places = [".GOV/task_packets", "docs/task_packets"].map((folder) => `${folder}/${idOf(packet)}.md`);
      const holds = (commit: string): boolean =>
        places.some((path) => linesAt(commit, path)?.some((line) => line.includes(written)) === true);
      checked++;
      if (!holds(drift.anchor)) without++;
      // The same place may have been cited elsewhere in the packet before.
      if (holds(`${drift.anchor}^`)) before++;
    }
    console.log(`${String(checked)} anchors; ${String(without)} without the citation, ${String(before)} with it before`);
    expect(checked).toBeGreaterThan(600);
    expect(without).toBe(0);
    expect(before / checked).toBeLessThan(0.1);
  });
});
