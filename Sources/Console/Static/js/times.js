// Keeps ages and deadlines running: <time data-age="epoch">, <time data-deadline="epoch">.
import { text } from "./texts.js";

/** As Swift's Texts.duration(seconds:) writes it. */
export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return text("seconds", { n: s });
  if (s < 3600) return text("minutes", { n: Math.floor(s / 60) });
  if (s < 86400) {
    const hours = text("hours", { n: Math.floor(s / 3600) });
    const minutes = Math.floor(s / 60) % 60;
    return minutes ? `${hours} ${text("minutes", { n: minutes })}` : hours;
  }
  const days = text("days", { n: Math.floor(s / 86400) });
  const hours = Math.floor(s / 3600) % 24;
  return hours ? `${days} ${text("hours", { n: hours })}` : days;
}

// The server's clock counts, not the phone's: the difference is taken from the page's own answer.
let skew = 0;
export function setServerNow(epochSeconds) {
  skew = epochSeconds - Date.now() / 1000;
}

function refresh() {
  const now = Date.now() / 1000 + skew;
  for (const element of document.querySelectorAll("time[data-age]")) {
    const age = now - Number(element.dataset.age);
    write(element, age < 5 ? text("justNow") : text("ago", { duration: duration(age) }));
  }
  for (const element of document.querySelectorAll("time[data-deadline]")) {
    const left = Number(element.dataset.deadline) - now;
    write(
      element,
      left >= 0
        ? text("left", { duration: duration(left) })
        : text("late", { duration: duration(-left) }),
    );
    element.classList.toggle("is-late", left < 0);
    element.classList.toggle("is-soon", left >= 0 && left < 900);
  }
}

function write(element, content) {
  if (element.textContent !== content) element.textContent = content;
}

export function keepTimes() {
  const shown = document.querySelector("[data-now]");
  if (shown) setServerNow(Number(shown.dataset.now));
  setInterval(refresh, 1000);
}
