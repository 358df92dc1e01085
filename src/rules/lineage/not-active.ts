import { activeTarget, comparePlaces, lineageOf, type Lineage } from "../../lineage/graph.ts";
import type { Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import { productFiles } from "../process/product.ts";
import type { Rule, RuleContext } from "../rule.ts";
import { FIRST, first, LIGHTS, READY, REGISTRY, registry, SECOND, second, THIRD, third, WORK } from "./harbour.ts";
import { idPlace } from "./weight.ts";

export const notActive = {
  id: "lineage/not-active",
  title: "Work is done on the packet in force",
  severity: "error",
  what:
    "A change that claims a packet, or that edits product files together with the packet, does so for the one that the " +
    "registry names for its base; without a row, for the newest that is no draft. A packet that is at work when it is " +
    "replaced may be closed.",
  why:
    "The packet in force is the one that was signed last. Work on another one fulfils a contract that nobody holds any " +
    "more, and leaves open what the current one asks for.",
  how: "Work on the packet in force. If the other one is to be in force, let the registry say so first.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  needs: ["change"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "the packet in force is claimed, and the old one is edited without any work",
      base: { [FIRST]: first(READY), [SECOND]: second(READY), [REGISTRY]: registry([LIGHTS, SECOND]) },
      files: { [FIRST]: first(READY, "Replaced."), [SECOND]: second(WORK), [REGISTRY]: registry([LIGHTS, SECOND]), "src/lamp.ts": "on();\n" },
    },
    {
      verdict: "good",
      shows: "work on both, where the registry names the one and the other is in force of its own base",
      base: { [FIRST]: first(READY) },
      files: { [FIRST]: first(WORK), "src/lamp.ts": "on();\n", ".GOV/task_packets/WP-1-Harbour.md": "# Task Packet: WP-1-Harbour\n" },
    },
    {
      verdict: "good",
      shows: "a draft that is being written does not take the base over, and a new one may come beside the work",
      base: { [FIRST]: first(READY) },
      files: { [FIRST]: first(WORK), [SECOND]: second("- **Status:** Draft"), "src/lamp.ts": "on();\n" },
    },
    {
      verdict: "bad",
      shows: "somebody claims what the registry has replaced",
      base: { [FIRST]: first(READY), [SECOND]: second(READY), [REGISTRY]: registry([LIGHTS, SECOND]) },
      files: { [FIRST]: first(WORK), [SECOND]: second(READY), [REGISTRY]: registry([LIGHTS, SECOND]) },
      says: "The change claims `WP-1-Harbour-Lights`, but `WP-1-Harbour-Lights-v2` is in force",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "product files together with an old packet, of three, without a registry",
      base: { [FIRST]: first(WORK), [SECOND]: second(READY), [THIRD]: third("- **Status:** Draft") },
      files: { [FIRST]: first(WORK, "Begun."), [SECOND]: second(READY), [THIRD]: third("- **Status:** Draft"), "src/lamp.ts": "on();\n" },
      says: "edits product files with `WP-1-Harbour-Lights`, but `WP-1-Harbour-Lights-v2` is in force",
    },
    {
      verdict: "bad",
      shows: "the registry has gone back to a stub of what comes next",
      base: { [FIRST]: first(READY) },
      files: {
        [FIRST]: first(WORK),
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights-v2.md": "# Work Packet Stub: WP-1-Harbour-Lights-v2\n",
        [REGISTRY]: registry([LIGHTS, ".GOV/task_packets/stubs/WP-1-Harbour-Lights-v2.md"]),
      },
      says: "`WP-1-Harbour-Lights-v2` is in force",
    },
  ],
  *check(own, context) {
    const { change, world, before } = context;
    if (change?.files.some(({ path, status }) => path === own.path && status !== "deleted") !== true) return;
    const lineage = lineageOf(world);
    const active = inForce(own, lineage);
    if (active === null || active.id === own.id) return;
    const isClaim = own.stateClass === "active" && before(own)?.stateClass !== "active";
    if (!isClaim && !isWork(own, context)) return;
    const what = isClaim ? "claims" : "edits product files with";
    const [row] = lineage.bases.get(lineage.baseOf(own.id))?.rows ?? [];
    yield {
      at: idPlace(own),
      subject: "not active",
      message:
        `The change ${what} ${quoted(own.id, 100)}, but ${quoted(active.id, 100)} is in force. Work on that one, or let the ` +
        "registry name this one first.",
      expected: active.id,
      related: [
        { path: active.path, span: idPlace(active), message: "The packet in force." },
        ...(row === undefined || world.registry === null
          ? []
          : [{ path: world.registry.path, span: row.span, message: "The row of the registry." }]),
      ],
    };
  },
} as const satisfies Rule;

/** What the registry names, as far as it exists; else the newest official packet that is no draft. */
function inForce(own: Packet, lineage: Lineage): Packet | null {
  const base = lineage.bases.get(lineage.baseOf(own.id));
  const place = lineage.placeOf(own);
  if (base === undefined || place.mark === "dotted") return null;
  const target = activeTarget(base);
  if (target !== null) {
    const all = lineage.byId.get(target.id)?.filter(({ kind }) => kind !== "refinement") ?? [];
    return all.find(({ kind }) => kind === "packet") ?? all[0] ?? null;
  }
  const newest = base.revisions.filter(({ packet, mark }) => packet.stateClass !== "draft" && mark !== "dotted").at(-1);
  return newest === undefined || comparePlaces(newest, place) <= 0 ? null : newest.packet;
}

/** Product files change together with a packet that is still to be worked on, and with none of its base in force. */
function isWork(own: Packet, context: RuleContext): boolean {
  if (own.stateClass !== "active" && own.stateClass !== "ready" && own.stateClass !== "blocked") return false;
  const lineage = lineageOf(context.world);
  const active = inForce(own, lineage);
  if (context.change?.files.some(({ path }) => path === active?.path) === true) return false;
  return productFiles(context).length > 0;
}
