import AirQuality
import Ledger
import Steering

/// How final a month is, what was done to it, and what the person may do now.
struct MonthStageView: Sendable {
  struct Step: Sendable {
    let text: String
    let hasNote: Bool
    let note: String
    let at: Moment
  }

  let name: String
  /// `good`, `warn` or `plain`.
  let tone: String
  let more: String
  let steps: [Step]
  let hasSteps: Bool
  /// The closing and the signature that stand, without what was undone before.
  let standing: [Step]
  let action: String
  /// Query to come back to.
  let back: String
  let seen: String
  let mayClose: Bool
  let maySign: Bool
  let mayReopen: Bool
  let hint: String?
  let problem: String?
  let note: String

  init(
    _ reading: RankingBoard.Reading, seen: String, account: Account?, today: CalendarDay,
    back: String,
    problem: String?, note: String, time: LocalTime, now: Int, texts: Texts
  ) {
    let stage = reading.stage
    name = texts("months.stage-\(stage.rawValue)")
    tone =
      switch stage {
      case .provisional: "warn"
      case .closed: "plain"
      case .signed: "good"
      }
    more = texts("months.more-\(stage.rawValue)")
    func shown(_ step: MonthStep) -> Step {
      Step(
        text: texts("months.step-\(step.step.rawValue)", ["person": step.person]),
        hasNote: !step.note.isEmpty, note: step.note,
        at: Moment(step.at, now: now, time: time, texts: texts))
    }
    steps = reading.steps.map(shown)
    standing = [reading.last(.closed), reading.last(.signed)].compactMap(\.self).map(shown)
    hasSteps = !steps.isEmpty
    action = "/months/\(reading.month)/steps"
    self.back = back
    mayClose = Self.mayClose(reading, account: account, today: today)
    // Of the figures that would be closed; later the closing that would be signed.
    self.seen = mayClose ? seen : reading.last(.closed).map { "\($0.id)" } ?? ""
    let isCloser = account != nil && account?.id == reading.steps.last?.account
    maySign = stage == .closed && !isCloser && Policy.may(account, .signMonth)
    mayReopen = stage != .provisional && Policy.may(account, .signMonth)
    hint =
      if stage == .provisional, reading.month.lastDay >= today {
        texts("months.notOver")
      } else if stage == .closed, isCloser, Policy.may(account, .signMonth) {
        texts("months.samePerson")
      } else {
        nil
      }
    self.problem = problem
    self.note = note
  }

  static func mayClose(
    _ reading: RankingBoard.Reading, account: Account?, today: CalendarDay
  ) -> Bool {
    reading.stage == .provisional && reading.month.lastDay < today
      && Policy.may(account, .closeMonth)
  }
}
