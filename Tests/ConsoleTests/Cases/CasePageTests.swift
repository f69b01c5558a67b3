import Casework
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Logging
import NIOCore
import Synchronization
import Testing

@testable import Console

struct CasePageTests {
  let work = ["note": "重启了风机", "cause": "equipment-fault"]

  @Test func `a case is dispatched, handled with a photo and closed by somebody else`() async throws
  {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let page = try await duty.get("/cases/\(file.id)")
      #expect(page.status == .ok)
      for mark in [file.number, "治污设施", "待派单", "&lt;b&gt;染厂&lt;/b&gt;&amp;甲", "剩 15 分钟", "值守台"] {
        #expect(page.text.contains(mark), "\(mark)")
      }
      let dispatched = try await duty.step("dispatched", of: file.id, ["unit": "baiguan"])
      #expect(dispatched.status == .seeOther)
      #expect(dispatched.headers[.location] == "/cases/\(file.id)")
    }
    try await house.visit { town in
      _ = try await town.signIn("town")
      let page = try await town.get("/cases/\(file.id)").text
      // A photo that was taken earlier can be attached too.
      #expect(page.contains("accept=\"image/*\" multiple required data-photo=\"10\""))
      #expect(page.contains("data-photo-count=\"\(StepEvidence.photoLimit)\""))
      let handled = try await town.step("handled", of: file.id, work, photos: [onePixel])
      #expect(handled.status == .seeOther)
      let after = try await town.get("/cases/\(file.id)").text
      #expect(after.contains("重启了风机"))
      #expect(after.contains("设备故障"))
      let mark = try #require(after.firstRange(of: "<img src=\""))
      let address = String(after[mark.upperBound...].prefix { $0 != "\"" })
      let photo = try await town.get(address)
      #expect(photo.headers[.contentType] == "image/png")
      #expect(Array(photo.body.readableBytesView) == onePixel)
      #expect(!after.contains("id=\"step-verified\""))
    }
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      _ = try await duty.step("verified", of: file.id, ["note": "现场核实"])
      let closed = try await duty.step("closed", of: file.id)
      #expect(closed.status == .seeOther)
      let page = try await duty.get("/cases/\(file.id)").text
      #expect(page.contains("已办结"))
      #expect(!page.contains("step-closed"))
    }
  }

  @Test func `what is missing is said by name and what was typed stays`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.step("dispatched", of: file.id, ["unit": "baiguan"])
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("town")
      let refused = try await browser.step("handled", of: file.id, ["note": "typed <before>"])
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("还缺少：照片、原因"))
      #expect(refused.text.contains("typed &lt;before&gt;</textarea>"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      let english = try await browser.step("handled", of: file.id)
      #expect(english.text.contains("still needs: photo, note, cause"))
    }
    let events = try await house.ledger.read { db in try CaseBook.events(of: file.id, in: db) }
    #expect(events.count == 2)
  }

  @Test func `a form sent twice is one step`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let page = try await duty.get("/cases/\(file.id)").text
      let form = try page.form(ofStep: "dispatched").merging(["unit": "baiguan"]) { $1 }
      for _ in 1...2 {
        let answer = try await duty.upload("/cases/\(file.id)/steps", form)
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location] == "/cases/\(file.id)")
      }
      let other = try await duty.upload(
        "/cases/\(file.id)/steps", form.merging(["unit": "caoe"]) { $1 })
      #expect(other.status == .conflict)
    }
    let events = try await house.ledger.read { db in try CaseBook.events(of: file.id, in: db) }
    #expect(events.map(\.kind) == [.opened, .step])
  }

  @Test func `who comes second hears the new state and gets a fresh form`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let page = try await duty.get("/cases/\(file.id)").text
      let stale = try page.form(ofStep: "dismissed")
      _ = try await duty.step("dispatched", of: file.id, ["unit": "baiguan"])
      let refused = try await duty.upload(
        "/cases/\(file.id)/steps", stale.merging(["note": "x", "cause": "false-alarm"]) { $1 })
      #expect(refused.status == .conflict)
      #expect(refused.text.contains("现在处于“待处置”"))
      let moved = try await duty.get("/cases/\(file.id)/live?version=1").text
      #expect(moved.contains("已有新进展"))
      #expect(!(try await duty.get("/cases/\(file.id)/live?version=2").text).contains("已有新进展"))
    }
  }

  @Test func `another unit's case by guessed address is not found, and logged`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    let log = RecordingLog()
    var subjects = house.subjects
    subjects.logger = Logger(label: "test") { _ in log }
    let server = try await ConsoleServer(subjects: subjects, settings: ConsoleSettings(port: 0))
    try await Application(responder: server.responder, logger: subjects.logger).test(.router) {
      client in
      let town = Browser(client: client)
      _ = try await town.signIn("town")
      let guessed = try await town.get("/cases/\(file.id)")
      let absent = try await town.get("/cases/999999")
      #expect(guessed.status == .notFound)
      #expect(absent.status == .notFound)
      #expect(log.refusals == ["\(file.id)"])
      let photo = try await town.get("/cases/\(file.id)/photos/1")
      #expect(photo.status == .notFound)
      let step = try await town.upload(
        "/cases/\(file.id)/steps",
        ["step": "dispatched", "version": "1", "request": RequestID.make()])
      #expect(step.status == .notFound)
      #expect(log.refusals.count == 3)
      let guest = Browser(client: client)
      let asked = try await guest.get("/cases/\(file.id)")
      #expect(asked.headers[.location]?.hasPrefix("/sign-in") == true)
    }
  }

  @Test func `script in every field is shown as text`() async throws {
    let house = try await House()
    let script = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.step("dispatched", of: file.id, ["unit": "baiguan"])
      let page = try await browser.get("/cases/\(file.id)").text
      let noted = try await browser.upload(
        "/cases/\(file.id)/notes", ["note": script, "request": page.noteRequest])
      #expect(noted.status == .seeOther)
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("town")
      let cause = try await browser.step(
        "handled", of: file.id, ["note": script, "cause": script, "unit": script],
        photos: [onePixel])
      #expect(cause.status == .unprocessableContent)
      for answer in [
        cause, try await browser.get("/cases/\(file.id)"),
        try await browser.get(
          "/cases?q=\(LocalPath.encode(script))&state=\(LocalPath.encode(script))"),
        try await browser.get("/cases/\(file.id)/live?version=\(LocalPath.encode(script))"),
      ] {
        #expect(!answer.text.contains("<script>alert"))
        #expect(!answer.text.contains("<img src=x"))
      }
      #expect(try await browser.get("/cases/\(file.id)").text.contains("&lt;script&gt;alert(1)"))
    }
  }

  @Test func `an upload that is too large or no photo gets a clear page`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.step("dispatched", of: file.id, ["unit": "baiguan"])
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("town")
      let huge = [UInt8](repeating: 0xFF, count: 11 * 1_024 * 1_024)
      let large = try await browser.step("handled", of: file.id, work, photos: [huge])
      #expect(large.status == .contentTooLarge)
      #expect(large.text.contains("10 MB"))
      let wrong = try await browser.step(
        "handled", of: file.id, work, photos: [Array("%PDF-1.7 no photo".utf8)])
      #expect(wrong.status == .unprocessableContent)
      #expect(wrong.text.contains("JPEG、PNG 或 WebP"))
      let broken = try await browser.step(
        "handled", of: file.id, work, photos: [Array(onePixel.dropLast(20))])
      #expect(broken.status == .unprocessableContent)
    }
    let events = try await house.ledger.read { db in try CaseBook.events(of: file.id, in: db) }
    #expect(events.count == 2)
  }

  @Test func `where the camera stood is for the duty desk alone`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    let told = Array("GPS 30.0330N".utf8)
    let photo: [UInt8] =
      [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(told.count + 8)] + Array("Exif\0\0".utf8) + told
      + [0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 32, 1, 1, 0x11, 0]
      + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0xD9]
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      _ = try await duty.step("dispatched", of: file.id, ["unit": "baiguan"])
      let town = Browser(client: duty.client)
      _ = try await town.signIn("town")
      _ = try await town.step("handled", of: file.id, work, photos: [photo])
      let address = "/cases/\(file.id)/photos/1"
      let original = try await duty.get(address)
      #expect(Array(original.body.readableBytesView) == photo)
      #expect(original.headers[.vary] == "Cookie")
      let chief = Browser(client: duty.client)
      _ = try await chief.signIn("chief")
      for reader in [town, chief] {
        let copy = try await reader.get(address)
        #expect(copy.status == .ok)
        #expect(copy.headers[.contentType] == "image/jpeg")
        let bytes = Array(copy.body.readableBytesView)
        #expect(bytes.count == photo.count - told.count - 10)
        #expect(!bytes.indices.contains { bytes[$0...].starts(with: told) })
      }
    }
  }

  @Test func `one photo too many is said by the step, with what was typed`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      _ = try await browser.step("dispatched", of: file.id, ["unit": "baiguan"])
      let town = Browser(client: browser.client)
      _ = try await town.signIn("town")
      let photos = [[UInt8]](repeating: onePixel, count: StepEvidence.photoLimit + 1)
      let refused = try await town.step("handled", of: file.id, work, photos: photos)
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("重启了风机</textarea>"))
      let taken = try await town.step(
        "handled", of: file.id, work, photos: Array(photos.dropLast()))
      #expect(taken.status == .seeOther)
    }
  }

  @Test func `a step without the form's token is refused`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let form = try await browser.get("/cases/\(file.id)").text.form(ofStep: "dispatched")
      let refused = try await browser.upload("/cases/\(file.id)/steps", form, token: "forged")
      #expect(refused.status == .forbidden)
    }
  }
}

extension String {
  /// The request id of the note's form.
  var noteRequest: String {
    firstRange(of: "/notes\"").map { self[$0.upperBound...].hidden("request") } ?? ""
  }
}

/// Keeps the cases that were refused, from the log.
struct RecordingLog: LogHandler {
  final class Kept: Sendable {
    private let cases = Mutex<[String]>([])
    var refusals: [String] { cases.withLock { $0 } }
    func add(_ id: String) { cases.withLock { $0.append(id) } }
  }

  let kept = Kept()
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace
  var refusals: [String] { kept.refusals }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    guard let id = event.metadata?["case"], event.level == .warning else { return }
    kept.add("\(id)")
  }
}
