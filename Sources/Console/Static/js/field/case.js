// One case: what it is, what was done, and the forms of what is to be done.
import { badge, h } from "./dom.js";
import { outlook } from "./outlook.js";
import { pictureList } from "./pictures.js";
import { noteForm, stepForm } from "./steps.js";
import { itemView } from "./waiting.js";
import { metresTo } from "./where.js";
import { clock, distance, remaining, say, word } from "./words.js";

export async function caseScreen(context, id) {
  const file = context.day.cases.find((item) => item.id === Number(id));
  if (!file) {
    return [back(), h("p", { class: "empty" }, word("gone")),
      ...await Promise.all(context.items.filter((item) => item.caseID === Number(id))
        .map((item) => itemView(context, item)))];
  }
  const view = outlook(file, context.items);
  return [
    back(), head(file, view),
    view.pending.length > 0 && h("section", { class: "panel" },
      h("header", {}, h("h2", {}, word("pendingHere", { n: view.pending.length }))),
      await Promise.all(view.pending.map((item) => itemView(context, item)))),
    await toDo(context, file, view),
    await pictures(context, file),
    file.events.length > 0 && history(file),
  ];
}

export function back(href = "#/cases") {
  return h("p", { class: "crumbs" }, h("a", { href }, `‹ ${word("back")}`));
}

function head(file, view) {
  const left = remaining(file.isSuspended ? null : file.dueAt);
  const metres = metresTo(file.at);
  const fact = (name, ...value) => value.some(Boolean) && [h("dt", {}, word(name)), h("dd", {}, value)];
  return h("section", { class: "card stack-s case-head" },
    h("p", { class: "subdued small-text number" }, file.number),
    h("h1", {}, say(file.title)),
    h("p", { class: "row" },
      h("span", { class: `severity ${file.severity}` }, say(file.severityLabel)),
      badge("plain", view.basedOn ? word("stateWaiting", { state: say(view.stateLabel) })
        : say(view.stateLabel)),
      file.isUrgent && badge("bad", word("urgent")),
      h("span", { class: `deadline ${left.kind}` }, file.isSuspended ? word("suspended") : left.text)),
    h("dl", { class: "field-facts" },
      fact("facility", say(file.facility)),
      fact("place", say(file.place), metres !== null && ` · ${distance(metres)}`),
      fact("unit", say(file.unit)), fact("opened", clock(file.openedAt)),
      file.dueAt && fact("due", clock(file.dueAt)), fact("reported", file.report)),
    h("p", { class: "actions" },
      file.at && h("a", { class: "button small", href: `geo:${file.at[0]},${file.at[1]}` },
        word("navigate")),
      h("a", { class: "button small", href: `/cases/${file.id}` }, word("fullPage"))));
}

async function toDo(context, file, view) {
  const steps = view.steps.filter((step) => !step.barredBy);
  const barred = view.steps.filter((step) => step.barredBy);
  const first = steps.find((step) => !step.isReturn && !step.isSkip);
  const why = view.hasConflict ? "solveFirst" : !view.isForetold ? "noStepForetold" : "noStep";
  return h("section", { class: "panel case-steps" },
    h("header", {}, h("h2", {}, word("whatToDo"))),
    h("div", { class: "panel-body stack-s" },
      steps.length === 0 && h("p", { class: "subdued" }, word(why)),
      barred.map((step) => h("p", { class: "hint" }, word("barred", { step: say(step.barredBy) }))),
      await Promise.all(steps.map((step) => stepForm(context, file, view, step, step === first))),
      file.mayNote && await noteForm(context, file, view)));
}

async function pictures(context, file) {
  const list = await pictureList(context.owner, file);
  return list && h("section", { class: "panel" },
    h("header", {}, h("h2", {}, word("casePhotos"))), h("div", { class: "panel-body" }, list));
}

function history(file) {
  return h("section", { class: "panel" },
    h("header", {}, h("h2", {}, word("history"))),
    h("ol", { class: "field-events" }, [...file.events].reverse().map((event) => h("li", {},
      h("span", { class: "subdued small-text number" }, clock(event.at)), " ",
      h("strong", {}, say(event.title)), event.note && h("p", { class: "said" }, event.note)))));
}
