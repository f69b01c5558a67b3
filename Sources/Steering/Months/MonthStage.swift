public import AirQuality

/// How final a month's figures are.
public enum MonthStage: String, Sendable, Hashable {
  /// They move with every value that comes in. 临时
  case provisional
  /// A named person has looked them through; they are kept as they were then. 已关账
  case closed
  /// A leader has signed them; a ranking may be published. 已签发
  case signed

  /// What a person does to a month.
  public enum Step: String, Sendable, Hashable {
    case closed, signed, reopened
  }

  /// - Throws: `MonthRefusal`.
  public func after(_ step: Step) throws(MonthRefusal) -> MonthStage {
    switch (self, step) {
    case (.provisional, .closed): .closed
    case (.closed, .signed): .signed
    case (.closed, .reopened), (.signed, .reopened): .provisional
    case (_, .closed): throw .alreadyClosed
    case (.provisional, .signed), (.provisional, .reopened): throw .notClosed
    case (.signed, .signed): throw .alreadySigned
    }
  }
}

/// Why a month was not closed, signed or opened again.
public enum MonthRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  case notOver(AssessmentPeriod)
  case alreadyClosed
  case notClosed
  case alreadySigned
  /// Who closes a month does not sign it.
  case samePerson
  case noFigures
  case noReason
  case reasonTooLong
  /// The figures have moved since the person saw them.
  case figuresMoved

  public var description: String {
    switch self {
    case .notOver(let month): "\(month) is not over; close it from its last day's end on"
    case .alreadyClosed: "the month is closed; open it again first"
    case .notClosed: "the month is not closed; close it first"
    case .alreadySigned: "the month is signed; open it again to change it"
    case .samePerson: "who closed the month does not sign it; let another person sign"
    case .noFigures: "the month has no figure yet; take values in first"
    case .noReason: "say why the month is opened again"
    case .reasonTooLong: "the note is longer than \(MonthBook.longestNote) characters; shorten it"
    case .figuresMoved: "values came in since the figures were shown; look at them again"
    }
  }
}

extension MonthRefusal {
  /// Stable name, for texts in both languages.
  public var code: String {
    switch self {
    case .notOver: "not-over"
    case .alreadyClosed: "already-closed"
    case .notClosed: "not-closed"
    case .alreadySigned: "already-signed"
    case .samePerson: "same-person"
    case .noFigures: "no-figures"
    case .noReason: "no-reason"
    case .reasonTooLong: "reason-too-long"
    case .figuresMoved: "figures-moved"
    }
  }
}
