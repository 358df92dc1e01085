/** Repositories as the API shows them. */
import type { Hub } from "../world/hub.ts";
import type { Repository } from "../world/repository.ts";
import { accountView } from "./account.ts";
import { nodeId, page, repositoryApi, time } from "./address.ts";

/** What stands after a repository's address in the templates that every repository lists. */
const TEMPLATES = {
  archive_url: "/{archive_format}{/ref}", assignees_url: "/assignees{/user}", blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}", collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}", commits_url: "/commits{/sha}", compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}", contributors_url: "/contributors", deployments_url: "/deployments",
  downloads_url: "/downloads", events_url: "/events", forks_url: "/forks", git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}", git_tags_url: "/git/tags{/sha}", hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}", issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}", keys_url: "/keys{/key_id}", labels_url: "/labels{/name}",
  languages_url: "/languages", merges_url: "/merges", milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}", pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}", stargazers_url: "/stargazers", statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers", subscription_url: "/subscription", tags_url: "/tags", teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
} as const;

export function minimalRepositoryView(hub: Hub, repository: Repository) {
  const url = repositoryApi(hub, repository);
  const urls = Object.entries(TEMPLATES).map(([name, rest]) => [name, `${url}${rest}`] as const);
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: repository.private,
    owner: accountView(hub, repository.owner),
    html_url: page(hub, repository),
    description: null,
    fork: repository.parent !== null,
    url,
    ...(Object.fromEntries(urls) as Record<keyof typeof TEMPLATES, string>),
  };
}

export function repositoryView(hub: Hub, repository: Repository) {
  const forks = [...hub.repositories.values()].filter(({ parent }) => parent === repository).length;
  const open = [...repository.pulls.values()].filter(({ state }) => state === "open").length;
  const address = page(hub, repository);
  return {
    ...minimalRepositoryView(hub, repository),
    clone_url: `${address}.git`, git_url: `${address}.git`, ssh_url: `${address}.git`, svn_url: address,
    default_branch: repository.defaultBranch,
    forks, forks_count: forks, open_issues: open, open_issues_count: open,
    has_downloads: false, has_issues: true, has_projects: false, has_wiki: false, has_pages: false,
    has_discussions: false,
    homepage: null, language: null, archived: false, disabled: false, mirror_url: null, license: null,
    visibility: repository.private ? "private" : "public",
    allow_forking: true, is_template: false, web_commit_signoff_required: false, topics: [],
    size: 0, stargazers_count: 0, watchers: 0, watchers_count: 0,
    pushed_at: time(repository.pushedAt),
    created_at: time(repository.createdAt),
    updated_at: time(repository.pushedAt),
  };
}

export function fullRepositoryView(hub: Hub, repository: Repository) {
  const { parent } = repository;
  const above = parent === null ? {} : { parent: repositoryView(hub, parent), source: repositoryView(hub, parent) };
  const shared = { network_count: 0, subscribers_count: 0, allow_merge_commit: true, allow_squash_merge: true };
  return { ...repositoryView(hub, repository), ...shared, allow_rebase_merge: true, ...above };
}
