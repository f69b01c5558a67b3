import Foundation
import Hummingbird
import HummingbirdTesting
import Testing
import Yams

@testable import Console

struct DescriptionTests {
  @Test func `every address for programs is described, and nothing that is not there`()
    async throws
  {
    let there = Set(
      try await House().addresses().map { "\($0.method) \($0.path)" }
        .filter { $0.contains(" /api/") || $0.contains(" /intake/") })
    let described = try described()
    #expect(there.count > 10)
    #expect(there.subtracting(described).sorted() == [])
    #expect(described.subtracting(there).sorted() == [])
  }

  @Test func `who writes a program reads the description without signing in`() async throws {
    try await House().visit { browser in
      let answer = try await browser.get("/api/openapi.yaml")
      #expect(answer.status == .ok)
      #expect(answer.headers[.contentType] == "application/yaml; charset=utf-8")
      #expect(answer.text.hasPrefix("openapi: 3.1.0"))
    }
  }

  /// `POST /api/checks/{}`.
  private func described() throws -> Set<String> {
    let text = try String(contentsOfFile: DescriptionController.path, encoding: .utf8)
    let document = try #require(try Yams.load(yaml: text) as? [String: Any])
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    return Set(
      paths.flatMap { path, operations in
        let plain = path.replacing(/\{[^}]+\}/, with: "{}")
        return operations.keys.filter { $0 != "parameters" }.map { "\($0.uppercased()) \(plain)" }
      })
  }
}
