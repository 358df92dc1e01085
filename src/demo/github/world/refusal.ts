/** An answer that says no, in GitHub's words and with GitHub's status. */
export interface FieldError {
  readonly resource: string;
  readonly field?: string;
  readonly code: string;
  readonly message?: string;
}

export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly (FieldError | string)[] | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    errors: readonly (FieldError | string)[] | null = null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

/** What does not exist and what one may not see look alike. */
export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** 422 with the field that is wrong. */
export function invalid(resource: string, field: string, message?: string): Refusal {
  const why = message === undefined ? { code: "invalid" } : { code: "custom", message };
  return new Refusal(422, "Validation Failed", [{ resource, field, ...why }]);
}
