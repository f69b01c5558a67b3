// Elements made from words: h("p", { class: "hint" }, "text", child).
// Texts are always text nodes; nothing here reads markup.

/** An element with attributes, listeners (`onclick`) and children; what is null or false is left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

export function replace(element, ...children) {
  element.replaceChildren();
  add(element, children);
}

/** A badge: a word and a colour. */
export function badge(kind, words) {
  return h("span", { class: `badge ${kind}` }, words);
}

let ids = 0;

/** A labelled field of a form. */
export function field(label, input, { isOptional = false, hint = null, optional = "" } = {}) {
  input.id ||= `f${++ids}`;
  return h(
    "div", { class: "field" },
    h("label", { for: input.id }, label, isOptional && h("span", { class: "optional" }, ` ${optional}`)),
    input, hint && h("p", { class: "hint" }, hint),
  );
}

/** Says something to a screen reader and shows it for a while. */
export function announce(words, kind = "good") {
  document.getElementById("announcer").textContent = words;
  document.querySelector(".field-toast")?.remove();
  const toast = h("p", { class: `field-toast notice ${kind}` }, words);
  document.body.append(toast);
  setTimeout(() => toast.remove(), 6000);
}
