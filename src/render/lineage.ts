/** The lineage of a base, drawn for people in a terminal. */
import { carriedInWords, isLost, type LineageDocument, type LineagePacket, type LineageReport } from "../evaluate/lineage-report.ts";
import { painter, type Paint } from "./colour.ts";
import { clip, oneLine, visible } from "./harmless.ts";
import { wrap } from "./width.ts";

export interface LineageOptions {
  readonly color: boolean;
  /** Cells in a row. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 120;
/** So many lost requirements are told of one step, and so many findings. */
const LOST = 20;
const FINDINGS = 20;

type Line = (text: string) => string;

export function renderLineage(report: LineageReport, { color, width = DEFAULT_WIDTH }: LineageOptions): string {
  const paint = painter(color);
  const line: Line = (text) => clip(text, Math.max(40, width));
  const longest = Math.min(60, Math.max(0, ...report.packets.map(({ id }) => id.length)));
  const drawing = report.packets.flatMap((packet, index) => [
    ...(index === 0 || packet.follows === null ? [] : step(packet, paint, line)),
    row(packet, longest, paint, line),
  ]);
  const blocks = [
    [paint(visible(report.base), "bold"), ...(drawing.length === 0 ? ["  No packet yet."] : drawing)],
    [
      ...list("Stubs", report.stubs, line),
      ...list("Refinements", report.refinements, line),
      ...report.registry.map(({ path, line: at, target, board }) =>
        line(`  Registry     ${place(path, at)}  names ${oneLine(target, 200)}${board === "" ? "" : `, states ${oneLine(board, 200)}`}`),
      ),
      ...report.board.map(({ path, line: at, id, token, heading }) =>
        line(`  Board        ${place(path, at)}  ${oneLine(id, 200)}${token === null ? "" : ` [${oneLine(token, 60)}]`} under ${oneLine(heading, 100)}`),
      ),
      ...(report.specPointer === null
        ? []
        : [line(`  Spec         ${place(report.specPointer.path, report.specPointer.line)}  names ${oneLine(report.specPointer.target, 200)}`)]),
    ],
    findings(report, paint, Math.max(40, width)),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function row(packet: LineagePacket, longest: number, paint: Paint, line: Line): string {
  const mark = packet.active ? "*" : " ";
  const says = [
    oneLine(packet.status ?? "no status", 60),
    ...(packet.verdict === null ? [] : [`last verdict ${packet.verdict}`]),
    ...(packet.active ? ["in force"] : packet.superseded ? ["replaced"] : []),
  ].join(", ");
  const text = line(`${mark} ${visible(packet.id).padEnd(longest)}  ${says}  ${visible(packet.path)}`);
  return packet.active ? paint(text, "bold") : packet.superseded ? paint(text, "dim") : text;
}

/** What becomes of the requirements between two packets. */
function step(packet: LineagePacket, paint: Paint, line: Line): readonly string[] {
  const lost = packet.carried.filter(({ fate }) => isLost(fate));
  const more = lost.length > LOST ? [`  |    and ${String(lost.length - LOST)} more`] : [];
  return [
    "  |",
    line(`  |  ${carriedInWords(packet.carried)}`),
    ...lost.slice(0, LOST).map(({ fate, text, line: at }) => {
      const name = fate === "unreasoned" ? "no reason" : fate;
      return paint(line(`  |    ${name.padEnd(9)}  line ${String(at).padEnd(4)}  ${oneLine(text, 300)}`), "red");
    }),
    ...more,
    "  v",
  ];
}

function list(title: string, documents: readonly LineageDocument[], line: Line): readonly string[] {
  return documents.map(({ id, status, path }, index) => {
    const name = index === 0 ? title : "";
    return line(`  ${name.padEnd(11)}  ${visible(id)}  ${oneLine(status ?? "no status", 60)}  ${visible(path)}`);
  });
}

function findings(report: LineageReport, paint: Paint, width: number): readonly string[] {
  const shown = report.findings.filter(({ rule, severity }) => severity !== "note" && rule !== "lineage/requirement-dropped");
  const more = shown.length > FINDINGS ? [`  and ${String(shown.length - FINDINGS)} more; see \`writ check\``] : [];
  return [
    ...shown.slice(0, FINDINGS).flatMap(({ severity, path, line: at, message }) => [
      `  ${paint(severity.padEnd(5), severity === "error" ? "red" : "yellow")}  ${place(path, at)}`,
      ...wrap(oneLine(message, 1000), width - INDENT).map((words) => " ".repeat(INDENT) + words),
    ]),
    ...more,
  ];
}

/** Where the words of a finding begin. */
const INDENT = 9;

function place(path: string, line: number): string {
  return `${visible(path)}:${String(line)}`;
}
