import { onContent } from "./dom";

/** Sticky heads must not cover what has focus: their height becomes the page's scroll padding. */
export function startSticky(): void {
  const watch = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const height = (entry.target as HTMLElement).offsetHeight;
      document.documentElement.style.setProperty("--sticky-top", `${height}px`);
    }
  });
  onContent((root) => {
    const head = root.querySelector<HTMLElement>("[data-sticky]");
    if (head) watch.observe(head);
  });
}
