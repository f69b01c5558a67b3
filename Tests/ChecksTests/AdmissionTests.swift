import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger
import Testing

@testable import Checks

struct AdmissionTests {
  @Test(arguments: [
    (["trade": "solar"], "allowed", "catalogue-encouraged"),
    (["trade": "paint"], "allowed", "catalogue-allowed"),
    (["trade": "tar"], "forbidden", "catalogue-eliminated"),
    (["trade": "power"], "restricted", "two-high"),
    (["trade": "steel"], "forbidden", "closed"),
    (["trade": "steel", "capacity": "5", "replaced": "50"], "forbidden", "closed"),
    (["trade": "steel", "capacity": "0"], "restricted", "catalogue-restricted"),
    (["trade": "cement"], "forbidden", "closed-unless-replaced"),
    (
      ["trade": "cement", "capacity": "100", "replaced": "149.99"], "forbidden", "replacement-short"
    ),
    (["trade": "cement", "capacity": "100", "replaced": "150"], "allowed", "replacement-met"),
    (["trade": "glass"], "restricted", "capacity-not-stated"),
    (["trade": "glass", "capacity": "10", "replaced": "10"], "allowed", "replacement-met"),
    (["trade": "glass", "capacity": "10"], "forbidden", "replacement-short"),
    (["trade": "paint", "is.coal": "yes"], "forbidden", "question"),
    (["trade": "paint", "is.coal": "no"], "allowed", "catalogue-allowed"),
  ])
  func `a trade's class, closure and replacement decide`(
    input: [String: String], entry: String, code: String
  ) async throws {
    let district = try await FreshDistrict()
    let base = ["position": "120.9 30.1", "emission.nox": "0"]
    let answer = try await district.ask("entry", base.merging(input) { _, new in new })
    #expect(answer.code == entry)
    #expect(answer.reasons.map(\.code).contains(code))
  }

  @Test(arguments: [
    (["trade": "paint", "position": "120.95 30.1"], "restricted", "zone"),
    (["trade": "glass", "position": "120.95,30.1", "capacity": "0"], "restricted", "zone"),
    (
      ["trade": "cement", "position": "120.95 30.1", "capacity": "1", "replaced": "2"], "forbidden",
      "zone"
    ),
    (["trade": "paint", "position": "120.9 29.9"], "allowed", "zone"),
    (["trade": "solar", "position": "120.9 29.9"], "allowed", "zone-silent"),
    (["trade": "solar", "position": "120.9 30.1"], "allowed", "no-zone"),
    (["trade": "solar", "place": "south"], "restricted", "zone-needs-position"),
    (["trade": "solar", "position": "10 10"], "forbidden", "outside"),
  ])
  func `the strictest rule of the zones at the position decides`(
    input: [String: String], entry: String, code: String
  ) async throws {
    let district = try await FreshDistrict()
    let answer = try await district.ask(
      "entry", input.merging(["emission.nox": "0"]) { _, new in new })
    #expect(answer.code == entry)
    #expect(answer.reasons.map(\.code).contains(code))
  }

  @Test func `grounds that decide come first`() async throws {
    let district = try await FreshDistrict()
    let reasons = try await district.ask(
      "entry", ["trade": "steel", "position": "120.95 30.1", "is.coal": "yes"]
    ).reasons
    let ranks = reasons.map { [.bars: 0, .limits: 1, .grants: 2, .tells: 3][$0.weight]! }
    #expect(ranks == ranks.sorted())
    #expect(reasons.first?.weight == .bars)
  }

  @Test(arguments: [
    (["trade": "iron", "place": "south"], "trade"), (["place": "south"], "trade"),
    (["trade": "paint"], "position"), (["trade": "paint", "place": "west"], "place"),
    (["trade": "paint", "position": "here"], "position"),
    (["trade": "paint", "position": "30.1 120.9"], "position"),
    (["trade": "paint", "place": "south", "capacity": "-1"], "capacity"),
    (["trade": "paint", "place": "south", "capacity": "1e9"], "capacity"),
    (["trade": "paint", "place": "south", "emission.nox": "100000001"], "emission.nox"),
    (["trade": "paint", "place": "south", "emission.nox": "0.00001"], "emission.nox"),
    (["trade": "paint", "place": "south", "emission.so2": "1"], "emission.so2"),
    (["trade": "paint", "place": "south", "is.coal": "perhaps"], "is.coal"),
  ])
  func `wrong input is named with its key`(input: [String: String], key: String) async throws {
    let district = try await FreshDistrict()
    let error = await #expect(throws: CheckInputError.self) {
      try await district.ask("entry", input)
    }
    #expect(error?.key == key)
  }
}
