import type { CommandEntry, Kind, OptionEntry } from "./command-entry.ts";
import { optionName, optionsOf, takesValue } from "./command-entry.ts";
import { SHOWN } from "./commands.ts";

/** The fish completion. */
export function fishScript(): string {
  const lines = [
    "# fish completion for writ; install it with: writ completion fish > ~/.config/fish/completions/writ.fish",
    "complete -c writ -f",
    "complete -c writ -n __fish_use_subcommand -s h -l help -d 'show help'",
    "complete -c writ -n __fish_use_subcommand -s V -l version -d 'show the version'",
    ...SHOWN.map(({ name, purpose }) => `complete -c writ -n __fish_use_subcommand -a ${name} -d ${quote(purpose)}`),
    ...SHOWN.flatMap(commandLines),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(command: CommandEntry): readonly string[] {
  const when = `complete -c writ -n '__fish_seen_subcommand_from ${command.name}'`;
  const kinds = command.arguments.flatMap((argument) => argument.kinds);
  return [
    ...optionsOf(command).map((option) => `${when} ${optionWords(option)}`),
    ...kinds.map((kind) => (kind === "file" ? `${when} -F` : `${when} -a ${quote(answer(kind))}`)),
  ];
}

function optionWords(option: OptionEntry): string {
  const name = `-l ${optionName(option)} -d ${quote(option.about)}`;
  if (!takesValue(option)) return name;
  if (option.kind === "file") return `${name} -r -F`;
  return option.kind === undefined ? `${name} -x` : `${name} -x -a ${quote(answer(option.kind))}`;
}

function answer(kind: Kind): string {
  switch (kind) {
    case "id":
    case "rule":
      return `(writ __complete ${kind} (commandline -ct) 2>/dev/null)`;
    case "revision":
      return "HEAD (git for-each-ref '--format=%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null)";
    case "folder":
      return "(__fish_complete_directories)";
    case "file":
      return "";
    case "command":
      return SHOWN.map(({ name }) => name).join(" ");
    default:
      return kind.join(" ");
  }
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
