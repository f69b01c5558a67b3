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
    /// The district's own place.
    let district: Int64?

    var stage: MonthStage { MonthBook.stage(steps) }
    /// Who closed and who signed what stands.
    func last(_ step: MonthStage.Step) -> MonthStep? { steps.last { $0.step == step } }
  }

  private struct Key: Hashable {
    let ranking: String
    let month: AssessmentPeriod
    let span: RankingSpan
  }

  private let subjects: ConsoleSubjects
  private var state: DistrictAir.State?
  /// Also those still on their way, so that many who ask at once wait for one.
  private var answers: [Key: Task<[RankingTable.Member], any Error>] = [:]
  private var seen: [AssessmentPeriod: String] = [:]

  init(subjects: ConsoleSubjects) { self.subjects = subjects }

  func read(
    _ ranking: AirRanking, month: AssessmentPeriod, span: RankingSpan, by kind: PlaceFigures.Kind
  ) async throws -> Reading {
    let plan = subjects.plan
    let (now, _) = span.periods(of: month)
    let (air, steps, frozen) = try await subjects.ledger.read { db in
      (
        try DistrictAir(plan: plan, in: db), try MonthBook.steps(of: month, in: db),
        try MonthBook.frozen(of: month, in: db)
      )
    }
    forget(unless: air.state)
    let members = try await members(Key(ranking: ranking.id, month: month, span: span), ranking)
    let isFrozen = MonthBook.stage(steps) != .provisional
    let closed = frozen.filter { $0.ranking == ranking.id && $0.period == now.description }
    let listed = air.members(of: ranking)
    return Reading(
      ranking: ranking, month: month, span: span,
      table: isFrozen
        ? RankingTable(
          of: closed, ranking: ranking, names: listed.map(\.name), in: now, by: kind)
        : RankingTable(of: members, in: now, by: kind, ties: ranking.ties),
      steps: steps,
      corrections: isFrozen
        ? MonthBook.corrections(
          of: closed,
          now: members.flatMap { FrozenFigure.list(of: $0, ranking: ranking.id, period: now) })
        : [],
      places: Dictionary(
        listed.compactMap { name, place in place.map { (name, $0.id) } },
        uniquingKeysWith: { first, _ in first }),
      district: air.district?.id)
  }

  /// Digest of everything that closing a month would freeze.
  func figuresSeen(of month: AssessmentPeriod) async throws -> String {
    if let known = seen[month] { return known }
    let plan = subjects.plan
    let digest = try await subjects.ledger.read { db in
      FrozenFigure.digest(of: try DistrictAir(plan: plan, in: db).figures(toClose: month, in: db))
    }
    seen[month] = digest
    return digest
  }

  private func forget(unless current: DistrictAir.State) {
    guard current != state else { return }
    state = current
    answers.removeAll()
    seen.removeAll()
  }

  private func members(_ key: Key, _ ranking: AirRanking) async throws -> [RankingTable.Member] {
    if let known = answers[key] { return try await known.value }
    let (plan, ledger) = (subjects.plan, subjects.ledger)
    let (now, before) = key.span.periods(of: key.month)
    // Owned by `answers`: it ends with its answer.
    let task = Task {
      try await ledger.read { db in
        try DistrictAir(plan: plan, in: db).members(of: ranking, in: now, before: before, in: db)
      }
    }
    answers[key] = task
    do {
      return try await task.value
    } catch {
      answers[key] = nil
      throw error
    }
  }
}
