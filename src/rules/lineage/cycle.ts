import { activeTarget, lineageOf, type Lineage } from "../../lineage/graph.ts";
import { dialect } from "../../packet/dialect.ts";
import type { Packet, Span } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule, World } from "../rule.ts";
import { audit, FIRST, first, LIGHTS, registry, REGISTRY, SECOND, second, stub, STUB, STUB2, THIRD, third } from "./harbour.ts";

export const cycle = {
  id: "lineage/cycle",
  title: "A lineage does not come back to itself",
  severity: "error",
  what:
    "No packet comes before itself: neither by what audits and stubs list as earlier, nor by what the registry says is " +
    "superseded, nor by the numbers of the revisions, where each comes after the one below it.",
  why:
    "In a circle nothing is the newest and nothing the oldest: nobody can tell which packet is in force and which " +
    "requirements were first.",
  how: "Take out the reference that points forward. What comes later is named by the later packet.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "each names those before it; a packet follows the stub of its own id",
      files: {
        [FIRST]: first(),
        [STUB2]: stub("WP-1-Harbour-Lights-v2", "", "## Prior packet", "- Prior WP_ID: `WP-1-Harbour-Lights`"),
        [SECOND]: second(audit("- Prior packets: WP-1-Harbour-Lights, WP-1-Harbour-Lights-v2")),
        [THIRD]: third(audit("- Prior packets: WP-1-Harbour-Lights-v2, WP-1-Harbour-Lights")),
        [REGISTRY]: registry([LIGHTS, THIRD, "", "supersedes: WP-1-Harbour-Lights, WP-1-Harbour-Lights-v2"]),
      },
    },
    {
      verdict: "bad",
      shows: "a packet that came before itself",
      files: { [FIRST]: first(audit("- Prior packet: WP-1-Harbour-Lights")) },
      says: "`WP-1-Harbour-Lights` comes before itself",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the first names the second as earlier",
      files: { [FIRST]: first(audit("- Prior packet: WP-1-Harbour-Lights-v2")), [SECOND]: second() },
      says: "`WP-1-Harbour-Lights` comes before itself: it follows `WP-1-Harbour-Lights-v2`, which follows `WP-1-Harbour-Lights`",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the registry says that the packet in force was superseded by itself",
      files: { [FIRST]: first(), [REGISTRY]: registry([LIGHTS, FIRST, "", "supersedes: WP-1-Harbour-Lights"]) },
      says: "comes before itself",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "two stubs that continue each other, and a third that continues them",
      files: {
        [STUB]: stub("WP-1-Harbour-Lights", "", "## Prior packet", "- Prior WP_ID: WP-2-Tide-Tables"),
        ".GOV/task_packets/stubs/WP-2-Tide-Tables.md": stub("WP-2-Tide-Tables", "", "## Prior packet", "- Prior WP_ID: WP-1-Harbour-Lights"),
        ".GOV/task_packets/stubs/WP-3-Tides.md": stub("WP-3-Tides", "", "## Prior packet", "- Prior WP_ID: WP-2-Tide-Tables"),
      },
      says: "`WP-1-Harbour-Lights` comes before itself: it follows `WP-2-Tide-Tables`",
      count: 1,
    },
  ],
  *check({ world }) {
    const lineage = lineageOf(world);
    const edges = edgesOf(world, lineage);
    for (const ring of ringsOf(edges)) {
      const [start] = ring;
      if (start === undefined) continue;
      const chain = [...ring.slice(1), start].map((packet) => quoted(packet.id, 100));
      const steps = chain.length === 1 ? "" : `: it follows ${chain.slice(0, SHOWN).join(", which follows ")}`;
      const more = chain.length > SHOWN ? `, and so on through ${String(chain.length - SHOWN)} more` : "";
      const last = edges.get(start)?.find(({ to }) => to === (ring[1] ?? start));
      yield {
        path: last?.path ?? start.path,
        at: last?.span ?? null,
        packet: start.id,
        subject: ring.map(({ id }) => id).sort().join(" "),
        message:
          `${quoted(start.id, 100)} comes before itself${steps}${more}. Take out the reference that points to what is later.`,
        expected: "references to earlier packets only",
        related: ring.slice(1, SHOWN).map((packet) => {
          const next = edges.get(packet)?.find(({ to }) => ring.includes(to));
          return { path: next?.path ?? packet.path, span: next?.span ?? null, message: `What ${quoted(packet.id, 100)} follows.` };
        }),
      };
    }
  },
} as const satisfies Rule;

/** So many steps of a circle are told. */
const SHOWN = 6;

interface Edge {
  readonly to: Packet;
  /** Where it is said that the one follows the other. */
  readonly path: string;
  readonly span: Span | null;
}

type Edges = Map<Packet, Edge[]>;

/** From each packet and stub to those that come before it. */
function edgesOf(world: World, lineage: Lineage): Edges {
  const edges: Edges = new Map();
  const add = (from: Packet, edge: Edge): void => {
    const list = edges.get(from);
    if (list === undefined) edges.set(from, [edge]);
    else list.push(edge);
  };
  for (const own of [...world.packets, ...world.stubs]) {
    for (const { kind, mentions } of own.lineage) {
      if (kind !== "prior") continue;
      for (const { id, place, span } of mentions) {
        const to = id === null ? null : named(lineage, id, place, own);
        if (to !== null) add(own, { to, path: own.path, span });
      }
    }
    const before = own.kind === "packet" ? lineage.predecessor(own) : null;
    if (before !== null) add(own, { to: before, path: own.path, span: own.title?.span ?? null });
  }
  for (const base of lineage.bases.values()) {
    const target = activeTarget(base);
    const active = target === null ? null : named(lineage, target.id, target.kind, null);
    for (const row of active === null ? [] : base.rows) {
      for (const [id] of (dialect.registry.supersedes.exec(row.notes)?.[1] ?? "").matchAll(dialect.ids.mention)) {
        const to = named(lineage, id, null, null);
        if (to !== null && active !== null) add(active, { to, path: world.registry?.path ?? active.path, span: row.span });
      }
    }
  }
  return edges;
}

/** The document that is meant. A packet that names its own id means the stub it grew from, where there is one. */
function named(lineage: Lineage, id: string, place: "packet" | "stub" | "refinement" | null, own: Packet | null): Packet | null {
  const all = lineage.byId.get(id) ?? [];
  const find = (kind: Packet["kind"]): Packet | null => all.find((document) => document.kind === kind) ?? null;
  if (place === "refinement") return null;
  if (place === "stub") return find("stub");
  const stub = find("stub");
  if (place === null && own?.id === id && own.kind === "packet" && stub !== null) return stub;
  return find("packet") ?? (place === null ? stub : null);
}

/** One circle for each group that hangs together; what only leads into a circle is left out. */
function ringsOf(edges: Edges): Packet[][] {
  const rings: Packet[][] = [];
  const done = new Set<Packet>();
  for (const start of [...edges.keys()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const path: Packet[] = [];
    const at = new Map<Packet, number>();
    const stack: { readonly packet: Packet; next: number }[] = done.has(start) ? [] : [{ packet: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (top === undefined) break;
      if (top.next === 0) {
        at.set(top.packet, path.length);
        path.push(top.packet);
      }
      const edge = edges.get(top.packet)?.[top.next++];
      if (edge === undefined) {
        done.add(top.packet);
        at.delete(top.packet);
        path.pop();
        stack.pop();
        continue;
      }
      const open = at.get(edge.to);
      if (open !== undefined) {
        const ring = path.slice(open);
        if (!rings.some((known) => ring.some((packet) => known.includes(packet)))) rings.push(fromFirst(ring));
      } else if (!done.has(edge.to)) stack.push({ packet: edge.to, next: 0 });
    }
  }
  return rings;
}

/** The circle, told from the packet whose id comes first. */
function fromFirst(ring: readonly Packet[]): Packet[] {
  const names = ring.map(({ id, path }) => `${id}\n${path}`);
  const first = names.indexOf([...names].sort()[0] ?? "");
  return [...ring.slice(first), ...ring.slice(0, first)];
}
