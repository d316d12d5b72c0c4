/** The words scripts say; the server renders them into the page in its language. */
const table: Record<string, string> = read();

function read(): Record<string, string> {
  const source = document.getElementById("words")?.textContent;
  return source ? (JSON.parse(source) as Record<string, string>) : {};
}

/** The sentence called `name`, with `{}` filled in order. */
export function word(name: string, ...values: (string | number)[]): string {
  let text = table[name] ?? name;
  for (const value of values) text = text.replace("{}", String(value));
  return text;
}
