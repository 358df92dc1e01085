/** Ways in which the API goes wrong, on demand. */

export type ApiFault =
  /** Any error. With `applied` the request is carried out first and only the answer is lost. */
  | { readonly kind: "status"; readonly status: number; readonly message?: string; readonly applied?: boolean }
  /** The hourly limit is used up. */
  | { readonly kind: "primary-limit"; readonly resetSeconds: number }
  /** "You have exceeded a secondary rate limit". */
  | { readonly kind: "secondary-limit"; readonly retryAfter: number; readonly status?: 403 | 429 }
  /** An answer of 200 that is not what it should be. */
  | { readonly kind: "garbage"; readonly body: string; readonly type?: string }
  /** The connection is cut without an answer. */
  | { readonly kind: "cut"; readonly applied?: boolean }
  /** Never an answer. */
  | { readonly kind: "hang" }
  /** The answer takes its time. */
  | { readonly kind: "slow"; readonly milliseconds: number };

/** A request as a rule looks at it. */
export interface Asked {
  readonly method: string;
  readonly route: string;
  /** Null for Git, whose requests are not read before they are answered. */
  readonly body: Buffer | null;
}

export interface ApiFaultRule {
  readonly fault: ApiFault;
  readonly method?: string;
  /** The path of a route as the table has it, such as `/repos/:owner/:repo/check-runs`; any without it. */
  readonly route?: string;
  /** Text that the body of the request has; any body without it. A mutation's name, or that of a check. */
  readonly containing?: string;
  /** Whether it is one of those that it may befall; all without it. */
  readonly when?: (asked: Asked) => boolean;
  /** Called when it befalls a request, which goes on (or is cut) when this has ended. */
  readonly then?: () => unknown;
  /** How many requests go well before. */
  readonly after?: number;
  /** How many requests it befalls; all without it. */
  readonly times?: number;
}

export class ApiFaults {
  readonly #entries: { readonly rule: ApiFaultRule; wait: number; left: number }[] = [];

  /** Makes requests go wrong. The first rule that fits and is not used up befalls a request. */
  add(rule: ApiFaultRule): void {
    this.#entries.push({ rule, wait: rule.after ?? 0, left: rule.times ?? Infinity });
  }

  /** All is well again. */
  heal(): void {
    this.#entries.length = 0;
  }

  /** The fault that befalls this request, or null. */
  async befalling(asked: Asked): Promise<ApiFault | null> {
    for (const entry of this.#entries) {
      const { rule } = entry;
      if (entry.left <= 0 || !fits(rule, asked)) continue;
      if (entry.wait > 0) {
        entry.wait -= 1;
        continue;
      }
      entry.left -= 1;
      await rule.then?.();
      return rule.fault;
    }
    return null;
  }
}

function fits({ method, route, containing, when }: ApiFaultRule, asked: Asked): boolean {
  if (method !== undefined && method !== asked.method) return false;
  if (route !== undefined && route !== asked.route) return false;
  if (containing !== undefined && asked.body?.includes(containing) !== true) return false;
  return when === undefined || when(asked);
}
