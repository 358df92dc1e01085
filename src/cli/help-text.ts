/** The help pages, made from the command table. */
import { wrap } from "../render/width.ts";
import { type CommandEntry } from "./command-entry.ts";
import { SHOWN } from "./commands.ts";
import { usageLine } from "./usage.ts";

type Row = readonly [left: string, right: string];

const WIDEST = 100;
const DEFAULT_WIDTH = 80;

/** `columns` is the width of the terminal; undefined when there is none. */
export function programHelp(columns: number | undefined): string {
  return page(columns, [
    { text: "writ: judge Markdown task packets kept in Git" },
    { title: "Usage:", rows: [[usageLine(null), ""]] },
    { title: "Commands:", rows: SHOWN.map(({ name, purpose }) => [name, purpose]) },
    {
      title: "Examples:",
      rows: [
        ["writ check", "judge the packets of this repository"],
        ["writ check --base origin/main", "what your branch would bring into main"],
        ["writ explain structure/title", "what a rule wants, and why"],
        ["writ fix --dry-run", "what Writ can mend by itself"],
      ],
    },
    {
      title: "Exit codes:",
      rows: [
        ["0", "clean"],
        ["1", "findings at severity error"],
        ["2", "usage, policy or repository at fault, or a fault of Writ; the reason is on stderr"],
      ],
    },
    {
      title: "Policy:",
      text:
        ".github/writ.yml, read from the base of a change and never from the change itself. Without one, the " +
        "defaults hold and the place of the packets is found by looking.",
    },
    {
      title: "Environment:",
      rows: [
        ["NO_COLOR, FORCE_COLOR", "never or always colour the output"],
        ["WRIT_CACHE", "where a check keeps what it has read, for the next one; off keeps nothing"],
        ["WRIT_DEBUG=1", "show where a fault of Writ comes from"],
      ],
    },
    { text: "`writ help COMMAND` shows the options and examples of a command." },
  ]);
}

export function commandHelp(entry: CommandEntry, columns: number | undefined): string {
  return page(columns, [
    { text: `writ ${entry.name}: ${lowerFirst(entry.purpose)}` },
    { title: "Usage:", rows: [[usageLine(entry), ""]] },
    ...entry.about.map((text) => ({ text })),
    { title: "Arguments:", rows: entry.arguments.map(({ form, about }) => [form.replace(/[<>[\].]/g, ""), about]) },
    ...entry.groups.map(({ title, options }) => ({
      title,
      rows: options.map(({ flags, about }): Row => [flags, about]),
    })),
    { title: "Examples:", rows: entry.examples },
    { title: "Exit codes:", rows: entry.exits },
  ]);
}

interface Block {
  readonly title?: string;
  readonly text?: string;
  readonly rows?: readonly Row[];
}

function page(columns: number | undefined, blocks: readonly Block[]): string {
  const width = Math.min(WIDEST, Math.max(40, columns ?? DEFAULT_WIDTH));
  const printed: string[] = [];
  for (const { title, text, rows } of blocks) {
    if (text === undefined && (rows ?? []).length === 0) continue;
    const lines = title === undefined ? [] : [title];
    const indent = title === undefined ? "" : "  ";
    if (text !== undefined) lines.push(...wrap(text, width - indent.length).map((line) => indent + line));
    if (rows !== undefined) lines.push(...table(rows, width));
    printed.push(`${lines.join("\n")}\n`);
  }
  return printed.join("\n");
}

/** Two columns; the right one below the left where there is no room beside it. */
function table(rows: readonly Row[], width: number): string[] {
  const longest = Math.max(...rows.map(([left]) => left.length));
  const beside = longest + 4 <= width / 2;
  const column = beside ? longest + 4 : 6;
  return rows.flatMap(([left, right]) => {
    if (right === "") return [`  ${left}`];
    const [first = "", ...rest] = wrap(right, width - column).map((line) => " ".repeat(column) + line);
    if (!beside) return [`  ${left}`, first, ...rest];
    return [`  ${left}`.padEnd(column) + first.slice(column), ...rest];
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
