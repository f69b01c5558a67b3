// Fills in the position of the phone on request.
// <div data-position> holds a button[data-locate], inputs [name$=longitude] and [name$=latitude] and
// an element [data-position-state] that tells what happened. A map in it (map.js) follows.
import { text } from "./texts.js";

export function offerPosition() {
  for (const box of document.querySelectorAll("[data-position]")) {
    const button = box.querySelector("[data-locate]");
    if (!button) continue;
    if (!navigator.geolocation || !window.isSecureContext) continue;
    button.hidden = false;
    button.addEventListener("click", () => locate(box));
  }
}

function locate(box) {
  const state = box.querySelector("[data-position-state]");
  state.textContent = text("locating");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      setPosition(box, coords.longitude, coords.latitude);
      state.textContent = text("located", {
        position: `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`,
        accuracy: Math.round(coords.accuracy),
      });
    },
    (error) => {
      state.textContent = text(error.code === 1 ? "locateDenied" : "locateFailed");
    },
    { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
  );
}

/** Writes a position into the form and tells the map. */
export function setPosition(box, longitude, latitude) {
  box.querySelector("[name$=longitude]").value = longitude.toFixed(6);
  box.querySelector("[name$=latitude]").value = latitude.toFixed(6);
  box.dispatchEvent(new CustomEvent("position", { detail: { longitude, latitude } }));
}
