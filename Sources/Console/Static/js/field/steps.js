// Forms of steps and notes: exactly the evidence that each needs.
import { isFull } from "./database.js";
import { announce, field, h } from "./dom.js";
import { draftOf, fieldsOf, keepDraft } from "./drafts.js";
import { photoField } from "./photos.js";
import { enqueue } from "./queue.js";
import { positionNow } from "./where.js";
import { language, say, word, words } from "./words.js";

export function stepDraft(owner, id, step) {
  return `${owner}/case/${id}/${step.isSkip ? "skip-" : ""}${step.to}`;
}

export function noteDraft(owner, id) {
  return `${owner}/case/${id}/note`;
}

export async function stepForm(context, file, view, step, isOpen) {
  const id = stepDraft(context.owner, file.id, step);
  const draft = await draftOf(id);
  const needs = (name) => step.needs.includes(name);
  const isStarted = Object.keys(draft.body).length > 0 || draft.photos.length > 0;
  const form = await fieldForm(context, id, draft, [
    step.reached && !step.isSkip && h("p", { class: "hint" },
      word("afterState", { state: say(step.reached) })),
    needs("cause") && field(word("cause"), choice("cause", file.causes)),
    step.asksUnit && field(word("toUnit"), choice("unit", context.day.units, step.unit)),
    needs("reading") && readingFields(context.day.quantities),
    field(word("note"), h("textarea", { name: "note", maxlength: 4000 }),
      { isOptional: !needs("note"), optional: word("optional") }),
    step.offersAnswer && field(word("answer"), h("textarea", { name: "answer", maxlength: 4000 }),
      { isOptional: true, optional: word("optional") }),
  ], async (body, photos) => {
    const place = await positionNow();
    const reading = readingOf(body);
    const missing = missingOf(step, body, photos, place, reading);
    if (missing) return missing;
    const { instrument, quantity, value, ...rest } = body;
    await keep(context, id, {
      kind: "step", key: `case/${file.id}`, caseID: file.id, title: step.label,
      subject: subjectOf(file), seen: { state: view.state, stateLabel: view.stateLabel },
      reached: step.reached, isSkip: step.isSkip, basedOn: view.basedOn, photos,
      body: {
        ...rest, reading, step: step.to, isSkip: step.isSkip, version: view.version ?? undefined,
        longitude: place?.longitude, latitude: place?.latitude,
      },
    });
    return null;
  });
  return h("details", { class: "field-step", id: `step-${step.isSkip ? "skip-" : ""}${step.to}`,
    open: isOpen || isStarted }, h("summary", {}, say(step.label)), form);
}

export async function noteForm(context, file, view) {
  const id = noteDraft(context.owner, file.id);
  const draft = await draftOf(id);
  const isStarted = Object.keys(draft.body).length > 0 || draft.photos.length > 0;
  const form = await fieldForm(context, id, draft,
    [field(word("note"), h("textarea", { name: "note", maxlength: 4000 }))],
    async (body, photos) => {
      if (!body.note && photos.length === 0) return word("needs", { missing: word("note") });
      const place = await positionNow();
      await keep(context, id, {
        kind: "note", key: `case/${file.id}`, caseID: file.id, title: words("kindNote"),
        subject: subjectOf(file), seen: { state: view.state, stateLabel: view.stateLabel },
        basedOn: null, photos,
        body: { ...body, longitude: place?.longitude, latitude: place?.latitude },
      });
      return null;
    });
  return h("details", { class: "field-step", id: "step-note", open: isStarted },
    h("summary", {}, word("addNote")), form);
}

export function subjectOf(file) {
  return { zh: `${file.number} ${file.title.zh}`, en: `${file.number} ${file.title.en}` };
}

/**
 * A form that keeps what is typed, with photos and one button.
 *
 * - Parameter submit: gets fields and photos, answers what is missing in words, or null.
 */
export async function fieldForm(context, id, draft, fields, submit) {
  const photos = [...draft.photos];
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const button = h("button", { class: "primary wide" }, word("keepAndSend"));
  const form = h("form", { class: "stack-s", novalidate: true });
  const kept = keepDraft(form, id, context.owner, photos);
  form.append(...fields.flat(Infinity).filter(Boolean),
    photoField(context.owner, photos, context.limits, kept.keep), fault, button);
  fill(form, draft.body);
  form.addEventListener("input", () => form.setAttribute("data-dirty", ""));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    button.textContent = word("locating");
    fault.hidden = true;
    try {
      const missing = await submit(fieldsOf(form), photos);
      if (missing === null) {
        kept.close();
        form.removeAttribute("data-dirty");
        return;
      }
      fault.textContent = missing;
      fault.hidden = false;
      fault.scrollIntoView({ block: "center" });
    } catch (error) {
      if (!isFull(error)) throw error;
      fault.textContent = word("storageFull");
      fault.hidden = false;
    } finally {
      button.disabled = false;
      button.textContent = word("keepAndSend");
    }
  });
  return form;
}

/** Keeps it in the queue, says so, and tries to send. */
export async function keep(context, draft, item) {
  await enqueue({ ...item, owner: context.owner, draft });
  announce(word("kept"));
  await context.show();
  context.send();
}

function fill(form, body) {
  const { reading, ...fields } = body;
  for (const [name, value] of Object.entries({ ...fields, ...reading })) {
    const input = form.elements.namedItem(name);
    if (input && "value" in input) input.value = value;
  }
}

function choice(name, options, chosen = "") {
  return h("select", { name },
    h("option", { value: "" }, word("choose")),
    options.map(({ id, label }) => h("option", { value: id, selected: id === chosen }, say(label))));
}

function readingFields(quantities) {
  const named = quantities.map(({ id, label, unit }) => {
    const text = unit ? { zh: `${label.zh} (${unit})`, en: `${label.en} (${unit})` } : label;
    return { id, label: text };
  });
  return [
    field(word("instrument"), h("input", { name: "instrument", maxlength: 80 })),
    field(word("quantity"), choice("quantity", named)),
    field(word("value"), h("input", { name: "value", inputmode: "decimal", maxlength: 20 })),
  ];
}

function readingOf({ instrument, quantity, value }) {
  return instrument && quantity && value ? { instrument, quantity, value } : undefined;
}

/** Everything that is missing, in words; null where nothing is. */
function missingOf(step, body, photos, place, reading) {
  const has = { note: body.note, cause: body.cause, photo: photos.length > 0, position: place, reading };
  const missing = step.needs.filter((name) => !has[name]).map((name) => word(name));
  if (step.asksUnit && !body.unit) missing.push(word("toUnit"));
  if (missing.length === 0) return null;
  if (missing.length === 1 && !place && step.needs.includes("position")) return word("needsPosition");
  return word("needs", { missing: missing.join(language() === "zh" ? "、" : ", ") });
}
