// Keys of the page on which alarms are looked through: a button with data-hot="1" is pressed by its key
// wherever nobody is typing. The next picture is fetched beforehand.

export function triage() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=hidden]), textarea, select")) return;
    const key = event.key.toLowerCase();
    const button = [...document.querySelectorAll("button[data-hot]")]
      .find((one) => one.dataset.hot === key && !one.disabled);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  // A page that had nothing to show is loaded anew with the first alarm, for its map.
  document.addEventListener("live-refresh", () => {
    if (document.querySelector("[data-part=look] .triage-picture")) location.reload();
  });
  const next = document.querySelector("[data-next-picture]")?.dataset.nextPicture;
  if (next) new Image().src = next;
}
