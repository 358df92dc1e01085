import type { Span } from "./span.ts";

/** What decoding and repair found wrong with the text. `replacement` is the mechanical mend, when there is one. */
export interface Damage {
  readonly kind: DamageKind;
  readonly span: Span;
  readonly replacement: string | null;
  readonly note: string;
}

export type DamageKind =
  | "encoding" // bytes that are not UTF-8, read as windows-1252
  | "bom"
  | "mojibake" // UTF-8 that was decoded as windows-1252 and encoded again
  | "control-character"
  | "escaped-newline" // a literal backslash-n before a heading
  | "pseudo-fence" // one backtick and a broken info string used as a code fence
  | "unclosed-fence"
  | "size"; // past the limits: the document was not parsed
