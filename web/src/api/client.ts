// The typed client. Every call answers its data or throws an ApiProblem, so that screens have one
// kind of failure to show.
import createClient from "openapi-fetch";
import { learnServerTime } from "./clock";
import { ApiProblem, problemFrom, toProblem } from "./problem";
import type { paths } from "./schema";

/** Longer than any action takes; an API Gateway gives up at 30 s as well. */
const TIMEOUT_MS = 30_000;

export const api = createClient<paths>({
  baseUrl: "/",
  credentials: "same-origin",
  cache: "no-store",
  redirect: "error",
  fetch: (request) => fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) }),
});

type Listener = (problem: ApiProblem) => void;
const sessionEnded = new Set<Listener>();
const unreachable = new Set<Listener>();

function listen(set: Set<Listener>, listener: Listener): () => void {
  set.add(listener);
  return () => {
    set.delete(listener);
  };
}

/** Told when an answer says that the session is gone. */
export const onSessionEnded = (listener: Listener) => listen(sessionEnded, listener);
/** Told when the API could not be reached at all. */
export const onUnreachable = (listener: Listener) => listen(unreachable, listener);

api.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", document.documentElement.lang || "nl");
    return request;
  },
  onResponse({ response }) {
    learnServerTime(response.headers.get("date"));
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export async function answer<T>(call: Promise<Answer<T>>): Promise<NonNullable<T>> {
  try {
    const { data, error, response } = await call;
    if (!response.ok) throw problemFrom(response, error);
    return data as NonNullable<T>;
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.status === 0) for (const listener of unreachable) listener(problem);
    if (problem.code === "no_session") for (const listener of sessionEnded) listener(problem);
    throw problem;
  }
}

export { ApiProblem };
