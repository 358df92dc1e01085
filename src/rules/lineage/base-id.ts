import { lineageOf } from "../../lineage/graph.ts";
import { fieldLabel, readId } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { FIRST, packet, second, SECOND, stub, STUB2 } from "./harbour.ts";
import { isHistory } from "./weight.ts";

const LABEL = fieldLabel("baseId");

export const baseId = {
  id: "lineage/base-id",
  title: "A packet names the base it belongs to",
  severity: "error",
  what:
    `The field \`${LABEL}\` of a packet or stub holds its id without the mark of its revision. An old id that ends in a ` +
    "date may name itself.",
  why:
    "The base is what plan, registry and board go by while revisions come and go. A packet that names another one, or " +
    "itself with its revision, is lost to everyone who looks it up by its base.",
  how: "Write the id without `-v` and the number behind it. `writ fix` does that.",
  fixable: true,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    {
      verdict: "good",
      shows: "the base of a revision, with the remark that the template leaves behind it",
      files: { [SECOND]: second("- BASE_WP_ID: WP-1-Harbour-Lights (stable ID without `-vN`)") },
    },
    {
      verdict: "good",
      shows: "dots belong to the name, a date of long ago may stay, and nobody has filled in the third",
      files: {
        ".GOV/task_packets/WP-1-Quay-v1.2-Wall-v2.md": packet("WP-1-Quay-v1.2-Wall-v2", "- BASE_WP_ID: WP-1-Quay-v1.2-Wall"),
        ".GOV/task_packets/WP-1-Crane-20251228.md": packet("WP-1-Crane-20251228", "- BASE_WP_ID: WP-1-Crane-20251228"),
        ".GOV/task_packets/WP-1-Crane.md": packet("WP-1-Crane", "- BASE_WP_ID: <fill in>"),
      },
    },
    {
      verdict: "bad",
      shows: "the id with its revision",
      files: { [SECOND]: second("- BASE_WP_ID: WP-1-Harbour-Lights-v2") },
      says: "carries the mark of a revision",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a stub with the base of another one, whose name begins alike",
      files: { [STUB2]: stub("WP-1-Harbour-Lights-v2", "- BASE_WP_ID: WP-1-Harbour") },
      says: "names `WP-1-Harbour`, but",
    },
    {
      verdict: "bad",
      shows: "in a packet that has been replaced it weighs little",
      files: { [FIRST]: packet("WP-1-Harbour-Lights", "- **Status:** Superseded", "- BASE_WP_ID: WP-1-Lights") },
      severity: "note",
    },
  ],
  *check(document, context) {
    if (readId(document.id) === null) return;
    const expected = lineageOf(context.world).baseOf(document.id);
    for (const field of document.fields) {
      if (field.name !== "baseId" || field.inReport || field.placeholder || field.value === "") continue;
      if (field.value === expected || field.value === document.base) continue;
      const marked = field.value === document.id;
      yield {
        at: field.valueSpan,
        subject: LABEL,
        ...(isHistory(document, context) ? { severity: "note" as const } : {}),
        message: marked
          ? `\`${LABEL}\` carries the mark of a revision, ${quoted(field.value, 100)}. Write ${quoted(expected, 100)}.`
          : `\`${LABEL}\` names ${quoted(field.value, 100)}, but ${quoted(document.id, 100)} belongs to ` +
            `${quoted(expected, 100)}. Write that, or rename the file.`,
        expected,
        fix: { title: "Name the base", edits: [{ span: field.valueSpan, text: expected }] },
      };
    }
  },
} as const satisfies Rule;
