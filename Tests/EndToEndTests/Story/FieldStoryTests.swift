import Foundation
import Testing

/// An officer's afternoon where there is no network, with what the phone kept in the morning.
@Suite(.serialized) struct `The story of a phone` {
  @Test(.timeLimit(.minutes(5)))
  func `what was done without a network arrives in order and once, and a conflict is shown`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(
      plan: BuiltCommand.packageRoot.appending(path: "Plans/shangyu-2021"))
    let morning = TestDistrict(server: try await ServerProcess.start(site))
    try await morning.server.servesPages()
    try await morning.importDevices(StoryDevices.list)
    let duty = try await morning.account("zhu-duty", role: "duty", unit: "BTF")
    let officer = try await morning.account("lin-town", role: "officer", unit: StoryDevices.town)
    let colleague = try await morning.account("wang-town", role: "officer", unit: StoryDevices.town)
    try await Browser.during(width: 390, height: 844) { office in
      try await dispatchReports(office, duty, morning)
      try await Browser.during(width: 390, height: 844) { phone in
        try await keepTheDay(phone, officer, morning)
        morning.server.kill()
        try await workWithoutNetwork(phone, morning)
        let evening = TestDistrict(server: try await ServerProcess.start(site))
        try await evening.server.servesPages()
        try await handle(case: 3, office, colleague, evening)
        try await comeBack(phone)
        try await settleConflict(phone)
        try await lookAtOffice(office, duty, evening)
        #expect(try await evening.server.stop() == 0)
        try await evening.run(["audit", "verify"])
      }
    }
    site.remove()
  }

  /// Three reports from the town, given to it.
  private func dispatchReports(
    _ browser: Browser, _ duty: TestDistrict.Person, _ district: TestDistrict
  ) async throws {
    try await browser.go(to: district.console + "/report")
    for (number, words) in ["河边冒烟", "工地扬尘大", "饭店油烟重"].enumerated() {
      let status = try await browser.forge(
        [
          "category": "smoke", "text": words, "request": UUID().uuidString,
          "longitude": "120.9\(number)2", "latitude": "30.158",
        ], to: "/report")
      #expect(status == 201)
    }
    try await browser.signIn(duty, at: district.console)
    // What the desk adds to the first one is on the phone by then.
    let picture = district.site.folder.appending(path: "desk.jpg")
    try await browser.photograph("From the desk", to: picture)
    try await browser.go(to: district.console + "/cases/1")
    try await browser.click(".case-note summary")
    try await browser.type("现场照片", into: "#note-text")
    try await browser.type(picture.path, into: "#note-photo")
    try await browser.click(".case-note form button:not([type=button])")
    try await browser.waitFor(".timeline .photos img")
    for id in 1...3 {
      try await browser.go(to: district.console + "/cases/\(id)")
      try await browser.unfold(step: "dispatched")
      try await browser.choose(StoryDevices.town, in: "#step-dispatched select[name=unit]")
      try await browser.take(step: "dispatched")
    }
    try await browser.signOut()
  }

  private func keepTheDay(
    _ phone: Browser, _ officer: TestDistrict.Person, _ district: TestDistrict
  ) async throws {
    try await phone.view(.phone)
    try await phone.devTools(
      "Browser.grantPermissions",
      ["permissions": ["geolocation"] as [String], "origin": district.console])
    try await phone.devTools(
      "Emulation.setGeolocationOverride", ["latitude": 30.15, "longitude": 120.9, "accuracy": 12])
    try await phone.signIn(officer, at: district.console)
    try await phone.go(to: district.console + "/field")
    try await phone.wait(
      until: """
        return document.querySelectorAll('#cases li').length === 3
          && navigator.serviceWorker.controller !== null
        """, "the day on the phone")
    try await phone.wait(
      until: """
        caches.keys().then((names) => names.find((name) => name.startsWith('lantian-pictures ')))
          .then((name) => name && caches.open(name)).then((cache) => cache?.keys())
          .then((kept) => window.keptPictures = kept?.length);
        return window.keptPictures === 1;
        """, "the photo of a case on the phone")
    try await phone.picture("field-cases")
    try await phone.click(".field-order button:nth-child(2)")
    try await phone.wait(
      until: """
        return document.querySelector('#cases li .field-item')?.getAttribute('href') === '#/case/1'
          && document.querySelector('.field-order button:nth-child(2)').ariaPressed === 'true'
        """, "the nearest case first")
  }

  /// Three steps, a checklist and two photos; the page is killed in the middle of a form.
  private func workWithoutNetwork(_ phone: Browser, _ district: TestDistrict) async throws {
    let photos = try await (1...2).asyncMap { number in
      let file = district.site.folder.appending(path: "field-\(number).jpg")
      try await phone.photograph("On site \(number)", to: file)
      return file
    }
    // Another page first: the same one with another fragment would not be opened anew.
    try await phone.go(to: "about:blank")
    try await phone.go(to: district.console + "/field#/case/1")
    try await phone.wait(
      until: "return document.querySelector('#net')?.classList.contains('is-off') === true",
      "the page without a network")
    try await phone.wait(
      until: "return document.querySelector('#pictures img')?.naturalWidth > 0",
      "the case's photo without a network")
    try await phone.picture("field-photos")
    try await fill(case: 1, phone, district, note: "第一处已处理", photo: photos[0])
    try await phone.picture("field-form")
    try await keep(phone, count: 1)
    try await phone.picture("field-kept")

    try await fill(case: 2, phone, district, note: "第二处已处理", photo: photos[1])
    try await phone.wait(
      until: "return document.querySelector('#step-handled .field-photos li') !== null", "the photo"
    )
    try await phone.go(to: "about:blank")
    try await phone.go(to: district.console + "/field#/case/2")
    try await phone.wait(
      until: """
        return document.querySelector('#step-handled [name=note]')?.value === '第二处已处理'
          && document.querySelectorAll('#step-handled .field-photos li').length === 1
        """, "what was typed before the page was killed")
    try await keep(phone, count: 2)

    try await inspect(phone, photos: photos + [district.site.folder.appending(path: "desk.jpg")])
    try await fill(case: 3, phone, district, note: "第三处已处理", photo: nil)
    try await keep(phone, count: 4)
    try await phone.evaluate("location.hash = '#/queue'")
    try await phone.wait(
      until: "return document.querySelectorAll('#queue .field-waiting').length === 4", "the queue")
    try await phone.picture("field-queue")
  }

  private func fill(
    case id: Int, _ phone: Browser, _ district: TestDistrict, note: String, photo: URL?
  ) async throws {
    try await phone.evaluate("location.hash = '#/case/\(id)'")
    try await phone.waitFor("#step-handled form")
    try await phone.wait(
      until:
        "return location.hash === '#/case/\(id)' && document.querySelector('.case-head') !== null")
    if let photo {
      try await phone.type(photo.path, into: "#step-handled input[type=file][capture]")
      try await phone.waitFor("#step-handled .field-photos li")
    }
    try await phone.evaluate(
      """
      const form = document.querySelector("#step-handled form");
      form.elements.cause.value = form.elements.cause.options[1].value;
      form.elements.note.value = arguments[0];
      form.dispatchEvent(new Event("input", { bubbles: true }));
      """, [note])
    // A draft is kept a moment after the last letter.
    try await Task.sleep(for: .milliseconds(400))
  }

  private func keep(_ phone: Browser, count: Int) async throws {
    try await phone.click("main form button.primary")
    try await phone.wait(
      until: "return document.querySelector('#count')?.textContent === '\(count)'",
      "\(count) waiting")
  }

  private func inspect(_ phone: Browser, photos: [URL]) async throws {
    try await phone.evaluate("location.hash = '#/check/fume-inspection'")
    try await phone.waitFor("[data-id=sunrise]")
    try await phone.click("[data-id=sunrise]")
    try await phone.evaluate(
      """
      for (const box of document.querySelectorAll(".is-judged")) box.querySelector("input").click();
      document.querySelector("[name=item-running][value=fail]").click();
      """)
    for (index, photo) in photos.enumerated() {
      try await phone.type(photo.path, into: "main form input[type=file][capture]")
      try await phone.wait(
        until: "return document.querySelectorAll('main .field-photos li').length === \(index + 1)",
        "photo \(index + 1) of the inspection")
    }
    try await phone.picture("field-checklist")
    try await keep(phone, count: 3)
    try await phone.wait(until: "return location.hash === '#/queue'", "the queue after a checklist")
  }

  /// Somebody of the same town was faster, by the usual page.
  private func handle(
    case id: Int, _ browser: Browser, _ person: TestDistrict.Person, _ district: TestDistrict
  ) async throws {
    try await browser.signIn(person, at: district.console)
    try await browser.go(to: district.console + "/cases/\(id)")
    try await browser.unfold(step: "handled")
    try await browser.type("同事已到现场处理", into: "#note-handled")
    try await browser.evaluate("document.querySelector('#cause-handled').selectedIndex = 1")
    try await browser.take(step: "handled")
    try await browser.signOut()
  }

  private func comeBack(_ phone: Browser) async throws {
    try await phone.evaluate("dispatchEvent(new Event('online'))")
    try await phone.wait(
      until: """
        return document.querySelector('#count.is-bad')?.textContent === '1'
          && document.querySelectorAll('#arrived li').length === 3
        """, seconds: 40, "everything but the conflict sent")
    try await phone.picture("field-conflict")
  }

  /// Both sides are shown, and the person decides.
  private func settleConflict(_ phone: Browser) async throws {
    try await phone.waitFor(".side-now")
    #expect(try await phone.text(".side-yours").contains("第三处已处理"))
    #expect(try await phone.text(".side-now").contains("同事已到现场处理"))
    try await phone.click(".solve-asNote")
    try await phone.wait(
      until: """
        return document.querySelector('#count') === null
          && document.querySelectorAll('#arrived li').length === 4
        """, seconds: 20, "the note sent")
  }

  private func lookAtOffice(
    _ browser: Browser, _ duty: TestDistrict.Person, _ district: TestDistrict
  ) async throws {
    try await browser.view(.desk)
    try await browser.signIn(duty, at: district.console)
    var photos: [Int] = []
    for (id, words) in [(1, "第一处已处理"), (2, "第二处已处理"), (3, "第三处已处理")] {
      try await browser.go(to: district.console + "/cases/\(id)")
      let timeline = try await browser.text(".case-history .timeline")
      #expect(timeline.components(separatedBy: words).count == 2, "case \(id): \(timeline)")
      let shown = try await browser.evaluate(
        """
        return [...document.querySelectorAll('.timeline .photos a')]
          .map((link) => link.pathname.split('/').pop()).join(' ')
        """)
      photos += shown.split(separator: " ").compactMap { Int($0) }
    }
    // Each once, in the order in which they were taken, after the desk's own.
    #expect(photos == [1, 2, 3])
    try await browser.go(to: district.console + "/registers/fume-inspection")
    #expect(try await browser.text("main").contains("lin-town"))
    try await browser.go(to: district.console + "/registers/fume-inspection/rows/1")
    #expect(
      try await browser.evaluate("return document.querySelectorAll('.site-photos img').length")
        == "3")
    // The finding of the inspection is a case with the same photos.
    try await browser.go(to: district.console + "/cases/4")
    let ofCase = try await browser.evaluate(
      "return [...document.querySelectorAll('.timeline .photos a')].map((a) => a.pathname).join(' ')"
    )
    #expect(ofCase == "/cases/4/photos/4 /cases/4/photos/5 /cases/4/photos/6")
    try await browser.picture("field-inspection-case")
  }
}

extension Sequence {
  fileprivate func asyncMap<Result>(
    _ transform: (Element) async throws -> Result
  ) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}
