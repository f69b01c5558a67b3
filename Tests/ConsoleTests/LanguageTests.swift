import ActionPlan
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Mustache
import NIOCore
import Testing

@testable import Console

struct LanguageTests {
  @Test func `pages are Chinese first and switch to English and back`() async throws {
    try await House().visit { browser in
      let first = try await browser.get("/")
      #expect(first.text.contains("<html lang=\"zh-CN\""))
      let switched = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(switched.headers[.location] == "/")
      let second = try await browser.get("/")
      #expect(second.text.contains("<html lang=\"en\""))
      #expect(second.text.contains("The air now"))
      _ = try await browser.post("/preferences", ["theme": "dark"])
      #expect(try await browser.get("/").text.contains("dark.css\" media=\"screen\""))
    }
  }

  static let sources = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../../Sources/Console").standardizedFileURL

  static func files(_ ending: String) throws -> [(name: String, text: String)] {
    let names = FileManager.default.enumerator(atPath: sources.path)
    var files: [(name: String, text: String)] = []
    while let name = names?.nextObject() as? String {
      guard name.hasSuffix(ending) else { continue }
      files.append(
        (name, try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)))
    }
    return files
  }

  @Test func `every text is there in both languages`() throws {
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    #expect(catalogue.keys.count > 100)
    for key in catalogue.keys {
      let label = try #require(catalogue.label(key))
      #expect(!label.zh.isEmpty && !label.en.isEmpty, "\(key)")
      #expect(placeholders(label.zh) == placeholders(label.en), "\(key)")
    }
  }

  private func placeholders(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{([a-zA-Z]+)\}/).map { String($0.1) })
  }

  @Test func `every text a template asks for exists`() throws {
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    for file in try Self.files(".mustache") {
      for match in file.text.matches(of: /\{\{t\.([A-Za-z0-9.-]+)\}\}/) {
        #expect(catalogue.label(String(match.1)) != nil, "\(file.name): \(match.1)")
      }
      #expect(!file.text.contains("{{{"), "\(file.name) prints unescaped")
    }
  }

  @Test func `every text our Swift asks for by name exists`() throws {
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    for file in try Self.files(".swift") {
      for match in file.text.matches(of: /(?:texts|names\.texts|self)\("([a-z]+\.[A-Za-z0-9-]+)"/) {
        #expect(catalogue.label(String(match.1)) != nil, "\(file.name): \(match.1)")
      }
    }
  }

  @Test func `every text our scripts ask for exists`() throws {
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    for file in try Self.files(".js") {
      for match in file.text.matches(of: /\btext\("([A-Za-z]+)"/) {
        #expect(catalogue.label("script.\(match.1)") != nil, "\(file.name): \(match.1)")
      }
    }
  }

  @Test(arguments: [
    (0, "0 秒", "0 s"), (59, "59 秒", "59 s"), (60, "1 分钟", "1 min"), (3599, "59 分钟", "59 min"),
    (3600, "1 小时", "1 h"), (7500, "2 小时 5 分钟", "2 h 5 min"), (90_000, "1 天 1 小时", "1 d 1 h"),
  ])
  func `a duration is said in its two largest units`(seconds: Int, zh: String, en: String) throws {
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    #expect(catalogue.texts(in: .zh).duration(seconds: seconds) == zh)
    #expect(catalogue.texts(in: .en).duration(seconds: seconds) == en)
  }

  @Test(arguments: [
    (0, 28_800, "1970-01-01 08:00:00", "1970-01-01T08:00:00+08:00"),
    (951_782_400, 0, "2000-02-29 00:00:00", "2000-02-29T00:00:00+00:00"),
    (1_780_281_020, 28_800, "2026-06-01 10:30:20", "2026-06-01T10:30:20+08:00"),
    (-1, -12_600, "1969-12-31 20:29:59", "1969-12-31T20:29:59-03:30"),
  ])
  func `times are in the plan's offset`(epoch: Int, offset: Int, text: String, rfc: String) {
    let time = LocalTime(utcOffsetSeconds: offset)
    #expect(time.second(epoch) == text)
    #expect(time.rfc3339(epoch) == rfc)
  }
}
