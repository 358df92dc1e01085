/** How long to wait before the next try. */

export interface BackoffLimits {
  /** The longest wait after the first failure; it doubles with each further one. Milliseconds. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Exponential, with full jitter: any time between nothing and the bound, so that jobs that failed together do not come
 * back together. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(attempts: number, { firstMs, longestMs }: BackoffLimits, random: () => number): number {
  const bound = Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 30));
  return Math.ceil(random() * bound);
}
