import ActionPlan
import AirQuality
import Ledger
import Steering

/// What the pages of rankings show, computed once for what was taken in.
actor RankingBoard {
  struct Reading: Sendable {
    let ranking: AirRanking
    let month: AssessmentPeriod
    let span: RankingSpan
    /// As closed, or as of now while provisional.
    let table: RankingTable
    let steps: [MonthStep]
    /// Of this ranking and span, since the month was closed.
    let corrections: [MonthCorrection]
    /// Ids in the book by the name a place is listed under.
    let places: [String: Int64]
    let version: AirBook.Version

    var stage: MonthStage { MonthBook.stage(steps) }
    /// Who closed and who signed what stands.
    func last(_ step: MonthStage.Step) -> MonthStep? { steps.last { $0.step == step } }
  }

  private struct Key: Hashable {
    let ranking: String
    let month: AssessmentPeriod
    let span: RankingSpan
    let version: AirBook.Version
  }

  /// Answers kept at most.
  private static let kept = 64

  private let subjects: ConsoleSubjects
  private var answers: [Key: [RankingTable.Member]] = [:]

  init(subjects: ConsoleSubjects) { self.subjects = subjects }

  func read(
    _ ranking: AirRanking, month: AssessmentPeriod, span: RankingSpan, by kind: PlaceFigures.Kind
  ) async throws -> Reading {
    let plan = subjects.plan
    let (now, _) = span.periods(of: month)
    let (version, steps, frozen) = try await subjects.ledger.read { db in
      (
        try AirBook.version(in: db), try MonthBook.steps(of: month, in: db),
        try MonthBook.frozen(of: month, in: db)
      )
    }
    let members = try await members(
      Key(ranking: ranking.id, month: month, span: span, version: version), ranking)
    let isFrozen = MonthBook.stage(steps) != .provisional
    let closed = frozen.filter { $0.ranking == ranking.id && $0.period == now.description }
    return Reading(
      ranking: ranking, month: month, span: span,
      table: isFrozen
        ? RankingTable(of: closed, ranking: ranking, in: now, by: kind)
        : RankingTable(of: members, in: now, by: kind, ties: ranking.ties),
      steps: steps,
      corrections: isFrozen
        ? MonthBook.corrections(
          of: closed,
          now: members.flatMap { FrozenFigure.list(of: $0, ranking: ranking.id, period: now) })
        : [],
      places: try await subjects.ledger.read { db in
        let air = try DistrictAir(plan: plan, in: db)
        return Dictionary(
          air.members(of: ranking).compactMap { name, place in place.map { (name, $0.id) } },
          uniquingKeysWith: { first, _ in first })
      }, version: version)
  }

  private func members(_ key: Key, _ ranking: AirRanking) async throws -> [RankingTable.Member] {
    if let known = answers[key] { return known }
    let plan = subjects.plan
    let (now, before) = key.span.periods(of: key.month)
    let members = try await subjects.ledger.read { db in
      try DistrictAir(plan: plan, in: db).members(of: ranking, in: now, before: before, in: db)
    }
    if answers.count >= Self.kept { answers.removeAll() }
    answers[key] = members
    return members
  }
}
