// Sends what waits, in order, each thing once. Whatever happens between sending and hearing the answer,
// the same request is sent again and the server gives the first answer.
import { ask, change, look } from "./database.js";
import { person, putCase, signedOut } from "./day.js";
import { routesWith } from "./outlook.js";
import { waiting } from "./queue.js";

const KEPT_ARRIVED = 100; // for a look back
const ROUNDS_FOR_PHOTOS = 3;
const PROBE_PATIENCE = 15_000; // ms
const PATIENCE = 120_000; // ms: a network that says nothing for so long is none
let isSending = false;

/**
 * Sends everything that can be sent.
 *
 * - Parameter changed: called after each thing.
 * - Returns: `done`, `offline`, `signed-out`, `other-person`, `no-field` or `later`; `busy` where another
 *   page sends.
 */
export async function sendAll(changed = () => {}) {
  if (isSending || person.isLocked || !person.key) return "busy";
  isSending = true;
  try {
    // One page at a time, of however many are open.
    return navigator.locks
      ? await navigator.locks.request("lantian-field-send", { ifAvailable: true }, (lock) =>
        lock ? sendInOrder(person.key, changed) : "busy")
      : await sendInOrder(person.key, changed);
  } finally {
    isSending = false;
  }
}

async function sendInOrder(owner, changed) {
  let isReached = false;
  for (;;) {
    const item = nextOf(await waiting(owner));
    if (!item) return "done";
    // What is not even tried can still be taken back.
    isReached ||= await reaches();
    if (!isReached) return "offline";
    const outcome = await sendOne(item);
    await changed();
    if (outcome !== "arrived" && outcome !== "conflict") return outcome;
    if (person.key !== owner || person.isLocked) return "other-person";
  }
}

async function reaches() {
  try {
    await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PROBE_PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

/** The first that waits for nothing: what is in conflict holds up only later ones of its key. */
export function nextOf(items) {
  const held = new Set();
  for (const item of items) {
    if (item.conflict) held.add(item.key);
    else if (!held.has(item.key)) return item;
  }
  return null;
}

async function sendOne(item) {
  if (item.basedOn) {
    // Its forerunner left the queue without arriving: nobody knows what it is about any more.
    return conflict(item, { code: "earlier-gone" });
  }
  for (let round = 0; round < ROUNDS_FOR_PHOTOS; round++) {
    const photos = await sendPhotos(item);
    if (photos.outcome !== "sent") {
      return photos.outcome === "conflict" ? conflict(item, photos) : photos.outcome;
    }
    await attempt(item);
    const answer = await post("/api/field/items", "POST", "application/json", item.owner,
      JSON.stringify(written(item, photos.photos)));
    if (answer.ok) return arrive(item, answer.said);
    if (answer.code === "photos-missing") {
      await markMissing(item, answer.said.missing ?? []);
      continue;
    }
    return refusal(item, answer);
  }
  return "later";
}

/** What the server is told. */
function written(item, photos) {
  const taken = photos.map(({ sha256, takenAt, longitude, latitude, accuracy, isFromAlbum }) =>
    ({ sha256, takenAt, longitude, latitude, accuracy, isFromAlbum }));
  return {
    ...item.body, request: item.request, kind: item.kind, case: item.caseID, doneAt: item.doneAt,
    sentAt: Math.floor(Date.now() / 1000), photos: taken,
  };
}

async function sendPhotos(item) {
  const photos = await look(["photos"], async ({ photos: store }) => {
    const found = [];
    for (const id of item.photos) found.push(await ask(store.get(id)));
    return found.filter(Boolean);
  });
  for (const photo of photos) {
    if (photo.isSent) continue;
    const answer = await post(`/api/field/photos/${photo.sha256}`, "PUT", photo.type, item.owner,
      photo.bytes);
    if (!answer.ok) {
      const outcome = await trouble(answer);
      return { outcome: outcome ?? "conflict", code: answer.code, said: answer.said?.said };
    }
    await change(["photos"], ({ photos: store }) => ask(store.put({ ...photo, isSent: true })));
  }
  return { outcome: "sent", photos };
}

async function markMissing(item, missing) {
  await change(["photos"], async ({ photos }) => {
    for (const id of item.photos) {
      const photo = await ask(photos.get(id));
      if (photo && missing.includes(photo.sha256)) photos.put({ ...photo, isSent: false });
    }
  });
}

/** From now on nobody knows whether it arrived, until an answer is heard. */
async function attempt(item) {
  await change(["queue"], ({ queue }) => ask(queue.put({ ...item, attempted: true })));
}

async function post(path, method, type, owner, body) {
  try {
    const answer = await fetch(path, {
      method, body, cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": type, Accept: "application/json", "Lantian-Person": owner },
    });
    const said = await answer.json().catch(() => null);
    // An answer without a body of ours was cut off, or is a proxy's.
    if (answer.ok && said === null) return { ok: false, status: 0 };
    return { ok: answer.ok, status: answer.status, code: said?.error?.code, said };
  } catch {
    return { ok: false, status: 0 };
  }
}

/** What stands in the way of everything; null where it is the item's own matter. */
async function trouble({ status, code }) {
  if (status === 0) return "offline";
  if (status === 401) {
    if (code === "other-person") return "other-person";
    await signedOut();
    return "signed-out";
  }
  if (code === "not-in-field") return "no-field";
  if (status === 408 || status === 429 || status >= 500) return "later";
  return null;
}

async function refusal(item, answer) {
  const outcome = await trouble(answer);
  if ([401, 429].includes(answer.status) || answer.code === "not-in-field") {
    // It surely was not taken: as unsure as before, no more.
    await change(["queue"], ({ queue }) => ask(queue.put(item)));
  }
  if (outcome) return outcome;
  return conflict(item, {
    code: answer.code ?? String(answer.status), said: answer.said?.said, case: answer.said?.case,
  });
}

async function conflict(item, { code, said = null, case: file = null }) {
  const at = Math.floor(Date.now() / 1000);
  await change(["queue"], ({ queue }) =>
    ask(queue.put({ ...item, conflict: { code, said, case: file ?? null, at } })));
  return "conflict";
}

/** The answer was heard: out of the queue, into what has arrived, the case as the server has it now. */
async function arrive(item, said) {
  const { receipt } = said;
  await change(["queue", "arrived", "photos", "days"], async (stores) => {
    stores.queue.delete(item.seq);
    for (const id of item.photos) stores.photos.delete(id);
    stores.arrived.put({
      seq: item.seq, owner: item.owner, title: item.title, subject: item.subject,
      caseID: item.caseID, doneAt: item.doneAt, arrivedAt: receipt.arrivedAt,
      doubt: receipt.doubt ?? null,
    });
    await forgetOld(stores.arrived, item.owner);
    if (item.caseID) await putCase(stores.days, item.owner, said.case, item.caseID);
    if (item.kind === "step") await goOn(stores.queue, item, receipt, said.case);
    if (!item.caseID) await putRoutes(stores.days, item);
  });
  return "arrived";
}

/** Steps that were taken after this one, before anybody knew what it would lead to. */
async function goOn(queue, item, receipt, file) {
  for (const other of await ask(queue.index("owner").getAll(item.owner))) {
    if (other.basedOn !== item.request) continue;
    const next = { ...other, basedOn: null, body: { ...other.body, version: receipt.version } };
    if (receipt.state !== other.seen.state) {
      next.conflict = { code: "state-changed", said: null, case: file ?? null, at: receipt.arrivedAt };
    }
    await ask(queue.put(next));
  }
}

/** Routes and visits stand in the day as if it had been fetched anew. */
async function putRoutes(days, item) {
  const kept = await ask(days.get(item.owner));
  if (kept) await ask(days.put({ ...kept, routes: routesWith(kept.routes, [item]) }));
}

async function forgetOld(arrived, owner) {
  const keys = await ask(arrived.index("owner").getAllKeys(owner));
  for (const key of keys.slice(0, Math.max(0, keys.length - KEPT_ARRIVED))) arrived.delete(key);
}
