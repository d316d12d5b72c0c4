/** The sentence of a refusal fragment, or null when the answer is a form or part to show. */
export function refusalSentence(xhr: XMLHttpRequest): string | null {
  if (!(xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/html")) return null;
  const parsed = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return parsed.querySelector("body > [data-refusal]")?.textContent?.trim() ?? null;
}
