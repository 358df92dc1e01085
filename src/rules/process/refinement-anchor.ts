import { contentSha1 } from "../../packet/content-sha1.ts";
import { dialect } from "../../packet/dialect.ts";
import type { Anchor, Field, Packet } from "../../packet/model.ts";
import type { Source } from "../../packet/source.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule, World } from "../rule.ts";
import { stated } from "../structure/stated.ts";
import { LIGHTS, REFINEMENT, SPEC, SPEC_TEXT, WORK, refinement } from "./harbour.ts";
import { standingOf } from "./refinement-standing.ts";
import { inWindow, lineCount, lineOf } from "./spec-window.ts";

export const refinementAnchor = {
  id: "process/refinement-anchor",
  title: "A refinement's anchors hold in the spec",
  severity: "error",
  what:
    "The window of each anchor must be a range of lines of the spec file, the anchor's token must occur in it, and " +
    "the SHA-1 in the refinement must be that of the file's content, with either kind of line end. Where the spec " +
    "file is not in the repository, a note says that nothing was checked.",
  why:
    "The anchors are how a validator finds the text that a requirement comes from. If they do not hold, the packet " +
    "may ask for something that the spec never said, or says no longer.",
  how:
    "Read the spec again at the place that was meant. If it still says the same, correct the window and the SHA-1; " +
    "if not, the packet needs a new revision.",
  fixable: false,
  since: "0.1.0",
  needs: ["specs"],
  scope: "packet",
  kinds: ["refinement"],
  examples: [
    {
      verdict: "good",
      shows: "the token stands in its window of the spec",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement(), [SPEC]: SPEC_TEXT },
    },
    {
      verdict: "good",
      shows: "a window of one line, the last one, and a token with an escaped character",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({
          "- CONTEXT_START_LINE: ": "6",
          "- CONTEXT_TOKEN: ": "A dark lamp \\\\u00A7 is",
        }),
        [SPEC]: SPEC_TEXT,
      },
    },
    {
      verdict: "good",
      shows: "the whole file as the window, with one backslash before the escaped character",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({
          "- CONTEXT_START_LINE: ": "1",
          "- CONTEXT_TOKEN: ": "dark lamp \\u00a7 is",
        }),
        [SPEC]: SPEC_TEXT,
      },
    },
    {
      verdict: "good",
      shows: "the spec is checked out with carriage returns",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement(), [SPEC]: SPEC_TEXT.replaceAll("\n", "\r\n") },
    },
    {
      verdict: "good",
      shows: "the SHA-1 was taken of a checkout with carriage returns, in capitals",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- SPEC_TARGET_SHA1: ": "E63798598ED3011276166E5966F39264400E11C5" }),
        [SPEC]: SPEC_TEXT,
      },
    },
    {
      verdict: "good",
      shows: "a token that is a comment",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({
          "- CONTEXT_TOKEN: ": "<!-- LAMPS -->",
          "- SPEC_TARGET_SHA1: ": "17087af4d791616d7747e4a5d60b371c05e16c03",
        }),
        [SPEC]: SPEC_TEXT.replace("## 2 Lights\n", "## 2 Lights\n<!-- LAMPS -->\n"),
      },
    },
    {
      verdict: "good",
      shows: "a draft may bind to anything",
      files: {
        [REFINEMENT]: refinement({
          "- USER_REVIEW_STATUS: ": "PENDING",
          "- CONTEXT_TOKEN: ": "a fog horn",
        }),
        [SPEC]: SPEC_TEXT,
      },
    },
    {
      verdict: "good",
      shows: "what an anchor lacks is for the rule about the form",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CONTEXT_START_LINE:": null, "- SPEC_TARGET_SHA1: ": "<pending>" }),
        [SPEC]: SPEC_TEXT,
      },
    },
    {
      verdict: "bad",
      shows: "the token stands elsewhere in the spec",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CONTEXT_TOKEN: ": "# Harbour", "- CONTEXT_END_LINE: ": "4" }),
        [SPEC]: SPEC_TEXT,
      },
      says: "but on line 1",
    },
    {
      verdict: "bad",
      shows: "the window ends one line too early",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CONTEXT_END_LINE: ": "4" }),
        [SPEC]: SPEC_TEXT,
      },
      says: "lines 3-4 of `Harbour_Spec_v3.md`, but on line 5",
    },
    {
      verdict: "bad",
      shows: "the token stands nowhere",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CONTEXT_TOKEN: ": "a fog horn" }),
        [SPEC]: SPEC_TEXT,
      },
      says: "nor anywhere else",
    },
    {
      verdict: "bad",
      shows: "the window begins behind its end",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement({ "- CONTEXT_START_LINE: ": "7" }), [SPEC]: SPEC_TEXT },
      says: "which holds no line",
    },
    {
      verdict: "bad",
      shows: "lines count from one",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CONTEXT_START_LINE: ": "0" }),
        [SPEC]: SPEC_TEXT,
      },
      says: "which holds no line",
    },
    {
      verdict: "bad",
      shows: "the window reaches past the end of the spec",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CONTEXT_END_LINE: ": "7" }),
        [SPEC]: SPEC_TEXT,
      },
      says: "has 6 lines",
    },
    {
      verdict: "bad",
      shows: "the spec has changed since",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement(), [SPEC]: SPEC_TEXT.replace("the hour", "two hours") },
      says: "another state of `Harbour_Spec_v3.md`",
    },
    {
      verdict: "bad",
      shows: "the spec has changed since the work was done",
      files: {
        [LIGHTS]: WORK.replace("In Progress", "Done"),
        [REFINEMENT]: refinement(),
        [SPEC]: SPEC_TEXT.replace("the hour", "two hours"),
      },
      says: "another state",
    },
    {
      verdict: "bad",
      shows: "the spec is not in the repository",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement() },
      says: "`Harbour_Spec_v3.md` is not in the repository",
    },
    {
      verdict: "bad",
      shows: "an anchor binds to another spec, which is not in the repository",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- SPEC_ANCHOR: ": "Tide_Tables.md 1" }),
        [SPEC]: SPEC_TEXT,
      },
      says: "`Tide_Tables.md` is not in the repository",
    },
  ],
  *check(refinement, { world }) {
    const { isDraft, packet, weight } = standingOf(refinement, world);
    if (isDraft) return;
    // The spec may move on once the work is done: the anchors were right in their time.
    const isOver = packet?.stateClass === "done" && weight.severity === undefined;
    const own = isOver ? { severity: "warn" as const } : weight;
    const target = targetOf(refinement);
    const absent = new Set<string>();
    const specOf = (file: string | null): Source | undefined => {
      const spec = file === null ? undefined : world.spec(file);
      if (file !== null && spec === undefined) absent.add(file);
      return spec;
    };
    for (const anchor of refinement.anchors) {
      const file = anchor.file ?? target?.file ?? null;
      const fault = anchorFault(refinement, anchor, file, specOf(file));
      if (fault !== null) yield { ...fault, ...own };
    }
    const spec = specOf(target?.file ?? null);
    const fault = target === null || spec === undefined ? null : sha1Fault(refinement, target.file, spec, world);
    if (fault !== null) yield { ...fault, ...own };
    const [first, ...rest] = absent;
    if (first === undefined) return;
    yield {
      at: target?.field.valueSpan ?? refinement.anchors[0]?.span ?? null,
      subject: "unchecked",
      severity: "note",
      message:
        `The spec ${quoted(first)}${rest.length > 0 ? ` and ${String(rest.length)} more` : ""} ` +
        "is not in the repository, so the anchors that bind to it cannot be checked. " +
        "Keep the spec beside the packets to have them checked.",
      expected: "the spec file in the repository",
    };
  },
} as const satisfies Rule;

type Fault = Pick<Report, "at" | "subject" | "message" | "expected">;

function anchorFault(refinement: Packet, anchor: Anchor, file: string | null, spec: Source | undefined): Fault | null {
  const { title, span, start, end, token } = anchor;
  if (start === null || end === null) return null;
  const window = `${String(start)}-${String(end)}`;
  const last = refinement.fields.find((field) => field.name === "contextEnd" && field.span.start > span.start);
  const place = { at: last?.valueSpan ?? span, subject: `${title} window` };
  if (start < 1 || end < start) {
    const message = `${quoted(title)} has the window ${window}, which holds no line. Give first and last line.`;
    return { ...place, message, expected: "a first line, and a last line that is not before it" };
  }
  if (spec === undefined || file === null) return null;
  const lines = lineCount(spec);
  if (end > lines) {
    return {
      ...place,
      expected: `lines up to ${String(lines)}`,
      message:
        `${quoted(title)} has the window ${window}, but ${quoted(file)} has ${String(lines)} lines. ` +
        "Look the place up again.",
    };
  }
  if (token === null || inWindow(spec, token, start, end)) return null;
  const line = lineOf(spec, token);
  const where =
    line === null
      ? "nor anywhere else in it. Read the spec again: it may say something else now."
      : `but on line ${String(line)}. If that is the place that was meant, move the window there.`;
  return {
    at: anchor.tokenSpan ?? span,
    subject: `${title} token`,
    message: `The token ${quoted(token)} does not stand in lines ${window} of ${quoted(file)}, ${where}`,
    expected: `the token in lines ${window}`,
  };
}

function sha1Fault(refinement: Packet, file: string, spec: Source, world: World): Fault | null {
  const [field] = stated(refinement, "specSha1");
  if (field === undefined || !/^[0-9a-f]{40}$/i.test(field.value)) return null;
  const given = field.value.toLowerCase();
  if (given === world.specSha1(file)) return null;
  const { lf, crlf } = contentSha1(spec.bytes);
  if (given === lf || given === crlf) return null;
  return {
    at: field.valueSpan,
    subject: "spec sha1",
    expected: lf,
    message:
      `The refinement was made from another state of ${quoted(file)}: its SHA-1 is ${lf} now. ` +
      "Read the anchors again in the spec as it is, and then write the SHA-1 down.",
  };
}

/** The spec file that the refinement resolved the pointer to. */
function targetOf(refinement: Packet): { readonly file: string; readonly field: Field } | null {
  const [field] = stated(refinement, "specResolved");
  const file = field === undefined ? undefined : dialect.refinement.resolved.exec(field.value)?.[1];
  return field === undefined || file === undefined ? null : { file, field };
}
