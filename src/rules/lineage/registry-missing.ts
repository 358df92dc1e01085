import { lineageOf, type Revision } from "../../lineage/graph.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { FIRST, first, LIGHTS, packet, REGISTRY, registry, SECOND, second, stub, STUB } from "./harbour.ts";
import { idPlace } from "./weight.ts";

export const registryMissing = {
  id: "lineage/registry-missing",
  title: "The registry knows every base that has revisions",
  severity: "error",
  what:
    "Where there is a registry, it has a row for every base with several packets, or with one that bears the number of " +
    "a revision. For a lone v1, and while all of them are drafts, a missing row is a warning.",
  why:
    "Plan and board speak of the base. Only the registry says which of its packets is in force, and without a row two " +
    "people will work on two of them.",
  how: "Add a row with the base and the path of the packet that is in force. `writ revise` and `writ activate` do that.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "a row for the base with revisions; none for a base with one packet, or with nothing but a stub",
      files: {
        [FIRST]: first(),
        [SECOND]: second(),
        ".GOV/task_packets/WP-1-Quay.md": packet("WP-1-Quay"),
        ".GOV/task_packets/stubs/WP-1-Crane-v2.md": stub("WP-1-Crane-v2"),
        [REGISTRY]: registry([LIGHTS, SECOND]),
      },
    },
    { verdict: "good", shows: "no registry at all", files: { [FIRST]: first(), [SECOND]: second(), [STUB]: stub(LIGHTS) } },
    {
      verdict: "bad",
      shows: "two packets, and a row for a base whose name begins alike",
      files: { [FIRST]: first(), [SECOND]: second(), [REGISTRY]: registry(["WP-1-Harbour", ".GOV/task_packets/WP-1-Harbour.md"]) },
      says: "no row for `WP-1-Harbour-Lights`, which has 2 packets",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a row in another table does not count",
      files: {
        [SECOND]: second(),
        [REGISTRY]: `${registry()}\n\n| Base WP ID | Failed Packet |\n|---|---|\n| WP-1-Harbour-Lights | WP-1-Harbour-Lights-v2 |\n`,
      },
      says: "no row for `WP-1-Harbour-Lights`, whose packet `WP-1-Harbour-Lights-v2` is a revision",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a lone v1",
      files: { ".GOV/task_packets/WP-1-Quay-v1.md": packet("WP-1-Quay-v1"), [REGISTRY]: registry() },
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "nothing but drafts",
      files: { [FIRST]: first("- **Status:** Draft"), [SECOND]: second("- **Status:** Draft"), [REGISTRY]: registry() },
      severity: "warn",
    },
  ],
  *check({ world }) {
    const { registry: table } = world;
    if (table === null) return;
    for (const { base, revisions, rows } of lineageOf(world).bases.values()) {
      const newest = revisions.at(-1);
      if (newest === undefined || rows.length > 0) continue;
      const marked = revisions.find(({ mark }) => mark !== "plain");
      if (revisions.length < 2 && marked === undefined) continue;
      const isLight = revisions.every(({ packet: own }) => own.stateClass === "draft") || isLoneFirst(revisions);
      const what =
        revisions.length > 1
          ? `which has ${String(revisions.length)} packets`
          : `whose packet ${quoted(newest.packet.id, 100)} is a revision`;
      yield {
        path: newest.packet.path,
        at: idPlace(newest.packet),
        subject: `no row ${base}`,
        ...(isLight ? { severity: "warn" as const } : {}),
        message: `The registry has no row for ${quoted(base, 100)}, ${what}. Add one that names the packet in force.`,
        expected: `a row for ${base}`,
        related: [{ path: table.path, span: table.rows[0]?.span ?? null, message: "The registry." }],
      };
    }
  },
} as const satisfies Rule;

function isLoneFirst(revisions: readonly Revision[]): boolean {
  return revisions.length === 1 && revisions.every(({ major }) => major < 2);
}
