import { expect, test } from "vitest";
import { BERTH, evaluation, finding, packet } from "../../test/fixtures/evaluation.ts";
import { groups } from "./group.ts";
import type { Group } from "./group.ts";
import { byPlace } from "../evaluate/order.ts";
import { byWeight, failing } from "./order.ts";

const BOARD = "docs/TASK_BOARD.md";

test("files findings under their packet, wherever they stand, and others under their file", () => {
  const stub = packet({ id: "WP-1-Tide", kind: "stub", path: "docs/task_packets/stubs/WP-1-Tide.md", status: "STUB" });
  const findings = [
    finding({ line: 9 }),
    finding({ line: 2, path: BOARD }),
    finding({ line: 4, path: BOARD, packet: null }),
    finding({ line: 1, packet: null }),
    finding({ packet: "WP-1-Gone", path: "docs/task_packets/WP-1-Gone.md" }),
  ];
  const found = groups(evaluation({ packets: [stub, packet()], findings }), findings);
  const places = (group: Group): string[] => group.findings.map(({ path, line }) => `${path}:${line}`);
  expect(found.map((group) => [group.kind, group.name, places(group)])).toEqual([
    ["file", BOARD, [`${BOARD}:4`]],
    ["packet", "WP-1-Berth-Plan-v2", [`${BOARD}:2`, `${BERTH}:1`, `${BERTH}:9`]],
    ["packet", "WP-1-Gone", ["docs/task_packets/WP-1-Gone.md:1"]],
    ["stub", "WP-1-Tide", []],
  ]);
});

test("one group for a packet, its stub and its refinement, named after the packet's file", () => {
  const packets = [
    packet({ kind: "refinement", path: "docs/refinements/WP-1-Berth-Plan-v2.md" }),
    packet({ kind: "stub", path: "docs/task_packets/stubs/WP-1-Berth-Plan-v2.md" }),
    packet(),
  ];
  const found = groups(evaluation({ packets }), [finding({ path: "docs/refinements/WP-1-Berth-Plan-v2.md" })]);
  expect(found).toMatchObject([{ kind: "packet", path: BERTH, findings: [{}] }]);
});

test("orders by place, and by weight", () => {
  const all = [
    finding({ path: "b", line: 1, severity: "warn" }),
    finding({ path: "a", line: 10, severity: "note" }),
    finding({ path: "a", line: 9, column: 2, state: "existing" }),
    finding({ path: "a", line: 9, column: 1, severity: "warn" }),
    finding({ path: "c", line: 1 }),
  ];
  const places = (order: typeof byPlace): string[] =>
    [...all].sort(order).map(({ path, line, column }) => `${path}${line}.${column}`);
  expect(places(byPlace)).toEqual(["a9.1", "a9.2", "a10.1", "b1.1", "c1.1"]);
  expect(places(byWeight)).toEqual(["c1.1", "a9.1", "b1.1", "a10.1", "a9.2"]);
});

test("new errors fail, existing ones only under a strict policy", () => {
  const [old, mended] = [finding({ state: "existing" }), finding({ state: "fixed" })];
  const findings = [finding(), old, finding({ severity: "warn" }), mended];
  const fails = (strict: boolean): boolean[] => findings.map(failing(evaluation({ findings, strict, base: "a" })));
  expect(fails(false)).toEqual([true, false, false, false]);
  expect(fails(true)).toEqual([true, true, false, false]);
});
