import htmx from "htmx.org";
import { csrfToken } from "./csrf";
import { delegate, onContent } from "./dom";

/**
 * Buttons that use or make a passkey:
 * <button data-passkey="use|make" data-options-url data-finish-url data-failed="sentence">, hidden where the
 * browser knows no passkeys. "use" answers to data-finish-url; "make" fills the form's field `credential` and sends
 * the form.
 */

type Json = Record<string, unknown>;

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null | undefined): string | undefined {
  if (!buffer) return undefined;
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function descriptors(list: unknown): PublicKeyCredentialDescriptor[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.map((item: Json) => ({ ...item, type: "public-key", id: bytes(item.id as string) }));
}

function forUse(options: Json): PublicKeyCredentialRequestOptions {
  return {
    ...options,
    challenge: bytes(options.challenge as string),
    allowCredentials: descriptors(options.allowCredentials),
  } as PublicKeyCredentialRequestOptions;
}

function forMaking(options: Json): PublicKeyCredentialCreationOptions {
  const user = options.user as Json;
  return {
    ...options,
    challenge: bytes(options.challenge as string),
    user: { ...user, id: bytes(user.id as string) },
    excludeCredentials: descriptors(options.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
}

function asJson(credential: PublicKeyCredential): string {
  const answer = credential.response as AuthenticatorAssertionResponse & AuthenticatorAttestationResponse;
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(answer.clientDataJSON),
      authenticatorData: answer.signature ? text(answer.authenticatorData) : undefined,
      signature: text(answer.signature),
      userHandle: text(answer.userHandle),
      attestationObject: text(answer.attestationObject),
    },
  });
}

async function send(url: string, fields: Record<string, string>, inDialog: boolean): Promise<Response> {
  const headers: Record<string, string> = { "X-CSRFToken": csrfToken() };
  if (inDialog) headers["HX-Target"] = "dialog-host";
  return fetch(url, { method: "POST", headers, body: new URLSearchParams(fields) });
}

async function sentence(answer: Response): Promise<string> {
  try {
    return ((await answer.json()) as { sentence?: string }).sentence ?? "";
  } catch {
    return "";
  }
}

class Refused extends Error {}

async function options(button: HTMLElement, inDialog: boolean): Promise<Json> {
  const answer = await send(button.dataset.optionsUrl ?? "", {}, inDialog);
  if (!answer.ok) throw new Refused(await sentence(answer));
  return ((await answer.json()) as { publicKey: Json }).publicKey;
}

async function use(button: HTMLElement, inDialog: boolean): Promise<void> {
  const given = await options(button, inDialog);
  const credential = await navigator.credentials.get({ publicKey: forUse(given) });
  if (!(credential instanceof PublicKeyCredential)) throw new Refused("");
  const next = button.closest("form, [data-passkey-part]")?.querySelector<HTMLInputElement>("input[name=next]")?.value;
  const fields = { credential: asJson(credential), ...(next ? { next } : {}) };
  const answer = await send(button.dataset.finishUrl ?? "", fields, inDialog);
  if (!answer.ok) throw new Refused(await sentence(answer));
  follow(answer, answer.status === 204 ? null : ((await answer.json()) as { location: string }).location);
}

/** A page goes on to where the server says; a dialog gets its events, as htmx would give them. */
function follow(answer: Response, location: string | null): void {
  const address = location ?? answer.headers.get("HX-Redirect");
  if (address) {
    window.location.assign(address);
    return;
  }
  const events = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}") as Record<string, unknown>;
  for (const [name, detail] of Object.entries(events)) {
    htmx.trigger(document.body, name, typeof detail === "object" && detail ? detail : { value: detail });
  }
}

async function make(button: HTMLElement, inDialog: boolean): Promise<void> {
  const form = button.closest("form");
  const field = form?.querySelector<HTMLInputElement>("input[name=credential]");
  if (!form || !field || !form.reportValidity()) return;
  const given = await options(button, inDialog);
  const credential = await navigator.credentials.create({ publicKey: forMaking(given) });
  if (!(credential instanceof PublicKeyCredential)) throw new Refused("");
  field.value = asJson(credential);
  form.submit();
}

function tell(button: HTMLElement, words: string): void {
  const place = button.closest("[data-passkey-part]")?.querySelector<HTMLElement>("[data-passkey-error]");
  if (!place) return;
  place.querySelector("[data-words]")!.textContent = words;
  place.hidden = words === "";
}

async function press(button: HTMLElement): Promise<void> {
  const inDialog = button.closest("#dialog-host") !== null;
  tell(button, "");
  button.setAttribute("aria-busy", "true");
  try {
    await (button.dataset.passkey === "make" ? make : use)(button, inDialog);
  } catch (error) {
    tell(button, (error instanceof Refused && error.message) || (button.dataset.failed ?? ""));
  } finally {
    button.removeAttribute("aria-busy");
  }
}

let started = false;

export function startPasskeys(): void {
  if (started || !("PublicKeyCredential" in window)) return;
  started = true;
  onContent((root) => {
    for (const part of root.querySelectorAll<HTMLElement>("[data-passkey-part][hidden]")) part.hidden = false;
  });
  delegate("click", "[data-passkey]", (button, event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") !== "true") void press(button);
  });
}
