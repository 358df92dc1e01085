import { dialect } from "../../packet/dialect.ts";
import type { CommandRecord } from "../../packet/model.ts";
import { isPlaceholder } from "../../packet/placeholders.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { asksForSection } from "../structure/era.ts";
import { atWork, BELL, COMMANDS, LIGHTS, oldest, unclaimed } from "./harbour.ts";

const SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

export const command = {
  id: "evidence/command",
  title: "Recorded commands say how they ended",
  severity: "warn",
  what:
    "A command that the evidence of a claimed or finished packet records is followed by its exit code, a whole " +
    "number. " +
    "Where the SHA-256 of its log is given, it has 64 hex digits. Packets from before the template asked for such " +
    "records get a note.",
  why:
    "A command without its outcome shows that somebody meant to run it. The checksum is what makes it possible " +
    "to tell " +
    "later whether the log that is shown is the one that was produced.",
  how: "Add the exit code below the command. Compute the checksum with `sha256sum FILE`, or leave the line out.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: ["active", "done"],
  examples: [
    {
      verdict: "good",
      shows: "exit codes, also of failures; a checksum, and none",
      files: {
        [LIGHTS]:
          `${COMMANDS}- COMMAND: \`make test\`\n- EXIT_CODE: 0\n- LOG_SHA256: \`${SHA256}\`\n\n` +
          "- COMMAND: `make all` (exit 0)\n- COMMAND: `make slow`\n  - EXIT_CODE: `1` (known)\n  - LOG_SHA256: N/A\n",
      },
    },
    {
      verdict: "good",
      shows: "the form of the template above the records, and a log that quotes a command",
      files: {
        [LIGHTS]:
          `${COMMANDS}- COMMAND: \`<paste>\`\n  - EXIT_CODE: \`<int>\`\n- COMMAND: make test\n- EXIT_CODE: 0\n\n` +
          "```\nCOMMAND: make install\n```\n",
      },
    },
    {
      verdict: "good",
      shows: "not yet claimed; and elsewhere than in the evidence",
      files: {
        [LIGHTS]: unclaimed(COMMANDS) + "- COMMAND: make test\n",
        [BELL]: COMMANDS.replace("## EVIDENCE", "## BOOTSTRAP") + "- COMMAND: make test\n",
      },
    },
    {
      verdict: "good",
      shows: "work in hand, whose blanks are not filled in yet",
      files: {
        [LIGHTS]: atWork(COMMANDS) + "- COMMAND: make test\n- EXIT_CODE: <fill in>\n- LOG_SHA256: <hash>\n",
      },
    },
    {
      verdict: "bad",
      shows: "no exit code before the next command",
      files: { [LIGHTS]: `${COMMANDS}- COMMAND: \`make test\`\n- COMMAND: \`make lint\`\n- EXIT_CODE: 0\n` },
      says: "`make test` is recorded without its exit code. Add `EXIT_CODE` below it.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "no exit code before the next heading, in work in hand",
      files: { [LIGHTS]: atWork(COMMANDS) + "- COMMAND: make test\n\n### Later\n- EXIT_CODE: 0\n" },
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "done, with a blank for an exit code; and one in words",
      files: {
        [LIGHTS]: `${COMMANDS}- COMMAND: make test\n- EXIT_CODE: <fill in>\n- COMMAND: make lint\n- EXIT_CODE: fine\n`,
      },
      says: "`<fill in>` is no exit code",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "a checksum of another kind",
      files: {
        [LIGHTS]: `${COMMANDS}- COMMAND: make test\n- EXIT_CODE: 0\n- LOG_SHA256: da39a3ee5e6b4b0d\n`,
      },
      says: "`da39a3ee5e6b4b0d` is no SHA-256",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a template that asked for no such records",
      files: { [LIGHTS]: oldest(COMMANDS) + "- COMMAND: make test\n- COMMAND: make lint\n- COMMAND: make\n" },
      says: "`make test` is recorded without its exit code. Add `EXIT_CODE` below it. 2 more such faults are below.",
      severity: "note",
      count: 1,
    },
  ],
  *check(packet) {
    const mayWait = packet.stateClass !== "done";
    const found = packet.commands.flatMap((record) => [...faults(record, mayWait)]);
    const [first] = found;
    if (first === undefined) return;
    if (asksForSection(packet, "evidence")) yield* found;
    else {
      yield {
        at: first.at,
        subject: "all",
        severity: "note",
        message: first.message + (found.length > 1 ? ` ${String(found.length - 1)} more such faults are below.` : ""),
        expected: "commands with exit codes",
      };
    }
  },
} as const satisfies Rule;

const { texts, sha256 } = dialect.commands;

function* faults({ command: { value, span }, exitCode, log }: CommandRecord, mayWait: boolean): Iterable<Report> {
  const about = printable(value, 100);
  if (exitCode === null) {
    yield {
      at: span,
      subject: about,
      message: `${quoted(value)} is recorded without its exit code. Add \`${texts.exitCode}\` below it.`,
      expected: "an exit code",
    };
  } else if (!/^-?\d+\b/.test(bare(exitCode.value)) && !(mayWait && isPlaceholder(exitCode.value))) {
    yield {
      at: exitCode.span,
      subject: about,
      message: `${quoted(exitCode.value)} is no exit code. Write the number with which ${quoted(value)} ended.`,
      expected: "a whole number",
    };
  }
  if (
    log === null ||
    sha256.test(bare(log.value)) ||
    dialect.none.test(log.value) ||
    (mayWait && isPlaceholder(log.value))
  )
    return;
  yield {
    at: log.span,
    subject: `${about}: log`,
    message: `${quoted(log.value, 80)} is no SHA-256 of 64 hex digits. Write that of the log, or remove the line.`,
    expected: "64 hex digits",
  };
}

/** Without the quoting of a value that has a remark behind it. */
function bare(value: string): string {
  return value.replace(/^[`"'*]+|[`"'*]+$/g, "");
}
