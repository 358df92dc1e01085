/** Named starting points for a policy file. What the file itself says wins over its preset. */
import type { Gate, Severity } from "./policy.ts";

export interface Preset {
  /** One line for people who choose. */
  readonly shows: string;
  readonly strict?: boolean;
  readonly rules?: Readonly<Record<string, Severity>>;
  readonly gate?: Partial<Gate>;
}

export type PresetName = "default" | "strict" | "adopt";

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  default: {
    shows: "every rule at its own severity; only new findings fail a pull request",
  },
  strict: {
    shows: "findings that were there before fail too, and what is usually a warning blocks",
    strict: true,
    rules: {
      "structure/placeholder": "error",
      "structure/scope-paths": "error",
      "process/hygiene": "error",
      "process/absolute-path": "error",
      "process/waiver-expired": "error",
    },
  },
  adopt: {
    shows: "for a repository that starts late: the gate only reports, and form is a warning until it is cleaned up",
    rules: { "structure/*": "warn", "text/*": "warn", "text/bom": "note" },
    gate: { mode: "observe" },
  },
};
