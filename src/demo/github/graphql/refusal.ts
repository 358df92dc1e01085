/** What GraphQL says no with: a type that clients act on, beside the message. */
export type RefusalType =
  | "NOT_FOUND" | "FORBIDDEN" | "STALE_DATA" | "UNPROCESSABLE" | "BRANCH_PROTECTION_RULE_VIOLATION" | "RATE_LIMITED"
  | "ARGUMENT_ERROR" | "MISSING_PAGINATION_BOUNDARIES" | "EXCESSIVE_PAGINATION";

export class GraphqlRefusal extends Error {
  readonly type: RefusalType;

  constructor(type: RefusalType, message: string) {
    super(message);
    this.type = type;
  }
}

/** What an App reads that asks for more than it is allowed. */
export function notAccessible(): GraphqlRefusal {
  return new GraphqlRefusal("FORBIDDEN", "Resource not accessible by integration");
}
