/**
 * A mistake the person who ran Writ can mend: a wrong argument, a missing repository, an invalid policy.
 * The message is one sentence that says what is wrong, where, and how to mend it.
 * Anything thrown that is not a UserError is a fault of Writ itself and is reported as one.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** The code of a system error, such as `ENOENT`; the error in words when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
