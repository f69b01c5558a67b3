// The map: outlines, facilities, my cases and where I am; tiles where there are any and a network.
import * as L from "../../vendor/leaflet/leaflet.esm.min.js";
import { h } from "./dom.js";
import { follow, here } from "./where.js";
import { say, word } from "./words.js";

const MOST_DOTS = 1500; // facilities drawn at most

export function mapScreen(context) {
  const element = h("div", { class: "map field-map", role: "application", "aria-label": word("mapLabel") });
  const plain = h("p", { class: "hint", hidden: Boolean(context.day.ground.tiles) && navigator.onLine },
    word("mapPlain"));
  // It needs its size, so it is drawn once it stands in the page.
  requestAnimationFrame(() => element.isConnected && draw(context, element));
  return [h("h1", { class: "unseen" }, word("tabMap")), element, plain];
}

function draw({ day }, element) {
  const { ground } = day;
  const map = L.map(element, { zoomControl: false, attributionControl: false, minZoom: 7, maxZoom: 18,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  L.control.zoom({ zoomInTitle: word("zoomIn"), zoomOutTitle: word("zoomOut") }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (ground.tiles) {
    L.control.attribution({ prefix: false }).addTo(map);
    L.tileLayer(ground.tiles.url, { maxZoom: ground.tiles.greatestZoom,
      attribution: escaped(ground.tiles.attribution) }).addTo(map);
  }
  if (ground.boundary) {
    L.polygon(ground.boundary, { className: "map-boundary", interactive: false }).addTo(map);
  }
  for (const place of ground.places) {
    if (place.boundary) {
      L.polygon(place.boundary, { className: "map-place", interactive: false }).addTo(map);
    }
    pin(place.at, "map-label", say(place.label), [80, 16], false).addTo(map);
  }
  for (const facility of day.facilities.filter((one) => one.at).slice(0, MOST_DOTS)) {
    pin(facility.at, "map-pin is-row", "", [14, 14], false)
      .bindTooltip(escaped(say(facility.label))).addTo(map);
  }
  const cases = day.cases.filter((file) => file.at);
  for (const file of cases) {
    const marker = pin(file.at, `map-pin is-case ${file.severity}`, "!", [28, 28], true);
    marker.options.title = say(file.title);
    marker.options.alt = say(file.title);
    marker.bindTooltip(escaped(`${say(file.title)} · ${say(file.stateLabel)}`));
    marker.on("click", () => { location.hash = `#/case/${file.id}`; });
    marker.addTo(map);
  }
  first(map, ground, cases);
  followMe(map, element);
}

/** My cases and me, if that is not a world apart; else the district. */
function first(map, ground, cases) {
  const own = here();
  const points = cases.map((file) => file.at);
  if (own) points.push([own.latitude, own.longitude]);
  if (points.length === 0) map.setView(ground.center, ground.zoom);
  else map.fitBounds(L.latLngBounds(points).pad(0.15), { maxZoom: 15 });
}

function followMe(map, element) {
  let marker = null;
  let circle = null;
  const show = () => {
    const own = here();
    if (!own) return;
    const at = [own.latitude, own.longitude];
    if (!marker) {
      marker = pin(at, "field-me", "", [18, 18], false).addTo(map);
      circle = L.circle(at, { radius: own.accuracy, className: "field-me-circle", interactive: false })
        .addTo(map);
    }
    marker.setLatLng(at);
    circle.setLatLng(at).setRadius(own.accuracy);
    marker.bindTooltip(escaped(word("mapHere", { n: own.accuracy })));
  };
  show();
  const stop = follow(() => (element.isConnected ? show() : stop()));
  const button = h("button", { type: "button", class: "small field-to-me", onclick: () => {
    const own = here();
    if (own) map.setView([own.latitude, own.longitude], Math.max(map.getZoom(), 15));
  } }, word("mapToMe"));
  L.DomEvent.disableClickPropagation(button);
  element.append(button);
}

function pin(at, className, html, iconSize, isPressed) {
  return L.marker(at, { keyboard: isPressed, interactive: className !== "map-label",
    zIndexOffset: isPressed ? 500 : className === "map-label" ? -1000 : 0,
    icon: L.divIcon({ className, html: escaped(html), iconSize }) });
}

function escaped(words) {
  const holder = document.createElement("span");
  holder.textContent = words;
  return holder.innerHTML;
}
