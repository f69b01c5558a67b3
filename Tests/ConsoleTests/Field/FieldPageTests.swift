import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import Console

/// What a phone keeps so that the page opens without a network.
struct FieldPageTests {
  @Test
  func `everything that the worker keeps is there, and everything that the page asks for is kept`()
    async throws
  {
    try await House().visit { browser in
      let worker = try await browser.get("/field/worker.js")
      #expect(worker.headers[.serviceWorkerAllowed] == "/field")
      let list = try #require(worker.text.firstMatch(of: /FILES = (\[[^\]]+\])/))
      let files = try JSONDecoder().decode([String].self, from: Data(list.1.utf8))
      #expect(files.count > 20)
      for file in files {
        #expect(try await browser.get(file).status == .ok, "\(file)")
      }
      let page = try await browser.get("/field").text
      for link in page.matches(of: /(?:href|src)="(\/static\/[^"]+)"/) {
        #expect(files.contains(String(link.1)), "\(link.1)")
      }
      for script in files where script.contains("/js/field/") {
        let text = try await browser.get(script).text
        for other in text.matches(of: /from "\.\/([a-z-]+\.js)"/) {
          #expect(files.contains { $0.hasSuffix("/js/field/\(other.1)") }, "\(script): \(other.1)")
        }
      }
    }
  }

  @Test func `the frame is nobody's, so that no one finds another's things in it`() async throws {
    try await House().visit { browser in
      let guest = try await browser.get("/field").text
      _ = try await browser.signIn("town")
      #expect(try await browser.get("/field").text == guest)
      #expect(guest.contains("<noscript>"))
      #expect(!guest.contains("网格员"))
    }
  }

  @Test func `the page can be installed, in either language`() async throws {
    try await House().visit { browser in
      for (language, name) in [("zh", "蓝天外勤"), ("en", "Lantian Field")] {
        _ = try await browser.post("/preferences", ["language": language, "back": "/"])
        let answer = try await browser.get("/field/manifest.webmanifest")
        #expect(answer.headers[.contentType] == "application/manifest+json")
        let manifest = try #require(
          try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
        #expect(manifest["name"] as? String == name)
        #expect(manifest["scope"] as? String == "/field")
        let icons = try #require(manifest["icons"] as? [[String: String]])
        #expect(Set(icons.compactMap { $0["purpose"] }) == ["any", "maskable"])
        for icon in icons {
          #expect(try await browser.get(icon["src"] ?? "").status == .ok)
        }
      }
    }
  }

  @Test func `every text that the phone's scripts ask for exists`() throws {
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    for file in try LanguageTests.files(".js") where file.name.contains("js/field/") {
      for match in file.text.matches(of: /\bwords?\("([A-Za-z-]+)"/) {
        #expect(catalogue.label("field.\(match.1)") != nil, "\(file.name): \(match.1)")
      }
    }
  }
}
