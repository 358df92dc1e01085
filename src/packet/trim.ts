/**
 * The text without the given characters at its ends. A pattern with `+$` would do the same and take time quadratic in
 * the length of a run of such characters in the middle.
 */
export function trimOf(text: string, leading: string, trailing = leading): string {
  let start = 0;
  let end = text.length;
  while (start < end && leading.includes(text.charAt(start))) start++;
  while (end > start && trailing.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
