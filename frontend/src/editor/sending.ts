import { csrfToken } from "../csrf";

/** One try to hand a text to the server, and what came of it. */

export interface Other {
  revision: number;
  at: string;
  texts: Record<string, string>;
}

export type Outcome =
  | { kind: "kept"; revision: number; at: string }
  | { kind: "changed"; other: Other }
  | { kind: "locked" }
  | { kind: "signed-out" }
  | { kind: "refused"; sentence: string }
  | { kind: "unreachable" };

export interface Parcel {
  texts: Record<string, string>;
  base: number;
  tab: string;
  sequence: number;
}

const PATIENCE = 10_000;

export async function send(url: string, parcel: Parcel, keepalive = false): Promise<Outcome> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: "POST",
      keepalive,
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), "HX-Request": "true" },
      body: JSON.stringify(parcel),
    });
  } catch {
    return { kind: "unreachable" };
  }
  return read(answer);
}

async function read(answer: Response): Promise<Outcome> {
  if (answer.status === 401 || answer.type === "opaqueredirect") return { kind: "signed-out" };
  if (answer.status >= 500 || answer.status === 429) return { kind: "unreachable" };
  const body = await json(answer);
  if (answer.ok && typeof body?.revision === "number") {
    return { kind: "kept", revision: body.revision, at: String(body.at) };
  }
  if (body?.code === "note_changed_elsewhere") return { kind: "changed", other: body.other as Other };
  if (body?.code === "note_already_signed") return { kind: "locked" };
  // A token that is no longer valid: signing in again brings a new one.
  if (answer.status === 403 && body === null) return { kind: "signed-out" };
  return { kind: "refused", sentence: typeof body?.sentence === "string" ? body.sentence : String(answer.status) };
}

async function json(answer: Response): Promise<Record<string, unknown> | null> {
  try {
    return (await answer.json()) as Record<string, unknown>;
  } catch {
    return null;
  }
}
