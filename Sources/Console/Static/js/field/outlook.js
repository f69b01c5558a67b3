// How things stand with what waits to be sent: what the server said last, and what was done since.

/**
 * A case as it will be once everything has arrived.
 *
 * - Returns: { pending, hasConflict, state, stateLabel, steps, basedOn, version }. `steps` are those that
 *   can be foretold; where something is in conflict there are none until a person has seen to it.
 */
export function outlook(file, items) {
  const pending = items.filter((item) => item.caseID === file.id);
  const hasConflict = pending.some((item) => item.conflict);
  const last = pending.findLast((item) => item.kind === "step");
  if (!last) {
    return {
      pending, hasConflict, state: file.state, stateLabel: file.stateLabel, basedOn: null,
      version: file.version, steps: hasConflict ? [] : file.steps, isForetold: true,
    };
  }
  const later = last.isSkip ? undefined : file.later[last.body.step];
  return {
    pending, hasConflict, state: last.body.step, stateLabel: last.reached, basedOn: last.request,
    version: null, steps: hasConflict ? [] : later ?? [], isForetold: later !== undefined,
  };
}

/** Routes with what was listed, removed and visited since. */
export function routesWith(routes, items) {
  let found = routes.map((route) => ({ ...route, stops: route.stops.map((stop) => ({ ...stop })) }));
  for (const { kind, body, doneAt } of items) {
    if (kind === "route") {
      const stops = body.stops.map((stop) => ({
        name: stop.name, facility: stop.facility,
        at: stop.latitude === undefined ? undefined : [stop.latitude, stop.longitude],
      }));
      const route = { id: body.route, name: body.name, isOwn: true, stops };
      const place = found.findIndex((one) => one.id === route.id);
      if (place < 0) found.push(route);
      else found[place] = keepVisits(found[place], route);
    } else if (kind === "remove-route") {
      found = found.filter((route) => route.id !== body.route);
    } else if (kind === "visit") {
      const stop = found.find((route) => route.id === body.route)?.stops[body.stop];
      if (stop) stop.visitedAt ??= doneAt;
    }
  }
  return found;
}

/** A visit is of the stop's place in the list, as the server has it. */
function keepVisits(old, route) {
  route.stops.forEach((stop, index) => {
    const visitedAt = old.stops[index]?.visitedAt;
    if (visitedAt) stop.visitedAt = visitedAt;
  });
  return route;
}
