import Foundation
import Testing

/// Which photos of cases a phone keeps where they do not all have room: the page's own script and a real
/// cache, with days and photos made up for it.
@Suite(.serialized) struct PhonePhotosTests {
  /// A line a day: caches, whether anything changed, and what is kept.
  private static let days = [
    // The newest photo of each case comes before any second one.
    "1 true 1/a 1/b 2/c",
    // What is more urgent takes the room of what is wanted least.
    "1 true 1/a 2/c 3/e",
    // A smaller budget, and a case that is gone.
    "1 true 3/e 4/f",
    "1 true 2/d 4/f",
    // Where letting go would not make room enough, nothing goes.
    "1 false 2/d 4/f",
    // Of others nothing stays.
    "1 true 1/a",
  ]

  @Test(.timeLimit(.minutes(2)))
  func `within its budget a phone keeps the newest photo of each case first`() async throws {
    let site = try await ServerProcess.Site.fresh(
      plan: BuiltCommand.packageRoot.appending(path: "Plans/shangyu-2021"))
    let district = TestDistrict(server: try await ServerProcess.start(site))
    try await district.server.servesPages()
    try await Browser.during(width: 390, height: 844) { phone in
      // A page that keeps nothing itself.
      try await phone.go(to: district.console + "/sign-in")
      try await phone.evaluate(Self.script)
      try await phone.wait(until: "return window.keptPhotos !== ''", "the days of the script")
      let kept = try await phone.evaluate("return window.keptPhotos")
      #expect(kept.components(separatedBy: "; ") == Self.days)
    }
    #expect(try await district.server.stop() == 0)
    site.remove()
  }

  private static let script = """
    const sizes = { "1/a": 40, "1/b": 40, "2/c": 40, "2/d": 10, "3/e": 40, "4/f": 40, "5/g": 40 };
    const nameOf = (address) => address.replace("/api/field/cases/", "").replace("/photos/", "/");
    window.fetch = async (address) => new Response(new Uint8Array(sizes[nameOf(address)]),
      { headers: { "Content-Type": "image/jpeg" } });
    const file = (id, ...photos) => ({ id, photos: photos.map((photo) => ({ id: photo })) });
    const budget = { key: "test", keptPhotoMostBytes: 40 };
    const days = [
      { ...budget, keptPhotoBytes: 130, cases: [file(1, "a", "b"), file(2, "c", "d")] },
      { ...budget, keptPhotoBytes: 130, cases: [file(3, "e"), file(1, "a", "b"), file(2, "c", "d")] },
      { ...budget, keptPhotoBytes: 90, cases: [file(4, "f"), file(3, "e"), file(2, "c", "d")] },
      { ...budget, keptPhotoBytes: 90, cases: [file(4, "f"), file(2, "d")] },
      { ...budget, keptPhotoBytes: 75, cases: [file(4, "f"), file(5, "g"), file(2, "d")] },
      { ...budget, key: "another", keptPhotoBytes: 130, cases: [file(1, "a")] },
    ];
    window.keptPhotos = "";
    (async () => {
      const { keepPictures } = await import(
        new URL("../js/field/pictures.js", document.querySelector("link[rel=stylesheet]").href));
      const lines = [];
      for (const day of days) {
        const hasChanged = await keepPictures(day);
        const names = (await caches.keys()).filter((name) => name.startsWith("lantian-pictures "));
        const kept = [];
        for (const name of names) {
          for (const request of await (await caches.open(name)).keys()) {
            kept.push(nameOf(new URL(request.url).pathname));
          }
        }
        lines.push(`${names.length} ${hasChanged} ${kept.sort().join(" ")}`);
      }
      window.keptPhotos = lines.join("; ");
    })().catch((error) => { window.keptPhotos = String(error); });
    """
}
