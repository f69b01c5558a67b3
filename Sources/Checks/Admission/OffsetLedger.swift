public import ActionPlan
public import AirQuality
public import GRDB
import Ledger

/// Verified reductions and what was drawn of each.
public struct OffsetLedger: Sendable {
  public struct Reduction: Sendable, Hashable {
    public let row: Int64
    public let pollutant: String
    public let tonnes: ExactDecimal
    public let spent: ExactDecimal
    public let isVerified: Bool

    /// Below 0 where more was written down as drawn than there is.
    public var left: ExactDecimal { tonnes.subtracting(spent) ?? .zero }
  }

  public struct Drawn: Sendable, Hashable {
    public let row: Int64
    public let reduction: Int64
    public let pollutant: String
    public let project: String
    public let tonnes: ExactDecimal
  }

  /// Oldest first.
  public let reductions: [Reduction]
  /// Oldest first.
  public let draws: [Drawn]

  /// - Parameter now: epoch seconds.
  public static func read(
    _ offsets: AdmissionCheck.Offsets, of check: Check, plan: Plan, now: Int, in db: Database
  ) throws -> OffsetLedger {
    try read(offsets, Question(check: check, plan: plan, now: now), in: db)
  }

  static func read(
    _ offsets: AdmissionCheck.Offsets, _ question: Question, in db: Database
  ) throws -> OffsetLedger {
    let rows = try question.rows(offsets.register, where: nil, in: db)
    let pollutants = Dictionary(
      rows.map { ($0.id, $0[offsets.pollutant].text ?? "") }, uniquingKeysWith: { a, _ in a })
    let spent = offsets.spent
    let draws: [Drawn] = try question.rows(spent.register, where: nil, in: db).compactMap { row in
      guard case .integer(let reduction) = row[spent.reduction],
        let tonnes = row[spent.tonnes].number
      else { return nil }
      return Drawn(
        row: row.id, reduction: reduction, pollutant: pollutants[reduction] ?? "",
        project: row[spent.project].text ?? "", tonnes: tonnes)
    }
    let taken = Dictionary(grouping: draws, by: \.reduction).mapValues(sum)
    return OffsetLedger(
      reductions: rows.compactMap { row in
        guard let tonnes = row[offsets.tonnes].number else { return nil }
        return Reduction(
          row: row.id, pollutant: pollutants[row.id] ?? "", tonnes: tonnes,
          spent: taken[row.id] ?? .zero, isVerified: question.holds(offsets.verified, row))
      }, draws: draws)
  }

  /// What may still be drawn.
  public func left(of pollutant: String) -> ExactDecimal {
    drawable(pollutant).reduce(.zero) { $0.adding($1.left) ?? $0 }
  }

  public func drawn(by project: String, of pollutant: String) -> ExactDecimal {
    Self.sum(draws.filter { $0.project == project && $0.pollutant == pollutant })
  }

  func drawable(_ pollutant: String) -> [Reduction] {
    reductions.filter { $0.isVerified && $0.pollutant == pollutant && $0.left > .zero }
  }

  private static func sum(_ draws: [Drawn]) -> ExactDecimal {
    draws.reduce(.zero) { $0.adding($1.tonnes) ?? $0 }
  }
}

/// Why nothing was drawn or given back.
public enum OffsetRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// The check keeps no ledger of offsets.
  case noOffsets
  case noProject
  /// The project is forbidden for other reasons: codes.
  case forbidden([String])
  /// In tonnes.
  case short(pollutant: String, rest: ExactDecimal, left: ExactDecimal)
  case nothingDue
  case nothingDrawn(project: String)
  case noGround

  public var description: String {
    switch self {
    case .noOffsets: "the check keeps no ledger of offsets; ask an admission check that has one"
    case .noProject: "the project has no name; add project=… as its papers call it"
    case .forbidden(let codes):
      "the project is forbidden (\(codes.joined(separator: ", "))); settle that before drawing"
    case .short(let pollutant, let rest, let left):
      "\(pollutant): \(rest) t are needed and \(left) t are left; verify more reductions first"
    case .nothingDue: "nothing is left to be drawn for the project"
    case .nothingDrawn(let project): "nothing was drawn for \"\(project)\"; look its name up"
    case .noGround: "a ground is missing; say why the offsets are given back"
    }
  }

  public var code: String {
    switch self {
    case .noOffsets: "noOffsets"
    case .noProject: "noProject"
    case .forbidden: "forbidden"
    case .short: "short"
    case .nothingDue: "nothingDue"
    case .nothingDrawn: "nothingDrawn"
    case .noGround: "noGround"
    }
  }
}
