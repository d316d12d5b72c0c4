import { announce } from "./announce";
import { post } from "./csrf";
import { delegate } from "./dom";
import { word } from "./words";

/** Theme, rail, hidden names, single keys: shown at once, kept by the server. */

const root = document.documentElement;

function keep(fields: Record<string, string>): void {
  const { appearanceUrl } = document.body.dataset;
  // Without a connection the choice holds for this page.
  if (appearanceUrl) void post(appearanceUrl, fields).catch(() => undefined);
}

function setTheme(theme: string): void {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.querySelector("meta[name=color-scheme]")?.setAttribute("content", theme === "auto" ? "light dark" : theme);
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-appearance] button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

export function toggleNames(): void {
  const hidden = root.dataset.names !== "hidden";
  if (hidden) root.dataset.names = "hidden";
  else delete root.dataset.names;
  for (const button of document.querySelectorAll("[data-names-toggle]")) button.setAttribute("aria-pressed", String(hidden));
  announce(word(hidden ? "names_hidden" : "names_shown"));
  keep({ names_hidden: hidden ? "on" : "off" });
}

export function startAppearance(): void {
  document.addEventListener(
    "submit",
    (event) => {
      if (!(event.target instanceof HTMLFormElement) || !event.target.matches("[data-appearance]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.submitter instanceof HTMLButtonElement && event.submitter.name === "theme") {
        setTheme(event.submitter.value);
        keep({ theme: event.submitter.value });
      }
    },
    true,
  );
  delegate("click", "[data-names-toggle]", toggleNames);
  delegate("click", "[data-rail-toggle]", (button) => {
    const narrow = root.dataset.rail !== "on";
    if (narrow) root.dataset.rail = "on";
    else delete root.dataset.rail;
    button.setAttribute("aria-pressed", String(narrow));
    keep({ rail: narrow ? "on" : "off" });
  });
  delegate("change", "[data-keys-toggle]", (box) => {
    const on = (box as HTMLInputElement).checked;
    if (on) delete root.dataset.keys;
    else root.dataset.keys = "off";
    keep({ keys: on ? "on" : "off" });
  });
}
