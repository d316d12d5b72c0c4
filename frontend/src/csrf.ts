const meta = (): HTMLMetaElement | null => document.querySelector("meta[name=csrf-token]");

export function csrfToken(): string {
  return meta()?.content ?? "";
}

/** After signing in over the page the old token is void: the server's answer brings a new one. */
export function renewCsrf(token: string): void {
  const holder = meta();
  if (holder) holder.content = token;
  for (const field of document.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) {
    field.value = token;
  }
}

/** A form POST by script, with the CSRF header. */
export function post(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "fetch" },
    body: new URLSearchParams(fields),
  });
}
