/** The rules of the family `text`, in the order in which they are listed everywhere. */
import type { Rule } from "../rule.ts";
import { bidi } from "./bidi.ts";
import { bom } from "./bom.ts";
import { conflictMarker } from "./conflict-marker.ts";
import { controlCharacter } from "./control-character.ts";
import { duplicateSection } from "./duplicate-section.ts";
import { encoding } from "./encoding.ts";
import { escapedNewline } from "./escaped-newline.ts";
import { mojibake } from "./mojibake.ts";
import { nonAscii } from "./non-ascii.ts";
import { pseudoFence } from "./pseudo-fence.ts";
import { size } from "./size.ts";
import { unclosedFence } from "./unclosed-fence.ts";

export const textRules: readonly Rule[] = [
  encoding,
  bom,
  mojibake,
  controlCharacter,
  nonAscii,
  escapedNewline,
  pseudoFence,
  unclosedFence,
  duplicateSection,
  conflictMarker,
  bidi,
  size,
];
