// Keeps the page's own files on the phone, so that it opens without a network. VERSION and FILES are
// written before this file by the server: another version is another worker, which fetches everything
// anew before it takes over. What is somebody's never comes here; the page keeps that itself.
const CACHE = `lantian-field ${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld());
});

async function forgetOld() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("lantian-field ") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

// A person chooses when a new version takes over: never in the middle of something.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const file = request.mode === "navigate" && url.pathname === "/field" ? "/field" : url.pathname;
  if (FILES.includes(file)) event.respondWith(kept(file, request));
});

async function kept(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}
