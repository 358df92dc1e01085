/** The path that stands before a line number, found by reading backwards from the number. */

export interface CitedPath {
  /** Separators are `/`. */
  readonly path: string;
  /** Where it is written, as offsets into the words. */
  readonly start: number;
  readonly end: number;
}

/** No path is longer; a run of path characters that is, is something else. */
const LONGEST = 400;

/**
 * The path whose last character, or the mark that closes it, stands right before `anchor`. Nothing before `floor` is
 * looked at. `link` for a web address. Null when no file's name stands there.
 *
 * `loose` also takes names that only might be files: any extension, and none at all behind a folder.
 */
export function pathBefore(words: string, anchor: number, floor: number, loose: boolean): CitedPath | "link" | null {
  let end = anchor;
  while (end > floor && isMark(words.charCodeAt(end - 1))) end--;
  const least = Math.max(floor, end - LONGEST);
  let start = end;
  while (start > least && isPathCharacter(words, start - 1)) start--;
  if (start === end || (start === least && start > floor && isPathCharacter(words, start - 1))) return null;
  if (words.charAt(start - 1) === ":" && start > floor) {
    const drive = /(?:^|[^A-Za-z0-9])[A-Za-z]:$/.test(words.slice(Math.max(0, start - 3), start));
    if (drive && /^[/\\]/.test(words.slice(start, end))) start -= 2;
    else if (/^(?:\/\/|\d)/.test(words.slice(start, end))) return "link";
  }
  start += leading(words.slice(start, end));
  const path = words.slice(start, end).replace(/\\+/g, "/");
  return isFile(path, loose) ? { path, start, end } : null;
}

function isMark(code: number): boolean {
  return code === 96 || code === 42;
}

/** By ASCII code: 1 for what paths are made of. */
const IN_PATH = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_.@()[\]{}+~$,/\\-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function isPathCharacter(words: string, at: number): boolean {
  const code = words.charCodeAt(at);
  return code < 128 ? IN_PATH[code] === 1 : /\p{L}|\p{N}/u.test(words.charAt(at));
}

/** How much of a run of path characters belongs to the words before the path: open brackets, dashes, other items. */
function leading(run: string): number {
  let cut = 0;
  if (/[()[\]{},]/.test(run)) {
    cut = outermost(run);
    cut += outermost(run.slice(cut));
  }
  return cut + (/^(?:[,-]|\.{3,}[/\\]?)*/.exec(run.slice(cut))?.[0].length ?? 0);
}

/** Behind the last bracket that never closes, or the last comma outside brackets. */
function outermost(run: string): number {
  const open: number[] = [];
  let cut = 0;
  for (let at = 0; at < run.length; at++) {
    const character = run.charAt(at);
    if ("([{".includes(character)) open.push(at + 1);
    else if (")]}".includes(character)) {
      if (open.pop() === undefined) cut = at + 1;
    } else if (character === "," && open.length === 0) cut = at + 1;
  }
  return Math.max(cut, open.at(-1) ?? 0);
}

/** Extensions by which a name without folder is known to be a file's, and not a host, a version or a property. */
const EXTENSIONS = new Set(
  (
    "adoc asm astro bash bat bib c cc cfg cjs clj cljs cmake cmd conf cpp cs csproj css csv cts cxx dart diff dts " +
    "edn ejs el elm env erl ex exs feature fish fs fsx gd glsl go gql gradle graphql groovy h haml hbs hcl hh hpp " +
    "hrl hs htm html hxx ini ipynb java jinja jl js json json5 jsonc jsonl jsx just kt kts less lhs lisp lock log " +
    "lua m markdown md mdc mdx mk mjs ml mli mm mod mts nim nix nu odin patch php pl plist pm po prisma " +
    "properties proto ps1 psm1 py pyi pyx r rake rb rbs re rego rkt rmd rs rst ruby sass sbt scala scss sh sld " +
    "sln snap sol sql sum svelte svg swift sv tcl tex tf tfvars thrift toml ts tsv tsx txt v vb vhd vim vue wasm " +
    "wat wgsl wxs xaml xhtml xml xsd xsl yaml yml zig zsh"
  ).split(" "),
);

/** Files that have no extension. */
const BARE =
  /^(?:(?:Docker|Container|[Mm]ake|[Jj]ust|Rake|Gem|Brew|Proc|Vagrant|Jenkins|Pip)file|LICENSE|CODEOWNERS|README)$/;

const HIDDEN = /^\.[A-Za-z][\w-]+(?:\.[\w-]+)*$/;

function isFile(path: string, loose: boolean): boolean {
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  if (/^\.*$/.test(name)) return false;
  const extension = /[^.]\.([A-Za-z][A-Za-z0-9]{0,14})$/.exec(name)?.[1]?.toLowerCase();
  if (BARE.test(name) || HIDDEN.test(name)) return true;
  if (extension === undefined) return loose && slash > 0 && /[A-Za-z]/.test(name);
  return slash >= 0 || loose || EXTENSIONS.has(extension);
}
