// What waits to be sent, each thing openable; conflicts with both sides; what has arrived.
import { announce, badge, h } from "./dom.js";
import { photoList } from "./photos.js";
import { again, arrived, asNote, drop, takeBack, tryAgain } from "./queue.js";
import { nextOf } from "./send.js";
import { noteDraft, stepDraft } from "./steps.js";
import { checkDraft } from "./checks.js";
import { clock, language, say, word, words } from "./words.js";

export async function waitingScreen(context) {
  const { items, owner } = context;
  const sent = await arrived(owner);
  return [
    h("h1", {}, items.length ? word("waiting", { n: items.length }) : word("nothingWaits")),
    items.length > 0 && h("p", { class: "actions" },
      h("button", { class: "primary", id: "send", onclick: () => context.send() }, word("sendNow"))),
    h("div", { class: "stack-s", id: "queue" },
      await Promise.all(items.map((item) => itemView(context, item)))),
    sent.length > 0 && h("section", { class: "panel" },
      h("header", {}, h("h2", {}, word("sentToday"))),
      h("ul", { class: "field-list", id: "arrived" }, sent.map((item) => h("li", { class: "field-item" },
        h("span", { class: "field-item-title" }, say(item.title)),
        h("span", { class: "field-item-more" }, say(item.subject)),
        h("span", { class: "field-item-more number" }, word("doneTime", { time: clock(item.doneAt) }),
          " · ", word("arrivedAt", { time: clock(item.arrivedAt) }),
          item.doubt && badge("warn", word(`doubt-${item.doubt}`))))))),
  ];
}

export async function itemView(context, item) {
  return h("details", { class: "field-waiting", "data-request": item.request, open: Boolean(item.conflict) },
    h("summary", {},
      h("span", { class: "field-item-title" }, say(item.title)),
      h("span", { class: "field-item-more" }, say(item.subject)),
      h("span", { class: "field-item-more" }, h("span", { class: "number" },
        word("doneTime", { time: clock(item.doneAt) })), mark(context, item))),
    h("div", { class: "stack-s panel-body" },
      item.conflict ? await conflictView(context, item)
        : [await content(context, item), await takeBackButton(context, item)]));
}

function mark(context, item) {
  if (item.conflict) return badge("bad", word("isConflict"));
  if (item.attempted) return badge("warn", word("isUnsure"));
  const isHeld = context.items.some((other) => other.seq < item.seq && other.key === item.key);
  return badge("plain", word(isHeld && nextOf(context.items) !== item ? "isBlocked" : "isWaiting"));
}

/** What was filled in, as a person reads it. */
async function content(context, item) {
  const { body } = item;
  const file = context.day.cases.find((one) => one.id === item.caseID);
  const checklist = context.day.checklists.find((one) => one.id === body.checklist);
  const fact = (name, value) => value && [h("dt", {}, name), h("dd", {}, value)];
  const label = (list, id) => say(list?.find((one) => one.id === id)?.label) || id;
  const answers = Object.entries(body.values ?? {}).filter(([id]) => id !== "subject");
  return [
    item.seen && h("p", { class: "hint" }, word("conflictSeen", { state: say(item.seen.stateLabel) })),
    h("dl", { class: "field-facts" },
      fact(word("cause"), body.cause && label(file?.causes, body.cause)),
      fact(word("toUnit"), body.unit && label(context.day.units, body.unit)),
      fact(word("reading"), body.reading && `${body.reading.instrument}: ${body.reading.value}`),
      fact(word("note"), body.note), fact(word("answer"), body.answer),
      answers.map(([id, value]) => {
        const asked = checklist?.items.find((one) => one.id === id);
        return fact(say(asked?.label) || id, answerText(asked, value));
      }),
      body.stops && fact(word("routeStops"), body.stops.map((stop) => stop.name).join(" → "))),
    await photoList(item.photos),
  ];
}

export function answerText(asked, value) {
  if (asked?.kind === "judged") return word(value);
  if (asked?.kind === "flag") return word(value === "1" ? "yes" : "no");
  return say(asked?.choices?.find((one) => one.id === value)?.label) || value;
}

/** The form that an item came from; null for what comes from none. */
function draftOfItem(item) {
  if (item.kind === "step") return stepDraft(item.owner, item.caseID, { to: item.body.step, isSkip: item.isSkip });
  if (item.kind === "note") return noteDraft(item.owner, item.caseID);
  if (item.kind === "inspection") return checkDraft(item.owner, item.body.checklist);
  return null;
}

async function takeBackButton(context, item) {
  if (item.attempted) return null;
  return h("p", { class: "actions" }, h("button", {
    type: "button", class: "small take-back",
    onclick: async () => {
      const draft = draftOfItem(item);
      const isBack = await takeBack(item.seq, draft);
      announce(word(!isBack ? "takeBackLater" : draft ? "takenBack" : "remove"), isBack ? "good" : "warn");
      await context.show();
    },
  }, word("takeBack")));
}

/** Both sides, and what a person may do about it. Nothing is guessed. */
async function conflictView(context, item) {
  const { code, said } = item.conflict;
  const now = item.conflict.case ?? context.day.cases.find((one) => one.id === item.caseID);
  const told = said?.[language()]
    ?? word(["earlier-gone", "state-changed"].includes(code) ? `said-${code}` : "said-refused", { code });
  const act = (name, kind, work) => h("button", {
    type: "button", class: `small ${kind} solve-${name}`,
    onclick: async () => {
      await work();
      await context.show();
      context.send();
    },
  }, word(name));
  const step = say(item.title);
  const note = (item.body.note ?? "");
  const isOfCase = item.caseID !== undefined;
  return [
    h("p", { class: "notice bad", role: "alert" }, told),
    h("div", { class: "field-sides" },
      h("section", { class: "side-yours" }, h("h3", {}, word("conflictYours")), await content(context, item)),
      isOfCase && h("section", { class: "side-now" }, h("h3", {}, word("conflictTheirs")), present(now))),
    h("p", { class: "actions" },
      now && item.kind === "step" && act("doAgain", "primary", async () => {
        await again(item.seq, draftFor(item, now));
        location.hash = `#/case/${item.caseID}`;
      }),
      now?.mayNote && item.kind === "step" && act("asNote", "", () => asNote(item.seq,
        word("asNoteText", { step, time: clock(item.doneAt), note }),
        words("kindNote"))),
      item.kind === "inspection" && act("correct", "primary", async () => {
        await again(item.seq, checkDraft(item.owner, item.body.checklist));
        location.hash = `#/check/${item.body.checklist}`;
      }),
      (item.kind !== "step" || !now) && act("tryAgain", "", () => tryAgain(item.seq)),
      act("drop", "danger", async () => {
        if (confirm(word("dropSure"))) await drop(item.seq);
      })),
  ];
}

function present(now) {
  if (!now) return h("p", {}, word("conflictNoCase"));
  const last = now.events.at(-1);
  return h("div", { class: "stack-s" },
    h("p", {}, word("conflictNow", { state: say(now.stateLabel) })),
    h("p", {}, `${word("unit")}: ${say(now.unit)}`),
    last && h("p", {}, `${clock(last.at)} ${say(last.title)}`, last.note && h("span", { class: "said" }, ` ${last.note}`)));
}

/** The form on the new state that the content goes into: of the same step, else of the first, else a note. */
function draftFor(item, now) {
  const open = now.steps.filter((step) => !step.barredBy && !step.isSkip);
  const step = open.find((one) => one.to === item.body.step) ?? open.find((one) => !one.isReturn);
  return step ? stepDraft(item.owner, item.caseID, step) : noteDraft(item.owner, item.caseID);
}
