/** Where things are: addresses of the API and of the pages. */
import type { Hub } from "../world/hub.ts";
import type { Repository } from "../world/repository.ts";

/** Root of the API. Both `/` and `/api/v3` answer; bodies name the latter, as on a GitHub Enterprise Server. */
export function api(hub: Hub): string {
  return `${hub.origin}/api/v3`;
}

export function repositoryApi(hub: Hub, repository: Repository): string {
  return `${api(hub)}/repos/${repository.fullName}`;
}

export function page(hub: Hub, repository: Repository): string {
  return `${hub.origin}/${repository.fullName}`;
}

/** An opaque id of the kind that GraphQL takes. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString("base64");
}

/** GitHub's times: UTC to the second. */
export function time(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** As `time`, null staying null. */
export function timeOrNull(date: Date | null): string | null {
  return date === null ? null : time(date);
}
