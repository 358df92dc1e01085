/** Where governed documents live: the known layouts as data, and how the layout of a repository is found. */
import { dialect } from "../packet/dialect.ts";
import type { DocumentKind } from "../packet/model.ts";
import type { Layout, LayoutChoice, LayoutName, LayoutPaths } from "./policy.ts";

type KnownPlaces = Readonly<Record<keyof LayoutPaths, string>>;

const gov: KnownPlaces = {
  packets: ".GOV/task_packets",
  stubs: ".GOV/task_packets/stubs",
  refinements: ".GOV/refinements",
  board: ".GOV/roles_shared/TASK_BOARD.md",
  registry: ".GOV/roles_shared/WP_TRACEABILITY_REGISTRY.md",
  signatures: ".GOV/roles_shared/SIGNATURE_AUDIT.md",
  specPointer: ".GOV/roles_shared/SPEC_CURRENT.md",
  gates: ".GOV/validator_gates",
};

/** Newest first: where a repository holds a document at two places, as it does while it moves, the newer one counts. */
export const LAYOUTS: Readonly<Record<LayoutName, KnownPlaces>> = {
  records: {
    ...gov,
    board: ".GOV/roles_shared/records/TASK_BOARD.md",
    registry: ".GOV/roles_shared/records/WP_TRACEABILITY_REGISTRY.md",
    signatures: ".GOV/roles_shared/records/SIGNATURE_AUDIT.md",
    specPointer: ".GOV/spec/SPEC_CURRENT.md",
    gates: ".GOV/roles_shared/runtime/validator_gates",
  },
  gov,
  docs: {
    packets: "docs/task_packets",
    stubs: "docs/task_packets/stubs",
    refinements: "docs/refinements",
    board: "docs/TASK_BOARD.md",
    registry: "docs/WP_TRACEABILITY_REGISTRY.md",
    signatures: "docs/SIGNATURE_AUDIT.md",
    specPointer: "docs/SPEC_CURRENT.md",
    gates: "docs/validator_gates",
  },
};

export const LAYOUT_NAMES: readonly LayoutName[] = ["records", "gov", "docs"];

/** Where documents have been seen half-way between `gov` and `records`. */
const BETWEEN: Partial<KnownPlaces> = {
  specPointer: ".GOV/roles_shared/records/SPEC_CURRENT.md",
  gates: ".GOV/roles_shared/validator_gates",
};

/** What the file of a packet is called that has a folder of its own. */
const FOLDER_PACKET = "/packet.md";

const PLACES = Object.keys(gov) as readonly (keyof LayoutPaths)[];

/**
 * The layout that the paths of a repository show. Packets decide between `.GOV` and `docs`, stubs where there is no
 * packet; every other document is taken from where it exists, so a repository in the middle of a move is read right.
 * With neither packets nor stubs it is `gov`, and `found` is false.
 */
export function detectLayout(paths: Iterable<string>): Layout {
  return resolveLayout({ name: "auto", paths: {} }, paths);
}

/** The layout that a policy file chooses, for the repository with these paths. */
export function resolveLayout(choice: LayoutChoice, paths: Iterable<string>): Layout {
  const tree = [...paths];
  const basis = choice.name === "auto" ? observe(tree) : { name: choice.name, places: LAYOUTS[choice.name] };
  const named = Object.keys(choice.paths).length > 0;
  const places: LayoutPaths = {
    ...basis.places,
    ...(choice.paths.packets === undefined ? {} : { stubs: `${choice.paths.packets}/stubs` }),
    ...choice.paths,
  };
  const layout: Layout = { ...places, name: named ? "paths" : basis.name, found: false };
  return { ...layout, found: tree.some((path) => isWork(documentKind(layout, path))) };
}

/**
 * The layout of another state of the same repository, whose paths these are: every document is where it is now, or,
 * where that state has nothing at that place, where a known layout has it. Places that a policy file names stay.
 */
export function layoutThen(now: Layout, paths: Iterable<string>): Layout {
  if (now.name === "paths") return now;
  const tree = [...paths];
  const kinds = new Set<string | null>(tree.map((path) => documentKind(now, path)));
  const kept = PLACES.filter((place) => kinds.has(KINDS[place]));
  return { ...detectLayout(tree), ...Object.fromEntries(kept.map((place) => [place, now[place]] as const)) };
}

/** What lies at each place; no document that is read lies with the gates. */
const KINDS: Readonly<Record<keyof LayoutPaths, DocumentKind | "">> = {
  packets: "packet",
  stubs: "stub",
  refinements: "refinement",
  board: "board",
  registry: "registry",
  signatures: "signatures",
  specPointer: "specPointer",
  gates: "",
};

function isWork(kind: DocumentKind | null): boolean {
  return kind === "packet" || kind === "stub";
}

function observe(paths: readonly string[]): { readonly name: LayoutName; readonly places: LayoutPaths } {
  const tree = paths.filter((path) => path.startsWith(".GOV/") || path.startsWith("docs/"));
  const present = presentPlaces(tree);
  const home = homeOf(tree);
  const name = home === "docs" ? "docs" : govOrRecords(present);
  const order: readonly LayoutName[] = home === "docs" ? ["docs", "records", "gov"] : LAYOUT_NAMES;
  const find = (place: keyof LayoutPaths): string => {
    const [first, ...rest] = order.map((known) => LAYOUTS[known][place]);
    return [first, BETWEEN[place], ...rest].find((path) => path && present.has(path)) ?? LAYOUTS[name][place];
  };
  return {
    name,
    places: {
      packets: LAYOUTS[home].packets,
      stubs: find("stubs"),
      refinements: find("refinements"),
      board: find("board"),
      registry: find("registry"),
      signatures: find("signatures"),
      specPointer: find("specPointer"),
      gates: find("gates"),
    },
  };
}

/** Which of the known files exist, and which of the known folders hold a file. */
function presentPlaces(tree: readonly string[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const name of LAYOUT_NAMES) for (const place of PLACES) known.add(LAYOUTS[name][place]);
  for (const path of Object.values(BETWEEN)) known.add(path);
  const present = new Set<string>();
  for (const path of tree) {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      const part = path.slice(0, end);
      if (known.has(part)) present.add(part);
    }
  }
  return present;
}

function homeOf(tree: readonly string[]): "gov" | "docs" {
  const kinds = { gov: new Set<DocumentKind | null>(), docs: new Set<DocumentKind | null>() };
  for (const path of tree) {
    kinds.gov.add(documentKind(LAYOUTS.gov, path));
    kinds.docs.add(documentKind(LAYOUTS.docs, path));
  }
  for (const kind of ["packet", "stub"] as const) {
    if (kinds.gov.has(kind)) return "gov";
    if (kinds.docs.has(kind)) return "docs";
  }
  return "gov";
}

function govOrRecords(present: ReadonlySet<string>): "gov" | "records" {
  const own = PLACES.filter((place) => LAYOUTS.records[place] !== gov[place]);
  const count = (layout: KnownPlaces): number => own.filter((place) => present.has(layout[place])).length;
  return count(LAYOUTS.records) > count(gov) ? "records" : "gov";
}

/** Whether a path is a state of the validators' gates: what recording a verdict may write, and nothing that is judged. */
export function isGateState({ gates }: Pick<LayoutPaths, "gates">, path: string): boolean {
  return gates !== null && path.startsWith(`${gates}/`) && path.endsWith(".json");
}

/**
 * What kind of governed document a path is, or null for any other file. A packet is a file right in the packets folder,
 * or `packet.md` in a folder there that is named after the packet; stubs and refinements lie right in their folders.
 *
 * @param fileName what the file of a packet, stub or refinement is called; the dialect's form unless given
 */
export function documentKind(
  layout: LayoutPaths,
  path: string,
  fileName: RegExp = dialect.ids.fileName,
): DocumentKind | null {
  switch (path) {
    case layout.board:
      return "board";
    case layout.registry:
      return "registry";
    case layout.signatures:
      return "signatures";
    case layout.specPointer:
      return "specPointer";
  }
  const named = (name: string): boolean => !name.includes("/") && fileName.test(name);
  const inside = (folder: string): string | null =>
    path.startsWith(folder) && path[folder.length] === "/" ? path.slice(folder.length + 1) : null;
  if (named(inside(layout.stubs) ?? "")) return "stub";
  if (named(inside(layout.refinements) ?? "")) return "refinement";
  const packet = inside(layout.packets) ?? "";
  return named(packet) || (packet.endsWith(FOLDER_PACKET) && named(packet.slice(0, -FOLDER_PACKET.length) + ".md"))
    ? "packet"
    : null;
}
