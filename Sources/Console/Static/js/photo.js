// Shows a chosen photo before it is sent and says at once when it is too large.
// <input type="file" data-photo="10"> (limit in MB), preview in the element after it.
import { text } from "./texts.js";

export function previewPhotos() {
  for (const input of document.querySelectorAll("input[data-photo]")) {
    const place = document.createElement("div");
    place.className = "photo-preview";
    place.setAttribute("aria-live", "polite");
    input.after(place);
    input.addEventListener("change", () => preview(input, place));
  }
}

function preview(input, place) {
  place.replaceChildren();
  input.setCustomValidity("");
  const limit = Number(input.dataset.photo) || 10;
  for (const file of input.files) {
    if (file.size > limit * 1024 * 1024) {
      const fault = document.createElement("p");
      fault.className = "fault";
      fault.textContent = text("photoTooLarge", { limit });
      place.append(fault);
      input.setCustomValidity(fault.textContent);
      continue;
    }
    const picture = document.createElement("img");
    picture.alt = text("photoChosen");
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    place.append(picture);
  }
}
