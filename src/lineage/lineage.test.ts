import { describe, expect, it } from "vitest";
import type { Packet, RegistryRow } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { carry } from "./carry.ts";
import { activeTarget, lineageOf, type Documents } from "./graph.ts";
import { partsOf, targetOf } from "./place.ts";

const FOLDERS = { packet: ".GOV/task_packets", stub: ".GOV/task_packets/stubs", refinement: ".GOV/refinements" } as const;

function document(kind: keyof typeof FOLDERS, id: string, text = ""): Packet {
  return readDocument(kind, `${FOLDERS[kind]}/${id}.md`, Buffer.from(`# Task Packet: ${id}\n${text}`)) as Packet;
}

function documents(packets: readonly Packet[], stubs: readonly Packet[] = []): Documents {
  return { packets, stubs, refinements: [], board: null, registry: null, specPointer: null };
}

describe("the place of an id", () => {
  it.each([
    ["WP-1-Quay", "WP-1-Quay", "plain", 0],
    ["WP-1-Quay-v12", "WP-1-Quay", "revision", 12],
    ["WP-1-Quay-v1.2-Wall-v2", "WP-1-Quay-v1.2-Wall", "revision", 2],
    ["WP-1-Quay-v0.1", "WP-1-Quay", "dotted", 0],
    ["WP-1-Quay-20251228", "WP-1-Quay", "dated", 0],
    ["WP-1-Quay-2025", "WP-1-Quay-2025", "plain", 0],
    ["quay", "quay", "plain", 0],
  ])("%s", (id, base, mark, major) => {
    expect(partsOf(id)).toMatchObject({ base, mark, major });
  });

  it.each([
    [".GOV/task_packets/WP-1-Quay-v2.md", "WP-1-Quay-v2", "packet"],
    [".GOV/task_packets/WP-1-Quay-v2/packet.md", "WP-1-Quay-v2", "packet"],
    ["`.GOV/task_packets/stubs/WP-1-Quay.md`", "WP-1-Quay", "stub"],
    ["[the quay](stubs/WP-1-Quay.md)", "WP-1-Quay", null],
    ["WP-1-Quay", "WP-1-Quay", null],
  ])("the target %s", (target, id, kind) => {
    const row = { target } as RegistryRow;
    const found = targetOf(row);
    expect(found?.id).toBe(id);
    if (kind !== null) expect(found?.kind).toBe(kind);
  });
});

describe("the revisions of a base", () => {
  const order = (...ids: string[]): string[] => {
    const lineage = lineageOf(documents(ids.map((id) => document("packet", id))));
    return [...(lineage.bases.get("WP-1-Quay")?.revisions ?? [])].map(({ packet, major, minor }) => {
      return `${packet.id.slice("WP-1-Quay".length)} ${String(major)}.${String(minor)}`;
    });
  };

  it("stand in their order, dates in the free places, and never by the beginning of a name", () => {
    expect(order("WP-1-Quay-v10", "WP-1-Quay-v3", "WP-1-Quay-20251228", "WP-1-Quay", "WP-1-Quay-v0.1", "WP-1-Quay-Wall-v2")).toEqual([
      " 0.0",
      "-v0.1 0.1",
      "-20251228 2.0",
      "-v3 3.0",
      "-v10 10.0",
    ]);
    expect(order("WP-1-Quay-20251228", "WP-1-Quay-20251101", "WP-1-Quay-v2")).toEqual(["-20251101 1.0", "-v2 2.0", "-20251228 3.0"]);
  });

  it("count a date as what its document says it is", () => {
    const dated = readDocument("packet", ".GOV/task_packets/WP-1-Quay-20251228.md", Buffer.from("# Task Packet: WP-1-Quay-v4\n")) as Packet;
    const lineage = lineageOf(documents([dated, document("packet", "WP-1-Quay")]));
    expect(lineage.placeOf(dated)).toMatchObject({ mark: "dated", major: 4 });
    expect(lineage.predecessor(dated)?.id).toBe("WP-1-Quay");
  });

  it("leave a dotted name alone that has no base of its own", () => {
    const lineage = lineageOf(documents([document("packet", "WP-1-Spec-v0.1")]));
    expect([...lineage.bases.keys()]).toEqual(["WP-1-Spec-v0.1"]);
    const both = lineageOf(documents([document("packet", "WP-1-Spec-v0.1"), document("packet", "WP-1-Spec-v2")]));
    expect([...both.bases.keys()]).toEqual(["WP-1-Spec"]);
    expect(both.predecessor(document("packet", "WP-1-Other"))).toBeNull();
  });

  it("are worked out once for the same documents", () => {
    const own = documents([document("packet", "WP-1-Quay")]);
    expect(lineageOf(own)).toBe(lineageOf(own));
    const base = lineageOf(own).bases.get("WP-1-Quay");
    expect(base === undefined ? null : activeTarget(base)).toBeNull();
  });
});

describe("what becomes of a requirement", () => {
  const fates = (points: readonly string[], after: string): string[] => {
    const before = document("packet", "WP-1-Quay", `## DONE_MEANS\n${points.map((point) => `- ${point}\n`).join("")}`);
    return carry(before, document("packet", "WP-1-Quay-v2", after), (words) => words === "as always").map(({ fate }) => fate);
  };
  const WALL = "The wall stands in every storm of the winter.";

  it.each([
    ["the same words", `## DONE_MEANS\n- ${WALL}\n`, "kept"],
    ["other marks and case", "## DONE_MEANS\n- the **wall** stands in every storm of the Winter\n", "kept"],
    ["more words around", `## DONE_MEANS\n- Also in spring: ${WALL}\n`, "kept"],
    ["a condition less", "## DONE_MEANS\n- The wall stands in every storm.\n", "dropped"],
    ["a denial", "## DONE_MEANS\n- The wall stands not in every storm of the winter.\n", "dropped"],
    ["an audit that says preserved", `## LINEAGE_AUDIT\n- Preserved: ${WALL}\n`, "preserved"],
    ["an audit in words of its own", "## LINEAGE_AUDIT\n- Preserved: in every storm the wall stands, all winter\n", "preserved"],
    ["an audit that speaks of something else", "## LINEAGE_AUDIT\n- Preserved: the wall\n", "dropped"],
    ["an audit that lists it under no label", `## LINEAGE_AUDIT\n- ${WALL}\n`, "named"],
    ["an audit that says changed", `## LINEAGE_AUDIT\n- Changed: ${WALL}\n`, "changed"],
    ["retired, with a reason", `## LINEAGE_AUDIT\n- Retired: ${WALL} The quay was closed.\n`, "retired"],
    ["retired, without one", `## LINEAGE_AUDIT\n- Retired: ${WALL}\n`, "unreasoned"],
    ["a list of packets that quotes it", `## LINEAGE_AUDIT\n- Prior: ${WALL}\n`, "dropped"],
    ["nothing", "", "dropped"],
  ])("%s", (_, after, fate) => {
    expect(fates([WALL], after)).toEqual([fate]);
  });

  it("goes by all ids, and then by the words", () => {
    expect(fates(["[A-1] [A-2] The wall stands."], "## LINEAGE_AUDIT\n- Preserved: [A-1]\n")).toEqual(["dropped"]);
    expect(fates(["[A-1] [A-2] The wall stands."], "## LINEAGE_AUDIT\n- Preserved: [A-1]\n- Changed: [A-2]\n")).toEqual(["preserved"]);
    expect(fates(["[A-1] The wall stands."], "## DONE_MEANS\n- [A-1] The steps are dry.\n")).toEqual(["reworded"]);
  });

  it("is a form where the house says it everywhere", () => {
    expect(fates(["As always."], "")).toEqual(["form"]);
  });

  it("holds numbers in words of its own too", () => {
    expect(fates(["All 12 lamps burn at night."], "## LINEAGE_AUDIT\n- Preserved: all 10 lamps burn at night\n")).toEqual(["dropped"]);
  });
});
