// Texts in the language of whoever holds the phone; both are kept, so that it changes without a network.
import { durations } from "./durations.js";

let table = {};
let chosen = "zh";

/** Fetches the texts, from the phone where the worker keeps them. */
export async function loadWords() {
  const answer = await fetch("/field/texts.json");
  if (!answer.ok) throw new Error(`texts: ${answer.status}`);
  table = await answer.json();
}

export function useLanguage(language) {
  chosen = language === "en" ? "en" : "zh";
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

export function language() {
  return chosen;
}

/** The text of a key of the catalogue's group `field`, with {name} filled in. */
export function word(key, values = {}) {
  let found = table[key]?.[chosen] ?? key;
  for (const [name, value] of Object.entries(values)) found = found.replaceAll(`{${name}}`, value);
  return found;
}

/** The same in both languages, for what is kept on the phone. */
export function words(key, values = {}) {
  const now = chosen;
  const both = {};
  for (const one of ["zh", "en"]) {
    chosen = one;
    both[one] = word(key, typeof values === "function" ? values() : values);
  }
  chosen = now;
  return both;
}

/** A label of the plan or of a case. */
export function say(label) {
  return label ? label[chosen] : "";
}

const offset = Number(document.documentElement.dataset.utcOffset || 28_800);

/** Epoch seconds as the plan's local time: `08:05` today, else `06-01 08:05`. */
export function clock(epoch) {
  const local = (seconds) => new Date((seconds + offset) * 1000).toISOString();
  const text = local(epoch);
  const isToday = text.slice(0, 10) === local(Date.now() / 1000).slice(0, 10);
  return isToday ? text.slice(11, 16) : `${text.slice(5, 10)} ${text.slice(11, 16)}`;
}

export function duration(seconds) {
  const { unit, count } = durations(seconds);
  return word(unit, { n: count });
}

/** What is left of a deadline, with its urgency. */
export function remaining(due) {
  if (!due) return { text: word("noDeadline"), kind: "" };
  const left = due - Date.now() / 1000;
  return left >= 0
    ? { text: word("timeLeft", { duration: duration(left) }), kind: left < 3600 ? "is-soon" : "" }
    : { text: word("timeLate", { duration: duration(-left) }), kind: "is-late" };
}

export function distance(metres) {
  return metres < 1000
    ? word("metresAway", { n: Math.round(metres / 10) * 10 })
    : word("kilometresAway", { n: (metres / 1000).toFixed(1) });
}
