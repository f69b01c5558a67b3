public import ActionPlan
public import AirQuality
import GRDB
public import Ledger

/// "Is this firm vetoed, and why?": every veto of the plan for the facilities that are meant.
public struct VetoCheck: Sendable, Hashable {
  public struct Found: Sendable, Hashable {
    public let facility: Facility
    /// One for each veto of the plan, in its order.
    public let answers: [VetoAnswer]

    public var isBarred: Bool { answers.contains(where: \.isBarred) }
  }

  /// As it was asked, without blanks around it.
  public let asked: String
  public let day: CalendarDay
  /// The facility of that id, or all of that credit code; empty where there is none.
  public let facilities: [Found]

  /// - Parameters:
  ///   - asked: a facility's id, or a unified social credit code.
  ///   - now: epoch seconds.
  public static func read(
    _ asked: String, plan: Plan, now: Int, in ledger: LedgerDatabase
  ) async throws -> VetoCheck {
    let day = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    return try await ledger.read { db in
      let facilities = try meant(by: asked, in: db)
      return VetoCheck(
        asked: asked, day: day,
        facilities: try facilities.map { facility in
          Found(
            facility: facility,
            answers: try plan.vetoes.map {
              try Standing.veto($0, of: facility.id, on: day, plan: plan, in: db)
            })
        })
    }
  }

  private static func meant(by asked: String, in db: Database) throws -> [Facility] {
    guard !asked.isEmpty else { return [] }
    let kept = try Facilities.kept(asked, in: db)
    if let facility = try Facilities.find(kept, in: db) { return [facility] }
    let code = CreditCode.canonical(asked)
    guard CreditCode.isValid(code), case .exact(let id) = try Facilities.match(name: code, in: db)
    else { return [] }
    return try Facilities.find(id, in: db).map { [$0] } ?? []
  }
}
