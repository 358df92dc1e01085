/** States as a policy file writes them: with the text that packets carry. */
import { dialect } from "../packet/dialect.ts";
import { stateText } from "../packet/vocabulary.ts";
import type { StateName } from "../packet/dialect.ts";
import type { Policy } from "./policy.ts";

const STATES: ReadonlyMap<string, StateName> = new Map(
  (Object.keys(dialect.states) as StateName[]).map((state) => [stateText(state), state]),
);

export const STATE_TEXTS: readonly string[] = [...STATES.keys()];

/** The transitions with the dialect's names of the states. Every text must be one of `STATE_TEXTS`. */
export function namedTransitions(
  texts: Readonly<Record<string, readonly string[]>>,
): NonNullable<Policy["transitions"]> {
  return Object.fromEntries(Object.entries(texts).map(([from, to]) => [stateOf(from), to.map(stateOf)]));
}

function stateOf(text: string): StateName {
  const state = STATES.get(text);
  if (state === undefined) throw new Error(`no state is written ${text}`);
  return state;
}
