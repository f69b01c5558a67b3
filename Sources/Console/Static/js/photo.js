// Makes chosen photos small enough for a phone's network, shows them, and says before sending when
// they are too many or too large together.
// <input type="file" data-photo="10" data-photo-count="12">: MB and photos in one form.
import { text } from "./texts.js";

const longestSide = 2560; // px: plates and meters stay legible
const smallEnough = 1.5 * 1024 * 1024; // bytes; smaller files stay as they are
const taken = ["image/jpeg", "image/png", "image/webp"]; // what the server reads
const quality = 0.85;

export function previewPhotos() {
  for (const input of document.querySelectorAll("input[data-photo]")) {
    const place = document.createElement("div");
    place.className = "photo-preview";
    place.setAttribute("aria-live", "polite");
    input.after(place);
    let turn = 0;
    input.addEventListener("change", async () => {
      const own = ++turn;
      // Nothing is sent while a photo is half made.
      input.setCustomValidity(text("photosReading"));
      place.textContent = text("photosReading");
      const files = await Promise.all([...input.files].map(shrink));
      if (own !== turn) return; // others were chosen meanwhile
      replace(input, files);
      show(input, place);
    });
  }
}

/** The photo as a JPEG with at most `longestSide` pixels a side; as it is where it is small, or where
 * the browser cannot read it. */
async function shrink(file) {
  if (!isPicture(file)) return file; // a document
  const isTaken = taken.includes(file.type);
  if (isTaken && file.size <= smallEnough) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (!made || (isTaken && made.size >= file.size)) return file;
    const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
    return new File([made], name, { type: "image/jpeg", lastModified: file.lastModified });
  } catch (error) {
    console.warn("photo is sent as it is", error);
    return file;
  }
}

function isPicture(file) {
  return file.type.startsWith("image/");
}

function replace(input, files) {
  try {
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    input.files = chosen.files;
  } catch (error) {
    console.warn("photos are sent as they are", error); // an old browser
  }
}

function show(input, place) {
  place.replaceChildren();
  const fault = problem(input);
  input.setCustomValidity(fault ?? "");
  if (fault) {
    const line = document.createElement("p");
    line.className = "fault";
    line.textContent = fault;
    place.append(line);
  }
  for (const file of input.files) {
    if (!isPicture(file)) {
      const line = document.createElement("p");
      line.textContent = file.name;
      place.append(line);
      continue;
    }
    const picture = document.createElement("img");
    picture.alt = text("photoChosen");
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    place.append(picture);
  }
}

/** What the server would refuse, in words; null where all is well. */
function problem(input) {
  const limit = Number(input.dataset.photo);
  const count = Number(input.dataset.photoCount);
  if (input.files.length > count) {
    return text("photosTooMany", { found: input.files.length, limit: count });
  }
  const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
  if (bytes <= limit * 1024 * 1024) return null;
  return text("photosTooLarge", { size: (bytes / 1024 / 1024).toFixed(1), limit });
}
