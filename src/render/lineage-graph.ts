/**
 * The lineage of a base as a graph for other programs. Names of nodes are made here, never taken from a text; texts stand
 * in labels, with everything that could act upon the program that draws them written as what it is.
 */
import { carriedInWords, type LineageReport } from "../evaluate/lineage-report.ts";
import { oneLine } from "./harmless.ts";

interface Graph {
  readonly nodes: readonly { readonly name: string; readonly shape: Shape; readonly lines: readonly string[] }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly kind: "follows" | "belongs" | "names"; readonly label: string }[];
}

type Shape = "packet" | "active" | "stub" | "refinement" | "registry" | "board";

const LONGEST = 120;

function graphOf(report: LineageReport): Graph {
  const nodes: Graph["nodes"][number][] = [];
  const edges: Graph["edges"][number][] = [];
  const named = new Map<string, string>();
  for (const [index, packet] of report.packets.entries()) {
    const name = `p${String(index)}`;
    if (!named.has(packet.id)) named.set(packet.id, name);
    const verdict = packet.verdict === null ? "" : `, ${packet.verdict}`;
    nodes.push({ name, shape: packet.active ? "active" : "packet", lines: [packet.id, `${packet.status ?? "no status"}${verdict}`] });
    const before = packet.follows === null ? undefined : named.get(packet.follows);
    if (before !== undefined) edges.push({ from: before, to: name, kind: "follows", label: carriedInWords(packet.carried) });
  }
  for (const [index, stub] of report.stubs.entries()) {
    const name = `s${String(index)}`;
    nodes.push({ name, shape: "stub", lines: [stub.id, `stub: ${stub.status ?? "no status"}`] });
    const to = named.get(stub.id);
    if (to !== undefined) edges.push({ from: name, to, kind: "belongs", label: "" });
    else named.set(stub.id, name);
  }
  for (const [index, refinement] of report.refinements.entries()) {
    const name = `r${String(index)}`;
    nodes.push({ name, shape: "refinement", lines: [refinement.id, `refinement: ${refinement.status ?? "no status"}`] });
    const to = named.get(refinement.id);
    if (to !== undefined) edges.push({ from: name, to, kind: "belongs", label: "" });
  }
  for (const [index, row] of report.registry.entries()) {
    const name = `g${String(index)}`;
    nodes.push({ name, shape: "registry", lines: [`registry, line ${String(row.line)}`, row.board] });
    const to = named.get(row.target);
    if (to !== undefined) edges.push({ from: name, to, kind: "names", label: "in force" });
  }
  for (const [index, entry] of report.board.entries()) {
    const name = `b${String(index)}`;
    nodes.push({ name, shape: "board", lines: [`board, line ${String(entry.line)}`, entry.token ?? entry.heading] });
    const to = named.get(entry.id);
    if (to !== undefined) edges.push({ from: name, to, kind: "names", label: "" });
  }
  return { nodes, edges };
}

const MERMAID_SHAPES: Readonly<Record<Shape, readonly [string, string]>> = {
  packet: ["[", "]"],
  active: ["[[", "]]"],
  stub: ["([", "])"],
  refinement: ["[/", "/]"],
  registry: ["{{", "}}"],
  board: [">", "]"],
};

const MERMAID_ARROWS = { follows: "-->", belongs: "-.->", names: "==>" } as const;

/** A flow chart for Mermaid. */
export function mermaidLineage(report: LineageReport): string {
  const { nodes, edges } = graphOf(report);
  const lines = nodes.map(({ name, shape, lines: words }) => {
    const [open, close] = MERMAID_SHAPES[shape];
    return `  ${name}${open}"${words.filter((word) => word !== "").map(mermaidText).join("<br/>")}"${close}`;
  });
  const arrows = edges.map(({ from, to, kind, label }) => {
    return `  ${from} ${MERMAID_ARROWS[kind]}${label === "" ? "" : `|"${mermaidText(label)}"|`} ${to}`;
  });
  return `flowchart TD\n${[...lines, ...arrows].map((line) => `${line}\n`).join("")}`;
}

/** Mermaid reads `#34;` as the character of that number; all but plain words is written so. */
function mermaidText(text: string): string {
  return oneLine(text, LONGEST).replace(/[^A-Za-z0-9 .,_:/()-]/gu, (character) => `#${String(character.codePointAt(0) ?? 0)};`);
}

const DOT_SHAPES: Readonly<Record<Shape, string>> = {
  packet: "shape=box",
  active: "shape=box, style=bold",
  stub: "shape=box, style=\"rounded,dashed\"",
  refinement: "shape=parallelogram",
  registry: "shape=hexagon",
  board: "shape=note",
};

const DOT_ARROWS = { follows: "", belongs: "style=dashed", names: "style=bold" } as const;

/** A digraph for Graphviz. */
export function dotLineage(report: LineageReport): string {
  const { nodes, edges } = graphOf(report);
  const lines = nodes.map(({ name, shape, lines: words }) => {
    return `  ${name} [label="${words.filter((word) => word !== "").map(dotText).join("\\n")}", ${DOT_SHAPES[shape]}];`;
  });
  const arrows = edges.map(({ from, to, kind, label }) => {
    const attributes = [...(label === "" ? [] : [`label="${dotText(label)}"`]), ...(kind === "follows" ? [] : [DOT_ARROWS[kind]])];
    return `  ${from} -> ${to}${attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`};`;
  });
  return `digraph lineage {\n${[...lines, ...arrows].map((line) => `${line}\n`).join("")}}\n`;
}

/** In a quoted string of DOT the backslash and the quotation mark act; HTML labels are never used. */
function dotText(text: string): string {
  return oneLine(text, LONGEST).replace(/[\\"]/g, (character) => `\\${character}`);
}
