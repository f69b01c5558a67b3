import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Casework

/// The shipped plan's cases that pass through three units.
struct JointProcedureTests {
  private static let environment = [11, 12].map { Account.sample($0, .officer, unit: "EEB") }
  private static let police = [21, 22].map { Account.sample($0, .officer, unit: "PSB") }
  private static let transport = [31, 32].map { Account.sample($0, .officer, unit: "TRB") }

  private func district() throws -> (District, Plan) {
    let plan = try #require(WalkTests.shipped)
    return (try District(procedures: plan.procedures, units: plan.units), plan)
  }

  @Test
  func `a smoking vehicle is proved, punished and repaired by three units, and all three confirm`()
    async throws
  {
    let (district, _) = try district()
    var file = try await district.open("black-smoke")
    #expect(file.assignedUnit == "EEB")
    file = try await district.take("proved", file, by: Self.environment[0], .complete)
    file = try await district.take("punished", file, by: Self.police[0], .complete)
    file = try await district.take("handled", file, by: Self.transport[0], .complete)
    let handled = file
    // The evidence is handed on: whoever had the case goes on seeing it.
    for account in [Self.environment[1], Self.police[1], Self.transport[1]] {
      let seen = try await district.ledger.read { [file] db in
        try CaseBook.find(file.id, for: account, in: db)
      }
      #expect(seen != nil)
    }
    // Nobody confirms what they did.
    await #expect(throws: CaseRefusal.ownWork(step: "confirmed", earlier: "punished")) {
      try await district.take("confirmed", handled, by: Self.police[0], .complete)
    }
    for account in [Self.transport[1], Self.environment[1]] {
      file = try await district.take("confirmed", file, by: account, .complete)
      #expect(file.state == "handled")
    }
    let waiting = file
    await #expect(throws: CaseRefusal.self) {
      try await district.take("confirmed", waiting, by: Self.transport[1], .complete)
    }
    file = try await district.take("confirmed", file, by: Self.police[1], .complete)
    #expect(file.state == "confirmed")
    file = try await district.take("closed", file, by: .desk, .complete)
    #expect(!file.isOpen)
    #expect(
      try await district.events(file).map(\.kind) == [
        .opened, .step, .step, .step, .step, .shared, .shared, .step, .step,
      ])
  }

  @Test func `a vehicle seen again goes on when police and transport have both reported`()
    async throws
  {
    let (district, _) = try district()
    var file = try await district.open("repeated-exceedance")
    file = try await district.take("proved", file, by: Self.environment[0], .complete)
    let told = try await district.ledger.read { [file] db in
      try Notifications.about("case/\(file.id)", in: db).filter { $0.code == "case-assigned" }
        .map(\.recipient)
    }
    #expect(told.suffix(2).contains(.unit("PSB")) && told.suffix(2).contains(.unit("TRB")))
    file = try await district.take("handled", file, by: Self.transport[0], .complete)
    #expect(file.state == "proved")
    file = try await district.take("handled", file, by: Self.police[0], .complete)
    #expect(file.state == "handled")
  }
}
