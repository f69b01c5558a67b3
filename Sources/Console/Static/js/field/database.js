// What is kept on the phone (IndexedDB). Everything that is somebody's names its `owner`.
//   meta    name -> value: who was here last, the language, the order of cases
//   days    key: what the server said for a day, and when
//   queue   seq: what was done and is not sent yet, in order
//   photos  id: bytes with hash, time and place of taking
//   drafts  id: forms that are being filled in
//   arrived seq: what was sent, for a look back

const NAME = "lantian-field";
let opened = null;

export function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const base = request.result;
      base.createObjectStore("meta", { keyPath: "name" });
      base.createObjectStore("days", { keyPath: "key" });
      base.createObjectStore("drafts", { keyPath: "id" });
      for (const [store, keyPath] of [["queue", "seq"], ["arrived", "seq"], ["photos", "id"]]) {
        base.createObjectStore(store, { keyPath, autoIncrement: store === "queue" })
          .createIndex("owner", "owner");
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another page holds the database"));
  });
  return opened;
}

/** The result of a request. */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Runs `work` with the stores it names and answers its result once everything is on the disk. `work`
 * awaits nothing but `ask`. Where it throws, nothing has changed.
 */
export async function change(names, work) {
  return run(names, "readwrite", work);
}

export async function look(names, work) {
  return run(names, "readonly", work);
}

async function run(names, mode, work) {
  const base = await open();
  const transaction = base.transaction(names, mode, { durability: "strict" });
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
  const finished = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("the change was taken back"));
  });
  let result;
  try {
    result = await work(stores);
  } catch (error) {
    finished.catch(() => {});
    try {
      transaction.abort();
    } catch {
      // It has ended by itself, which `error` tells of.
    }
    throw error;
  }
  await finished;
  return result;
}

export async function remember(name, value) {
  await change(["meta"], ({ meta }) => ask(meta.put({ name, value })));
}

export async function recall(name) {
  return (await look(["meta"], ({ meta }) => ask(meta.get(name))))?.value;
}

/** Whether an error says that the phone has no room left. */
export function isFull(error) {
  return error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
}
