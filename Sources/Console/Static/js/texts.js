// The texts of scripts in the page's language, and where the static files are.
const holder = document.getElementById("script-texts");
const table = JSON.parse(holder?.dataset.texts || "{}");

export const assets = holder?.dataset.assets || "";
export const language = document.documentElement.lang;

/** The text of a key of the catalogue's group `script`, with {name} filled in. */
export function text(key, values = {}) {
  let found = table[key] ?? key;
  for (const [name, value] of Object.entries(values)) found = found.replaceAll(`{${name}}`, value);
  return found;
}
