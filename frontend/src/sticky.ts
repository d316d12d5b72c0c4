import { onContent } from "./dom";

/** Sticky heads must not cover what has focus: their height becomes the page's scroll padding. */
export function startSticky(): void {
  const watch = new ResizeObserver((entries) => {
    if (entries.length === 0) return;
    const heights = [...document.querySelectorAll<HTMLElement>("[data-sticky]")].map((head) => head.offsetHeight);
    document.documentElement.style.setProperty("--sticky-top", `${Math.max(0, ...heights)}px`);
  });
  onContent((root) => {
    for (const head of root.querySelectorAll("[data-sticky]")) watch.observe(head);
  });
}
