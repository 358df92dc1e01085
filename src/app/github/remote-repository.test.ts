import { afterAll, beforeAll } from "vitest";
import { describeRepository, describeSnapshot } from "../../snapshot/snapshot.suite.ts";
import { remote } from "./remote.fixture.ts";
import type { Remote } from "./remote.fixture.ts";

let place: Remote;
beforeAll(async () => {
  place = await remote();
});
afterAll(() => place.close());

describeSnapshot("commit on GitHub", async (files) => {
  const desk = await place.repository([{ name: "one", files }]);
  const repository = await place.open(desk);
  return repository.commit(await repository.resolve("HEAD"));
});
describeRepository("GitHub", async (commits) => place.open(await place.repository(commits)));
