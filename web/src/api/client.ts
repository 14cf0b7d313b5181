// The one way to the server: JSON in, JSON out, problems as `Problem`.

/** What the server says when it refuses (RFC 9457), or that it did not. */
export class Problem extends Error {
  constructor(
    readonly status: number, // 0: no answer came
    readonly code: string,
    readonly detail: string,
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = "Problem";
  }
}

type Value = string | number | boolean | null | undefined;
export type Query = Record<string, Value | readonly string[]>;

export interface Options {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
  /** The version the person saw, from the order's `version`. */
  ifMatch?: number;
  /** One per intent: asking again with it does nothing twice. */
  key?: string;
  /** It goes out though the page is closed meanwhile. */
  keepalive?: boolean;
}

let onLost: () => void = () => {};

/** Called when the server no longer knows who we are. */
export function whenSessionIsLost(then: () => void) {
  onLost = then;
}

export function queryText(query: Query = {}): string {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    if (Array.isArray(value)) {
      if (value.length > 0) all.set(name, value.join(","));
    } else all.set(name, String(value));
  }
  const text = all.toString();
  return text && `?${text}`;
}

function headers(options: Options): Record<string, string> {
  const all: Record<string, string> = { Accept: "application/json" };
  if (options.body !== undefined) all["Content-Type"] = "application/json";
  if (options.ifMatch !== undefined) all["If-Match"] = `"${options.ifMatch}"`;
  if (options.key) all["Idempotency-Key"] = options.key;
  return all;
}

async function problemOf(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get("Retry-After"));
  const after = Number.isFinite(wait) && wait > 0 ? wait : null;
  try {
    const said = await response.json();
    return new Problem(
      response.status,
      String(said.code ?? "unknown"),
      String(said.detail ?? said.title ?? response.statusText),
      after,
    );
  } catch {
    const detail = `The server answered ${response.status}.`;
    return new Problem(response.status, "unknown", detail, after);
  }
}

async function send(method: string, path: string, options: Options) {
  try {
    return await fetch(`/api/v1${path}${queryText(options.query)}`, {
      method,
      headers: headers(options),
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
      keepalive: options.keepalive ?? false,
      credentials: "same-origin",
      cache: "no-store",
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(0, "no_answer", "The server does not answer.");
  }
}

async function call<T>(method: string, path: string, options: Options) {
  const response = await send(method, path, options);
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status !== 401 || problem.code === "wrong_login")
      throw problem;
    onLost();
    throw new Problem(401, problem.code, "Your session had ended; try again.");
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** Paths are below /api/v1: `api.get<Order>("/orders/shop/7")`. */
export const api = {
  get: <T>(path: string, options: Options = {}) =>
    call<T>("GET", path, options),
  post: <T>(path: string, body: unknown = {}, options: Options = {}) =>
    call<T>("POST", path, { ...options, body }),
  put: <T>(path: string, body: unknown, options: Options = {}) =>
    call<T>("PUT", path, { ...options, body }),
  delete: <T>(path: string, options: Options = {}) =>
    call<T>("DELETE", path, options),
};

/** For the sentence in a message: what went wrong, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function newKey(): string {
  // randomUUID is only there on https and localhost.
  return typeof crypto.randomUUID === "function"
    ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) =>
        b.toString(16).padStart(2, "0"),
      ).join("");
}
