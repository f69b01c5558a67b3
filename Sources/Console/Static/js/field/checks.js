// Checklists: what is looked at on site, point by point.
import { badge, field, h } from "./dom.js";
import { draftOf } from "./drafts.js";
import { fieldForm, keep } from "./steps.js";
import { back } from "./case.js";
import { metresTo, nearestFirst, positionNow } from "./where.js";
import { distance, language, say, word } from "./words.js";

const SHOWN = 8; // of what may be inspected, at once

export function checkDraft(owner, id) {
  return `${owner}/check/${id}`;
}

export function checksScreen(context) {
  const { checklists } = context.day;
  return [
    h("h1", {}, word("tabChecks")),
    checklists.length === 0 && h("p", { class: "empty" }, word("noChecklists")),
    h("ul", { class: "field-list", id: "checklists" }, checklists.map((list) => h("li", {},
      h("a", { class: "field-item", href: `#/check/${list.id}` },
        h("span", { class: "field-item-title" }, say(list.label)),
        h("span", { class: "field-item-more" }, word("clause", { clause: list.clause }),
          " · ", word("items", { n: list.items.length })))))),
  ];
}

export async function checkScreen(context, id) {
  const list = context.day.checklists.find((one) => one.id === id);
  if (!list) return [back("#/checks"), h("p", { class: "empty" }, word("noChecklists"))];
  const draftID = checkDraft(context.owner, id);
  const draft = await draftOf(draftID);
  // A draft is what was typed; what was taken back is what was to be sent.
  const { values, ...own } = draft.body;
  const typed = { ...own, ...Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name === "subject" ? name : `item-${name}`, value])) };
  const subject = subjectField(context, list, typed.subject);
  const form = await fieldForm(context, draftID,
    { body: typed, photos: draft.photos }, [
      subject.element, list.items.map((item) => itemField(item, typed[`item-${item.id}`])),
      field(word("note"), h("textarea", { name: "note", maxlength: 4000 }),
        { isOptional: true, optional: word("optional") }),
    ], async (body, photos) => {
      const missing = list.items
        .filter((item) => item.isRequired && !body[`item-${item.id}`]).map((item) => say(item.label));
      if (!body.subject) missing.unshift(word("subject"));
      if (missing.length > 0) {
        return word("needs", { missing: missing.join(language() === "zh" ? "、" : ", ") });
      }
      const place = await positionNow();
      await keep(context, draftID, {
        kind: "inspection", key: `check/${crypto.randomUUID()}`, title: list.label,
        subject: subject.label(body.subject), basedOn: null, photos,
        body: {
          checklist: list.id, note: body.note, longitude: place?.longitude, latitude: place?.latitude,
          values: valuesOf(list, body),
        },
      });
      location.hash = "#/queue";
      return null;
    });
  return [
    back("#/checks"),
    h("section", { class: "card stack-s" }, h("h1", {}, say(list.label)),
      h("p", { class: "subdued small-text" },
        `${word("clause", { clause: list.clause })} ${say(list.clauseLabel)}`),
      list.opens.map((opening) => h("p", { class: "hint" },
        word("opensCase", { procedure: `${say(opening.procedure)} (${say(opening.rule)})` })))),
    h("section", { class: "panel" }, h("div", { class: "panel-body" }, form)),
  ];
}

function valuesOf(list, body) {
  const values = { subject: body.subject };
  for (const { id } of list.items) {
    if (body[`item-${id}`]) values[id] = body[`item-${id}`];
  }
  return values;
}

function itemField(item, value) {
  const name = `item-${item.id}`;
  const label = [say(item.label), item.unit && ` (${say(item.unit)})`,
    !item.isRequired && h("span", { class: "optional" }, ` ${word("optional")}`),
    item.opens && h("span", { class: "optional" }, " · ", word("opensMark"))];
  const options = {
    judged: ["pass", "fail", "none"].map((id) => ({ id, text: word(id) })),
    flag: [{ id: "1", text: word("yes") }, { id: "0", text: word("no") }],
    choice: item.choices.map(({ id, label: text }) => ({ id, text: say(text) })),
  }[item.kind];
  if (options && (item.kind !== "choice" || options.length <= 4)) {
    return h("fieldset", { class: "field" }, h("legend", {}, label),
      h("div", { class: `field-answers${item.kind === "judged" ? " is-judged" : ""}` },
        options.map(({ id, text }) => h("label", { class: `choice answer-${id}` },
          h("input", { type: "radio", name, value: id, checked: value === id }), text))));
  }
  const input = options
    ? h("select", { name }, h("option", { value: "" }, word("choose")),
      options.map(({ id, text }) => h("option", { value: id }, text)))
    : h("input", { name, type: item.kind === "date" ? "date" : "text", maxlength: 200,
      inputmode: ["decimal", "integer"].includes(item.kind) ? "decimal" : null });
  const bounds = item.atLeast !== undefined && item.atMost !== undefined
    ? `${item.atLeast} – ${item.atMost}` : null;
  const made = field("", input, { hint: bounds });
  made.querySelector("label").append(...label.filter(Boolean));
  return made;
}

/** What is inspected: the nearest first, or what a typed piece of a name finds. */
function subjectField(context, list, chosen) {
  const all = list.subjects ?? context.day.facilities;
  const value = h("input", { type: "hidden", name: "subject", value: chosen ?? "" });
  const search = h("input", { type: "search", autocomplete: "off", id: "subject-search",
    oninput: () => show() });
  const options = h("div", { class: "field-subjects" });
  const show = () => {
    const text = search.value.trim().toLowerCase();
    const found = nearestFirst(all.filter(({ id, label }) => !text
      || label.zh.toLowerCase().includes(text) || label.en.toLowerCase().includes(text) || id === text));
    const own = all.find(({ id }) => id === value.value);
    const shown = [own, ...found.filter((one) => one !== own).slice(0, SHOWN)].filter(Boolean);
    options.replaceChildren(...shown.map((one) => option(one, one === own, () => {
      value.value = one.id;
      value.dispatchEvent(new Event("input", { bubbles: true }));
      show();
    })));
    if (shown.length === 0) options.append(h("p", { class: "hint" }, word("noSubject")));
  };
  show();
  return {
    element: h("div", { class: "field" }, h("label", { for: "subject-search" }, word("subject")),
      search, h("p", { class: "hint" }, word("subjectHint")), options, value),
    label: (id) => all.find((one) => one.id === id)?.label ?? { zh: id, en: id },
  };
}

function option(subject, isChosen, choose) {
  const metres = metresTo(subject.at);
  return h("button", { type: "button", class: "field-subject", "aria-pressed": String(isChosen),
    "data-id": subject.id, onclick: choose },
    say(subject.label), metres !== null && badge("plain", distance(metres)));
}
