// The phone page: what is kept on the phone, shown; what was done, sent as soon as there is a network.
import { open, recall, remember } from "./database.js";
import { day, lock, nameOf, person, readPerson, refresh, signOut } from "./day.js";
import { badge, h, replace } from "./dom.js";
import { caseScreen } from "./case.js";
import { casesScreen } from "./cases.js";
import { checkScreen, checksScreen } from "./checks.js";
import { mapScreen } from "./map.js";
import { keepPictures } from "./pictures.js";
import { counts, waiting } from "./queue.js";
import { routeFormScreen, routeScreen, routesScreen } from "./routes.js";
import { sendAll } from "./send.js";
import { waitingScreen } from "./waiting.js";
import { follow, startFollowing } from "./where.js";
import { clock, duration, language, loadWords, useLanguage, word } from "./words.js";

const EVERY = 60_000; // ms between two looks for a network and for news
const CLOCK_ALLOWED = 300; // s that the phone's clock may be off

const screens = {
  cases: casesScreen, case: caseScreen, map: mapScreen, checks: checksScreen, check: checkScreen,
  routes: routesScreen, route: routeScreen, "route-form": routeFormScreen, queue: waitingScreen,
};
const tabs = [["cases", "tabCases"], ["map", "tabMap"], ["checks", "tabChecks"], ["routes", "tabRoutes"],
  ["queue", "tabQueue"]];

const root = document.getElementById("field");
const state = { isReachable: navigator.onLine, isBusy: false, outcome: null, isWaitingVersion: null };

async function start() {
  await loadWords();
  try {
    await open();
  } catch {
    useLanguage("zh");
    replace(root, h("main", { class: "field-plain" }, h("p", { class: "notice bad" }, word("storageBroken"))));
    return;
  }
  useLanguage(await recall("language"));
  await readPerson();
  keepFiles();
  navigator.storage?.persist?.();
  startFollowing();
  await show();
  addEventListener("hashchange", () => show({ isNew: true }));
  addEventListener("online", () => comeBack());
  addEventListener("offline", () => {
    state.isReachable = false;
    showFrame();
  });
  document.addEventListener("visibilitychange", () => document.hidden || comeBack());
  setInterval(() => document.hidden || comeBack(), EVERY);
  let moved = 0;
  follow(() => {
    // Distances follow the phone, not faster than somebody reads them.
    if (Date.now() - moved < 10_000 || screenNow().name !== "cases") return;
    moved = Date.now();
    show();
  });
  await comeBack();
}

/** Sends what waits, then fetches the day: in this order, so that the day knows of what was done. */
async function comeBack({ isByHand = false } = {}) {
  if (state.isBusy) return;
  state.isBusy = true;
  await showFrame();
  try {
    state.outcome = await exchange(isByHand);
    // Until somebody has chosen here, the language is that of the other pages.
    if (!(await recall("language"))) useLanguage((await day())?.language);
    state.isReachable = state.outcome !== "offline";
  } finally {
    state.isBusy = false;
  }
  await show({ isQuiet: true });
  if (state.outcome === "fresh" && await keepPictures(await day())) await show({ isQuiet: true });
}

/** The server checks with each thing whose it is: what is sent first is never taken for somebody else's. */
async function exchange(isByHand) {
  const before = person.key;
  const sent = await sendAll(showFrame);
  if (!["done", "busy", "other-person"].includes(sent)) return sent;
  const outcome = await refresh({ isByHand });
  if (outcome !== "fresh" || (sent === "done" && person.key === before)) return outcome;
  // Somebody has signed in: what is theirs can go now.
  const now = await sendAll(showFrame);
  return now === "done" ? refresh() : now === "busy" ? outcome : now;
}

function screenNow() {
  const [name, argument] = location.hash.replace(/^#\//, "").split("/");
  return { name: screens[name] ? name : "cases", argument: decodeURIComponent(argument ?? "") };
}

async function context() {
  const kept = await day();
  const items = await waiting(person.key ?? "");
  return {
    day: kept, items, owner: person.key, show, send: () => comeBack({ isByHand: true }),
    limits: { bytes: kept?.photoBytes, count: kept?.photoCount },
  };
}

let turn = 0;

/** Draws everything. Quietly: not over a form that somebody is filling in. */
async function show({ isNew = false, isQuiet = false } = {}) {
  const own = ++turn;
  await showFrame();
  const main = document.getElementById("main");
  if (isQuiet && main.querySelector("[data-dirty]")) return;
  const parts = await body();
  if (own !== turn) return; // drawn anew meanwhile
  const place = isNew ? 0 : scrollY;
  const opened = [...main.querySelectorAll("details[open][id]")].map((one) => one.id);
  replace(main, parts);
  if (!isNew) for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (isNew) main.focus({ preventScroll: true });
  scrollTo(0, place);
}

async function body() {
  if (!window.isSecureContext) return h("p", { class: "notice bad" }, word("insecure"));
  if (person.isLocked) return locked();
  const all = await context();
  if (!all.day) {
    return [h("p", { class: "empty" }, word(state.outcome === "no-field" ? "notInField" : "neverRefreshed")), signIn()];
  }
  const { name, argument } = screenNow();
  return screens[name](all, argument);
}

/** Nothing is shown; only that something waits, and for whom. */
async function locked() {
  const lines = [];
  for (const [key, n] of await counts()) {
    lines.push(h("p", { class: "notice warn" }, word("lockedWaiting", { name: await nameOf(key), n })));
  }
  return [h("p", { class: "empty" }, word("locked")), lines, signIn()];
}

function signIn() {
  return h("p", { class: "actions" }, h("a", { class: "button primary", href: "/sign-in?next=/field", id: "sign-in" },
    word("signIn")));
}

/** What stands around every screen. */
async function showFrame() {
  const kept = person.isLocked ? undefined : await day();
  const items = person.isLocked ? [] : await waiting(person.key ?? "");
  if (!document.getElementById("main")) {
    replace(root, h("header", { class: "field-top", id: "top" }), h("div", { id: "told" }),
      h("main", { id: "main", tabindex: "-1" }), h("nav", { class: "field-tabs", id: "tabs" }));
  }
  replace(document.getElementById("top"), top(kept));
  replace(document.getElementById("told"), told(kept));
  const nav = document.getElementById("tabs");
  nav.setAttribute("aria-label", word("navigation"));
  nav.hidden = !kept;
  const current = { case: "cases", check: "checks", route: "routes", "route-form": "routes" };
  const { name } = screenNow();
  const hasConflict = items.some((item) => item.conflict);
  replace(nav, tabs.map(([tab, words]) => h("a", {
    href: `#/${tab}`, "aria-current": (current[name] ?? name) === tab ? "page" : null,
  }, word(words), tab === "queue" && items.length > 0
    && h("span", { class: `field-count${hasConflict ? " is-bad" : ""}`, id: "count" }, String(items.length)))));
}

function top(kept) {
  const isOn = state.isReachable;
  return [
    h("span", { class: "field-mark" }, word("appName")),
    h("span", { class: `field-net${isOn ? "" : " is-off"}`, id: "net", role: "status" },
      word(isOn ? "online" : "offline")),
    kept && h("button", { type: "button", class: "quiet", id: "refresh", disabled: state.isBusy,
      title: word("refresh"), onclick: () => comeBack({ isByHand: true }) },
      state.isBusy ? word("refreshing") : word("refreshedAt", { time: clock(kept.refreshedAt) })),
    h("details", { class: "field-menu" },
      h("summary", { "aria-label": word("me") }, kept ? [...kept.person.name][0] : "…"),
      h("div", {}, kept && h("p", {}, h("strong", {}, kept.person.name), h("br"),
        h("span", { class: "subdued" }, kept.person.unit?.[language()] ?? "")),
        h("button", { type: "button", class: "small", id: "language", onclick: changeLanguage }, word("language")),
        kept && h("button", { type: "button", class: "small", id: "sign-out", onclick: leave }, word("signOut")))),
  ];
}

function told(kept) {
  if (!kept) return [];
  const off = Math.abs(kept.clockOff);
  return [
    person.isSignedOut && h("p", { class: "notice warn", role: "alert", id: "signed-out" },
      word("signedOut", { name: kept.person.name }), " ",
      h("a", { href: "/sign-in?next=/field", id: "sign-in" }, word("signIn"))),
    state.outcome === "no-field" && h("p", { class: "notice warn" }, word("notInField")),
    !state.isReachable && h("p", { class: "field-stale" },
      word("notRefreshed", { time: clock(kept.refreshedAt) })),
    off > CLOCK_ALLOWED && h("p", { class: "notice warn" }, word("clockOff", { duration: duration(off) })),
    state.isWaitingVersion && h("p", { class: "notice" }, word("newVersion"), " ",
      h("button", { type: "button", class: "small",
        onclick: () => state.isWaitingVersion.postMessage("take over") }, word("takeNewVersion"))),
  ];
}

async function changeLanguage() {
  const other = language() === "zh" ? "en" : "zh";
  useLanguage(other);
  await remember("language", other);
  await show();
}

async function leave() {
  try {
    await signOut();
  } catch {
    // Without a network the server hears nothing of it; it is hidden here all the same.
    await lock();
  }
  await show({ isNew: true });
}

/** The worker that opens this page without a network. */
async function keepFiles() {
  if (!navigator.serviceWorker || !window.isSecureContext) return;
  try {
    const known = navigator.serviceWorker.controller;
    const kept = await navigator.serviceWorker.register("/field/worker.js", { scope: "/field", updateViaCache: "none" });
    const offer = () => {
      state.isWaitingVersion = navigator.serviceWorker.controller ? kept.waiting : null;
      showFrame();
    };
    kept.addEventListener("updatefound", () =>
      kept.installing?.addEventListener("statechange", offer));
    if (kept.waiting) offer();
    let isReloading = false;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (!known || isReloading) return;
      isReloading = true;
      location.reload();
    });
  } catch (error) {
    console.warn("the page is not kept for offline use", error);
  }
}

start();
