// The box at the head of a list chooses all its rows, and the button says how many are chosen.
// <input type="checkbox" data-choose-all> in a form whose rows have <input name="row">.
import { text } from "./texts.js";

export function chooseRows() {
  for (const all of document.querySelectorAll("input[data-choose-all]")) {
    const form = all.form;
    const rows = () => [...form.querySelectorAll("input[name=row]")];
    const button = form.querySelector("[data-chosen]");
    const words = button.textContent;
    const tell = () => {
      const chosen = rows().filter((row) => row.checked).length;
      button.textContent = chosen ? text("chosen", { words, count: chosen }) : words;
      all.checked = chosen > 0 && chosen === rows().length;
      all.indeterminate = chosen > 0 && chosen < rows().length;
    };
    all.closest("label").hidden = false;
    all.addEventListener("change", () => {
      for (const row of rows()) row.checked = all.checked;
      tell();
    });
    form.addEventListener("change", tell);
    window.addEventListener("pageshow", tell);
  }
}
