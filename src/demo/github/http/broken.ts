/** Answers that say no: what GitHub refuses, and what a fault makes of an answer. */
import { Refusal } from "../world/refusal.ts";
import type { Answer } from "./call.ts";
import type { ApiFault } from "./faults.ts";
import type { Resource } from "./limits.ts";

/** What a fault answers instead; null when it lets the request through. */
export function broken(fault: ApiFault | null, now: Date, resource: Resource = "core"): Answer | null {
  const seconds = Math.floor(now.getTime() / 1000);
  switch (fault?.kind) {
    case "status":
      return refusalAnswer(new Refusal(fault.status, fault.message ?? "Server Error"));
    case "primary-limit": {
      const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(seconds + fault.resetSeconds) };
      const { status, body } = exhausted(resource);
      return { status, body, headers };
    }
    case "secondary-limit": {
      const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
      const headers = { "retry-after": String(fault.retryAfter) };
      return refusalAnswer(new Refusal(fault.status ?? 403, message, null, headers));
    }
    case "garbage": {
      const type = fault.type ?? "application/json; charset=utf-8";
      return { status: 200, body: fault.body, headers: { "content-type": type } };
    }
    default:
      return null;
  }
}

/** What is answered when the hour's requests are used up; GraphQL says so with a status of 200. */
export function exhausted(resource: Resource): Answer {
  if (resource === "graphql") {
    return { status: 200, body: { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] } };
  }
  return refusalAnswer(new Refusal(
    403, "API rate limit exceeded. If you reach out to GitHub Support for help, please include the request ID.",
  ));
}

/** A refusal as the API words it. */
export function refusalAnswer({ status, message, errors, headers }: Refusal): Answer {
  const body = {
    message,
    ...(errors === null ? {} : { errors }),
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  };
  return { status, body, headers };
}
