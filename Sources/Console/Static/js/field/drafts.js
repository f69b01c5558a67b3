// Forms that are being filled in: kept as they are typed, because a phone may end the page at any time,
// most of all while its camera is open.
import { ask, change, look } from "./database.js";

const PAUSE = 250; // ms after the last letter

/** What was typed before: { body, photos }. */
export async function draftOf(id) {
  const kept = await look(["drafts"], ({ drafts }) => ask(drafts.get(id)));
  return { body: kept?.body ?? {}, photos: kept?.photos ?? [] };
}

/**
 * Keeps a form's fields as they change.
 *
 * - Returns: a function that keeps them now.
 */
export function keepDraft(form, id, owner, photos) {
  let timer = null;
  let isClosed = false;
  const keep = async () => {
    clearTimeout(timer);
    if (isClosed) return;
    await change(["drafts"], ({ drafts }) =>
      ask(drafts.put({ id, owner, body: fieldsOf(form), photos: [...photos] })));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep().catch(console.error), PAUSE);
  });
  return {
    keep,
    /** After it was sent nothing typed late brings it back. */
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** Names and values of a form; an empty field is left out. */
export function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) fields[name] = value.trim();
  }
  return fields;
}
