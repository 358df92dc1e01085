/** The board as the packets really are, for people. */
import type { BoardGroup, BoardPacket, BoardReport, WrittenEntry } from "../evaluate/board-report.ts";
import { stateText } from "../packet/vocabulary.ts";
import { painter, type Paint } from "./colour.ts";
import { clip, oneLine, visible } from "./harmless.ts";

export interface BoardOptions {
  readonly color: boolean;
  /** Cells in a row. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 120;

const GROUPS: readonly (readonly [BoardGroup, string])[] = [
  ["draft", stateText("draft")],
  ["ready", stateText("readyForDev")],
  ["active", stateText("inProgress")],
  ["blocked", stateText("blocked")],
  ["done", stateText("done")],
  ["superseded", stateText("superseded")],
  ["stub", stateText("stub")],
];

export function renderBoard(report: BoardReport, { color, width = DEFAULT_WIDTH }: BoardOptions): string {
  const paint = painter(color);
  const line = (text: string): string => clip(text, Math.max(40, width));
  const longest = Math.min(60, Math.max(0, ...report.packets.map(({ id }) => id.length)));
  const blocks = GROUPS.flatMap(([group, title]) => {
    const own = report.packets.filter((packet) => packet.group === group);
    return own.length === 0 ? [] : [[paint(`${title} (${String(own.length)})`, "bold"), ...own.map((packet) => row(packet, longest, paint, line))]];
  });
  if (report.orphans.length > 0) {
    const rows = report.orphans.map((entry) => line(`! ${visible(entry.id)}  ${written(entry)}`));
    blocks.push([paint("On the board, without a packet or stub", "bold"), ...rows]);
  }
  blocks.push([summary(report, paint)]);
  return blocks.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function row(packet: BoardPacket, longest: number, paint: Paint, line: (text: string) => string): string {
  const status = oneLine(packet.status ?? "no status", 60);
  const verdict = packet.verdict === null ? "" : `, last verdict ${packet.verdict}`;
  const board = packet.entries.length === 0 ? "not on the board" : packet.entries.map(written).join("; ");
  const text = line(`${packet.agrees ? " " : "!"} ${visible(packet.id).padEnd(longest)}  ${status}${verdict}${packet.agrees ? "" : `  ${board}`}`);
  return packet.agrees ? text : paint(text, "yellow");
}

function written({ token, heading, line }: WrittenEntry): string {
  return `board, line ${String(line)}: ${token === null ? "no token" : oneLine(token, 40)} under ${oneLine(heading, 60)}`;
}

function summary({ phase, packets, open }: BoardReport, paint: Paint): string {
  const wrong = packets.filter(({ agrees }) => !agrees).length;
  const board = wrong === 0 ? "The board agrees." : `The board does not agree on ${String(wrong)} of ${String(packets.length)} (marked !).`;
  if (phase === null) return board;
  const name = `Phase ${String(phase)}`;
  if (open.length === 0) return `${board}\n${paint(`${name} can be closed: nothing of it is open.`, "green")}`;
  const are = open.length === 1 ? "1 packet is" : `${String(open.length)} packets are`;
  return `${board}\n${paint(`${name} cannot be closed: ${are} not finished.`, "red")}`;
}
