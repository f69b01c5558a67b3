// Where the phone is.
let last = null;
let denied = false;
const followers = new Set();

export function here() {
  return last;
}

export function isDenied() {
  return denied;
}

/** Calls back at each new position. */
export function follow(callback) {
  followers.add(callback);
  return () => followers.delete(callback);
}

export function startFollowing() {
  if (!navigator.geolocation || !window.isSecureContext) return;
  navigator.geolocation.watchPosition(took, (error) => {
    denied = error.code === 1;
    for (const callback of followers) callback();
  }, { enableHighAccuracy: true, maximumAge: 30_000 });
}

function took({ coords, timestamp }) {
  denied = false;
  last = {
    longitude: coords.longitude,
    latitude: coords.latitude,
    accuracy: Math.round(coords.accuracy),
    at: Math.floor(timestamp / 1000),
  };
  for (const callback of followers) callback();
}

/** The position now; the last one where it is fresh enough; null where none is to be had. */
export async function positionNow() {
  const isFresh = () => last && Date.now() / 1000 - last.at < 60;
  if (isFresh() || !navigator.geolocation || !window.isSecureContext) return last;
  await new Promise((done) => {
    navigator.geolocation.getCurrentPosition((position) => {
      took(position);
      done();
    }, (error) => {
      denied = error.code === 1;
      done();
    }, { enableHighAccuracy: true, timeout: 8000, maximumAge: 30_000 });
  });
  return last && Date.now() / 1000 - last.at < 600 ? last : null;
}

/** Metres between `[latitude, longitude]` and the phone; null where either is unknown. */
export function metresTo(at) {
  if (!at || !last) return null;
  const radians = Math.PI / 180;
  const [south, north] = [at[0] * radians, last.latitude * radians];
  const rise = Math.sin((north - south) / 2);
  const turn = Math.sin(((last.longitude - at[1]) * radians) / 2);
  const half = rise * rise + Math.cos(south) * Math.cos(north) * turn * turn;
  return 2 * 6_371_009 * Math.asin(Math.sqrt(Math.min(1, half)));
}

/** The nearest first; what has no position last. */
export function nearestFirst(list, at = (item) => item.at) {
  return list
    .map((item) => ({ item, metres: metresTo(at(item)) ?? Number.POSITIVE_INFINITY }))
    .sort((one, other) => one.metres - other.metres || 0)
    .map(({ item }) => item);
}
