/** Every route of the stand-in, in the order in which they are tried. */
import type { Route } from "../http/route.ts";
import { ACCOUNT_ROUTES, APP_ROUTES } from "./apps.ts";
import { CHECK_ROUTES } from "./checks.ts";
import { COMMIT_ROUTES, CONTENT_ROUTES } from "./contents.ts";
import { GIT_ROUTES } from "./git-data.ts";
import { GRAPHQL_ROUTES } from "./graphql.ts";
import { PULL_ROUTES } from "./pulls.ts";
import { REPOSITORY_ROUTES } from "./repositories.ts";
import { TALK_ROUTES } from "./talk.ts";

/** What GitHub's description of its REST API has. */
export const ROUTES: readonly Route[] = [
  ...APP_ROUTES, ...ACCOUNT_ROUTES, ...PULL_ROUTES, ...CHECK_ROUTES, ...TALK_ROUTES, ...GIT_ROUTES,
  ...CONTENT_ROUTES, ...COMMIT_ROUTES, ...REPOSITORY_ROUTES,
];

/** What it has not. */
export const OTHER_ROUTES: readonly Route[] = [...GRAPHQL_ROUTES];
