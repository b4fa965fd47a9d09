import { displayText } from "@chat/protocol";
import type {
  ActRequest,
  ActResult,
  Connection,
  ConnectionQuery,
  ConnectionWindow,
  LeaveQuery,
  LeaveWindow,
  Now,
  Sanction,
} from "../model/contract.ts";

/** The server does not take the token. */
export class TokenRefusedError extends Error {
  override readonly name = "TokenRefusedError";
}

/** Longest line of a stream that is kept while its end is missing, in characters. */
const MAX_LINE_LENGTH = 2_097_152;

/**
 * Asks the admin port. Every method throws a {@link TokenRefusedError} for an old token, and otherwise an error whose message is a
 * sentence for people.
 */
export class AdminClient {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  async now(signal?: AbortSignal): Promise<Now> {
    return expectMembers(await this.#get("now", signal), ["totals", "limits", "chat"]) as unknown as Now;
  }

  async connections(query: Partial<ConnectionQuery>, signal?: AbortSignal): Promise<ConnectionWindow> {
    return (await this.#list("connections", query, signal)) as ConnectionWindow;
  }

  /** Finds a connection by its id. */
  async connection(id: string, signal?: AbortSignal): Promise<Connection | null> {
    const { rows } = await this.connections({ search: id }, signal);
    return rows.find((row) => row.id === id) ?? null;
  }

  async leaves(query: Partial<LeaveQuery>, signal?: AbortSignal): Promise<LeaveWindow> {
    return (await this.#list("leaves", query, signal)) as LeaveWindow;
  }

  async sanctions(signal?: AbortSignal): Promise<readonly Sanction[]> {
    return expectList(await this.#get("sanctions", signal));
  }

  async act(request: ActRequest): Promise<ActResult> {
    const response = await this.#fetch("act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request.act === "affected" ? request : { ...request, by: "the page" }),
    });
    return expectMembers(await response.json(), ["silent"]) as unknown as ActResult;
  }

  /** Passes on each line of a connection's journal from now on, until it ends or is stopped. */
  async journal(id: string, takeLine: (line: string) => void, signal: AbortSignal): Promise<void> {
    const response = await this.#fetch(`journal?${new URLSearchParams({ id })}`, { signal });
    let rest = "";
    if (!response.body) return;
    // Not every browser can iterate over a stream yet.
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > MAX_LINE_LENGTH) throw new Error("A line of the journal is too long.");
      for (const line of lines) if (line !== "") takeLine(line);
    }
  }

  /** Asks for a part of a list. */
  async #list(path: string, query: object, signal?: AbortSignal): Promise<{ readonly rows: readonly unknown[] }> {
    const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const found = expectMembers(await this.#get(`${path}?${parameters}`, signal), ["rows"]);
    return { ...found, rows: expectList(found.rows) };
  }

  async #get(path: string, signal?: AbortSignal): Promise<unknown> {
    return (await this.#fetch(path, signal ? { signal } : {})).json();
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...init.headers, Authorization: `Bearer ${this.#token}` };
    const response = await fetch(`./api/v1/${path}`, {
      ...init,
      headers,
      credentials: "omit",
      redirect: "error",
    }).catch((error) => {
      if (init.signal?.aborted) throw error;
      throw new Error("The server does not answer.");
    });
    if (response.status === 401) throw new TokenRefusedError("The server does not take the token.");
    if (!response.ok) throw new Error(await readError(response));
    return response;
  }
}

async function readError(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const text = body && typeof body === "object" && "error" in body ? body.error : null;
  return typeof text === "string" ? displayText(text) : `The server answered with status ${response.status}.`;
}

const UNKNOWN_FORM = "The server answered in a form that this page does not know. Load the page again.";

function expectMembers(value: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  const fields = value as Readonly<Record<string, unknown>>;
  if (typeof value === "object" && value && names.every((name) => typeof fields[name] === "object")) return fields;
  throw new Error(UNKNOWN_FORM);
}

function expectList<Row>(value: unknown): readonly Row[] {
  if (Array.isArray(value)) return value;
  throw new Error(UNKNOWN_FORM);
}
