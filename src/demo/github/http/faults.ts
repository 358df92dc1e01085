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

export interface ApiFaultRule {
  readonly fault: ApiFault;
  readonly method?: string;
  /** The path of a route as the table has it, such as `/repos/:owner/:repo/check-runs`; any without it. */
  readonly route?: string;
  /** Text that the body of the request has; any body without it. A mutation's name, or that of a check. */
  readonly containing?: string;
  /** How many requests go well before. */
  readonly after?: number;
  /** How many requests it befalls; all without it. */
  readonly times?: number;
}

export class ApiFaults {
  readonly #rules: { readonly rule: ApiFaultRule; wait: number; left: number }[] = [];

  /** Makes requests go wrong. The first rule that fits and is not used up befalls a request. */
  add(rule: ApiFaultRule): void {
    this.#rules.push({ rule, wait: rule.after ?? 0, left: rule.times ?? Infinity });
  }

  /** All is well again. */
  heal(): void {
    this.#rules.length = 0;
  }

  /** The fault that befalls this request, or null. */
  befalling(method: string, route: string, body: Buffer | string | null = null): ApiFault | null {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (entry.left <= 0 || (rule.method !== undefined && rule.method !== method)) continue;
      if (rule.route !== undefined && rule.route !== route) continue;
      if (rule.containing !== undefined && body?.includes(rule.containing) !== true) continue;
      if (entry.wait > 0) {
        entry.wait -= 1;
        continue;
      }
      entry.left -= 1;
      return rule.fault;
    }
    return null;
  }
}
