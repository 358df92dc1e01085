/** The commands about lineage, as entries of the command table. */
import type { CommandEntry, OptionEntry } from "./command-entry.ts";

const REV: OptionEntry = {
  flags: "--rev <commit>",
  about: "this commit instead of the working tree",
  kind: "revision",
};

/** Given what every command shares: the option that names the repository, and the exit code for faults. */
export function lineageCommands(repo: OptionEntry, two: CommandEntry["exits"][number]): readonly CommandEntry[] {
  return [
    {
      name: "revise",
      purpose: "Start the next revision of a packet, requirements carried over",
      about: [
        "Writes the next version of a base as a draft from the template: its lineage names every packet before it, and " +
          "every requirement of the last one is promised again and said to be preserved. The row of the registry and the " +
          "entries of the board are updated with it, where there are such documents: all of it or nothing.",
        "Nothing is ever overwritten. What it writes passes `writ check` for its state.",
      ],
      arguments: [{ form: "<base>", about: "the base, or any packet of it, such as WP-1-Harbour-Lights", kinds: ["id"] }],
      groups: [{ title: "Where:", options: [repo] }],
      examples: [["writ revise WP-1-Harbour-Lights", "the revision after the newest packet"]],
      exits: [["0", "written"], two],
    },
    {
      name: "activate",
      purpose: "Turn a stub into a packet",
      about: [
        "Writes the packet of a stub as a draft from the template, with what the stub says about scope and acceptance, " +
          "and the refinement it is bound to, where there is none yet. A refinement that is there must not have been " +
          "rejected. The row of the registry and the entry of the board are updated, and the stub says that it was " +
          "activated: all of it or nothing.",
        "Nothing is ever overwritten. What it writes passes `writ check` for its state.",
      ],
      arguments: [{ form: "<id>", about: "the stub's id", kinds: ["id"] }],
      groups: [{ title: "Where:", options: [repo] }],
      examples: [["writ activate WP-2-Tide-Tables", "begin what was an idea"]],
      exits: [["0", "written"], two],
    },
    {
      name: "lineage",
      purpose: "Draw the revisions of a base and what became of requirements",
      about: [
        "Shows the packets of a base from the first to the one in force, how many requirements each step kept, changed, " +
          "retired or dropped, and every dropped one with the line where it was; the stubs, refinements, registry rows " +
          "and board entries around them; and what the rules of lineage find.",
      ],
      arguments: [{ form: "<base>", about: "a base, or any packet or stub of it", kinds: ["id"] }],
      groups: [
        { title: "Which state:", options: [repo, REV] },
        {
          title: "How it is shown:",
          options: [
            { flags: "--format <format>", about: "text, json, mermaid, dot (default: text)", kind: ["text", "json", "mermaid", "dot"] },
          ],
        },
      ],
      examples: [
        ["writ lineage WP-1-Harbour-Lights", "a drawing for the terminal"],
        ["writ lineage WP-1-Harbour-Lights --format mermaid", "a chart for a page"],
        ["writ lineage WP-1-Harbour-Lights --format dot | dot -Tsvg", "a picture"],
      ],
      exits: [["0", "shown"], two],
    },
    {
      name: "board",
      purpose: "Show the board as the packets really are",
      about: [
        "Lists every packet and stub under its real state, with what the board says of it where that is something else. " +
          "With --phase only those of one phase, and the exit code says whether the phase can be closed.",
      ],
      arguments: [],
      groups: [
        { title: "Which state:", options: [repo, REV, { flags: "--phase <number>", about: "only this phase; 1 when something of it is still open" }] },
        {
          title: "How it is shown:",
          options: [{ flags: "--format <format>", about: "pretty, json (default: pretty)", kind: ["pretty", "json"] }],
        },
      ],
      examples: [
        ["writ board", "everything"],
        ["writ board --phase 1", "what phase 1 still waits for"],
      ],
      exits: [["0", "shown; nothing of the phase is open"], ["1", "with --phase: something of the phase is open"], two],
    },
  ];
}
