// Errors as the app knows them: one class with the API's stable code, whatever went wrong.
import type { components } from "./schema";

/** Codes of the app itself, for what never reached the API or came back unreadable. */
export const UNREACHABLE = "unreachable";
export const UNAVAILABLE = "unavailable";

export interface FieldProblem {
  field: string;
  code: string;
}

export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly details: {
      reference?: string | undefined;
      attemptsLeft?: number | undefined;
      retryAt?: string | undefined;
      fields?: FieldProblem[] | undefined;
    } = {},
  ) {
    super(`${status} ${code}`);
  }
}

/** Gateways and CDNs answer in their own words; their request id is then the reference. */
function gatewayReference(headers: Headers): string | undefined {
  return headers.get("apigw-requestid") ?? headers.get("x-amz-cf-id") ?? undefined;
}

type Wire = Partial<components["schemas"]["Problem"]>;

export function problemFrom(response: Response, body: unknown): ApiProblem {
  const { code, reference, attempts_left, retry_at, fields } = ((typeof body === "object" &&
    body) ||
    {}) as Wire;
  const onServer = response.status >= 500 ? gatewayReference(response.headers) : undefined;
  if (typeof code !== "string") {
    const known = response.status === 429 ? "too_many_requests" : UNAVAILABLE;
    return new ApiProblem(response.status, known, { reference: onServer });
  }
  return new ApiProblem(response.status, code, {
    reference: reference ?? onServer,
    attemptsLeft: attempts_left ?? undefined,
    retryAt: retry_at ?? undefined,
    fields: fields ?? undefined,
  });
}

/** Whatever was thrown, as a problem: a network failure has no status. */
export function toProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  return new ApiProblem(0, thrown instanceof SyntaxError ? UNAVAILABLE : UNREACHABLE);
}
