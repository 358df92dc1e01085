/** Every command there is, in one table: what is typed, what it does, and how its words are read. Help is made of it. */
import { leadingDay } from "../../packet/calendar.ts";
import { dialect } from "../../packet/dialect.ts";
import { nearest } from "../../policy/nearest.ts";
import { quoted } from "../../policy/quoted.ts";
import { hiddenIn, codePoint } from "../inert.ts";
import { LONGEST_REASON } from "../limits.ts";
import type { GivenVerdict, TestsSaid } from "../report-words.ts";
import type { Command, CommandError } from "./command.ts";

export interface Typed {
  /** The words behind the command, quotation marks of code taken off. */
  readonly words: readonly string[];
  /** What stands below the line, up to the next command. */
  readonly below: string;
  readonly line: number;
}

/** What a command may name. */
export interface Known {
  readonly rules: readonly string[];
  /** Rules that no waiver can cover. */
  readonly unwaivable: ReadonlySet<string>;
}

export interface CommandEntry {
  readonly name: string;
  /** As it is typed. */
  readonly usage: string;
  readonly about: string;
  readonly example: string;
  read(typed: Typed, known: Known): Command | Omit<CommandError, "line">;
}

const VERDICTS: Readonly<Record<string, GivenVerdict>> = {
  pass: "PASS",
  fail: "FAIL",
  outdated: "OUTDATED_ONLY",
};
const TESTS: readonly TestsSaid[] = ["pass", "fail", "not-run"];

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "verdict",
    usage: "/verdict pass|fail|outdated [WP-ID] [tests=pass|fail|not-run] [commit]",
    about: "Give your verdict on a packet. The reason stands on the lines below and is recorded with it for ever.",
    example: "/verdict pass tests=pass\nEvery point was seen in the code: src/lamps/pier.ts:12.",
    read: readVerdict,
  },
  {
    name: "ack",
    usage: "/ack [WP-ID]",
    about: "Acknowledge the report that was shown, where the policy asks for that.",
    example: "/ack",
    read: ({ words, line }) => {
      const rest = takePacket(words);
      return rest.left.length > 0 ? unknownWord(rest.left[0] ?? "", "/ack [WP-ID]") : { kind: "ack", packet: rest.packet, line };
    },
  },
  {
    name: "waive",
    usage: "/waive RULE [WP-ID] until YYYY-MM-DD REASON",
    about: "Let a packet pass a rule until a day. Facts cannot be waived: evidence, lineage, recorded reports, gates.",
    example: "/waive structure/placeholder until 2026-03-01 The crane's maker answers in February.",
    read: readWaive,
  },
  {
    name: "unwaive",
    usage: "/unwaive RULE|WAIVER-ID [WP-ID] [REASON]",
    about: "Withdraw a waiver from today on. It stays in the packet, with the day on which it ended.",
    example: "/unwaive structure/placeholder",
    read: readUnwaive,
  },
  {
    name: "recheck",
    usage: "/recheck",
    about: "Judge this pull request again.",
    example: "/recheck",
    read: ({ words, line }) => (words.length > 0 ? unknownWord(words[0] ?? "", "/recheck") : { kind: "recheck", line }),
  },
  {
    name: "explain",
    usage: "/explain RULE",
    about: "Say what a rule checks, why, and how to mend a finding.",
    example: "/explain evidence/unmapped",
    read: ({ words, line }, known) => {
      const rule = ruleFrom(words[0], "/explain RULE", known);
      if (typeof rule !== "string") return rule;
      return words.length > 1 ? unknownWord(words[1] ?? "", "/explain RULE") : { kind: "explain", rule, line };
    },
  },
  {
    name: "writ",
    usage: "/writ help",
    about: "Show this list.",
    example: "/writ help",
    read: ({ words, line }) => {
      const [word] = words;
      if (word === undefined || (word.toLowerCase() === "help" && words.length === 1)) return { kind: "help", line };
      const own = COMMANDS.find(({ name }) => name === word.toLowerCase());
      return own === undefined ? unknownWord(word, "/writ help") : fault("unknown-word", `type \`${own.usage}\`, without \`/writ\``);
    },
  },
];

function readVerdict({ words, below, line }: Typed): ReturnType<CommandEntry["read"]> {
  const usage = COMMANDS[0]?.usage ?? "";
  const [word, ...rest] = words;
  if (word === undefined) return fault("missing", `say which verdict: \`${usage}\``);
  const value = word.toLowerCase();
  const verdict = Object.hasOwn(VERDICTS, value) ? VERDICTS[value] : undefined;
  if (verdict === undefined) {
    const near = nearest(value, Object.keys(VERDICTS));
    return fault("unknown-word", `${quoted(word)} is no verdict; ${near === null ? `type \`${usage}\`` : `did you mean \`${near}\`?`}`);
  }
  const { packet, left } = takePacket(rest);
  let tests: TestsSaid | null = null;
  let commit: string | null = null;
  for (const part of left) {
    const said = /^tests=(.*)$/i.exec(part)?.[1]?.toLowerCase();
    const found = TESTS.find((entry) => entry === said);
    if (said !== undefined && found === undefined) {
      return fault("unknown-word", `${quoted(part)} is not one of \`tests=pass\`, \`tests=fail\`, \`tests=not-run\``);
    }
    if (found !== undefined && tests === null) tests = found;
    else if (/^[0-9a-f]{7,64}$/i.test(part) && commit === null) commit = part.toLowerCase();
    else return unknownWord(part, `${usage}, with the reason on the lines below`);
  }
  const reason = reasonFrom(below, "a verdict needs a reason: write it on the lines below the command");
  return typeof reason === "string" ? { kind: "verdict", verdict, packet, tests, commit, reason, line } : reason;
}

function readWaive({ words, below, line }: Typed, known: Known): ReturnType<CommandEntry["read"]> {
  const usage = "/waive RULE [WP-ID] until YYYY-MM-DD REASON";
  const rule = ruleFrom(words[0], usage, known);
  if (typeof rule !== "string") return rule;
  if (known.unwaivable.has(rule)) return fault("not-waivable", `no waiver can cover \`${rule}\`: it tells a fact; mend what it found`);
  const at = words.findIndex((word) => word.toLowerCase() === "until");
  const { packet, left } = takePacket(at < 0 ? words.slice(1) : words.slice(1, at));
  if (left[0] !== undefined) return unknownWord(left[0], usage);
  const day = words[at + 1];
  if (at < 0 || day === undefined) return fault("missing", `a waiver ends on a day: \`${usage}\``);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || leadingDay(day) === null) {
    return fault("bad-day", `${quoted(day)} is no day of the calendar; write it as YYYY-MM-DD`);
  }
  const reason = reasonFrom([words.slice(at + 2).join(" "), below].join("\n"), `a waiver needs a reason: \`${usage}\``);
  return typeof reason === "string" ? { kind: "waive", rule, packet, until: day, reason, line } : reason;
}

function readUnwaive({ words, below, line }: Typed, known: Known): ReturnType<CommandEntry["read"]> {
  const usage = "/unwaive RULE|WAIVER-ID [WP-ID] [REASON]";
  const [first] = words;
  const isWaiver = first !== undefined && new RegExp(`^${dialect.waiver.id.source}$`).test(first);
  const what = isWaiver ? first : ruleFrom(first, usage, known);
  if (typeof what !== "string") return what;
  const { packet, left } = takePacket(words.slice(1, 2));
  const text = [[...left, ...words.slice(2)].join(" "), below].join("\n").trim();
  if (text === "") return { kind: "unwaive", what, packet, reason: "", line };
  const reason = reasonFrom(text, "");
  return typeof reason === "string" ? { kind: "unwaive", what, packet, reason, line } : reason;
}

/** The first word that is a packet's id, and the others. */
function takePacket(words: readonly string[]): { readonly packet: string | null; readonly left: readonly string[] } {
  const at = words.findIndex((word) => dialect.ids.form.test(word));
  return at < 0 ? { packet: null, left: words } : { packet: words[at] ?? null, left: words.toSpliced(at, 1) };
}

function ruleFrom(word: string | undefined, usage: string, { rules }: Known): string | Omit<CommandError, "line"> {
  if (word === undefined) return fault("missing", `name a rule: \`${usage}\``);
  const rule = word.toLowerCase();
  if (rules.includes(rule)) return rule;
  const near = nearest(rule, rules);
  return fault("unknown-rule", `there is no rule ${quoted(word)}; ${near === null ? "findings name their rules" : `did you mean \`${near}\`?`}`);
}

function reasonFrom(below: string, missing: string): string | Omit<CommandError, "line"> {
  const reason = below.trim();
  if (!/[\p{L}\p{N}]/u.test(reason)) return fault("missing", missing);
  if (reason.length > LONGEST_REASON) {
    return fault("bad-reason", `the reason has ${reason.length} characters, and ${LONGEST_REASON} can be recorded; put the rest into a file and cite it`);
  }
  const hidden = hiddenIn(reason);
  if (hidden === null) return reason;
  const at = reason.slice(0, hidden.at).split("\n").length;
  return fault("bad-reason", `line ${at} of the reason holds the character ${codePoint(hidden.character)}, which nobody can see; take it out`);
}

function unknownWord(word: string, usage: string): Omit<CommandError, "line"> {
  return fault("unknown-word", `${quoted(word)} means nothing here; type \`${usage}\``);
}

function fault(code: CommandError["code"], message: string): Omit<CommandError, "line"> {
  return { code, message };
}

/** The list of commands as Markdown, for a reply. */
export function commandHelp(): string {
  const rows = COMMANDS.map(({ usage, about }) => `- \`${usage}\`: ${about}`);
  const [verdict] = COMMANDS;
  const example = verdict === undefined ? [] : ["", "For example:", "", "```text", verdict.example, "```"];
  return ["Write a command on a line of its own:", "", ...rows, ...example, ""].join("\n");
}
