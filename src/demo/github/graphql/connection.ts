/** Lists in pages, as GraphQL has them: `first`, `after`, and a cursor that says where one stands. */
import { GraphqlRefusal } from "./refusal.ts";

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

const MOST = 100;

/** A page of a list; each item becomes what `view` makes of it. Throws when no page or too large a one is asked for. */
export function connection<T, V>(name: string, all: readonly T[], { first, after }: PageArguments, view: (item: T) => V) {
  if (first === undefined || first === null) {
    throw new GraphqlRefusal(
      "MISSING_PAGINATION_BOUNDARIES",
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  if (first < 1 || first > MOST) {
    throw new GraphqlRefusal(
      "EXCESSIVE_PAGINATION",
      `Requesting ${first} records on the \`${name}\` connection exceeds the \`first\` limit of ${MOST} records.`,
    );
  }
  const start = after === undefined || after === null ? 0 : placeOf(after);
  const items = all.slice(start, start + first);
  const cursor = (place: number): string => Buffer.from(`cursor:${place}`).toString("base64");
  return {
    totalCount: all.length,
    nodes: () => items.map(view),
    pageInfo: {
      startCursor: items.length === 0 ? null : cursor(start + 1),
      endCursor: items.length === 0 ? null : cursor(start + items.length),
      hasNextPage: start + items.length < all.length,
      hasPreviousPage: start > 0,
    },
  };
}

function placeOf(cursor: string): number {
  const place = /^cursor:(\d+)$/.exec(Buffer.from(cursor, "base64").toString())?.[1];
  if (place === undefined) throw new GraphqlRefusal("ARGUMENT_ERROR", `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(place);
}
