// A table that is wider than its place is scrolled by the keyboard too: it can be reached by Tab, and has
// the name of what it stands in.
export function reachScrollers() {
  reach();
  addEventListener("resize", reach);
  document.addEventListener("live-refresh", reach);
}

function reach() {
  for (const wrap of document.querySelectorAll(".table-wrap")) {
    const isWide = wrap.scrollWidth > wrap.clientWidth;
    if (isWide && !wrap.hasAttribute("tabindex")) {
      wrap.tabIndex = 0;
      wrap.dataset.reached = "";
      const name = nameOf(wrap);
      if (name) {
        wrap.setAttribute("role", "region");
        wrap.setAttribute("aria-label", name);
      }
    } else if (!isWide && "reached" in wrap.dataset) {
      for (const given of ["tabindex", "role", "aria-label", "data-reached"]) wrap.removeAttribute(given);
    }
  }
}

function nameOf(wrap) {
  const section = wrap.closest("section, dialog, details");
  const title = section?.querySelector("h1, h2, h3, summary") ?? document.querySelector("h1");
  return section?.getAttribute("aria-label") ?? title?.textContent.trim() ?? "";
}
