/**
 * What registry, board, stubs and packets of a state disagree about, written down without any part of the engine: a
 * few expressions over the raw text, made for the files of one repository and knowing nothing else.
 */

export interface RawState {
  /** Text of every file of the state that lies in the governance folders, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly board: string;
  readonly registry: string;
  readonly packets: string;
}

interface Entry {
  readonly id: string;
  readonly token: string;
  readonly heading: string;
  readonly line: number;
}

/** One line for each disagreement: what it is, and where. Sorted. */
export function disagreements(state: RawState): string[] {
  const board = entries(text(state, state.board));
  const rows = activeRows(text(state, state.registry));
  const packets = documents(state, state.packets);
  const stubs = documents(state, `${state.packets}/stubs`);
  const found: string[] = [];
  const live = board.filter(({ heading }) => !/^(?:Active|Historical Failed)/.test(heading));

  const seen = new Set<string>();
  for (const { id, line } of live) {
    if (seen.has(id)) found.push(`board-duplicate board:${String(line)}`);
    seen.add(id);
  }
  const orphans = new Set<string>();
  for (const { id, line } of board) {
    if (packets.has(id) || stubs.has(id) || orphans.has(id)) continue;
    orphans.add(id);
    found.push(`board-orphan board:${String(line)}`);
  }
  const onBoard = new Set(board.map(({ id }) => id));
  for (const [id, path] of packets) if (!onBoard.has(id)) found.push(`board-missing ${path}`);
  for (const [id, path] of stubs) {
    const isFollowed = [...packets.keys()].some((packet) => base(packet) === base(id) && rank(packet) >= rank(id));
    if (!isFollowed && !onBoard.has(id)) found.push(`board-missing ${path}`);
    if (isFollowed && /^\W*(?:STUB_)?STATUS\W+STUB/im.test(text(state, path))) found.push(`stub-promoted ${path}`);
  }
  for (const { id, token, heading, line } of live) {
    if (heading.startsWith("Superseded")) continue;
    const path = packets.get(id);
    const own = path === undefined ? "stub" : kindOf(statusIn(text(state, path)));
    const claimed = kindOf(token);
    if ((path !== undefined || stubs.has(id)) && own !== "" && own !== claimed) found.push(`board-status board:${String(line)}`);
    else if (path !== undefined && token === "VALIDATED" && lastVerdict(text(state, path)) !== "PASS") {
      found.push(`board-status board:${String(line)}`);
    }
  }
  const bases = new Set<string>();
  for (const { name, target, column, line } of rows) {
    if (bases.has(name)) found.push(`registry-duplicate registry:${String(line)}`);
    bases.add(name);
    if (!state.files.has(target)) found.push(`registry-target registry:${String(line)}`);
    const id = target.replace(/\/packet\.md$|\.md$/, "").replace(/^.*\//, "");
    const headings = live.filter((entry) => entry.id === id).map(({ heading }) => heading);
    if (headings.length > 0 && !headings.includes(column.replace(/:.*/, ""))) found.push(`registry-board registry:${String(line)}`);
    if (target.includes("/stubs/")) {
      if (packets.has(id)) found.push(`registry-target registry:${String(line)}`);
      continue;
    }
    const newer = [...packets.keys()].some((packet) => base(packet) === name && rank(packet) > rank(id));
    if (newer) found.push(`registry-target registry:${String(line)}`);
    for (const entry of live) {
      if (entry.heading.startsWith("Superseded") || base(entry.id) !== name || rank(entry.id) >= rank(id)) continue;
      if (packets.has(id)) found.push(`registry-board board:${String(entry.line)}`);
    }
  }
  for (const [id, path] of packets) {
    const family = [...packets.keys()].filter((packet) => base(packet) === base(id));
    const isNewest = family.every((packet) => rank(packet) <= rank(id));
    const isRevised = family.length > 1 || id !== base(id);
    if (isNewest && isRevised && !bases.has(base(id))) found.push(`registry-missing ${path}`);
  }
  return found.sort();
}

function text(state: RawState, path: string): string {
  return (state.files.get(path) ?? "").replace(/^\uFEFF/, "");
}

function entries(board: string): Entry[] {
  let heading = "";
  return board.split("\n").flatMap((row, index) => {
    heading = /^## (.*)/.exec(row)?.[1] ?? heading;
    const found = /^- \*\*\[(WP-[^\]]+)\]\*\* - \[([A-Z_]+)\]/.exec(row);
    return found === null ? [] : [{ id: found[1] ?? "", token: found[2] ?? "", heading, line: index + 1 }];
  });
}

/** Rows of the first table alone: the second one is about something else. */
function activeRows(registry: string): { name: string; target: string; column: string; line: number }[] {
  const rows = registry.split("\n");
  const start = rows.findIndex((row) => row.startsWith("| Base WP ID | Active Packet"));
  const found = [];
  for (let index = start + 2; rows[index]?.startsWith("|") === true; index++) {
    const [, name = "", target = "", column = ""] = (rows[index] ?? "").split("|").map((cell) => cell.trim());
    found.push({ name, target, column, line: index + 1 });
  }
  return found;
}

/** Packets of a folder, or stubs, by id. */
function documents(state: RawState, folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of state.files.keys()) {
    const name = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : "";
    const id = /^(WP-[^/]+)\/packet\.md$/.exec(name)?.[1] ?? /^(WP-[^/]+)\.md$/.exec(name)?.[1];
    if (id !== undefined) found.set(id, path);
  }
  return found;
}

function base(id: string): string {
  return id.replace(/-v\d+$|-v\d+\.\d+$|-20\d{6}$/, "");
}

function rank(id: string): number {
  const dated = /-20\d{6}$/.test(id) ? 2 : 0;
  return Number(/-v(\d+)$/.exec(id)?.[1] ?? (/-v0\.\d+$/.test(id) ? -1 : dated));
}

/** What the packet says of itself on the first line that is a status. */
function statusIn(packet: string): string {
  return /^[ \t]*(?:[-*] )?\**status\**:\**[ \t]*(\S.*)$/im.exec(packet)?.[1] ?? "";
}

/** The last verdict that anybody wrote at the start of a line. */
function lastVerdict(packet: string): string {
  return [...packet.matchAll(/^\W*Verdict:\W*(PASS|FAIL)\b/gim)].at(-1)?.[1] ?? "";
}

function kindOf(words: string): string {
  const plain = words.toLowerCase().replace(/[^a-z]+/g, " ").trim();
  if (/^(?:done|validated|complete|outdated)/.test(plain)) return "done";
  if (/^(?:in progress|active)/.test(plain)) return "active";
  if (/^ready for (?:dev|development)/.test(plain) || plain === "ready") return "ready";
  return /^(?:stub|blocked|draft)/.exec(plain)?.[0] ?? "";
}
