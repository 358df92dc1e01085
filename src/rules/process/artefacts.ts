/** Files that a build, a tool or a person leaves behind and that no repository is for. */
import { compileGlob, type Glob } from "../../policy/glob.ts";

export interface Artefact {
  /** Names the kind, in findings and their fingerprints. */
  readonly kind: string;
  /** A secret must not be in a repository at all; anything else is litter. */
  readonly weight: "secret" | "litter";
  readonly patterns: readonly string[];
}

export const artefacts: readonly Artefact[] = [
  {
    kind: "environment file",
    weight: "secret",
    // Those for development and tests are commonly meant to be shared.
    patterns: ["**/.env", "**/.env.local", "**/.env.*.local", "**/.env.prod", "**/.env.production", "**/.env.staging"],
  },
  {
    kind: "private key",
    weight: "secret",
    patterns: ["**/id_rsa", "**/id_dsa", "**/id_ecdsa", "**/id_ed25519", "**/*.ppk", "**/*.p12", "**/*.pfx"],
  },
  { kind: "stored password", weight: "secret", patterns: ["**/.netrc", "**/.git-credentials", "**/.pgpass"] },
  { kind: "installed package", weight: "litter", patterns: ["**/node_modules/**", "**/.venv/**", "**/venv/**"] },
  {
    kind: "build output",
    weight: "litter",
    patterns: [
      "**/target/debug/**",
      "**/target/release/**",
      "**/target/classes/**",
      "**/target/CACHEDIR.TAG",
      "**/target/.rustc_info.json",
      "**/dist/**",
      "**/*.o",
      "**/*.obj",
      "**/*.class",
      "**/*.pdb",
    ],
  },
  {
    kind: "tool cache",
    weight: "litter",
    patterns: [
      "**/__pycache__/**",
      "**/*.pyc",
      "**/.pytest_cache/**",
      "**/.mypy_cache/**",
      "**/.gradle/**",
      "**/.nyc_output/**",
    ],
  },
  {
    kind: "left-over of a desktop or an editor",
    weight: "litter",
    patterns: ["**/.DS_Store", "**/Thumbs.db", "**/desktop.ini", "**/*.swp", "**/*~", "**/*.orig", "**/*.rej"],
  },
  { kind: "log or temporary file", weight: "litter", patterns: ["**/*.log", "**/*.tmp", "**/*.temp"] },
];

let compiled: readonly { readonly artefact: Artefact; readonly globs: readonly Glob[] }[] | null = null;

/** The first kind of artefact that a path is; null for a file that may well be meant. */
export function artefactAt(path: string): Artefact | null {
  compiled ??= artefacts.map((artefact) => ({
    artefact,
    globs: artefact.patterns.flatMap((pattern) => compileGlob(pattern) ?? []),
  }));
  return compiled.find(({ globs }) => globs.some((glob) => glob.matches(path)))?.artefact ?? null;
}
