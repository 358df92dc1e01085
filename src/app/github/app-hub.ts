/** What Writ asks of GitHub as the App itself, and about what an installation may see. */
import { deliveriesAnswer, installationsAnswer, repositoriesAnswer } from "./hub-answers.ts";
import type { DeliveryAnswer, RepositoryAnswer } from "./hub-answers.ts";
import { PAGE, pagesOf, understood } from "./requests.ts";
import type { Requester } from "./requests.ts";

const MOST_PAGES = 100;

/** Installations that are not suspended. A request for each hundred. */
export async function activeInstallations(app: Requester): Promise<readonly number[]> {
  const route = "GET /app/installations";
  const found: number[] = [];
  for await (const page of pagesOf(app, route, {}, (data) => understood(route, data, installationsAnswer), MOST_PAGES)) {
    for (const { id, suspended_at } of page) if (suspended_at === null || suspended_at === undefined) found.push(id);
  }
  return found;
}

/** What an installation may see, without what can no longer be changed. A request for each hundred. */
export async function* repositoriesOf(installation: Requester): AsyncGenerator<RepositoryAnswer> {
  const route = "GET /installation/repositories";
  const read = (data: unknown): readonly RepositoryAnswer[] => understood(route, data, repositoriesAnswer).repositories;
  for await (const page of pagesOf(installation, route, {}, read, MOST_PAGES)) {
    for (const repository of page) if (!repository.archived && !repository.disabled) yield repository;
  }
}

/** Deliveries to our webhook, the newest first, page by page. */
export async function* deliveries(app: Requester): AsyncGenerator<readonly DeliveryAnswer[]> {
  const route = "GET /app/hook/deliveries";
  let cursor: string | null = null;
  do {
    const parameters = { per_page: PAGE, ...(cursor === null ? {} : { cursor }) };
    const { data, headers } = await app.request(route, parameters);
    yield understood(route, data, deliveriesAnswer);
    cursor = cursorOf(headers);
  } while (cursor !== null);
}

export async function redeliver(app: Requester, delivery: number): Promise<void> {
  await app.request("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: delivery });
}

/** Where the next page begins: the only thing in the link that is not ours. */
function cursorOf(headers: object): string | null {
  const link = "link" in headers && typeof headers.link === "string" ? headers.link : "";
  const next = /<([^<>]{1,2000})>;\s*rel="next"/.exec(link)?.[1];
  const cursor = next === undefined ? undefined : /[?&]cursor=([^&]+)/.exec(next)?.[1];
  return cursor === undefined ? null : decodeURIComponent(cursor);
}
