import type { CommandEntry, Kind, OptionEntry } from "./command-entry.ts";
import { optionName, optionsOf, takesValue } from "./command-entry.ts";
import { SHOWN } from "./commands.ts";

/** The zsh completion, to be sourced after compinit or put into a folder of `fpath` as `_writ`. */
export function zshScript(): string {
  return `#compdef writ
# zsh completion for writ; load it with: source <(writ completion zsh)

_writ_asked() {
  local -a words
  words=(\${(f)"$(writ __complete $1 "\${PREFIX}" 2>/dev/null)"})
  compadd -a words
}

_writ_revisions() {
  local -a words
  words=(HEAD \${(f)"$(git for-each-ref '--format=%(refname:short)' refs/heads refs/remotes refs/tags 2>/dev/null)"})
  compadd -a words
}

_writ_targets() {
  _writ_asked id
  _files
}

_writ_commands() {
  local -a commands
  commands=(
${SHOWN.map(({ name, purpose }) => `    ${quote(`${name}:${purpose}`)}`).join("\n")}
  )
  _describe command commands
}

_writ() {
  local curcontext=$curcontext state line
  _arguments -C '(-h --help)'{-h,--help}'[show help]' '(-V --version)'{-V,--version}'[show the version]' \\
    '1: :_writ_commands' '*:: :->rest' && return
  [[ $state == rest ]] || return
  case $line[1] in
${SHOWN.map(commandCase).join("\n")}
  esac
}

if [[ $funcstack[1] == _writ ]]; then _writ "$@"; else compdef _writ writ; fi
`;
}

function commandCase(command: CommandEntry): string {
  const options = [...optionsOf(command).map(optionSpec), quote("--help[show help]")];
  const specs = [...options, ...command.arguments.map(argumentSpec)];
  return `    ${command.name}) _arguments ${specs.join(" ")} ;;`;

  function argumentSpec({ form, kinds }: CommandEntry["arguments"][number]): string {
    const many = form.includes("...") ? "*" : "";
    const both = kinds.includes("id") && kinds.includes("file");
    return quote(`${many}: :${both ? "_writ_targets" : kinds[0] === undefined ? " " : action(kinds[0])}`);
  }
}

function optionSpec(option: OptionEntry): string {
  const name = optionName(option);
  const about = option.about.replace(/[[\]:\\]/g, "\\$&");
  const value = takesValue(option) ? `:${name}:${option.kind === undefined ? " " : action(option.kind)}` : "";
  return quote(`${option.repeats === true ? "*" : ""}--${name}[${about}]${value}`);
}

function action(kind: Kind): string {
  switch (kind) {
    case "id":
    case "rule":
      // The blank in front keeps _arguments from putting words of its own before the kind.
      return ` _writ_asked ${kind}`;
    case "revision":
      return "_writ_revisions";
    case "folder":
      return "_files -/";
    case "file":
      return "_files";
    case "command":
      return "_writ_commands";
    default:
      return `(${kind.join(" ")})`;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
