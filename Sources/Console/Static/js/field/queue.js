// What was done and is not sent yet: kept on the disk before anybody is told so, sent in order.
import { ask, change, look } from "./database.js";
import { putCase } from "./day.js";

/** Everything of an owner that waits, in order. */
export function waiting(owner) {
  return look(["queue"], ({ queue }) => ask(queue.index("owner").getAll(owner)));
}

/** How many things wait, by owner. */
export async function counts() {
  const all = await look(["queue"], ({ queue }) => ask(queue.getAll()));
  const found = new Map();
  for (const { owner } of all) found.set(owner, (found.get(owner) ?? 0) + 1);
  return found;
}

/** What was sent, the newest first. */
export async function arrived(owner) {
  const all = await look(["arrived"], ({ arrived }) => ask(arrived.index("owner").getAll(owner)));
  return all.reverse();
}

/**
 * Keeps something that was done, and removes the draft it was written in, in one.
 *
 * - item: { owner, kind, key, title, subject, caseID, seen, basedOn, body, photos, draft }
 *   `key` is what it is about: where one thing is in conflict, only later ones of its key wait.
 *   `title` and `subject` are in both languages; `photos` are ids.
 */
export async function enqueue(item) {
  const { draft, ...kept } = item;
  return change(["queue", "drafts"], async ({ queue, drafts }) => {
    if (draft) drafts.delete(draft);
    return ask(queue.add({
      ...kept, request: crypto.randomUUID(), doneAt: Math.floor(Date.now() / 1000),
      attempted: false, conflict: null,
    }));
  });
}

/**
 * Takes back what has surely not been sent; its content becomes a draft again where it came from a form.
 *
 * - Returns: false where it may have been sent, or something later rests on it.
 */
export async function takeBack(seq, draft) {
  return change(["queue", "drafts", "photos"], async ({ queue, drafts, photos }) => {
    const item = await ask(queue.get(seq));
    if (!item || (item.attempted && !item.conflict)) return false;
    if (await restsOn(queue, item)) return false;
    queue.delete(seq);
    if (draft) await putBack(drafts, draft, item);
    else for (const id of item.photos) await ask(photos.delete(id));
    return true;
  });
}

/** Gives up what is in conflict, with its photos. What rests on it becomes a conflict in its turn. */
export function drop(seq) {
  return takeBackConflict(seq, async (item, { photos }) => {
    for (const id of item.photos) await ask(photos.delete(id));
  });
}

/** Puts what is in conflict into a form of the case as it now stands. */
export function again(seq, draft) {
  return takeBackConflict(seq, async (item, { drafts, days }) => {
    if (item.conflict.case) await putCase(days, item.owner, item.conflict.case, item.caseID);
    await putBack(drafts, draft, item);
  });
}

/** Into a form, beside what was begun in it since. */
async function putBack(drafts, id, { owner, body, photos }) {
  const begun = await ask(drafts.get(id));
  const notes = [body.note, begun?.body.note].filter(Boolean);
  await ask(drafts.put({
    id, owner, body: { ...begun?.body, ...body, note: notes.join("\n") },
    photos: [...photos, ...begun?.photos ?? []],
  }));
}

function takeBackConflict(seq, work) {
  return change(["queue", "drafts", "photos", "days"], async (stores) => {
    const item = await ask(stores.queue.get(seq));
    if (!item?.conflict) return false;
    stores.queue.delete(seq);
    await work(item, stores);
    return true;
  });
}

/** Sends a step that was refused as a note of what was done and when; it keeps its place. */
export function asNote(seq, note, title) {
  return change(["queue", "days"], async ({ queue, days }) => {
    const item = await ask(queue.get(seq));
    if (!item?.conflict) return false;
    if (item.conflict.case) await putCase(days, item.owner, item.conflict.case, item.caseID);
    const { longitude, latitude } = item.body;
    await ask(queue.put({
      ...item, kind: "note", request: crypto.randomUUID(), title, basedOn: null, attempted: false,
      conflict: null, body: { note, longitude, latitude },
    }));
    return true;
  });
}

/** Sends what was refused once more, as another request: the ground may be gone. */
export function tryAgain(seq) {
  return change(["queue"], async ({ queue }) => {
    const item = await ask(queue.get(seq));
    if (!item?.conflict) return false;
    await ask(queue.put({ ...item, attempted: false, conflict: null }));
    return true;
  });
}

async function restsOn(queue, item) {
  const all = await ask(queue.index("owner").getAll(item.owner));
  return all.some((other) => other.basedOn === item.request);
}
