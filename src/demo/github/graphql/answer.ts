/** One GraphQL request from its text to the answer, in the shape that GitHub gives it. */
import { buildSchema, execute, GraphQLError, GraphQLScalarType, Kind, parse, validate } from "graphql";
import type { DocumentNode, GraphQLSchema } from "graphql";
import type { Body } from "../http/call.ts";
import { isObjectId } from "../git/objects.ts";
import { Refusal } from "../world/refusal.ts";
import { GraphqlRefusal } from "./refusal.ts";
import { rootOf } from "./root.ts";
import { SCHEMA } from "./schema.ts";
import type { Scope } from "./scope.ts";

/** A query of a few hundred objects by alias has ten thousand of these. */
const MOST_TOKENS = 100_000;

interface Shown {
  readonly data?: unknown;
  readonly errors?: readonly Readonly<Record<string, unknown>>[];
}

let schema: GraphQLSchema | null = null;

/** What GitHub answers to `query` with `variables`. Throws 400 when there is no query. */
export async function answerQuery(scope: Scope, { query, variables, operationName }: Body): Promise<Shown> {
  if (typeof query !== "string") throw new Refusal(400, "A query attribute must be specified and must be a string.");
  schema ??= readSchema();
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [shown(error)] };
  }
  const wrong = validate(schema, document);
  if (wrong.length > 0) return { errors: wrong.map(shown) };
  const { data, errors } = await execute({
    schema, document, rootValue: rootOf(scope),
    ...(typeof variables === "object" && variables !== null ? { variableValues: variables as Body } : {}),
    ...(typeof operationName === "string" ? { operationName } : {}),
  });
  for (const { originalError } of errors ?? []) {
    // Our own fault, and no answer of GitHub's.
    if (originalError !== undefined && !isExpected(originalError)) throw originalError;
  }
  return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors: errors.map(shown) }) };
}

function isExpected(error: Error): boolean {
  return error instanceof GraphqlRefusal || error instanceof GraphQLError;
}

function shown({ originalError, path, locations, message }: GraphQLError): Readonly<Record<string, unknown>> {
  const type = originalError instanceof GraphqlRefusal ? originalError.type : null;
  return {
    ...(type === null ? {} : { type }),
    ...(path === undefined ? {} : { path }),
    ...(type === "FORBIDDEN" ? { extensions: { saml_failure: false } } : {}),
    ...(locations === undefined ? {} : { locations }),
    message,
  };
}

/** The schema with the scalars that GitHub looks into: object ids and base64. */
function readSchema(): GraphQLSchema {
  const built = buildSchema(SCHEMA);
  refine(built, "GitObjectID", (value) => {
    if (isObjectId(value)) return value;
    throw new GraphQLError(`Could not coerce value ${JSON.stringify(value)} to GitObjectID`);
  });
  refine(built, "Base64String", (value) => {
    const bytes = Buffer.from(value, "base64");
    if (bytes.toString("base64") === value) return bytes;
    throw new GraphQLError("Could not coerce value to Base64String: it is not valid base64");
  });
  return built;
}

function refine(built: GraphQLSchema, name: string, read: (value: string) => unknown): void {
  const scalar = built.getType(name);
  if (!(scalar instanceof GraphQLScalarType)) throw new Error(`the schema has no scalar ${name}`);
  scalar.parseValue = (value) => read(String(value));
  scalar.parseLiteral = (node) => read(node.kind === Kind.STRING ? node.value : "");
}
