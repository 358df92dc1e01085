/** What can be wrong with a refinement, looked at from its parts. Each part gives the faults it finds, in order. */
import { dialect, type FieldName } from "../../packet/dialect.ts";
import { fieldLabel, fieldVocabulary, normalise, sectionLabel } from "../../packet/vocabulary.ts";
import type { Field, Packet, Span } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report } from "../rule.ts";
import { isBlank, isNone, stated } from "../structure/stated.ts";
import { ownSignature } from "./own-signature.ts";

export type Fault = Pick<Report, "at" | "subject" | "message" | "expected" | "related">;

const { refinement: form } = dialect;

/** Sections that must be there and say something. */
export function* sectionFaults(refinement: Packet): Generator<Fault> {
  for (const name of form.sections) {
    const section = refinement.sections.find((entry) => entry.name === name);
    const label = sectionLabel(name);
    if (section === undefined) {
      yield { at: null, subject: `section ${name}`, message: `The refinement has no section ${label}. Add it.` };
    } else if (section.content === "empty" || section.content === "template") {
      const message = `The section ${label} says nothing yet. Fill it in, or write that there is nothing.`;
      yield { at: section.heading, subject: `section ${name}`, message };
    }
  }
}

/** Fields that must be there, filled in, and hold a value that means something. */
export function* fieldFaults(refinement: Packet): Generator<Fault> {
  for (const name of form.fields) {
    const [field] = stated(refinement, name);
    const label = fieldLabel(name);
    if (field === undefined) {
      yield { at: null, subject: `field ${name}`, message: `The refinement has no ${label}. Add it.` };
      continue;
    }
    const values = fieldVocabulary(name).values;
    const given = { at: field.value === "" ? field.span : field.valueSpan, subject: `field ${name}` };
    if (isBlank(field)) {
      yield { ...given, message: `${label} is not filled in. Fill it in before work stands on it.` };
    } else if (values !== undefined && firstWord(field) === null) {
      const expected = `one of ${values.join(", ")}`;
      yield { ...given, expected, message: `${label} is ${quoted(field.value)}. It must be ${expected}.` };
    }
  }
}

/** The id is the packet's, and the spec is a file that the SHA-1 names one state of. */
export function* bindingFaults(refinement: Packet, pointer: string | null): Generator<Fault> {
  const id = filled(refinement, "wpId");
  if (id !== null && id.value !== refinement.id) {
    yield {
      at: id.valueSpan,
      subject: "id",
      expected: refinement.id,
      message:
        `The refinement is about ${quoted(id.value)}, but its file is called ${quoted(refinement.id)}. ` +
        "Make the two agree.",
    };
  }
  const resolved = filled(refinement, "specResolved");
  if (resolved !== null) {
    const file = form.resolved.exec(resolved.value)?.[1];
    const isOpen = dialect.placeholders.some((pattern) => pattern.test(resolved.value));
    if (file === undefined || isOpen || file === pointer || pointer?.endsWith(`/${file}`) === true) {
      yield {
        at: resolved.valueSpan,
        subject: "spec target",
        expected: "the file of the spec",
        message:
          `${quoted(resolved.value)} does not say which spec file was meant. ` +
          "Look up what the spec pointer names, and write both: `pointer -> file`.",
      };
    }
  }
  const sha1 = filled(refinement, "specSha1");
  if (sha1 !== null && !/^[0-9a-f]{40}$/i.test(sha1.value)) {
    const message = `${quoted(sha1.value)} is no SHA-1. Write the 40 hex digits of the spec file's content.`;
    yield { at: sha1.valueSpan, subject: "spec sha1", expected: "40 hex digits", message };
  }
}

/** Approved, and signed with the signature of its packet. */
export function* approvalFaults(refinement: Packet, packet: Packet | null): Generator<Fault> {
  const status = filled(refinement, "reviewStatus");
  if (status !== null && firstWord(status) !== null && firstWord(status) !== form.approved) {
    yield {
      at: status.valueSpan,
      subject: "approval",
      expected: form.approved,
      message: `A packet stands on this refinement, but its review says ${quoted(status.value)}. Have it approved.`,
    };
  }
  const own = ownSignature(refinement);
  const theirs = packet === null ? null : ownSignature(packet);
  if (own?.form !== "dated") {
    const state = own === null ? "has no signature" : `is signed ${quoted(own.value)}, which is no full signature`;
    yield {
      at: own?.span ?? status?.span ?? null,
      subject: "signature",
      expected: theirs?.form === "dated" ? theirs.value : dialect.signature.example,
      message: `The refinement ${state}. Write down the signature with which it was approved.`,
    };
  } else if (packet !== null && theirs?.form === "dated" && theirs.value !== own.value) {
    yield {
      at: own.span,
      subject: "signature",
      expected: theirs.value,
      message:
        `The refinement is signed ${quoted(own.value)}, its packet ${quoted(theirs.value)}. ` +
        "One signature approves both: have the pair signed together.",
      related: [{ path: packet.path, span: theirs.span, message: "The packet's signature." }],
    };
  }
}

/** The verdict, the ambiguity and the enrichment must not contradict each other. */
export function* verdictFaults(refinement: Packet): Generator<Fault> {
  const covers = filled(refinement, "clearlyCoversVerdict");
  const ambiguity = filled(refinement, "ambiguityFound");
  const needed = filled(refinement, "enrichmentNeeded");
  const isCovered = covers === null ? null : firstWord(covers) === form.covered;
  if (isCovered === true && ambiguity !== null && firstWord(ambiguity) === form.yes) {
    yield {
      at: ambiguity.valueSpan,
      subject: "ambiguity",
      message: "The spec is said to cover the work clearly and to be ambiguous. Only one of the two can be true.",
      related: related(refinement, covers, "The verdict."),
    };
  }
  if (needed === null) return;
  const isNeeded = firstWord(needed);
  if (isNeeded === form.no && covers !== null && isCovered === false && firstWord(covers) !== null) {
    yield {
      at: needed.valueSpan,
      subject: "enrichment",
      message: "The spec does not clearly cover the work, yet no enrichment is needed. Correct one of the two.",
      related: related(refinement, covers, "The verdict."),
    };
  }
  if (isNeeded === form.no && !hasReason(refinement)) {
    const message = `No enrichment is needed, but ${fieldLabel("noEnrichmentReason")} does not say why. Say it there.`;
    yield { at: needed.valueSpan, subject: "enrichment reason", message };
  }
  if (isNeeded === form.yes && !hasProposal(refinement)) {
    const message =
      `An enrichment is needed, but ${sectionLabel("proposedEnrichment")} holds no text for the spec. ` +
      "Write the text there as it shall stand in the spec.";
    yield { at: needed.valueSpan, subject: "enrichment text", message };
  }
}

const ANCHOR_PARTS: readonly FieldName[] = ["specAnchor", "contextStart", "contextEnd", "contextToken"];

/** At least one place of the spec, and each with all that is needed to look it up. */
export function* anchorFaults(refinement: Packet): Generator<Fault> {
  if (refinement.anchors.length === 0) {
    const section = refinement.sections.find((entry) => entry.name === "specAnchors");
    const message = "The refinement binds to no place of the spec. Add an anchor for each requirement it is about.";
    yield { at: section?.heading ?? null, subject: "anchors", message };
  }
  for (const anchor of refinement.anchors) {
    const given = [anchor.file, anchor.start, anchor.end, anchor.token];
    const lacking = ANCHOR_PARTS.filter((_, index) => given[index] === null).map(fieldLabel);
    if (lacking.length === 0) continue;
    yield {
      at: anchor.span,
      subject: `anchor ${anchor.title}`,
      expected: "a spec file, a window of lines, and a token",
      message: `${quoted(anchor.title)} does not give ${lacking.join(", ")}. Without it the place cannot be looked up.`,
    };
  }
}

/** Blanks of the template, outside code, that no other part has spoken of. */
export function* blankFaults(refinement: Packet, spoken: readonly Span[]): Generator<Fault> {
  const anchored = refinement.fields.filter((field) => ANCHOR_PARTS.includes(field.name)).map((field) => field.span);
  for (const { text, span, inCode } of refinement.placeholders) {
    const isInside = (other: Span): boolean => other.start <= span.start && span.end <= other.end;
    if (inCode || spoken.some(isInside) || anchored.some(isInside)) continue;
    const message = `A blank of the template is left: ${quoted(text)}. Fill it in.`;
    yield { at: span, subject: `blank ${text}`, message };
  }
}

/** The field, when somebody has filled it in. */
function filled(refinement: Packet, name: FieldName): Field | null {
  return stated(refinement, name).find((field) => !isBlank(field)) ?? null;
}

/** The allowed value that a field gives, with or without words behind it; null for any other value. */
function firstWord(field: Field): string | null {
  const words = normalise(field.value);
  return fieldVocabulary(field.name).values?.find((value) => words === value || words.startsWith(`${value} `)) ?? null;
}

function hasReason(refinement: Packet): boolean {
  const reason = filled(refinement, "noEnrichmentReason");
  return reason !== null && !isNone(reason.value) && !/^<.*>$/.test(reason.value);
}

/** The proposed text may have headings of its own: it reaches to the next section that the dialect knows. */
function hasProposal(refinement: Packet): boolean {
  const { sections, source } = refinement;
  const own = sections.find((entry) => entry.name === "proposedEnrichment");
  if (own === undefined) return false;
  const next = sections.find((entry) => entry.name !== null && entry.heading.start > own.heading.start);
  return source.text
    .slice(own.body.start, next?.heading.start ?? source.text.length)
    .split("\n")
    .map((line) => line.trim())
    .some((line) => line !== "" && !line.startsWith("```") && !/^<[^>]*>$/.test(line) && !isNone(line));
}

function related(refinement: Packet, field: Field | null, message: string): NonNullable<Fault["related"]> {
  return field === null ? [] : [{ path: refinement.path, span: field.valueSpan, message }];
}
