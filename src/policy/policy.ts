/**
 * What a repository asks of its packets. Comes from `.github/writ.yml` of the base; without a file, from the defaults.
 * Plain data: reading and checking the file is `load.ts`, so that a run without a file loads neither YAML nor zod.
 */
import type { StateName } from "../packet/dialect.ts";

export type Severity = "error" | "warn" | "note" | "off";

export interface Policy {
  readonly version: 1;
  /** Where the policy came from: a path, or null for the defaults. */
  readonly source: string | null;
  readonly layout: Layout;
  /** Severity by rule id, or by `family/*`. The more exact one wins. */
  readonly rules: Readonly<Record<string, Severity>>;
  readonly strict: boolean;
  readonly gate: Gate;
  readonly reports: {
    readonly onPass: { readonly status: string | null; readonly board: string | null };
    readonly forks: "pull-request" | "commit";
  };
  readonly scan: Scan;
  /** Allowed status transitions; null allows the ones of the dialect. */
  readonly transitions: Readonly<Record<string, readonly StateName[]>> | null;
}

/**
 * What a policy file says, before the repository has been looked at: the layout is still a choice.
 * `resolveLayout` of `layout.ts` turns the choice into a `Layout`, and the whole into a `Policy`.
 */
export interface PolicyFile extends Omit<Policy, "layout"> {
  readonly source: string;
  readonly layout: LayoutChoice;
}

export interface LayoutChoice {
  readonly name: "auto" | LayoutName;
  /** Places that replace those of the layout; null for a document that the repository does not have. */
  readonly paths: Partial<LayoutPaths>;
}

/** `records` moved the companions of `gov` into folders of their own; `docs` came before both. */
export type LayoutName = "records" | "gov" | "docs";

/** Folders and files, relative to the repository, without a trailing slash. Null where the layout has none. */
export interface LayoutPaths {
  readonly packets: string;
  readonly stubs: string;
  readonly refinements: string;
  readonly board: string | null;
  readonly registry: string | null;
  readonly signatures: string | null;
  readonly specPointer: string | null;
  readonly gates: string | null;
}

export interface Layout extends LayoutPaths {
  /** The name of the layout, for messages: `records`, `gov`, `docs`, or `paths` when the policy file names places. */
  readonly name: LayoutName | "paths";
  /** False when the repository holds neither a packet nor a stub where this layout looks for them. */
  readonly found: boolean;
}

export interface Gate {
  readonly mode: "observe" | "packets" | "full";
  readonly validators: readonly string[];
  readonly approvers: readonly string[];
  readonly verdicts: number;
  readonly independence: boolean;
  readonly acknowledge: boolean;
  readonly governed: readonly string[];
}

export interface Scan {
  readonly forbidden: readonly { readonly pattern: string; readonly paths: readonly string[]; readonly why: string }[];
  readonly maxFileBytes: number;
}
