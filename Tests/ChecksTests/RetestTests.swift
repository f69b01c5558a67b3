import Foundation
import Ledger
import Testing

@testable import Checks

struct RetestTests {
  /// Events by day: `test fail`, `test pass`, `repair paper`, `repair`.
  private func ask(_ events: [(String, String)]) async throws -> CheckAnswer {
    let district = try await FreshDistrict()
    for (day, what) in events {
      var values: [String: FieldValue] = ["plate": .text("浙D12345"), "day": .day(day)]
      switch what {
      case "repair": break
      case "repair paper": values["paper"] = .text("P1")
      default: values["result"] = .text(String(what.dropFirst(5)))
      }
      try await district.add(
        what.hasPrefix("test") ? "tests-of-day" : "repairs-of-day", values)
    }
    return try await district.ask("by-day", ["plate": "浙d 12345"])
  }

  @Test func `a vehicle that was never tested may be`() async throws {
    let answer = try await ask([])
    #expect(answer.code == "allowed")
    #expect(answer.reasons.map(\.code) == ["never-tested"])
  }

  @Test(arguments: [
    [("2021-06-01", "test fail")],
    [("2021-05-20", "repair paper"), ("2021-06-01", "test fail")],
    [("2021-06-01", "test fail"), ("2021-06-03", "repair")],
    [("2021-06-01", "test pass"), ("2021-06-02", "test fail")],
    [("2021-06-01", "test fail"), ("2021-06-02", "repair paper"), ("2021-06-03", "test fail")],
    [("2021-06-01", "test fail"), ("2021-06-01", "repair paper"), ("2021-06-01", "test fail")],
    [("2021-06-01", "test fail"), ("2021-06-11", "repair paper")],
  ])
  func `a failed vehicle is not tested again without a repair that counts`(
    events: [(String, String)]
  ) async throws {
    let answer = try await ask(events)
    #expect(answer.code == "refused")
    #expect(answer.reasons.first?.code == "no-repair")
  }

  @Test(arguments: [
    [("2021-06-01", "test fail"), ("2021-06-02", "repair paper")],
    [("2021-06-01", "test fail"), ("2021-06-01", "repair paper")],
    [("2021-06-01", "test fail"), ("2021-06-10", "repair paper")],
    [("2021-06-01", "test fail"), ("2021-06-02", "test pass")],
    [
      ("2021-06-01", "test fail"), ("2021-06-01", "repair paper"), ("2021-06-01", "test fail"),
      ("2021-06-01", "repair paper"),
    ],
    [("2021-06-01", "test fail"), ("2021-06-01", "test fail"), ("2021-06-02", "repair paper")],
  ])
  func `a repaired vehicle may be tested again`(events: [(String, String)]) async throws {
    #expect(try await ask(events).code == "allowed")
  }

  @Test func `a repair without its paper and one ahead of time are named`() async throws {
    let answer = try await ask([
      ("2021-06-01", "test fail"), ("2021-06-02", "repair"), ("2021-06-11", "repair paper"),
    ])
    #expect(answer.reasons.map(\.code) == ["no-repair", "repair-void", "repair-ahead"])
    #expect(answer.reasons[1].values["repair-on"] == "2021-06-02")
  }

  @Test(arguments: [(-60, "refused"), (0, "refused"), (60, "allowed")])
  func `where minutes are known, only a later repair counts`(
    seconds: Int, answer: String
  ) async throws {
    let district = try await FreshDistrict()
    let tested = FreshDistrict.now - 3_600
    try await district.add(
      "tests-of-minute",
      ["plate": .text("浙D12345"), "at": .instant(tested), "result": .text("fail")])
    try await district.add(
      "repairs-of-minute", ["plate": .text("浙D12345"), "at": .instant(tested + seconds)])
    #expect(try await district.ask("by-minute", ["plate": "浙D12345"]).code == answer)
  }
}
