/** The longest name worth comparing; longer ones are no slip of the finger. */
const LONGEST = 64;

/**
 * The known name that a mistyped one was probably meant to be, or null when none is near enough.
 *
 * Near means: at most a third of the letters differ, or one, where a letter left out, put in, changed, or swapped with
 * its neighbour counts one. Case does not matter. A name without a slash is also compared with what stands behind the
 * slash of a known name, so `title` finds `structure/title`. The first of several equally near names is taken.
 */
export function nearest(name: string, known: Iterable<string>): string | null {
  if (name.length === 0 || name.length > LONGEST) return null;
  const wanted = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    for (const form of forms(wanted, candidate.toLowerCase())) {
      const distance = editDistance(wanted, form, bestDistance);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
  }
  return best;
}

function forms(wanted: string, candidate: string): readonly string[] {
  const slash = candidate.lastIndexOf("/");
  return slash < 0 || wanted.includes("/") ? [candidate] : [candidate, candidate.slice(slash + 1)];
}

/**
 * How many letters must be left out, put in, changed or swapped with their neighbour to turn `a` into `b`, where no
 * stretch is edited twice. Answers `limit` as soon as the distance is known to be no smaller.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current: number[] = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let distance = Math.min(
        cell(last, column) + 1,
        cell(current, column - 1) + 1,
        cell(last, column - 1) + (same ? 0 : 1),
      );
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        distance = Math.min(distance, cell(beforeLast, column - 2) + 1);
      }
      current.push(distance);
    }
    if (Math.min(...current) >= limit) return limit;
    beforeLast = last;
    last = current;
  }
  return Math.min(limit, cell(last, b.length));
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
