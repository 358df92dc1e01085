/**
 * Cuts GitHub's GraphQL schema down to what the stand-in answers: `node scripts/graphql.mjs`.
 *
 * Fetches the package @octokit/graphql-schema with npm into a scratch folder and writes src/demo/github/graphql/schema.ts:
 * the types and fields named here, with what they need, without prose. Every field that stands there is answered; what
 * is not there is refused as unknown, so nothing is asked of the stand-in that GitHub would not understand.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Kind, parse, print, stripIgnoredCharacters, visit } from "graphql";
import { filesOf } from "./description.mjs";

const PACKAGE = "@octokit/graphql-schema@15.26.1";
const target = fileURLToPath(new URL("../src/demo/github/graphql/", import.meta.url));

/** Type → its fields, each with the arguments that are kept. */
const KEPT = {
  Query: "node(id) nodes(ids) rateLimit repository(name,owner) viewer",
  Mutation: "createCommitOnBranch(input)",
  CreateCommitOnBranchPayload: "clientMutationId commit ref",
  Node: "id",
  Actor: "login",
  User: "id databaseId login",
  Bot: "id databaseId login",
  Organization: "id databaseId login",
  RepositoryOwner: "id login",
  RateLimit: "cost limit remaining resetAt used",
  Repository: "id databaseId name nameWithOwner isFork isPrivate owner defaultBranchRef object(expression,oid) pullRequest(number) ref(qualifiedName)",
  Ref: "id name prefix target",
  GitObject: "id abbreviatedOid oid",
  Blob: "id abbreviatedOid byteSize isBinary isTruncated oid text",
  Tree: "id abbreviatedOid entries oid",
  TreeEntry: "mode name object oid path size type",
  Commit: "id abbreviatedOid author authoredDate committedDate committer file(path) history(after,first,path) message messageBody messageHeadline oid parents(after,first) signature tree",
  GitActor: "date email name",
  GitSignature: "isValid state wasSignedByGitHub",
  GpgSignature: "isValid state wasSignedByGitHub",
  CommitHistoryConnection: "nodes pageInfo totalCount",
  CommitConnection: "nodes pageInfo totalCount",
  PageInfo: "endCursor hasNextPage hasPreviousPage startCursor",
  PullRequest: "id author baseRefName baseRefOid body closed fullDatabaseId headRefName headRefOid headRepository isCrossRepository isDraft mergeable merged mergedAt number repository state title",
};

const [schema, licence] = filesOf(PACKAGE, "schema.graphql", "LICENSE.md");
const cut = cutDown(parse(schema));
const head = `An extract of GitHub's GraphQL schema, taken from the npm package ${PACKAGE} by scripts/graphql.mjs. Its licence:`;
const lines = [wrap(head), "", ...licence.trim().split("\n")].flat().map((line) => ` * ${line}`.trimEnd()).join("\n");
mkdirSync(target, { recursive: true });
writeFileSync(`${target}schema.ts`, `/**\n${lines}\n */\nexport const SCHEMA = \`\n${print(cut)}\n\`;\n`);
console.log(`${cut.definitions.length} types, ${stripIgnoredCharacters(print(cut)).length} characters`);

function cutDown(whole) {
  const types = new Map(whole.definitions.map((one) => [one.name?.value, one]));
  const chosen = new Map();
  const waiting = Object.keys(KEPT);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const type = types.get(name);
    if (chosen.has(name) || type === undefined) continue;
    const kept = KEPT[name] === undefined ? type : withFields(type, KEPT[name]);
    chosen.set(name, kept);
    visit(kept, { NamedType: ({ name: { value } }) => void waiting.push(value) });
  }
  const definitions = [...chosen.keys()].sort().map((name) => bare(chosen.get(name)));
  return { kind: Kind.DOCUMENT, definitions };
}

/** A type with the named fields alone, and of their arguments with the named ones. */
function withFields(type, wanted) {
  const fields = [...wanted.matchAll(/(\w+)(?:\(([\w,]*)\))?/g)].map(([, name, list = ""]) => {
    const field = type.fields.find((one) => one.name.value === name);
    if (field === undefined) throw new Error(`${type.name.value} has no field ${name}`);
    const names = list.split(",");
    return { ...field, arguments: field.arguments.filter((one) => names.includes(one.name.value)) };
  });
  // Interfaces that are not named here, or that ask for more than is kept, go.
  const has = (list) => list !== undefined && list.split(" ").every((name) => fields.some((one) => one.name.value === name));
  const interfaces = type.interfaces?.filter((one) => has(KEPT[one.name.value]));
  return { ...type, fields, ...(interfaces === undefined ? {} : { interfaces }) };
}

/** The same without prose and directives. */
function bare(type) {
  const strip = (node) => (node.description === undefined && !node.directives?.length ? undefined : { ...node, description: undefined, directives: [] });
  return visit(type, { enter: strip });
}

function wrap(text) {
  return text.replace(/(.{1,110})(?: |$)/g, "$1\n").trim().split("\n");
}
