// Loaded on every page; starts the modules that the page's marks ask for.
import { keepTimes } from "./times.js";
import { guardForms } from "./forms.js";
import { reachScrollers } from "./scroll.js";

const starts = [
  ["[data-live]", () => import("./live.js").then((m) => m.followLive())],
  ["[data-map]", () => import("./map.js").then((m) => m.drawMaps())],
  ["[data-chart]", () => import("./chart.js").then((m) => m.drawCharts())],
  ["[data-photo]", () => import("./photo.js").then((m) => m.previewPhotos())],
  ["[data-copy]", () => import("./copy.js").then((m) => m.offerCopies())],
  ["[data-suggest]", () => import("./suggest.js").then((m) => m.suggest())],
  ["[data-choose-all]", () => import("./choose.js").then((m) => m.chooseRows())],
  ["[data-triage]", () => import("./triage.js").then((m) => m.triage())],
  ["[data-position]", () => import("./position.js").then((m) => m.offerPosition())],
];

guardForms();
keepTimes();
reachScrollers();
for (const [mark, start] of starts) {
  if (document.querySelector(mark)) start().catch((error) => console.error(mark, error));
}

// The menus of the signed-in person and of the further tabs close by Escape and by a press elsewhere.
for (const menu of document.querySelectorAll("details.person, details.more-tabs")) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Lists of choices that filter a page submit themselves.
for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
