// Keeps the parts of a page up to date: <div data-live="/desk/live" data-events="/desk/events">
// holds elements with data-part; on an event the fragment is fetched again and changed parts are
// exchanged. Events carry no content, so that each account sees what it may see.
import { text } from "./texts.js";
import { setServerNow } from "./times.js";

const slowestRefresh = 250; // ms between two fetches while events pour in
const quietAfter = 45_000; // ms without a heartbeat: the line is dead

export function followLive() {
  const root = document.querySelector("[data-live]");
  const state = document.querySelector("[data-live-state]");
  const announcer = document.getElementById("announcer");
  const wanted = (root.dataset.on ?? "case alarm air device").split(" ");
  let fetching = false;
  let again = false;
  let lastFetch = 0;
  let isFirst = true;
  let isHeld = false;
  const shown = new Map();
  for (const part of root.querySelectorAll("[data-part]")) {
    shown.set(part.dataset.part, shape(part));
  }

  async function refresh() {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    const wait = lastFetch + slowestRefresh - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    lastFetch = performance.now();
    try {
      const answer = await fetch(root.dataset.live, {
        headers: { "X-Requested-With": "live" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) {
        sayGoodbye(root);
        return;
      }
      if (answer.ok) {
        await welcomeBack();
        showUnread(answer.headers.get("X-Unread"));
        exchange(await answer.text());
      }
    } catch {
      // The connection is down; the event source reconnects and refreshes.
    } finally {
      fetching = false;
      if (again) {
        again = false;
        refresh();
      }
    }
  }

  function exchange(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const now = page.querySelector("[data-now]");
    if (now) setServerNow(Number(now.dataset.now));
    for (const fresh of page.querySelectorAll("[data-part]")) {
      const old = root.querySelector(`[data-part="${fresh.dataset.part}"]`);
      if (!old) continue;
      // What did not change stays, with what is under the pointer and what is being read.
      const form = shape(fresh);
      if (shown.get(fresh.dataset.part) === form) continue;
      if (isInUse(old)) {
        isHeld = true;
        continue;
      }
      shown.set(fresh.dataset.part, form);
      const known = new Set([...old.querySelectorAll("[data-key]")].map((e) => e.dataset.key));
      const focused = old.contains(document.activeElement)
        ? document.activeElement.closest("[data-key]")?.dataset.key
        : null;
      const scroll = old.querySelector(".panel-scroll")?.scrollTop ?? 0;
      old.replaceChildren(...fresh.childNodes);
      old.hidden = fresh.hidden;
      for (const element of old.querySelectorAll("[data-key]")) {
        if (known.has(element.dataset.key)) continue;
        element.classList.add("is-new");
        if (element.dataset.announce) {
          announcer.textContent = text("newAlarm", { text: element.dataset.announce });
        }
      }
      if (focused) old.querySelector(`[data-key="${CSS.escape(focused)}"] a`)?.focus();
      const scroller = old.querySelector(".panel-scroll");
      if (scroller) scroller.scrollTop = scroll;
    }
    document.dispatchEvent(new CustomEvent("live-refresh"));
  }

  // What waited for somebody to finish writing is shown once they turn elsewhere.
  for (const left of ["focusout", "toggle"]) {
    root.addEventListener(left, () => {
      if (!isHeld) return;
      isHeld = false;
      refresh();
    }, true);
  }

  function show(isOn) {
    if (!state) return;
    state.hidden = false;
    state.classList.toggle("is-off", !isOn);
    const label = text(isOn ? "liveOn" : "liveOff");
    if (state.textContent !== label) state.textContent = label;
  }

  function connect() {
    const source = new EventSource(root.dataset.events);
    let watchdog;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => {
        source.close();
        show(false);
        connect();
      }, quietAfter);
    };
    source.onopen = () => {
      show(true);
      alive();
      if (!isFirst) refresh(); // what was missed meanwhile
      isFirst = false;
    };
    source.onerror = () => {
      show(false);
      // A refusal closes it for good; ask again in a while, the session may have ended.
      if (source.readyState === EventSource.CLOSED) {
        clearTimeout(watchdog);
        setTimeout(() => {
          refresh();
          connect();
        }, 5000);
      }
    };
    source.addEventListener("beat", alive);
    for (const kind of ["case", "alarm", "air", "device", "indicator"]) {
      source.addEventListener(kind, () => {
        alive();
        document.dispatchEvent(new CustomEvent("live", { detail: kind }));
        if (wanted.includes(kind)) refresh();
      });
    }
    window.addEventListener("pagehide", () => source.close(), { once: true });
  }
  if (root.dataset.events) connect();
  // A page for everybody keeps no line open; it looks again now and then, while it is looked at.
  const every = Number(root.dataset.every);
  if (every) {
    setInterval(() => document.hidden || refresh(), every * 1000);
    document.addEventListener("visibilitychange", () => document.hidden || refresh());
  }
}

/** The session has ended. What somebody is writing stays; any other page leads to the sign-in page. */
function sayGoodbye(root) {
  if (document.querySelector("[data-signed-out]")) return;
  if (!document.querySelector(".step-form") && !isInUse(root)) {
    location.reload();
    return;
  }
  const notice = document.createElement("p");
  notice.className = "notice warn";
  notice.setAttribute("role", "alert");
  notice.dataset.signedOut = "";
  const link = document.createElement("a");
  link.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
  link.target = "_blank";
  link.textContent = text("signIn");
  notice.append(text("signedOut"), " ", link);
  root.prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}

/** Signed in again in another window: the forms get the new session's token. */
async function welcomeBack() {
  const notice = document.querySelector("[data-signed-out]");
  if (!notice) return;
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "live" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("input[name=form-token]");
  if (!answer.ok || !token) return;
  for (const input of document.querySelectorAll("input[name=form-token]")) {
    input.value = token.value;
  }
  notice.remove();
}

/** The badges of the navigation. */
function showUnread(count) {
  if (count === null) return;
  for (const badge of document.querySelectorAll("[data-unread]")) {
    badge.hidden = count === "0";
    badge.querySelector("[data-unread-number]").textContent = count;
  }
}

/** Whether somebody writes in a part: has typed something, or opened a form that was folded away. */
function isInUse(part) {
  if (part.querySelector("details[open] form")) return true;
  return [...part.querySelectorAll("input, textarea, select")].some((input) => {
    if (input.type === "hidden") return false;
    if (input.type === "checkbox" || input.type === "radio") {
      return input.checked !== input.defaultChecked;
    }
    if (input.tagName === "SELECT") {
      return [...input.options].some((option) => option.selected !== option.defaultSelected);
    }
    return input.value !== input.defaultValue;
  });
}

/**
 * What a part says, apart from the ages and deadlines that times.js keeps running and the numbers that
 * make each form's request its own.
 */
function shape(part) {
  const copy = part.cloneNode(true);
  for (const input of copy.querySelectorAll("input[type=hidden][name=request]")) {
    input.removeAttribute("value");
  }
  for (const time of copy.querySelectorAll("time[data-age], time[data-deadline]")) {
    time.textContent = "";
    time.removeAttribute("class");
  }
  return copy.innerHTML;
}
