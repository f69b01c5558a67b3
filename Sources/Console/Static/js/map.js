// Draws every <div data-map="/api/map">: boundaries and points alone, tiles where configured.
// With data-pick inside a [data-position] box a press chooses the position.
import * as L from "../vendor/leaflet/leaflet.esm.min.js";
import { text } from "./texts.js";
import { setPosition } from "./position.js";

export function drawMaps() {
  for (const element of document.querySelectorAll("[data-map]")) draw(element);
}

async function draw(element) {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: false,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
    minZoom: 7,
    maxZoom: 18,
    attributionControl: false,
    zoomAnimation: !reduced,
    fadeAnimation: !reduced,
    // One finger scrolls the page; two move the map.
    dragging: !L.Browser.mobile,
    tap: !L.Browser.mobile,
    scrollWheelZoom: element.hasAttribute("data-wheel"),
  });
  L.control.zoom({ zoomInTitle: text("zoomIn"), zoomOutTitle: text("zoomOut") }).addTo(map);
  L.control.attribution({ prefix: false }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const layer = L.layerGroup().addTo(map);
  let isFirst = true;
  let fit = () => {};
  let isTouched = false;
  let cases = [];
  // The first view, widened where an open case or a row lies outside it.
  const show = () => {
    fit();
    const missed = cases.filter((item) => !map.getBounds().contains(item.at));
    if (!missed.length) return;
    const bounds = map.getBounds();
    for (const item of missed) bounds.extend(item.at);
    map.fitBounds(bounds, { padding: [28, 28] });
  };
  for (const kind of ["pointerdown", "wheel", "keydown"]) {
    element.addEventListener(kind, () => { isTouched = true; }, { passive: true });
  }

  async function load() {
    const answer = await fetch(element.dataset.map, {
      headers: { Accept: "application/json", "X-Requested-With": "live" },
    });
    if (!answer.ok) return;
    const data = await answer.json();
    // Where a position is to be picked nothing else lies in the way.
    if (element.hasAttribute("data-pick")) Object.assign(data, { stations: [], cases: [], rows: [] });
    if (isFirst) {
      fit = ground(map, data, element);
      isFirst = false;
    }
    layer.clearLayers();
    if (element.hasAttribute("data-pick")) return;
    for (const station of data.stations) stationPin(station).addTo(layer);
    for (const item of data.cases) casePin(item).addTo(layer);
    for (const item of data.rows) rowPin(item).addTo(layer);
    const all = [...data.cases, ...data.rows];
    const isNew = all.length !== cases.length;
    cases = element.dataset.at ? [] : all;
    if (isNew && !isTouched) show();
  }

  await load();
  if (element.hasAttribute("data-pick")) pick(map, element);
  document.addEventListener("live-refresh", () => load().catch(console.error));
  // The page may settle after the first view; until somebody moves the map it keeps everything in.
  new ResizeObserver(() => {
    map.invalidateSize();
    if (!isTouched) show();
  }).observe(element);
}

/** Tiles, boundaries, names of places and the first view; answers how to show that view again. */
function ground(map, data, element) {
  if (data.tiles) {
    L.tileLayer(data.tiles.url, {
      maxZoom: data.tiles.greatestZoom,
      attribution: escape(data.tiles.attribution),
    }).addTo(map);
  }
  let bounds = null;
  if (data.boundary) {
    const outline = L.polygon(data.boundary, { className: "map-boundary", interactive: false });
    outline.addTo(map);
    bounds = outline.getBounds();
  }
  for (const place of data.places) {
    if (place.boundary) {
      L.polygon(place.boundary, { className: "map-place", interactive: false }).addTo(map);
    }
    still(place.at, "map-dot", "", [6, 6]).addTo(map);
  }
  for (const zone of data.zones ?? []) {
    const outline = L.polygon(zone.boundary, { className: "map-zone" });
    outline.bindTooltip(escape(zone.name), { sticky: true }).addTo(map);
  }
  nameWhatFits(map, data);
  const own = element.dataset.at?.split(",").map(Number);
  let fit = () => map.setView(data.center, data.zoom);
  if (own?.length === 2 && own.every(Number.isFinite)) {
    fit = () => map.setView(own, Number(element.dataset.zoom) || 14);
    L.marker(own, {
      keyboard: false,
      interactive: false,
      icon: L.divIcon({ className: "map-pin is-case", html: "!", iconSize: [24, 24] }),
    }).addTo(map);
  } else if (bounds?.isValid()) {
    fit = () => map.fitBounds(bounds, { padding: [12, 12] });
  } else if (data.places.length > 2) {
    // What there is to see; the whole district only while there is nothing.
    const seen = [...data.stations, ...data.cases, ...data.rows];
    const all = L.latLngBounds((seen.length > 2 ? seen : data.places).map((p) => p.at)).pad(0.15);
    fit = () => map.fitBounds(all, { padding: [28, 28] });
  }
  fit();
  return fit;
}

/** A mark that nobody can press. */
function still(at, className, html, iconSize, iconAnchor) {
  return L.marker(at, {
    interactive: false,
    keyboard: false,
    zIndexOffset: -1000,
    icon: L.divIcon({ className, html, iconSize, iconAnchor }),
  });
}

/** Writes the names of places that cover neither a pin nor another name, anew at each zoom. */
function nameWhatFits(map, data) {
  const names = L.layerGroup().addTo(map);
  const box = (at, width, height, dy) => {
    const { x, y } = map.latLngToLayerPoint(at);
    return { left: x - width / 2, right: x + width / 2, top: y + dy, bottom: y + dy + height };
  };
  const apart = (a, b) =>
    a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
  const write = () => {
    names.clearLayers();
    const taken = [
      ...data.stations.map((station) => box(station.at, 44, 30, -15)),
      ...data.cases.map((item) => box(item.at, 28, 28, -14)),
    ];
    for (const place of data.places) {
      const width = 12 * [...place.name].reduce((sum, c) => sum + (c > "\u2fff" ? 1 : 0.58), 0) + 8;
      const room = box(place.at, width, 16, 4);
      if (!taken.every((other) => apart(room, other))) continue;
      taken.push(room);
      still(place.at, "map-label", escape(place.name), [width, 16], [width / 2, -4]).addTo(names);
    }
  };
  map.whenReady(write);
  map.on("zoomend", write);
}

function stationPin(station) {
  const classes = ["map-pin", station.level ? `aqi-${station.level}` : "is-old"].join(" ");
  const words = [station.name, station.aqi && `AQI ${station.aqi}`, station.category, station.note];
  const title = words.filter(Boolean).join(" · ");
  return L.marker(station.at, {
    title,
    alt: title,
    icon: L.divIcon({ className: classes, html: escape(station.aqi ?? "—"), iconSize: [40, 26] }),
  }).bindTooltip(escape(title), { direction: "top", offset: [0, -14] });
}

function casePin(item) {
  const title = `${item.name} · ${item.state}`;
  const marker = L.marker(item.at, {
    title,
    alt: title,
    riseOnHover: true,
    zIndexOffset: 500,
    icon: L.divIcon({
      className: `map-pin is-case ${item.severity}`,
      html: "!",
      iconSize: [24, 24],
    }),
  });
  marker.bindTooltip(escape(title), { direction: "top", offset: [0, -14] });
  return marker.on("click", () => location.assign(item.href));
}

/** A row of a register; many may lie close together. */
function rowPin(item) {
  const marker = L.marker(item.at, {
    title: item.name,
    alt: item.name,
    riseOnHover: true,
    icon: L.divIcon({ className: "map-pin is-row", html: "", iconSize: [16, 16] }),
  });
  marker.bindTooltip(escape(item.name), { direction: "top", offset: [0, -10] });
  return marker.on("click", () => location.assign(item.href));
}

/** A press on the map, or the phone's position, sets the marker and the form's fields. */
function pick(map, element) {
  const box = element.closest("[data-position]");
  if (!box) return; // only shows where something lies
  let marker = null;
  const place = (latitude, longitude) => {
    marker?.remove();
    marker = L.marker([latitude, longitude], {
      icon: L.divIcon({ className: "map-pin is-case", html: "", iconSize: [20, 20] }),
    }).addTo(map);
  };
  map.on("click", ({ latlng }) => {
    setPosition(box, latlng.lng, latlng.lat);
    const state = box.querySelector("[data-position-state]");
    if (state) state.textContent = `${latlng.lat.toFixed(5)}, ${latlng.lng.toFixed(5)}`;
  });
  box.addEventListener("position", ({ detail }) => {
    place(detail.latitude, detail.longitude);
    map.setView([detail.latitude, detail.longitude], Math.max(map.getZoom(), 14));
  });
  const latitude = Number.parseFloat(box.querySelector("[name$=latitude]").value);
  const longitude = Number.parseFloat(box.querySelector("[name$=longitude]").value);
  if (Number.isFinite(latitude) && Number.isFinite(longitude)) place(latitude, longitude);
}

function escape(words) {
  const holder = document.createElement("span");
  holder.textContent = words;
  return holder.innerHTML;
}
