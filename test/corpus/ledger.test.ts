/** What happened to the reports of real packets, from version to version, against labels that were made by hand. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { walkLedger, type LedgerWalk } from "../../src/evaluate/history/ledger-history.ts";
import { blocksOf } from "../../src/ledger/block.ts";
import { breaksLedger, compareLedger, type LedgerClass, type LedgerComparison } from "../../src/ledger/compare.ts";
import type { Packet } from "../../src/packet/model.ts";
import { readDocument } from "../../src/packet/read.ts";
import { detectLayout } from "../../src/policy/layout.ts";
import { openRepository, type GitRepository } from "../../src/snapshot/git.ts";
import { corpus } from "./corpus.ts";
import { cloneBundle } from "./history.ts";

/** Two consecutive versions of a packet, by blob id, and what happened to its reports. */
interface Edge {
  readonly wp: string;
  readonly path: string;
  readonly old: string;
  readonly new: string;
  readonly cls: string;
}

/** What a label may be called here. A report that was only spelled differently may count as that or as untouched. */
const CLASSES: Readonly<Record<string, readonly LedgerClass[]>> = {
  NO_REPORT: ["none"],
  UNTOUCHED: ["untouched", "none"],
  FIRST_REPORT: ["first"],
  APPENDED: ["appended"],
  ENCODING_OR_PATH_ONLY: ["reencoded", "untouched"],
  INSERTED_MIDDLE: ["inserted"],
  MODIFIED_OR_DELETED: ["modified", "deleted"],
};

/**
 * Where the ledger sees more than the label, by the new version; each was looked at. None of them is an error: in all
 * of them reports are spelled differently, which the labels overlook.
 */
const MORE: Readonly<Record<string, string>> = {
  e182c12e: "the double encoding of a section sign is undone",
  "2914b201": "the double encoding of a section sign is undone",
  "542cfc1e": "the double encoding of two section signs is undone",
  b218e94e: "the same, in a report that no label knows of because a fence that nobody closed stands before it",
  a9766370: "two reports behind that fence: one is double encoded again, and in both paths follow a move",
  "9c121a62": "paths follow a move",
};

describe.skipIf(corpus === null)("the ledger of the real history", () => {
  let clone: ReturnType<typeof cloneBundle>;
  let edges: readonly Edge[];
  let repository: GitRepository;

  beforeAll(async () => {
    clone = cloneBundle(corpus ?? "");
    repository = await openRepository(clone.folder);
    edges = readFileSync(`${corpus ?? ""}/edges.jsonl`, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Edge);
  }, 60_000);
  afterAll(async () => {
    await repository.dispose();
    clone.remove();
  });

  async function comparisons(): Promise<readonly (readonly [Edge, LedgerComparison])[]> {
    const blobs = await repository.blobs(edges.flatMap((edge) => [edge.old, edge.new]), 2 ** 24);
    const packet = (path: string, oid: string): Packet => {
      const content = blobs.get(oid);
      if (content?.state !== "ok") throw new Error(`the bundle lacks ${oid}`);
      return readDocument("packet", path, content.bytes) as Packet;
    };
    return edges.map((edge) => {
      const [before, after] = [packet(edge.path, edge.old), packet(edge.path, edge.new)];
      return [edge, compareLedger(blocksOf(before), blocksOf(after))] as const;
    });
  }

  it("agrees with every label", async () => {
    const compared = await comparisons();
    expect(compared.length).toBe(201);
    const other = compared.filter(([edge, result]) => CLASSES[edge.cls]?.includes(result.class) !== true);
    expect(new Set(other.map(([edge]) => edge.new.slice(0, 8)))).toEqual(new Set(Object.keys(MORE)));
    for (const [, result] of other) expect(result.class).toBe("reencoded");
    for (const [edge, result] of compared) {
      const isBreach = edge.cls === "MODIFIED_OR_DELETED" || edge.cls === "INSERTED_MIDDLE";
      expect(result.differences.some(breaksLedger), `${edge.wp} ${edge.new}`).toBe(isBreach);
    }
  });

  it("sees in the commits what the labels see in the versions", async () => {
    const head = await repository.resolve("HEAD");
    const paths = (await (await repository.commit(head)).tree()).keys();
    const walk: LedgerWalk = await walkLedger({ repository, head, layout: detectLayout(paths), ids: null, limit: 2 ** 24 });
    const breaches = walk.events.filter((event) => event.kind !== "reencoded");
    const labelled = edges.filter(({ cls }) => cls === "MODIFIED_OR_DELETED" || cls === "INSERTED_MIDDLE");
    expect(new Set(breaches.map((event) => event.packet))).toEqual(new Set(labelled.map((edge) => edge.wp)));
    for (const event of breaches) {
      const edge = labelled.find(({ wp }) => wp === event.packet);
      expect(blobAt(event.commit, event.path)).toBe(edge?.new);
      expect(blobAt(`${event.commit}^`, event.path)).toBe(edge?.old);
    }
    expect(walk).toMatchObject({ commits: 314, cuts: [], unreadable: [] });
  }, 60_000);

  function blobAt(commit: string, path: string): string {
    return execFileSync("git", ["-C", clone.folder, "rev-parse", `${commit}:${path}`]).toString().trim();
  }
});
