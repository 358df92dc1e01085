/** What an entry of the command table holds. */

/** What can stand in the place of a word, for the completion. */
export type Kind = "id" | "rule" | "revision" | "folder" | "file" | "command" | readonly string[];

export interface ArgumentEntry {
  /** As the usage line shows it: `<one>`, `[one]`, `<many...>`, `[many...]`. */
  readonly form: string;
  readonly about: string;
  readonly kinds: readonly Kind[];
}

export interface OptionEntry {
  /** `--strict`, or `--rev <commit>` for one that takes a value. */
  readonly flags: string;
  readonly about: string;
  readonly kind?: Kind;
  /** May be given more than once. */
  readonly repeats?: true;
}

export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OptionEntry[];
}

export interface CommandEntry {
  readonly name: string;
  /** One line: what it is for. */
  readonly purpose: string;
  /** What a person must know beyond the options. Paragraphs. */
  readonly about: readonly string[];
  readonly arguments: readonly ArgumentEntry[];
  readonly groups: readonly OptionGroup[];
  readonly examples: readonly (readonly [line: string, about: string])[];
  readonly exits: readonly (readonly [code: string, about: string])[];
  /** Not shown in help and completion. */
  readonly hidden?: true;
}

export function optionsOf(command: CommandEntry): readonly OptionEntry[] {
  return command.groups.flatMap((group) => group.options);
}

/** `--rev <commit>` gives `rev`. */
export function optionName({ flags }: OptionEntry): string {
  return flags.slice(2).split(" ")[0] ?? "";
}

export function takesValue({ flags }: OptionEntry): boolean {
  return flags.includes("<");
}
