/**
 * Writes decisions down: one line of the log, and one in `DATA_DIR`. A decision that was written is not written again
 * by this process. A disk that fails is told and stops nothing: the decision stands on GitHub all the same.
 */
import { version } from "../../project/version.ts";
import type { Decision, Draft } from "../../decision/decision.ts";
import { sealed } from "../../decision/identity.ts";
import { Journal } from "../../decision/journal.ts";
import type { Log } from "../log.ts";

/** So many of the last decisions are remembered. */
const MOST_REMEMBERED = 2_000;

/** Writes down what was decided; resolves when it is on the disk, or when that has failed and was told. Never throws. */
export type Decide = (draft: Draft) => Promise<void>;

export interface DecisionLogOptions {
  readonly dataDir: string;
  readonly now: () => number;
}

export class DecisionLog {
  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #version = version();
  readonly #known = new Set<string>();

  constructor({ dataDir, now }: DecisionLogOptions) {
    this.#journal = new Journal(dataDir);
    this.#now = now;
  }

  /** For the decisions of one job about one repository. */
  for(repository: Decision["repository"], trace: string, log: Log): Decide {
    return async (draft) => {
      try {
        const at = new Date(this.#now()).toISOString();
        const decision = sealed(draft, { at, trace: trace.slice(0, 200), writ: this.#version, repository });
        if (this.#known.has(decision.id)) return;
        log.info({ event: "decision", decision }, `decided: ${decision.kind}, ${decision.outcome.conclusion}`);
        await this.#journal.append(decision);
        this.#remember(decision.id);
      } catch (error) {
        log.error({ event: "decision-lost", kind: draft.kind, pull: draft.pull, err: error }, "a decision cannot be written to DATA_DIR; check its permissions and space");
      }
    };
  }

  #remember(id: string): void {
    this.#known.add(id);
    const [oldest] = this.#known;
    if (this.#known.size > MOST_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
  }
}
