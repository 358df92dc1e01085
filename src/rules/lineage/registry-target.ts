import { comparePlaces, lineageOf, type Lineage, type Revision } from "../../lineage/graph.ts";
import { partsOf, targetOf } from "../../lineage/place.ts";
import type { RegistryRow } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule, World } from "../rule.ts";
import { FIRST, first, LIGHTS, packet, REGISTRY, registry, SECOND, second, stub, STUB, STUB2 } from "./harbour.ts";
import { idPlace } from "./weight.ts";

type Fault = Pick<LocatedReport, "message" | "severity" | "subject" | "related"> & { readonly expected: string };

export const registryTarget = {
  id: "lineage/registry-target",
  title: "The registry names the packet in force",
  severity: "error",
  what:
    "Every row of the table that maps bases to packets names a document that exists, of that base; a stub only as long " +
    "as no official packet of its revision or a later one exists; and among the official packets the newest that is no " +
    "draft. A path at which the document does not stand any more, and a base written with the number of a revision, " +
    "are warnings. Other tables of the registry are not looked at.",
  why:
    "The row decides which packet is worked on and judged. One that points to nothing, to a stub or to an old revision " +
    "sends everybody to the wrong contract.",
  how: "Write the path of the packet in force into the row, or restore the file.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "the newest packet, a stub of what comes next, a packet in a folder of its own, and another table",
      files: {
        [FIRST]: first(),
        [SECOND]: second(),
        ".GOV/task_packets/WP-1-Quay.md": packet("WP-1-Quay"),
        ".GOV/task_packets/stubs/WP-1-Quay-v2.md": stub("WP-1-Quay-v2"),
        ".GOV/task_packets/WP-1-Crane-v1/packet.md": packet("WP-1-Crane-v1"),
        ".GOV/task_packets/WP-1-Crane-v2.md": packet("WP-1-Crane-v2", "- **Status:** Draft"),
        [REGISTRY]:
          registry(
            [LIGHTS, SECOND],
            ["WP-1-Quay", ".GOV/task_packets/stubs/WP-1-Quay-v2.md"],
            ["WP-1-Crane", "`.GOV/task_packets/WP-1-Crane-v1/packet.md`"],
          ) + "\n\n| Base WP ID | Failed Packet |\n|---|---|\n| WP-1-Harbour-Lights | WP-1-Harbour-Lights-v9 |\n",
      },
    },
    {
      verdict: "bad",
      shows: "a packet that does not exist",
      files: { [REGISTRY]: registry([LIGHTS, SECOND]) },
      says: "names `.GOV/task_packets/WP-1-Harbour-Lights-v2.md`, which does not exist",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "no packet at all",
      files: { [REGISTRY]: registry([LIGHTS, "to be decided"]) },
      says: "names `to be decided`, which is no packet",
    },
    {
      verdict: "bad",
      shows: "the stub, although the packet exists",
      files: { [STUB]: stub(LIGHTS), [FIRST]: first(), [REGISTRY]: registry([LIGHTS, STUB]) },
      says: "still names a stub, although `WP-1-Harbour-Lights` is an official packet",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the first, although there is a second",
      files: { [FIRST]: first(), [SECOND]: second(), [REGISTRY]: registry([LIGHTS, FIRST]) },
      says: "names `WP-1-Harbour-Lights`, but `WP-1-Harbour-Lights-v2` is newer",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a packet of another base, whose name begins alike",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights-Test.md": packet("WP-1-Harbour-Lights-Test"), [REGISTRY]: registry([LIGHTS, ".GOV/task_packets/WP-1-Harbour-Lights-Test.md"]) },
      says: "is a packet of `WP-1-Harbour-Lights-Test`",
    },
    {
      verdict: "bad",
      shows: "a path that was right before the documents moved; a stub's path where only the packet is left",
      files: {
        [SECOND]: second(),
        [REGISTRY]: registry([LIGHTS, "docs/task_packets/WP-1-Harbour-Lights-v2.md"]),
      },
      says: "stands at `.GOV/task_packets/WP-1-Harbour-Lights-v2.md`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a packet's path, where only the stub exists",
      files: { [STUB2]: stub("WP-1-Harbour-Lights-v2"), [REGISTRY]: registry([LIGHTS, SECOND]) },
      says: "there is only the stub",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the base with the number of a revision",
      files: { [SECOND]: second(), [REGISTRY]: registry(["WP-1-Harbour-Lights-v2", SECOND]) },
      says: "Write `WP-1-Harbour-Lights`",
      severity: "warn",
    },
  ],
  *check({ world }) {
    const lineage = lineageOf(world);
    const { registry: table } = world;
    const newest = newestFinder(lineage);
    for (const row of table?.rows ?? []) {
      if (table === null || row.table !== 0 || row.base === "") continue;
      for (const fault of faultsOf(row, lineage, newest, world)) {
        yield { path: table.path, at: row.span, ...fault, subject: `${row.base} ${fault.subject}` };
      }
    }
  },
} as const satisfies Rule;

function* faultsOf(row: RegistryRow, lineage: Lineage, newestOf: NewestFinder, world: World): Iterable<Fault> {
  const parts = partsOf(row.base);
  if (parts.mark === "revision") {
    yield {
      subject: "base",
      severity: "warn",
      message: `The row names its base with the number of a revision, ${quoted(row.base, 100)}. Write ${quoted(parts.base, 100)}.`,
      expected: parts.base,
    };
  }
  const target = targetOf(row);
  const start = `The row of ${quoted(row.base, 100)} names ${quoted(row.target, 200)}`;
  if (target === null) {
    const message = `${start}, which is no packet. Write the path of the packet in force.`;
    yield { subject: "none", message, expected: "the path of a packet" };
    return;
  }
  const all = (lineage.byId.get(target.id) ?? []).filter(({ kind }) => kind !== "refinement");
  const document = all.find(({ kind }) => kind === (target.kind ?? "packet")) ?? all.find(({ kind }) => kind !== "stub" || target.kind === null) ?? null;
  if (document === null) {
    const [other] = all;
    const only = other === undefined ? "which does not exist" : `but there is only the stub ${quoted(other.path, 200)}`;
    const message = `${start}, ${only}. Restore the file, or name the packet in force.`;
    yield { subject: "missing", message, expected: "a file that exists" };
    return;
  }
  const base = lineage.baseOf(document.id);
  if (base !== (parts.mark === "revision" ? parts.base : row.base)) {
    const message = `${start}, which is a packet of ${quoted(base, 100)}. Name one of its own base.`;
    yield { subject: "base of target", message, expected: `a packet of ${row.base}`, related: [related(lineage.placeOf(document), "The packet.")] };
    return;
  }
  const place = lineage.placeOf(document);
  const newest = newestOf(base);
  const isOlder = newest !== undefined && comparePlaces(place, newest) < 0;
  if (document.kind === "stub") {
    if (newest === undefined || comparePlaces(place, newest) > 0) return;
    yield {
      subject: "stub",
      message:
        `The row of ${quoted(row.base, 100)} still names a stub, although ${quoted(newest.packet.id, 100)} is an official ` +
        `packet. Name ${quoted(newest.packet.path, 200)}.`,
      expected: newest.packet.path,
      related: [related(newest, "The official packet.")],
    };
  } else if (isOlder) {
    yield {
      subject: "newest",
      message:
        `The row of ${quoted(row.base, 100)} names ${quoted(document.id, 100)}, but ${quoted(newest.packet.id, 100)} is ` +
        "newer. Name that one.",
      expected: newest.packet.path,
      related: [related(newest, "The newest packet.")],
    };
  } else if (row.target.includes("/") && !world.has(pathIn(row.target))) {
    const message = `${start}, but it stands at ${quoted(document.path, 200)}. Write that path.`;
    yield { subject: "path", severity: "warn", message, expected: document.path, related: [related(place, "The packet.")] };
  }
}

type NewestFinder = (base: string) => Revision | undefined;

/** The newest packet of a base that can be in force; looked for once, however many rows ask. */
function newestFinder(lineage: Lineage): NewestFinder {
  const known = new Map<string, Revision | undefined>();
  return (base) => {
    if (!known.has(base)) known.set(base, lineage.bases.get(base)?.revisions.filter(inForce).at(-1));
    return known.get(base);
  };
}

/** A draft is not in force yet, and dotted ids stand beside the line. */
function inForce({ packet: own, mark }: Revision): boolean {
  return own.stateClass !== "draft" && mark !== "dotted";
}

function pathIn(target: string): string {
  return target.replace(/^\[[^\]]*\]\(([^)]*)\)$/, "$1").replace(/^`|`$/g, "").replace(/^(?:\.\/|\/)/, "");
}

function related({ packet: own }: Revision, message: string): NonNullable<LocatedReport["related"]>[number] {
  return { path: own.path, span: idPlace(own), message };
}
