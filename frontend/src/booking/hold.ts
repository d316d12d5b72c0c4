const WARN = 120;

/** Say two minutes before a kept time ends that it does, and when it has; the page works the same without this. */
export function watchHold(): void {
  const box = document.querySelector<HTMLElement>("[data-hold]");
  if (!box) return;
  const left = Number(box.dataset.hold);
  const show = (name: string, shown: boolean): void => {
    const part = box.querySelector<HTMLElement>(`[data-hold-${name}]`);
    if (part) part.hidden = !shown;
  };
  const soon = (): void => {
    box.classList.add("booking-hold-soon");
    show("soon", true);
  };
  const over = (): void => {
    show("soon", false);
    show("words", false);
    show("more", false);
    show("over", true);
  };
  window.setTimeout(soon, Math.max(0, left - WARN) * 1000);
  window.setTimeout(over, left * 1000);
}
