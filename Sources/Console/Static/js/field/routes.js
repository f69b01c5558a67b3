// Patrol routes: places to visit in order, listed by officers, with what was visited today.
import { ask, change } from "./database.js";
import { announce, badge, field, h } from "./dom.js";
import { draftOf } from "./drafts.js";
import { back } from "./case.js";
import { routesWith } from "./outlook.js";
import { keep } from "./steps.js";
import { metresTo, nearestFirst, positionNow } from "./where.js";
import { clock, distance, say, word, words } from "./words.js";

const SHOWN = 8; // facilities offered at once
const MOST = 60; // places of a route

export function routes(context) {
  return routesWith(context.day.routes, context.items);
}

export function routesScreen(context) {
  const all = routes(context);
  return [
    h("h1", {}, word("tabRoutes")),
    h("p", { class: "actions" }, h("a", { class: "button primary", href: "#/route-form/new" },
      word("newRoute"))),
    all.length === 0 && h("p", { class: "empty" }, word("noRoutes")),
    h("ul", { class: "field-list", id: "routes" }, all.map((route) => {
      const visited = route.stops.filter((stop) => stop.visitedAt).length;
      return h("li", {}, h("a", { class: "field-item", href: `#/route/${route.id}` },
        h("span", { class: "field-item-title" }, route.name),
        h("span", { class: "field-item-more" },
          badge(visited === route.stops.length ? "good" : "plain",
            word("visitedOf", { n: visited, of: route.stops.length })))));
    })),
  ];
}

export function routeScreen(context, id) {
  const route = routes(context).find((one) => one.id === id);
  if (!route) return [back("#/routes"), h("p", { class: "empty" }, word("noRoutes"))];
  const next = route.stops.findIndex((stop) => !stop.visitedAt);
  return [
    back("#/routes"),
    h("h1", {}, route.name),
    h("ol", { class: "field-stops" }, route.stops.map((stop, index) => stopLine(context, route, stop, index, index === next))),
    route.isOwn && h("p", { class: "actions" },
      h("a", { class: "button small", href: `#/route-form/${route.id}` }, word("changeRoute")),
      h("button", { type: "button", class: "small danger", onclick: async () => {
        if (!confirm(word("removeRouteSure"))) return;
        await keep(context, null, {
          kind: "remove-route", key: `route/${route.id}`, basedOn: null, photos: [],
          title: words("kindRemoveRoute", { name: route.name }), subject: { zh: "", en: "" },
          body: { route: route.id },
        });
        location.hash = "#/routes";
      } }, word("removeRoute"))),
  ];
}

function stopLine(context, route, stop, index, isNext) {
  const metres = metresTo(stop.at);
  const button = h("button", { type: "button", class: isNext ? "primary" : "", onclick: async () => {
    button.disabled = true;
    const place = await positionNow();
    await keep(context, null, {
      kind: "visit", key: `route/${route.id}`, basedOn: null, photos: [],
      title: words("kindVisit", { name: stop.name }), subject: { zh: route.name, en: route.name },
      body: { route: route.id, stop: index, longitude: place?.longitude, latitude: place?.latitude },
    });
  } }, word("iAmHere"));
  return h("li", { class: stop.visitedAt ? "is-visited" : isNext ? "is-next" : null },
    h("span", { class: "field-item-title" }, stop.name),
    h("span", { class: "field-item-more" },
      metres !== null && h("span", { class: "number" }, distance(metres)),
      stop.at && h("a", { href: `geo:${stop.at[0]},${stop.at[1]}` }, word("navigate"))),
    stop.visitedAt ? badge("good", word("visitedAt", { time: clock(stop.visitedAt) }))
      : h("span", { class: "row" }, isNext && badge("info", word("nextStop")),
        badge("plain", word("notVisited")), button));
}

export async function routeFormScreen(context, id) {
  const route = routes(context).find((one) => one.id === id);
  const draftID = `${context.owner}/route/${id}`;
  const draft = await draftOf(draftID);
  const stops = draft.body.stops ?? route?.stops.map(written) ?? [];
  const name = h("input", { name: "name", maxlength: 80, value: draft.body.name ?? route?.name ?? "" });
  const list = h("ol", { class: "field-stops", id: "stops" });
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const save = () => change(["drafts"], ({ drafts }) => ask(drafts.put({
    id: draftID, owner: context.owner, body: { name: name.value, stops }, photos: [],
  })));
  const show = () => list.replaceChildren(...stops.map((stop, index) => stopForm(stop, index, stops, changed)));
  const changed = async () => {
    show();
    await save();
  };
  name.addEventListener("input", save);
  show();
  return [
    back(route ? `#/route/${id}` : "#/routes"),
    h("h1", {}, word(route ? "changeRoute" : "newRoute")),
    h("div", { class: "card stack" },
      field(word("routeName"), name),
      h("h2", {}, word("routeStops")), list,
      ...facilityPicker(context, stops, changed), herePicker(stops, changed), fault,
      h("button", { type: "button", class: "primary wide", id: "save-route", onclick: async () => {
        if (!name.value.trim() || stops.length === 0) {
          fault.textContent = word("routeEmpty");
          fault.hidden = false;
          return;
        }
        const own = route?.id ?? crypto.randomUUID();
        const title = name.value.trim();
        await keep(context, draftID, {
          kind: "route", key: `route/${own}`, basedOn: null, photos: [],
          title: words("kindRoute", { name: title }), subject: { zh: "", en: "" },
          body: { route: own, name: title, stops },
        });
        location.hash = `#/route/${own}`;
      } }, word("saveRoute"))),
  ];
}

function written({ name, facility, at }) {
  return { name, facility, latitude: at?.[0], longitude: at?.[1] };
}

function stopForm(stop, index, stops, changed) {
  const move = (by) => {
    const [taken] = stops.splice(index, 1);
    stops.splice(index + by, 0, taken);
    return changed();
  };
  return h("li", {}, h("span", { class: "field-item-title" }, stop.name), h("span", { class: "row" },
    index > 0 && h("button", { type: "button", class: "small", onclick: () => move(-1) }, word("moveUp")),
    index < stops.length - 1
      && h("button", { type: "button", class: "small", onclick: () => move(1) }, word("moveDown")),
    h("button", { type: "button", class: "small", onclick: () => {
      stops.splice(index, 1);
      return changed();
    } }, word("remove"))));
}

function facilityPicker(context, stops, changed) {
  const options = h("div", { class: "field-subjects", id: "route-facilities" });
  const search = h("input", { type: "search", autocomplete: "off", oninput: () => show() });
  const show = () => {
    const text = search.value.trim().toLowerCase();
    const taken = new Set(stops.map((stop) => stop.facility));
    const found = nearestFirst(context.day.facilities.filter(({ id, label }) => !taken.has(id)
      && (!text || label.zh.toLowerCase().includes(text) || label.en.toLowerCase().includes(text))));
    options.replaceChildren(...found.slice(0, SHOWN).map((one) => {
      const metres = metresTo(one.at);
      return h("button", { type: "button", class: "field-subject", "data-id": one.id,
        onclick: async () => {
          if (stops.length >= MOST) return;
          stops.push(written({ name: say(one.label), facility: one.id, at: one.at }));
          await changed();
          show();
        } }, `＋ ${say(one.label)}`, metres !== null && badge("plain", distance(metres)));
    }));
  };
  show();
  return [field(word("facility"), search, { hint: word("subjectHint") }), options];
}

/** A place that is no facility, where the phone is. */
function herePicker(stops, changed) {
  const name = h("input", { maxlength: 80 });
  return h("div", { class: "stack-s" }, field(word("placeName"), name),
    h("button", { type: "button", class: "small", onclick: async () => {
      const place = await positionNow();
      if (!name.value.trim() || !place) {
        announce(word(place ? "routeEmpty" : "noPosition"), "warn");
        return;
      }
      stops.push({ name: name.value.trim(), latitude: place.latitude, longitude: place.longitude });
      name.value = "";
      await changed();
    } }, word("addHere")));
}
