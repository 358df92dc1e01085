/** How a status value is spelt, and what it should be. */
import { dialect, type StateName } from "../../packet/dialect.ts";
import { normalise, stateNamed, stateText } from "../../packet/vocabulary.ts";

export interface Spelling {
  readonly state: StateName;
  /** `plain`: one of the spellings of the state, perhaps with a remark in brackets. `decorated`: that, with signs. */
  readonly form: "plain" | "decorated" | "loose";
  /** The spelling that everybody knows. */
  readonly text: string;
}

/** Null when the value stands for no state. */
export function statusSpelling(value: string): Spelling | null {
  const state = stateNamed(value);
  if (state === null) return null;
  const bare = value.replace(/[([{].*$/, "").trim();
  const spellings: readonly string[] = [dialect.states[state].text, ...dialect.states[state].spellings];
  const known = spellings.some((spelling) => [normalise(value), normalise(bare)].includes(normalise(spelling)));
  const plain = /^[A-Za-z0-9 _/-]*$/.test(bare);
  return { state, form: known ? (plain ? "plain" : "decorated") : "loose", text: stateText(state) };
}

/** Every state, as it is written best. */
export function statusTexts(): string {
  return Object.values(dialect.states)
    .map((state) => state.text)
    .join(" | ");
}
