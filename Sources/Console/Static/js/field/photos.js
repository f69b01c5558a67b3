// Photos: taken by the phone's camera, kept at once with hash, time and place, before anything else.
import { ask, change, isFull, look } from "./database.js";
import { h, replace } from "./dom.js";
import { positionNow } from "./where.js";
import { clock, word } from "./words.js";

const FRESH = 600; // s: an older file comes from the album
const LONGEST_SIDE = 2560; // px of a photo that is too large to be sent as it is
const KINDS = ["image/jpeg", "image/png", "image/webp"]; // what the server reads

/**
 * Fields to take photos; `ids` is the list of those taken, which changes.
 *
 * - limits: { bytes, count }
 * - Parameter changed: called when a photo was kept or removed.
 */
export function photoField(owner, ids, limits, changed) {
  const list = h("ul", { class: "field-photos" });
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const tell = (words) => {
    fault.hidden = !words;
    fault.textContent = words ?? "";
  };
  const show = async () => {
    const kept = await byIds(ids);
    replace(list, kept.map((photo, index) => shown(photo, index, async () => {
      ids.splice(ids.indexOf(photo.id), 1);
      await changed();
      await change(["photos"], ({ photos }) => ask(photos.delete(photo.id)));
      await show();
    })));
  };
  const take = async (input) => {
    tell(null);
    for (const file of [...input.files]) {
      try {
        if (ids.length >= limits.count) throw new PhotoFault("photoTooMany");
        ids.push(await keep(owner, file, limits.bytes));
        await changed();
      } catch (error) {
        if (error instanceof PhotoFault) tell(word(error.key, { limit: limits.count }));
        else if (isFull(error)) tell(word("storageFull"));
        else throw error;
      }
    }
    input.value = "";
    await show();
  };
  show();
  return h(
    "fieldset", { class: "field" }, h("legend", {}, word("photos")),
    h("div", { class: "field-photo-buttons" },
      chooser(word("takePhoto"), "environment", take), chooser(word("fromAlbum"), null, take)),
    list, fault,
  );
}

function chooser(words, capture, take) {
  const input = h("input", { type: "file", accept: "image/*", multiple: !capture, capture,
    class: "unseen", onchange: () => take(input) });
  return h("label", { class: "button" }, words, input);
}

function shown(photo, index, remove) {
  const url = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
  const picture = h("img", { src: url, alt: word("photoOf", { n: index + 1, time: clock(photo.takenAt) }),
    onload: () => URL.revokeObjectURL(url) });
  const marks = [
    clock(photo.takenAt),
    photo.isFromAlbum ? word("photoAlbum")
      : word(photo.longitude === undefined ? "photoNoPlace" : "photoPlaced"),
    photo.isScaled && word("photoScaled"),
  ].filter(Boolean).join(" · ");
  return h("li", {}, picture, h("span", { class: "hint" }, marks),
    remove && h("button", { type: "button", class: "small", onclick: remove }, word("removePhoto")));
}

/** Photos of something that waits, to be looked at. */
export async function photoList(ids) {
  const kept = await byIds(ids);
  return kept.length
    ? h("ul", { class: "field-photos" }, kept.map((photo, index) => shown(photo, index, null))) : null;
}

function byIds(ids) {
  return look(["photos"], async ({ photos }) => {
    const found = [];
    for (const id of ids) found.push(await ask(photos.get(id)));
    return found.filter(Boolean);
  });
}

class PhotoFault extends Error {
  constructor(key) {
    super(key);
    this.key = key;
  }
}

async function keep(owner, file, most) {
  const now = Math.floor(Date.now() / 1000);
  const madeAt = Math.floor(file.lastModified / 1000);
  const isFromAlbum = now - madeAt > FRESH;
  const place = isFromAlbum ? null : await positionNow();
  const { bytes, type, isScaled } = await read(file, most);
  const photo = {
    id: crypto.randomUUID(), owner, bytes, type, isScaled, isSent: false, isFromAlbum,
    sha256: await digest(bytes), takenAt: isFromAlbum ? madeAt : now,
    longitude: place?.longitude, latitude: place?.latitude, accuracy: place?.accuracy,
  };
  await change(["photos"], ({ photos }) => ask(photos.add(photo)));
  return photo.id;
}

/** The file's own bytes; smaller ones only where the server could not take them. */
async function read(file, most) {
  try {
    // What the phone itself cannot show is no photo, whatever its name says.
    const picture = await createImageBitmap(file);
    if (file.size <= most && KINDS.includes(file.type)) {
      picture.close();
      return { bytes: await file.arrayBuffer(), type: file.type, isScaled: false };
    }
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
    if (!made || made.size > most) throw new PhotoFault("photoRefused");
    return { bytes: await made.arrayBuffer(), type: "image/jpeg", isScaled: true };
  } catch {
    throw new PhotoFault("photoRefused");
  }
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
