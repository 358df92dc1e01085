/** Jobs that only find out which other jobs there are to do. */
import type { JobTarget, RepositoryName } from "../queue/job.ts";
import type { Desk } from "./desk.ts";

/** Everything open that has this commit as its head. */
export async function spreadCommit({ hub, ask }: Pick<Desk, "hub" | "ask">, head: string): Promise<void> {
  const { repository } = hub;
  for await (const page of hub.openPulls()) {
    await ask(page.filter((pull) => pull.head.sha === head).map(({ number }) => pullRequest(repository, number)));
  }
}

/** Every open pull request into a branch. */
export async function spreadOpenPulls({ hub, ask }: Pick<Desk, "hub" | "ask">, base?: string): Promise<void> {
  for await (const page of hub.openPulls(base)) {
    await ask(page.map(({ number }) => pullRequest(hub.repository, number)));
  }
}

function pullRequest(repository: RepositoryName, number: number): JobTarget {
  return { kind: "pull-request", repository, number };
}
