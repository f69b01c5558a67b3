// Copies a field's text; pages without TLS have no clipboard of their own and copy the selection.
import { text } from "./texts.js";

async function copied(field) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(field.value);
    return true;
  }
  field.select();
  return document.execCommand("copy");
}

export function offerCopies() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const state = button.parentElement.querySelector("[data-copy-state]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copied(field).catch(() => false);
      if (!done) field.select();
      state.textContent = text(done ? "copied" : "notCopied");
    });
  }
}
