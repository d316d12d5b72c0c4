import htmx from "htmx.org";
import { announce } from "./announce";
import { csrfToken, renewCsrf } from "./csrf";
import { byId, delegate } from "./dom";
import { refusalSentence } from "./refusal";
import { word } from "./words";

/** htmx's settings and what happens when an answer is not a page. */

interface Answer {
  xhr: XMLHttpRequest;
  target: HTMLElement;
  elt: HTMLElement;
  shouldSwap: boolean;
  isError: boolean;
}

interface Finished {
  xhr?: XMLHttpRequest;
  successful?: boolean;
  requestConfig?: { triggeringEvent?: Event };
}

const detailOf = (event: Event): Answer => (event as CustomEvent<Answer>).detail;

function configure(): void {
  htmx.config.allowEval = false;
  htmx.config.historyCacheSize = 0;
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.scrollBehavior = "auto";
  htmx.config.defaultFocusScroll = false;
  // What is swapped in listens at once: keys typed in the first moment count.
  htmx.config.defaultSettleDelay = 0;
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
    { code: "...", swap: true },
  ];
}

/** A sentence at the top of the content that stays until it is closed or the next request works. */
export function notice(text: string, from?: Element): void {
  const host =
    document.querySelector("dialog[open] .dialog-body") ??
    from?.closest(".panel")?.querySelector(".panel-body") ??
    byId("notice");
  const source = byId("notice-template");
  if (!host || !(source instanceof HTMLTemplateElement)) return;
  clearNotice();
  const element = (source.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
  element.dataset.notice = "";
  host.prepend(element);
  element.querySelector(".banner-words")!.textContent = text;
}

export function clearNotice(): void {
  for (const old of document.querySelectorAll("[data-notice]")) old.remove();
}

function setConnection(present: boolean): void {
  const strip = byId("offline-strip");
  if (!strip || strip.hidden === present) return;
  strip.querySelector("[data-words]")!.textContent = present ? "" : word("offline");
  strip.hidden = present;
  document.dispatchEvent(new CustomEvent(present ? "kollega:online" : "kollega:offline"));
  if (present) announce(word("online"));
}

function signedOut(): void {
  document.dispatchEvent(new CustomEvent("kollega:signed-out"));
  const { signInDialogUrl, signInUrl } = document.body.dataset;
  if (signInDialogUrl) {
    if (!document.querySelector("#dialog-host dialog[open]")) {
      void htmx.ajax("get", signInDialogUrl, { target: "#dialog-host", swap: "innerHTML" });
    }
  } else if (signInUrl) {
    const here = window.location.pathname + window.location.search;
    window.location.assign(`${signInUrl}?next=${encodeURIComponent(here)}`);
  }
}

const sentences: Record<number, string> = { 403: "forbidden", 404: "gone", 410: "gone", 409: "conflict", 429: "busy" };

/** 409 and 422 bring a form or part to show; a bare refusal must not replace what the person typed. */
function beforeSwap(event: Event): void {
  const answer = detailOf(event);
  const { status } = answer.xhr;
  if (status !== 409 && status !== 422) return;
  const html = (answer.xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/html");
  if (!html || refusalSentence(answer.xhr) !== null) {
    answer.shouldSwap = false;
    answer.isError = true;
  }
  document.dispatchEvent(new CustomEvent(status === 409 ? "kollega:conflict" : "kollega:refused", { detail: answer }));
}

function failed(event: Event): void {
  const answer = detailOf(event);
  if (answer.xhr.status === 401) signedOut();
  else tell(answer);
}

/** Says why nothing happened, unless the part handles its own failures (data-own-errors), as the editor does. */
function tell({ xhr, elt }: Answer): void {
  if (elt.closest("[data-own-errors]")) return;
  notice(refusalSentence(xhr) || word(sentences[xhr.status] ?? "failed"), elt);
}

let waiting = 0;
let waitTimer = 0;

function wait(step: 1 | -1): void {
  waiting = Math.max(0, waiting + step);
  window.clearTimeout(waitTimer);
  if (waiting === 0) delete document.documentElement.dataset.waiting;
  else waitTimer = window.setTimeout(() => (document.documentElement.dataset.waiting = ""), 300);
}

export function startNet(): void {
  configure();
  document.addEventListener("htmx:configRequest", (event) => {
    (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:beforeRequest", () => wait(1));
  document.addEventListener("htmx:afterRequest", (event) => {
    wait(-1);
    const { xhr, successful, requestConfig } = (event as CustomEvent<Finished>).detail;
    if (xhr && xhr.status > 0) setConnection(true);
    // A part that asks again by itself (a job) says nothing about what the person did.
    if (successful && requestConfig?.triggeringEvent?.isTrusted) clearNotice();
  });
  document.addEventListener("htmx:beforeSwap", beforeSwap);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", () => setConnection(false));
  document.addEventListener("htmx:timeout", () => setConnection(false));
  document.addEventListener("htmx:afterSettle", () => focusErrors());
  document.addEventListener("signed-in", (event) => {
    const { csrf } = (event as CustomEvent<{ csrf?: string }>).detail;
    if (csrf) renewCsrf(csrf);
    document.dispatchEvent(new CustomEvent("dialog-close"));
    document.dispatchEvent(new CustomEvent("kollega:signed-in"));
  });
  document.addEventListener("announce", (event) => {
    announce((event as CustomEvent<{ value: string }>).detail.value);
  });
  window.addEventListener("offline", () => setConnection(false));
  window.addEventListener("online", () => setConnection(true));
  delegate("click", "[data-notice-close]", (button) => button.closest("[data-notice]")?.remove());
  delegate("click", "[data-error-summary] a", (link, event) => {
    const field = byId((link.getAttribute("href") ?? "").slice(1));
    if (!field) return;
    event.preventDefault();
    const control = field.matches("fieldset") ? field.querySelector<HTMLElement>("input") : field;
    control?.focus();
  });
  focusErrors();
}

function focusErrors(): void {
  document.querySelector<HTMLElement>("[data-error-summary]:not([data-seen])")?.focus();
  document.querySelector<HTMLElement>("[data-error-summary]")?.setAttribute("data-seen", "");
}
