/** What each character of a document belongs to: damage, a stray byte, words that must stay as they are. */
import { fieldVocabulary, sectionVocabulary } from "../../packet/vocabulary.ts";
import type { AnyDocument, Damage, Field, Section, Span } from "../../packet/model.ts";

/** Damage to characters, the weaker claim first: what was double-encoded may hold bytes that are not UTF-8. */
export const DAMAGING = ["encoding", "control-character", "mojibake"] as const;
const STRUCTURAL: readonly Damage["kind"][] = ["escaped-newline", "pseudo-fence", "unclosed-fence"];

const SIGNED = 1;
const COMPARED = 2;
const RECORDED = 3;

export class Surroundings {
  readonly text: string;
  readonly #damage: readonly Damage[];
  /** By offset: one more than the index of the damage that the character belongs to; 0 for none. */
  readonly #claim: Int32Array;
  /** By offset: 1 where the file holds a byte that is not UTF-8. */
  readonly #stray: Uint8Array;
  /** By offset: which of `SIGNED`, `COMPARED` and `RECORDED` text the character stands in; 0 for none. */
  readonly #held: Uint8Array;

  constructor(document: AnyDocument) {
    const { damage, source, appendOnly } = document;
    this.text = source.text;
    this.#damage = damage;
    this.#claim = new Int32Array(this.text.length);
    this.#stray = new Uint8Array(this.text.length);
    this.#held = new Uint8Array(this.text.length);
    for (const kind of [...DAMAGING, ...STRUCTURAL]) {
      for (const [index, { kind: own, span, replacement }] of damage.entries()) {
        if (own !== kind || (replacement === null && STRUCTURAL.includes(kind))) continue;
        this.#claim.fill(index + 1, span.start, span.end);
        if (kind === "encoding") this.#stray.fill(1, span.start, span.end);
      }
    }
    for (const span of signedSpans(document)) this.#held.fill(SIGNED, span.start, span.end);
    for (const span of comparedSpans(document)) this.#held.fill(COMPARED, span.start, span.end);
    for (const span of appendOnly) this.#held.fill(RECORDED, span.start, span.end);
  }

  count(kind: Damage["kind"]): number {
    return this.#damage.filter((damage) => damage.kind === kind).length;
  }

  /** The damage that a character belongs to, and where its part of it on the line ends. */
  damageAt(at: number, lineEnd: number): { readonly damage: Damage; readonly end: number } | null {
    const claim = this.#claim[at] ?? 0;
    const damage = this.#damage[claim - 1];
    if (damage === undefined) return null;
    let end = at + 1;
    while (end < lineEnd && this.#claim[end] === claim) end++;
    return { damage, end };
  }

  /** Where the run of printable ASCII without damage that begins at an offset ends; the offset when none begins. */
  plainEnd(at: number, lineEnd: number): number {
    let end = at;
    for (; end < lineEnd && this.#claim[end] === 0; end++) {
      const code = this.text.charCodeAt(end);
      if ((code < 0x20 && code !== 9) || code > 0x7e) break;
    }
    return end;
  }

  /** True where some other rule compares the words, so that not even a dash in them may become another one. */
  isCompared(at: number): boolean {
    return this.#held[at] === COMPARED || this.#held[at] === RECORDED;
  }

  /** True where a signature stands for the words: their marks may change, no word may. */
  isSigned(at: number): boolean {
    return this.#held[at] === SIGNED;
  }

  isRecorded(at: number): boolean {
    return this.#held[at] === RECORDED;
  }

  /** The text as it is, to be written again, where the file has it in another encoding; null where it is fine. */
  rewritten(span: Span): string | null {
    return this.#stray.subarray(span.start, span.end).includes(1) ? this.text.slice(span.start, span.end) : null;
  }
}

function signedSpans(document: AnyDocument): readonly Span[] {
  if (!("signature" in document) || document.signature === null || document.signature.form === "pending") return [];
  const isFrozen = ({ name }: Section): boolean => name !== null && sectionVocabulary(name).region === "frozen";
  return document.sections.filter(isFrozen).map((section) => section.body);
}

function comparedSpans(document: AnyDocument): readonly Span[] {
  if (document.kind === "specPointer") return document.target === null ? [] : [document.target.span];
  if (!("claims" in document)) return [];
  const { title, claims, fields, citations, scopePaths, anchors } = document;
  return [
    ...(title === null ? [] : [title.span]),
    ...claims.flatMap((claim) => claim.span ?? []),
    ...fields.filter(isCompared).map((field) => field.valueSpan),
    ...citations.filter((citation) => citation.unread === null).map((citation) => citation.span),
    ...scopePaths.map((path) => path.span),
    ...anchors.flatMap((anchor) => anchor.tokenSpan ?? []),
  ];
}

function isCompared(field: Field): boolean {
  const { form, values } = fieldVocabulary(field.name);
  return form !== undefined || values !== undefined || field.name === "contextToken";
}
