/** Looks words up in the dialect's table: what a heading, a label, a status or an id stands for, and how it is written. */
import {
  dialect,
  type FieldName,
  type FieldVocabulary,
  type SectionName,
  type SectionVocabulary,
  type StateClass,
  type StateName,
  type StateVocabulary,
} from "./dialect.ts";

/** Upper case, emphasis and decoration gone, every run of anything but letters and digits one blank. */
export function normalise(words: string): string {
  return words
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, " ")
    .trim();
}

/** The label or heading that Writ writes for a concept, for messages. */
export function sectionLabel(name: SectionName): string {
  return dialect.sections[name].heading.replace(/ \(.*$/, "");
}

export function fieldLabel(name: FieldName): string {
  return dialect.fields[name].label;
}

export function fieldVocabulary(name: FieldName): FieldVocabulary {
  return dialect.fields[name];
}

export function sectionVocabulary(name: SectionName): SectionVocabulary {
  return dialect.sections[name];
}

const sectionByAlias = new Map<string, SectionName>();
for (const name of Object.keys(dialect.sections) as SectionName[]) {
  const vocabulary: SectionVocabulary = dialect.sections[name];
  for (const alias of [sectionLabel(name), vocabulary.heading, ...(vocabulary.aliases ?? [])]) {
    sectionByAlias.set(normalise(alias), name);
  }
}

const fieldByAlias = new Map<string, FieldName>();
for (const name of Object.keys(dialect.fields) as FieldName[]) {
  const vocabulary: FieldVocabulary = dialect.fields[name];
  for (const alias of [vocabulary.label, ...(vocabulary.aliases ?? [])]) fieldByAlias.set(normalise(alias), name);
}

const stateBySpelling = new Map<string, StateName>();
for (const name of Object.keys(dialect.states) as StateName[]) {
  const vocabulary: StateVocabulary = dialect.states[name];
  for (const spelling of [vocabulary.text, ...vocabulary.spellings]) stateBySpelling.set(normalise(spelling), name);
}

/**
 * The section that a heading or label stands for. Remarks in brackets behind the name, decoration before it, and a
 * value behind a colon do not matter. Null for words the dialect does not know.
 */
export const sectionNamed = remembered(200, (words): SectionName | null => {
  const bare = words.replace(/[([{].*$/, "").replace(/:.*$/, "");
  return sectionByAlias.get(normalise(bare)) ?? sectionByAlias.get(normalise(words)) ?? null;
});

export const fieldNamed = remembered(60, (label): FieldName | null => fieldByAlias.get(normalise(label)) ?? null);

/**
 * The same few labels stand in every document, so answers are kept. Words longer than `longest` name nothing, and a
 * flood of different words only empties the memory.
 */
function remembered<T>(longest: number, look: (words: string) => T | null): (words: string) => T | null {
  const known = new Map<string, T | null>();
  return (words) => {
    if (words.length > longest) return null;
    const before = known.get(words);
    if (before !== undefined) return before;
    if (known.size >= 4000) known.clear();
    const found = look(words);
    known.set(words, found);
    return found;
  };
}

/** The state that a status value stands for; remarks, ticks and brackets are tolerated. Null when unknown. */
export function stateNamed(value: string): StateName | null {
  const whole = stateBySpelling.get(normalise(value));
  if (whole !== undefined) return whole;
  const bare = stateBySpelling.get(normalise(value.replace(/[([{].*$/, "")));
  if (bare !== undefined) return bare;
  // `Done [VALIDATED]`, `Done/Validated`, `READY FOR DEV 123`: the longest known beginning counts.
  const words = normalise(value).split(" ");
  for (let length = Math.min(words.length, 4); length > 0; length--) {
    const state = stateBySpelling.get(words.slice(0, length).join(" "));
    if (state !== undefined) return words.length > 8 ? null : state;
  }
  return null;
}

export function stateClass(state: StateName): StateClass {
  return dialect.states[state].class;
}

export function stateText(state: StateName): string {
  return dialect.states[state].text;
}

/** What an id says of itself. `version` is null without a revision mark. Null when it is no packet id. */
export function readId(id: string): { readonly base: string; readonly version: number | null } | null {
  if (id.length > 200 || !dialect.ids.form.test(id)) return null;
  const revision = dialect.ids.revision.exec(id);
  if (revision === null) return { base: id, version: null };
  return { base: id.slice(0, revision.index), version: Number(revision[1]) };
}
