// Photos of the day's cases, small and without what their cameras wrote, for where there is no network:
// the newest of each case first, within the day's budget, and gone with their cases.
import { isFull } from "./database.js";
import { h } from "./dom.js";
import { clock, say, word } from "./words.js";

const NAME = "lantian-pictures "; // of a cache, before whose it is
const PATIENCE = 60_000; // ms
let isKeeping = false;

/**
 * Fetches what is missing and lets go of what no case of the day has any more.
 *
 * - Returns: whether anything has changed.
 */
export async function keepPictures(day) {
  if (isKeeping || !day?.keptPhotoBytes || !window.caches) return false;
  isKeeping = true;
  try {
    await forgetOthers(day.key);
    return await keepWanted(day, wantedOf(day));
  } finally {
    isKeeping = false;
  }
}

/** Of others nothing stays on the phone. */
async function forgetOthers(key) {
  for (const name of await caches.keys()) {
    if (name.startsWith(NAME) && name !== NAME + key) await caches.delete(name);
  }
}

function addressOf(caseID, photo) {
  return `/api/field/cases/${caseID}/photos/${photo.id}`;
}

/** The newest photo of each case, then the second ones; cases stand by their deadlines. */
function wantedOf(day) {
  const wanted = [];
  const most = Math.max(0, ...day.cases.map((file) => file.photos?.length ?? 0));
  for (let turn = 0; turn < most; turn++) {
    for (const file of day.cases) {
      const photo = file.photos?.[turn];
      if (photo) wanted.push(addressOf(file.id, photo));
    }
  }
  return wanted;
}

async function keepWanted(day, wanted) {
  const cache = await caches.open(NAME + day.key);
  const kept = new Map(); // address -> bytes
  let hasChanged = false;
  for (const request of await cache.keys()) {
    const address = new URL(request.url).pathname;
    if (wanted.includes(address)) {
      kept.set(address, Number((await cache.match(request))?.headers.get("Content-Length")));
    } else {
      hasChanged = await cache.delete(request) || hasChanged;
    }
  }
  if (navigator.connection?.saveData) return hasChanged;
  for (const [place, address] of wanted.entries()) {
    if (kept.has(address)) continue;
    if (!await makeRoom(cache, kept, wanted.slice(place + 1), day)) return hasChanged;
    const outcome = await fetchInto(cache, kept, address, day.key);
    if (outcome === "stop") return hasChanged;
    hasChanged = hasChanged || outcome === "kept";
  }
  return hasChanged;
}

/** Room for one more, made by the least wanted ones; where all of them are not enough, none goes. */
async function makeRoom(cache, kept, lessWanted, { keptPhotoBytes, keptPhotoMostBytes }) {
  const going = [];
  let needed = keptPhotoMostBytes - keptPhotoBytes;
  for (const bytes of kept.values()) needed += bytes;
  for (const address of lessWanted.filter((other) => kept.has(other)).reverse()) {
    if (needed <= 0) break;
    needed -= kept.get(address);
    going.push(address);
  }
  if (needed > 0) return false;
  for (const address of going) {
    await cache.delete(address);
    kept.delete(address);
  }
  return true;
}

async function fetchInto(cache, kept, address, key) {
  try {
    const answer = await fetch(address, {
      headers: { "Lantian-Person": key }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 404) return "none";
    if (!answer.ok) return "stop";
    const bytes = await answer.arrayBuffer();
    await cache.put(address, new Response(bytes, { headers: {
      "Content-Type": answer.headers.get("Content-Type"), "Content-Length": String(bytes.byteLength),
    } }));
    kept.set(address, bytes.byteLength);
    return "kept";
  } catch (error) {
    // No network, or no room on the phone: what is kept is kept.
    if (!isFull(error) && !["TypeError", "TimeoutError", "AbortError"].includes(error.name)) throw error;
    return "stop";
  }
}

/** A case's photos as they are kept; null where it has none. */
export async function pictureList(owner, file) {
  if (!file.photos?.length) return null;
  const cache = window.caches ? await caches.open(NAME + owner) : null;
  return h("ul", { class: "field-photos", id: "pictures" },
    await Promise.all(file.photos.map(async (photo) => {
      const answer = await cache?.match(addressOf(file.id, photo));
      return h("li", {}, answer ? picture(await answer.blob(), photo)
        : h("p", { class: "hint" }, word("pictureMissing")),
      h("span", { class: "hint" }, `${clock(photo.at)} ${say(photo.title)}`));
    })));
}

function picture(blob, photo) {
  const url = URL.createObjectURL(blob);
  return h("img", { src: url, alt: `${say(photo.title)}, ${clock(photo.at)}`,
    onload: () => URL.revokeObjectURL(url) });
}
