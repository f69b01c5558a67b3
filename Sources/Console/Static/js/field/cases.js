// The list of my cases: by deadline or by distance.
import { recall, remember } from "./database.js";
import { badge, h } from "./dom.js";
import { outlook } from "./outlook.js";
import { here, isDenied, metresTo, nearestFirst } from "./where.js";
import { distance, remaining, say, word } from "./words.js";

export async function casesScreen(context) {
  const order = (await recall("order")) ?? "deadline";
  const { cases } = context.day;
  const isByDistance = order === "distance" && here() !== null;
  const list = isByDistance ? nearestFirst(cases) : byDeadline(cases);
  return [
    h("h1", {}, word("tabCases")),
    h("div", { class: "segments field-order", role: "group", "aria-label": word("order") },
      ["deadline", "distance"].map((one) => h("button", {
        type: "button", "aria-pressed": String(order === one),
        onclick: async () => {
          await remember("order", one);
          await context.show();
        },
      }, word(one === "deadline" ? "byDeadline" : "byDistance")))),
    order === "distance" && !here() && h("p", { class: "hint" },
      word(isDenied() ? "positionDenied" : "noPosition")),
    cases.length === 0 && h("p", { class: "empty" }, word("noCases")),
    h("ul", { class: "field-list", id: "cases" }, list.map((file) => line(file, context.items))),
  ];
}

/** The nearest deadline first, those without one last. */
export function byDeadline(cases) {
  const due = (file) => file.dueAt ?? Number.MAX_SAFE_INTEGER;
  return [...cases].sort((one, other) => due(one) - due(other) || one.id - other.id);
}

function line(file, items) {
  const view = outlook(file, items);
  const metres = metresTo(file.at);
  const left = remaining(file.isSuspended ? null : file.dueAt);
  return h("li", {}, h("a", { class: `field-item ${file.severity}`, href: `#/case/${file.id}` },
    h("span", { class: "field-item-title" }, say(file.title)),
    file.report && h("span", { class: "field-item-words" }, file.report),
    h("span", { class: "field-item-more" },
      h("span", { class: `deadline ${left.kind}` }, file.isSuspended ? word("suspended") : left.text),
      metres !== null && h("span", { class: "number" }, distance(metres)),
      h("span", {}, say(file.facility) || say(file.place) || file.number)),
    h("span", { class: "field-item-more" },
      badge("plain", say(view.stateLabel)),
      file.isUrgent && badge("bad", word("urgent")),
      view.hasConflict && badge("bad", word("conflictHere")),
      view.pending.length > 0 && badge("warn", word("pendingHere", { n: view.pending.length })))));
}
