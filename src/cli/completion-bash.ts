import type { CommandEntry, Kind, OptionEntry } from "./command-entry.ts";
import { optionName, optionsOf, takesValue } from "./command-entry.ts";
import { SHOWN } from "./commands.ts";

/**
 * The bash completion, for bash 3.2 and newer.
 *
 * Words from the repository are offered only when they consist of letters, digits and `_./-`: a branch may be called
 * `$(…)`, and a word offered is a word typed.
 */
export function bashScript(): string {
  return `# bash completion for writ; load it with: source <(writ completion bash)

_writ_offer() {
  local word
  while IFS= read -r word; do
    [[ $word == "$cur"* && $word =~ ^[A-Za-z0-9_./-]+$ ]] && COMPREPLY+=("$word")
  done
}

_writ_files() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$1" -- "$cur")
}

_writ_revisions() {
  _writ_offer < <(echo HEAD; git for-each-ref '--format=%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null)
}

_writ() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= at
  COMPREPLY=()
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    if [[ \${COMP_WORDS[at]} != -* ]]; then command=\${COMP_WORDS[at]}; break; fi
  done
  case "$command $prev" in
${SHOWN.flatMap(valueCases).join("\n")}
  esac
  if [[ $cur == -* ]]; then
    case $command in
      '') _writ_offer < <(printf '%s\\n' --help --version) ;;
${SHOWN.map(optionCase).join("\n")}
    esac
    return
  fi
  case $command in
    '') _writ_offer < <(printf '%s\\n' ${SHOWN.map(({ name }) => name).join(" ")}) ;;
${SHOWN.flatMap(argumentCase).join("\n")}
  esac
}

complete -F _writ writ
`;
}

function valueCases(command: CommandEntry): readonly string[] {
  return optionsOf(command)
    .filter(takesValue)
    .map((option) => `    '${command.name} --${optionName(option)}') ${offerOf(option)}; return ;;`);
}

function offerOf({ kind }: OptionEntry): string {
  return kind === undefined ? ":" : offer(kind);
}

function optionCase(command: CommandEntry): string {
  const flags = [...optionsOf(command).map((option) => `--${optionName(option)}`), "--help"];
  return `      ${command.name}) _writ_offer < <(printf '%s\\n' ${flags.join(" ")}) ;;`;
}

function argumentCase(command: CommandEntry): readonly string[] {
  const kinds = command.arguments.flatMap((argument) => argument.kinds);
  return kinds.length === 0 ? [] : [`    ${command.name}) ${kinds.map(offer).join("; ")} ;;`];
}

function offer(kind: Kind): string {
  switch (kind) {
    case "id":
    case "rule":
      return `_writ_offer < <("\${COMP_WORDS[0]}" __complete ${kind} "$cur" 2>/dev/null)`;
    case "revision":
      return "_writ_revisions";
    case "folder":
      return "_writ_files -d";
    case "file":
      return "_writ_files -f";
    case "command":
      return `_writ_offer < <(printf '%s\\n' ${SHOWN.map(({ name }) => name).join(" ")})`;
    default:
      return `_writ_offer < <(printf '%s\\n' ${kind.join(" ")})`;
  }
}
