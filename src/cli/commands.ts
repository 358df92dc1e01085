/** Every command there is, as data: the parser, the help and the shell completion are all made from this table. */
import type { CommandEntry, OptionEntry, ArgumentEntry } from "./command-entry.ts";
import { lineageCommands } from "./lineage-commands.ts";
import { verdictCommands } from "./verdict-commands.ts";

export const FORMATS = ["pretty", "json", "sarif", "junit", "github", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

export const EVIDENCE_FORMATS = ["pretty", "json", "markdown"] as const;

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export const LEDGER_ACTIONS = ["verify"] as const;

const TARGETS: ArgumentEntry = {
  form: "[target...]",
  about: "a packet's id, or a file or folder of the repository; everything when left out",
  kinds: ["id", "file"],
};

const REPO: OptionEntry = {
  flags: "--repo <dir>",
  about: "a folder in the repository (default: this folder)",
  kind: "folder",
};

const POLICY: OptionEntry = {
  flags: "--policy <file>",
  about: "use this policy file instead of the repository's own",
  kind: "file",
};

const TWO = ["2", "usage, policy or repository at fault; the reason is on stderr"] as const;

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "check",
    purpose: "Judge task packets and say what is wrong with them",
    about: [
      "Judges the working tree, untracked files that Git does not ignore included; with --rev a commit, straight " +
        "from the object store.",
      "With --base it judges what your change brings, as a pull request does: it compares with the commit at which " +
        "your work left that branch (the merge base), and findings that were there before do not fail the check. The " +
        "policy then comes from the tip of the base, never from the change itself.",
      "Without --base and --policy, the policy is .github/writ.yml of what is judged. No file is needed to start.",
    ],
    arguments: [TARGETS],
    groups: [
      {
        title: "What is judged:",
        options: [
          REPO,
          { flags: "--rev <commit>", about: "judge this commit instead of the working tree", kind: "revision" },
          { flags: "--base <commit>", about: "judge the change since this commit or branch", kind: "revision" },
          {
            flags: "--drift",
            about: "also judge whether cited lines still say what they said; with --base, not only of touched packets",
          },
        ],
      },
      {
        title: "By which policy:",
        options: [POLICY, { flags: "--strict", about: "errors from before the change fail the check too" }],
      },
      {
        title: "How it is shown:",
        options: [
          { flags: "--format <format>", about: `${FORMATS.join(", ")} (default: pretty)`, kind: FORMATS },
          { flags: "--notes", about: "pretty: show notes one by one instead of counting them" },
          { flags: "--all", about: "pretty: show everything, also what was there before the change" },
        ],
      },
    ],
    examples: [
      ["writ check", "judge what you have in front of you"],
      ["writ check WP-1-Harbour-Lights", "one packet"],
      ["writ check --base origin/main", "what your branch would bring into main"],
      ["writ check --drift", "also whether evidence still points at the lines it was written for"],
      ["writ check --rev HEAD --format json", "a commit, for a script"],
      ["writ check --base origin/main --format github", "annotations in a GitHub workflow"],
    ],
    exits: [["0", "no finding fails the check"], ["1", "findings at severity error"], TWO],
  },
  {
    name: "explain",
    purpose: "Say what a rule checks and why; or what the App decided, and why",
    about: [
      "The App writes down every verdict, waiver, acknowledgement, refusal and decision of the gate, with the ids of " +
        "what it followed from. --pull lists what was decided about a pull request; --decision derives one decision again, " +
        "from that record and the commits of a clone, and compares. Nothing is asked of GitHub.",
    ],
    arguments: [
      { form: "[rule]", about: "a rule's id; without one, every rule is listed", kinds: ["rule"] },
    ],
    groups: [
      {
        title: "What the App decided:",
        options: [
          { flags: "--pull <number>", about: "list the decisions about a pull request, oldest first" },
          { flags: "--repository <name>", about: "owner/name, where several have a pull request of that number" },
          { flags: "--decision <id>", about: "derive this decision again; the beginning of its id is enough" },
          { flags: "--data <dir>", about: "the App's data folder (default: $DATA_DIR, else data)", kind: "folder" },
          { ...REPO, about: "a folder in the clone that --decision is derived in (default: this folder)" },
        ],
      },
      {
        title: "How it is shown:",
        options: [
          { flags: "--list", about: "list every rule by family, with severity and title" },
          { flags: "--format <format>", about: "pretty, json (default: pretty)", kind: ["pretty", "json"] },
        ],
      },
    ],
    examples: [
      ["writ explain structure/title", "one rule, with a good and a bad example"],
      ["writ explain --list", "what Writ checks at all"],
      ["writ explain --pull 12 --data /var/lib/writ", "what the App decided about a pull request"],
      ["writ explain --decision 3f2a90 --data /var/lib/writ", "whether a decision follows from what it names"],
    ],
    exits: [
      ["0", "shown; the decision came out the same"],
      ["1", "another decision follows, or it cannot be derived here"],
      ["2", "there is no such rule or decision, or usage is at fault; the reason is on stderr"],
    ],
  },
  {
    name: "fix",
    purpose: "Mend what has a mechanical fix, in the working tree",
    about: [
      "Applies the fixes of findings to files, judges again, and writes a file only when the findings are gone, " +
        "nothing new has appeared and the packet still says the same. Text that may only grow, such as validation " +
        "reports, is never touched. A second run changes nothing.",
    ],
    arguments: [TARGETS],
    groups: [
      {
        title: "What is mended:",
        options: [
          REPO,
          {
            flags: "--rule <rule>",
            about: "only findings of this rule; may be given again",
            kind: "rule",
            repeats: true,
          },
          POLICY,
        ],
      },
      { title: "How:", options: [{ flags: "--dry-run", about: "show the difference and write nothing" }] },
    ],
    examples: [
      ["writ fix --dry-run", "see what would change"],
      ["writ fix WP-1-Harbour-Lights", "mend one packet"],
      ["writ fix --rule text/mojibake --rule text/control-character", "only these"],
    ],
    exits: [["0", "everything that can be mended is mended, or shown"], ["1", "a file was left as it was"], TWO],
  },
  {
    name: "new",
    purpose: "Start a task packet or a stub from the template",
    about: [
      "Writes a packet and the refinement it is bound to, or with --stub a stub, where this repository keeps them. " +
        "Nothing is ever overwritten. What it writes passes `writ check` for its state.",
    ],
    arguments: [{ form: "<id>", about: "the new packet's id, such as WP-1-Harbour-Lights", kinds: [] }],
    groups: [
      {
        title: "What is written:",
        options: [{ flags: "--stub", about: "a stub: a backlog entry that nobody works on yet" }, REPO],
      },
    ],
    examples: [
      ["writ new WP-1-Harbour-Lights", "a packet and its refinement"],
      ["writ new --stub WP-2-Tide-Tables", "an idea for later"],
    ],
    exits: [["0", "written"], TWO],
  },
  ...lineageCommands(REPO, TWO),
  {
    name: "sha",
    purpose: "Print the checksums of files that a validation manifest asks for",
    about: [
      "For each file: the SHA-1 of its content with LF line ends (what a manifest wants), the same with CRLF, the id " +
        "of its Git blob, lines and bytes. With --base, also of the file before the change.",
    ],
    arguments: [{ form: "<path...>", about: "files of the repository", kinds: ["file"] }],
    groups: [
      {
        title: "Which files:",
        options: [
          REPO,
          { flags: "--rev <commit>", about: "the files of this commit instead of the working tree", kind: "revision" },
          { flags: "--base <commit>", about: "also before the change since this commit or branch", kind: "revision" },
        ],
      },
      {
        title: "How it is shown:",
        options: [{ flags: "--format <format>", about: "pretty, json (default: pretty)", kind: ["pretty", "json"] }],
      },
    ],
    examples: [
      ["writ sha src/lamp.ts", "a file as it is now"],
      ["writ sha --base origin/main src/lamp.ts", "before and after your change"],
    ],
    exits: [["0", "printed"], TWO],
  },
  {
    name: "evidence",
    purpose: "Show what proves each requirement, and whether it still does",
    about: [
      "Tells for every point of what done means which lines of the evidence map quote it and why, what they cite, and " +
        "what has become of the cited lines since: whether they still say what they said at the commit that wrote the " +
        "citation, have moved, changed or gone.",
      "--fix cites lines that moved where they stand now, in the packet and nowhere else. A citation is only moved to " +
        "lines of the very same text, and of several such places only to the one whose surroundings fit. Reports are " +
        "never touched. A second run changes nothing.",
    ],
    arguments: [{ form: "<id>", about: "the packet to look at", kinds: ["id"] }],
    groups: [
      {
        title: "What is judged:",
        options: [
          REPO,
          { flags: "--rev <commit>", about: "the packet as of this commit instead of the working tree", kind: "revision" },
          POLICY,
        ],
      },
      {
        title: "What is mended:",
        options: [
          { flags: "--fix", about: "cite lines that moved where they stand now" },
          { flags: "--dry-run", about: "with --fix: show the difference and write nothing" },
        ],
      },
      {
        title: "How it is shown:",
        options: [{ flags: "--format <format>", about: `${EVIDENCE_FORMATS.join(", ")} (default: pretty)`, kind: EVIDENCE_FORMATS }],
      },
    ],
    examples: [
      ["writ evidence WP-1-Harbour-Lights", "requirement by requirement"],
      ["writ evidence WP-1-Harbour-Lights --fix --dry-run", "what would be cited anew"],
      ["writ evidence WP-1-Harbour-Lights --rev v1.0 --format markdown", "as of a release, for a comment"],
    ],
    exits: [
      ["0", "every requirement is cited and every citation stands; with --fix, what moved is cited anew"],
      ["1", "a requirement or a citation is open; with --fix, the packet was left as it was"],
      TWO,
    ],
  },
  {
    name: "ledger",
    purpose: "Prove from Git's history that recorded reports were never changed",
    about: [
      "`writ ledger verify` walks everything that led to a commit, all sides of all merges included, and tells every " +
        "commit that changed, deleted, moved or inserted a report, or lost one in a merge; which lines; and whether the " +
        "reports that name each other by hash still do. A packet is followed by its id, wherever its file goes.",
      "Another encoding, other blanks, and governance folders that moved are told, and do not fail.",
      "Reports that Writ wrote are proved besides: what follows from the commit, the base and the policy that a report " +
        "names is derived again and compared with it line by line, and its digest, id and chain are checked. What a " +
        "report names and this clone does not hold leaves it unproved, which is told and does not fail.",
    ],
    arguments: [
      { form: "<action>", about: LEDGER_ACTIONS.join(", "), kinds: [LEDGER_ACTIONS] },
      { form: "[id]", about: "the packet to look at; every packet there ever was when left out", kinds: ["id"] },
    ],
    groups: [
      {
        title: "Which history:",
        options: [REPO, { flags: "--rev <commit>", about: "what led to this commit (default: HEAD)", kind: "revision" }],
      },
      {
        title: "How it is shown:",
        options: [{ flags: "--format <format>", about: "pretty, json (default: pretty)", kind: ["pretty", "json"] }],
      },
    ],
    examples: [
      ["writ ledger verify", "every packet there ever was"],
      ["writ ledger verify WP-1-Harbour-Lights", "one packet, with all its reports"],
      ["writ ledger verify --rev v1.0 --format json", "up to a release, for a script"],
    ],
    exits: [
      ["0", "no recorded text was ever changed"],
      ["1", "recorded text was changed, or a report says something else than follows from what it names"],
      ["2", "usage, policy or repository at fault, or the history is cut off; the reason is on stderr"],
    ],
  },
  ...verdictCommands(REPO, TWO),
  {
    name: "replay",
    purpose: "Judge a history commit by commit, and sum it up",
    about: [
      "Judges commit after commit as if each had been a pull request: only what it brought counts. Prints a line for " +
        "each, then a page that sums up how many would have been stopped, by which rules, and the gravest of it.",
      "The policy of the newest commit judges all of them. Nothing is checked out and nothing is written but the file " +
        "that --resume names: stop it any time, and the same command goes on where it was.",
    ],
    arguments: [
      { form: "[range]", about: "A..B, A.. for what came since, or B for all that led to it (default: HEAD)", kinds: ["revision"] },
    ],
    groups: [
      {
        title: "What is judged:",
        options: [
          REPO,
          { flags: "--since <time>", about: "only commits from then on: 90d, 12w, 6m, 1y, or a day (2026-01-31)" },
          POLICY,
        ],
      },
      {
        title: "How it is shown:",
        options: [
          { flags: "--format <format>", about: "pretty, json (default: pretty)", kind: ["pretty", "json"] },
          { flags: "--resume <file>", about: "write down what is judged in this file, and go on from there", kind: "file" },
        ],
      },
    ],
    examples: [
      ["writ replay", "the whole history of this branch"],
      ["writ replay --since 90d", "the last quarter"],
      ["writ replay v1.0..main --format json", "between two releases, for a script"],
      ["writ replay --resume replay.jsonl", "a long history, in as many sittings as it takes"],
    ],
    exits: [
      ["0", "no commit brought an error"],
      ["1", "some commit would have been stopped"],
      TWO,
    ],
  },
  {
    name: "completion",
    purpose: "Print the script that completes writ in your shell",
    about: [
      "bash: add `source <(writ completion bash)` to ~/.bashrc.",
      "zsh: add `source <(writ completion zsh)` to ~/.zshrc, after compinit.",
      "fish: `writ completion fish > ~/.config/fish/completions/writ.fish`.",
    ],
    arguments: [{ form: "<shell>", about: SHELLS.join(", "), kinds: [SHELLS] }],
    groups: [],
    examples: [["source <(writ completion bash)", "in this shell, now"]],
    exits: [["0", "printed"], TWO],
  },
  {
    name: "help",
    purpose: "Explain a command",
    about: [],
    arguments: [{ form: "[command]", about: "a command; all of them when left out", kinds: ["command"] }],
    groups: [],
    examples: [["writ help check", "options and examples of one command"]],
    exits: [["0", "shown"], ["2", "there is no such command"]],
  },
  {
    name: "__complete",
    purpose: "Print the words that may stand next, for the completion scripts",
    about: [],
    arguments: [
      { form: "<kind>", about: "id or rule", kinds: [] },
      { form: "[beginning]", about: "what is typed already", kinds: [] },
    ],
    groups: [],
    examples: [],
    exits: [["0", "always"]],
    hidden: true,
  },
];

export const SHOWN: readonly CommandEntry[] = COMMANDS.filter((command) => command.hidden !== true);

export function commandNamed(name: string): CommandEntry | null {
  return COMMANDS.find((command) => command.name === name) ?? null;
}
