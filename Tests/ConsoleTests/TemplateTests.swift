import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Console

struct TemplateTests {
  /// The engine prints nothing for a name it does not find.
  @Test func `every name a template uses is a stored property of a view`() throws {
    var stored: Set<String> = ["t", "chrome", "view"]
    for file in try LanguageTests.files(".swift") {
      for match in file.text.matches(of: /(?m)^\s+(?:public )?(?:let|var) ([A-Za-z]+)(?::| =)/) {
        stored.insert(String(match.1))
      }
      for match in file.text.matches(of: /(?m)^\s+(?:public )?(?:let|var) ([A-Za-z]+)[,]/) {
        stored.insert(String(match.1))
      }
    }
    for file in try LanguageTests.files(".mustache") {
      for match in file.text.matches(of: /\{\{[#^]?([A-Za-z.]+)\}\}/) {
        for name in match.1.split(separator: ".") where !match.1.hasPrefix("t.") {
          let isStored = stored.contains(String(name))
          #expect(isStored, "\(file.name): \(match.1)")
        }
      }
    }
  }

  @Test func `every partial a template includes exists`() throws {
    let templates = try LanguageTests.files(".mustache")
    let names = Set(templates.map { $0.name.replacing(/^Templates\/|\.mustache$/, with: "") })
    for file in templates {
      for match in file.text.matches(of: /\{\{[<>]([a-z\/-]+)\}\}/) {
        #expect(names.contains(String(match.1)), "\(file.name): \(match.1)")
      }
    }
  }

  @Test(arguments: [
    ("/", "/air/live"), ("/desk", "/desk/live"), ("/devices", "/devices/live"),
    ("/devices/\(House.meterMN)", "/devices/\(House.meterMN)/live"),
  ])
  func `what is fetched while a page is open are parts of that page`(page: String, live: String)
    async throws
  {
    try await House().visit { browser in
      _ = try await browser.signIn("duty")
      let whole = try await browser.get(page).text
      let parts = try await browser.get(live).text
      func named(_ text: String) -> Set<String> {
        Set(text.matches(of: /data-part="([a-z]+)"/).map { String($0.1) })
      }
      #expect(!named(parts).isEmpty)
      #expect(named(parts) == named(whole))
      #expect(parts.contains("data-now=\""))
      #expect(!parts.contains("<html"))
    }
  }
}
