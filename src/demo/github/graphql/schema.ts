/**
 * An extract of GitHub's GraphQL schema, taken from the npm package @octokit/graphql-schema@15.26.1 by
 * scripts/graphql.mjs. Its licence:
 *
 * Copyright (c) GitHub 2025 - Licensed as MIT.
 *
 * Permission is hereby granted, free of charge, to any person obtaining
 * a copy of this software and associated documentation files (the
 * "Software"), to deal in the Software without restriction, including
 * without limitation the rights to use, copy, modify, merge, publish,
 * distribute, sublicense, and/or sell copies of the Software, and to
 * permit persons to whom the Software is furnished to do so, subject to
 * the following conditions:
 *
 * The above copyright notice and this permission notice shall be
 * included in all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
 * EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
 * MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
 * NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
 * LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION
 * OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION
 * WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */
export const SCHEMA = `
interface Actor {
  login: String!
}

scalar Base64String

scalar BigInt

type Blob implements GitObject & Node {
  id: ID!
  abbreviatedOid: String!
  byteSize: Int!
  isBinary: Boolean
  isTruncated: Boolean!
  oid: GitObjectID!
  text: String
}

type Bot implements Actor & Node {
  id: ID!
  databaseId: Int
  login: String!
}

type Commit implements GitObject & Node {
  id: ID!
  abbreviatedOid: String!
  author: GitActor
  authoredDate: DateTime!
  committedDate: DateTime!
  committer: GitActor
  file(path: String!): TreeEntry
  history(after: String, first: Int, path: String): CommitHistoryConnection!
  message: String!
  messageBody: String!
  messageHeadline: String!
  oid: GitObjectID!
  parents(after: String, first: Int): CommitConnection!
  signature: GitSignature
  tree: Tree!
}

type CommitConnection {
  nodes: [Commit]
  pageInfo: PageInfo!
  totalCount: Int!
}

type CommitHistoryConnection {
  nodes: [Commit]
  pageInfo: PageInfo!
  totalCount: Int!
}

input CommitMessage {
  body: String
  headline: String!
}

input CommittableBranch {
  branchName: String
  id: ID
  repositoryNameWithOwner: String
}

input CreateCommitOnBranchInput {
  branch: CommittableBranch!
  clientMutationId: String
  expectedHeadOid: GitObjectID!
  fileChanges: FileChanges
  message: CommitMessage!
}

type CreateCommitOnBranchPayload {
  clientMutationId: String
  commit: Commit
  ref: Ref
}

scalar DateTime

input FileAddition {
  contents: Base64String!
  path: String!
}

input FileChanges {
  additions: [FileAddition!] = []
  deletions: [FileDeletion!] = []
}

input FileDeletion {
  path: String!
}

type GitActor {
  date: GitTimestamp
  email: String
  name: String
}

interface GitObject {
  id: ID!
  abbreviatedOid: String!
  oid: GitObjectID!
}

scalar GitObjectID

interface GitSignature {
  isValid: Boolean!
  state: GitSignatureState!
  wasSignedByGitHub: Boolean!
}

enum GitSignatureState {
  BAD_CERT
  BAD_EMAIL
  EXPIRED_KEY
  GPGVERIFY_ERROR
  GPGVERIFY_UNAVAILABLE
  INVALID
  MALFORMED_SIG
  NOT_SIGNING_KEY
  NO_USER
  OCSP_ERROR
  OCSP_PENDING
  OCSP_REVOKED
  UNKNOWN_KEY
  UNKNOWN_SIG_TYPE
  UNSIGNED
  UNVERIFIED_EMAIL
  VALID
}

scalar GitTimestamp

type GpgSignature implements GitSignature {
  isValid: Boolean!
  state: GitSignatureState!
  wasSignedByGitHub: Boolean!
}

enum MergeableState {
  CONFLICTING
  MERGEABLE
  UNKNOWN
}

type Mutation {
  createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload
}

interface Node {
  id: ID!
}

type Organization implements Actor & Node & RepositoryOwner {
  id: ID!
  databaseId: Int
  login: String!
}

type PageInfo {
  endCursor: String
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
}

type PullRequest implements Node {
  id: ID!
  author: Actor
  baseRefName: String!
  baseRefOid: GitObjectID!
  body: String!
  closed: Boolean!
  fullDatabaseId: BigInt
  headRefName: String!
  headRefOid: GitObjectID!
  headRepository: Repository
  isCrossRepository: Boolean!
  isDraft: Boolean!
  mergeable: MergeableState!
  merged: Boolean!
  mergedAt: DateTime
  number: Int!
  repository: Repository!
  state: PullRequestState!
  title: String!
}

enum PullRequestState {
  CLOSED
  MERGED
  OPEN
}

type Query {
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  rateLimit: RateLimit
  repository(name: String!, owner: String!): Repository
  viewer: User!
}

type RateLimit {
  cost: Int!
  limit: Int!
  remaining: Int!
  resetAt: DateTime!
  used: Int!
}

type Ref implements Node {
  id: ID!
  name: String!
  prefix: String!
  target: GitObject
}

type Repository implements Node {
  id: ID!
  databaseId: Int
  name: String!
  nameWithOwner: String!
  isFork: Boolean!
  isPrivate: Boolean!
  owner: RepositoryOwner!
  defaultBranchRef: Ref
  object(expression: String, oid: GitObjectID): GitObject
  pullRequest(number: Int!): PullRequest
  ref(qualifiedName: String!): Ref
}

interface RepositoryOwner {
  id: ID!
  login: String!
}

type Tree implements GitObject & Node {
  id: ID!
  abbreviatedOid: String!
  entries: [TreeEntry!]
  oid: GitObjectID!
}

type TreeEntry {
  mode: Int!
  name: String!
  object: GitObject
  oid: GitObjectID!
  path: String
  size: Int!
  type: String!
}

type User implements Actor & Node & RepositoryOwner {
  id: ID!
  databaseId: Int
  login: String!
}
`;
