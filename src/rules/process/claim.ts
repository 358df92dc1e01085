import { type FieldName } from "../../packet/dialect.ts";
import { fieldLabel, fieldVocabulary } from "../../packet/vocabulary.ts";
import { splitRemark } from "../../packet/labels.ts";
import type { Field, Packet } from "../../packet/model.ts";
import { isPlaceholder } from "../../packet/placeholders.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { isBlank, isNone, stated } from "../structure/stated.ts";
import { LIGHTS, REPORT, currentLights, lights, templateLights } from "./harbour.ts";
import { ownStatus } from "./own-status.ts";
import { claimFields, isNewest } from "./stage.ts";

export const claim = {
  id: "process/claim",
  title: "Work in progress says who does it",
  severity: "error",
  what:
    "While a packet is being worked on, the fields of the claim must be filled: the model that does the work, and " +
    "how hard it is set to think. Only templates that have these fields are held to them.",
  why:
    "A claim keeps two coders from doing the same work, and lets a validator see later that the author of the work " +
    "did not also judge it.",
  how: "Fill in the fields when the work is claimed, in the same commit that changes the status.",
  fixable: false,
  since: "0.1.0",
  states: ["active"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "claimed with model and strength",
      files: {
        [LIGHTS]: currentLights(
          "- **Status:** In Progress",
          "- CODER_MODEL: Beacon 4 (command line)",
          "- CODER_REASONING_STRENGTH: EXTRA_HIGH (LOW | MEDIUM | HIGH | EXTRA_HIGH)",
        ),
      },
    },
    {
      verdict: "good",
      shows: "nobody has claimed it yet",
      files: {
        [LIGHTS]: currentLights(
          "- **Status:** Ready for Dev",
          "- CODER_MODEL: <unclaimed>",
          "- CODER_REASONING_STRENGTH: <unclaimed>",
        ),
      },
    },
    {
      verdict: "good",
      shows: "a packet older than the fields of the claim",
      files: { [LIGHTS]: lights("- STATUS: In Progress") },
    },
    {
      verdict: "bad",
      shows: "in progress, and the blanks of the template are still there",
      files: {
        [LIGHTS]: currentLights(
          "- STATUS: In Progress",
          "- CODER_MODEL: <unclaimed>",
          "- CODER_REASONING_STRENGTH: HIGH",
        ),
      },
      says: "CODER_MODEL still says `<unclaimed>`",
    },
    {
      verdict: "bad",
      shows: "a blank with a remark behind it is still a blank",
      files: {
        [LIGHTS]: currentLights(
          "- **Status:** In Progress",
          "- CODER_MODEL: Beacon 4",
          "- CODER_REASONING_STRENGTH: <unclaimed> (LOW | MEDIUM | HIGH | EXTRA_HIGH)",
        ),
      },
      says: "CODER_REASONING_STRENGTH still says `<unclaimed>`",
    },
    {
      verdict: "bad",
      shows: "the whole choice is no choice",
      files: {
        [LIGHTS]: currentLights(
          "- **Status:** In Progress",
          "- CODER_MODEL: Beacon 4",
          "- CODER_REASONING_STRENGTH: LOW | MEDIUM | HIGH",
        ),
      },
      says: "Write one of LOW, MEDIUM, HIGH, EXTRA HIGH",
    },
    {
      verdict: "bad",
      shows: "the same where the value may hold brackets of its own",
      files: {
        [LIGHTS]: currentLights(
          "- **Status:** In Progress",
          "- CODER_MODEL: <unclaimed> (the coder fills this in)",
          "- CODER_REASONING_STRENGTH: HIGH",
        ),
      },
      says: "CODER_MODEL still says `<unclaimed> (the coder",
    },
    {
      verdict: "bad",
      shows: "nothing behind the label",
      files: {
        [LIGHTS]: currentLights("- **Status:** In Progress", "- CODER_MODEL:", "- CODER_REASONING_STRENGTH: HIGH"),
      },
      says: "CODER_MODEL is empty. Write the name of the model",
    },
    {
      verdict: "bad",
      shows: "the field is missing, and only a report speaks of it",
      files: {
        [LIGHTS]:
          currentLights("- **Status:** In Progress", "- CODER_REASONING_STRENGTH: HIGH") +
          `${REPORT}- CODER_MODEL: Beacon 4\n`,
      },
      says: "no CODER_MODEL",
    },
    {
      verdict: "bad",
      shows: "an explicit none: somebody must be doing the work",
      files: {
        [LIGHTS]: currentLights(
          "- **Status:** In Progress",
          "- CODER_MODEL: N/A (the orchestrator does it)",
          "- CODER_REASONING_STRENGTH: HIGH",
        ),
      },
      says: "names nobody",
    },
    {
      verdict: "bad",
      shows: "the template before the current one had the fields in some of its versions",
      files: { [LIGHTS]: templateLights("- **Status:** In Progress", "- CODER_MODEL: Beacon 4") },
      says: "no CODER_REASONING_STRENGTH",
    },
  ],
  *check(packet) {
    for (const name of claimFields(packet)) {
      const [field] = stated(packet, name);
      const report = field === undefined ? missing(packet, name) : unfilled(field);
      if (report !== null) yield report;
    }
  },
} as const satisfies Rule;

function missing(packet: Packet, name: FieldName): Report {
  return {
    at: ownStatus(packet)?.field.valueSpan ?? null,
    subject: name,
    message: `The work is claimed, but there is no ${fieldLabel(name)}. Add it below the status: ${wanted(name)}.`,
    expected: wanted(name),
    // Early versions of the older template did not have the fields.
    ...(isNewest(packet) ? {} : { severity: "warn" as const }),
  };
}

function unfilled(field: Field): Report | null {
  const { name, value, valueSpan } = field;
  const empty = value === "";
  const none = isNone(value);
  // The template's blank is a blank also where the value may hold brackets of its own.
  const blank = isBlank(field) || isPlaceholder(splitRemark(value).value);
  if (!empty && !none && !blank) return null;
  const state = empty ? "is empty" : none ? `names nobody: ${quoted(value)}` : `still says ${quoted(value)}`;
  return {
    at: empty ? field.span : valueSpan,
    subject: name,
    message: `The work is claimed, but ${fieldLabel(name)} ${state}. Write ${wanted(name)}.`,
    expected: wanted(name),
    ...(none ? { severity: "warn" as const } : {}),
  };
}

function wanted(name: FieldName): string {
  const values = fieldVocabulary(name).values;
  return values === undefined ? "the name of the model that does the work" : `one of ${values.join(", ")}`;
}
