// What the server said for the day, and whose phone it is now.
import { ask, change, look, recall, remember } from "./database.js";

const PATIENCE = 60_000; // ms: a network that says nothing for so long is none

/** Who is at the phone: `key`, or null before the first sign-in. `isLocked`: nobody, until somebody
 * signs in. */
export const person = { key: null, isLocked: false, isSignedOut: false };

export async function readPerson() {
  person.key = (await recall("person")) ?? null;
  person.isLocked = (await recall("locked")) ?? false;
}

/** The day of whoever is at the phone; undefined where there is none. */
export function day() {
  return person.key ? look(["days"], ({ days }) => ask(days.get(person.key))) : undefined;
}

/** Of somebody who is not shown, by key: enough to say who has to sign in. */
export async function nameOf(key) {
  return (await look(["days"], ({ days }) => ask(days.get(key))))?.person.name ?? "";
}

/**
 * Fetches the day anew.
 *
 * - Returns: `fresh`, `offline`, `signed-out`, `no-field` (the account has no work in the field) or
 *   `later` (the server cannot now).
 */
export async function refresh({ isByHand = false } = {}) {
  let answer;
  const before = Date.now() / 1000;
  try {
    answer = await fetch("/api/field/day", {
      headers: isByHand ? {} : { "X-Requested-With": "live" },
      cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return "offline";
  }
  if (answer.status === 401) return signedOut();
  if (answer.status === 403) return "no-field";
  if (!answer.ok) return "later";
  let said;
  try {
    said = await answer.json();
  } catch {
    return "offline"; // cut off half-way
  }
  const after = Date.now() / 1000;
  const key = said.person.key;
  await change(["days", "meta", "queue"], async ({ days, meta, queue }) => {
    await forgetOthers(days, queue, key);
    days.put({
      ...said, key, refreshedAt: Math.floor(after),
      // Half of the way there and back belongs to either side.
      clockOff: Math.round((before + after) / 2 - said.now),
    });
    meta.put({ name: "person", value: key });
    await ask(meta.put({ name: "locked", value: false }));
  });
  Object.assign(person, { key, isLocked: false, isSignedOut: false });
  return "fresh";
}

/** Of others nothing stays on the phone but what they have not sent. */
async function forgetOthers(days, queue, key) {
  const owners = new Set((await ask(queue.getAll())).map((item) => item.owner));
  for (const other of await ask(days.getAllKeys())) {
    if (other !== key && !owners.has(other)) await ask(days.delete(other));
  }
}

/**
 * The server knows no sign-in. Where it ran out by itself, its owner goes on seeing everything and is
 * asked to sign in; where it was ended before its time, or ran out a day ago, nothing is shown until
 * somebody signs in. Nothing is lost either way.
 */
export async function signedOut() {
  const kept = await day();
  const now = Date.now() / 1000;
  const ranOut = kept && now >= kept.signedInUntil && now < kept.signedInUntil + 86_400;
  if (!ranOut && person.key) await lock();
  person.isSignedOut = true;
  return "signed-out";
}

export async function lock() {
  person.isLocked = true;
  await remember("locked", true);
}

/** Ends the sign-in at the server and hides everything. */
export async function signOut() {
  const kept = await day();
  const answer = await fetch("/sign-out", {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ "form-token": kept?.formToken ?? "" }),
    redirect: "manual",
  });
  if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(`sign-out: ${answer.status}`);
  await lock();
  person.isSignedOut = true;
}

/** Puts what the server said of one case into the day's list, inside a change of `days`. */
export async function putCase(days, key, file, id) {
  const kept = await ask(days.get(key));
  if (!kept) return;
  const others = kept.cases.filter((item) => item.id !== id);
  const place = kept.cases.findIndex((item) => item.id === id);
  if (file?.isOpen) others.splice(place < 0 ? others.length : place, 0, file);
  await ask(days.put({ ...kept, cases: others }));
}
