/** The time zone is worth a line only to somebody whose clock shows another one. */
export function hideOwnZone(): void {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const line of document.querySelectorAll<HTMLElement>("[data-zone]")) {
    if (line.dataset.zone === own) line.hidden = true;
  }
}
