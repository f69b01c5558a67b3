// Completes what is typed into a field that refers to something.
// <input data-suggest="/api/…/suggestions/facility" list="…"> with its <datalist>.
const pause = 200; // ms without a key before the server is asked

export function suggest() {
  for (const input of document.querySelectorAll("input[data-suggest]")) {
    const list = document.getElementById(input.getAttribute("list"));
    let timer = 0;
    let turn = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      const typed = input.value.trim();
      if (!typed || [...list.options].some((option) => option.value === input.value)) return;
      timer = setTimeout(async () => {
        const own = ++turn;
        const found = await ask(input.dataset.suggest, typed);
        if (own !== turn || !found) return; // something else was typed meanwhile
        list.replaceChildren(
          ...found.map((value) => Object.assign(document.createElement("option"), { value })),
        );
      }, pause);
    });
  }
}

async function ask(address, typed) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, {
      headers: { Accept: "application/json" },
    });
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    console.warn("no suggestions", error);
    return null;
  }
}
