/** The commands that record verdicts, as entries of the command table. */
import type { CommandEntry, OptionEntry } from "./command-entry.ts";

export const VERDICTS = ["pass", "fail", "outdated"] as const;
export const TESTS = ["pass", "fail", "not-run"] as const;

const DRY: OptionEntry = { flags: "--dry-run", about: "show the difference and write nothing" };

export function verdictCommands(repo: OptionEntry, two: readonly [string, string]): readonly CommandEntry[] {
  return [
    {
      name: "verdict",
      purpose: "Give a verdict on a packet and record it there",
      about: [
        "Judges the last commit and writes a report with your reason into the packet of the working tree, behind all " +
          "earlier ones. Nothing else of the packet changes, unless the policy wants the status changed with a PASS. " +
          "Where the repository keeps the states of the gates as JSON files, the packet's is written with it. Commit it yourself.",
        "The validator is whoever Git is configured for. Nothing proves that: on GitHub, comment the verdict on the " +
          "pull request instead, where the App knows who speaks and whether they may.",
        "With --base the report also speaks of every file that the work changed since it left that branch, and the " +
          "policy is that branch's. Without it, of the packet and its evidence.",
      ],
      arguments: [
        { form: "<verdict>", about: VERDICTS.join(", "), kinds: [VERDICTS] },
        { form: "<id>", about: "the packet that was validated", kinds: ["id"] },
      ],
      groups: [
        {
          title: "What is said:",
          options: [
            { flags: "--reason <file>", about: "the reason, from this file; `-` reads it from standard input", kind: "file" },
            { flags: "--tests <result>", about: `how the test plan ended: ${TESTS.join(", ")}`, kind: TESTS },
          ],
        },
        {
          title: "What is judged:",
          options: [repo, { flags: "--base <commit>", about: "the branch that the work is for", kind: "revision" }],
        },
        { title: "How:", options: [DRY] },
      ],
      examples: [
        ["writ verdict pass WP-1-Harbour-Lights --reason why.md", "record a PASS"],
        ["writ verdict fail WP-1-Harbour-Lights --reason - --dry-run", "see it first"],
      ],
      exits: [["0", "the report stands in the packet, or stood there already"], two],
    },
    {
      name: "append",
      purpose: "Append a report that Writ has made elsewhere to its packet",
      about: [
        "Takes the block that a check or a comment shows, where the App could not write it itself. It is proved first: " +
          "everything in it is derived again from the commit that it names, and the packet of the working tree must " +
          "still be what was judged.",
      ],
      arguments: [{ form: "<file>", about: "the file with the report; `-` reads it from standard input", kinds: ["file"] }],
      groups: [{ title: "How:", options: [repo, DRY] }],
      examples: [
        ["writ append report.md", "append a report to the packet that it names"],
        ["writ append - --dry-run", "prove a report and show what would be written"],
      ],
      exits: [["0", "the report stands in the packet, or stood there already"], two],
    },
  ];
}
