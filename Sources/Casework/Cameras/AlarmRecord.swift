public import ActionPlan
import GRDB

/// What somebody of the desk says of an alarm. 研判结论
public enum AlarmVerdict: String, Sendable, CaseIterable {
  /// It shows what it says.
  case real = "true"
  /// There is nothing, or something else.
  case nothing = "false"
  /// The picture does not tell; whoever is on site will.
  case doubtful
}

/// An alarm with what the desk owes it.
public struct TriagedAlarm: Sendable, Hashable, Identifiable {
  public struct Judgement: Sendable, Hashable {
    public let verdict: AlarmVerdict
    /// Epoch seconds.
    public let at: Int
    /// Account id.
    public let by: Int64
  }

  public let alarm: CameraAlarm
  /// The case it opened or joined.
  public let caseID: Int64
  public let place: String?
  public let position: Coordinate?
  /// By when it has to be looked at, epoch seconds.
  public let dueAt: Int
  public let judgement: Judgement?

  public var id: Int64 { alarm.id }
}

/// Another alarm near one in place and time.
public struct NearbyAlarm: Sendable, Hashable {
  public let alarm: TriagedAlarm
  public let metres: Int
}

/// Why a verdict was not taken.
public enum AlarmVerdictRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  case unknownAlarm(Int64)
  case notYours
  /// Somebody else was faster.
  case judged(AlarmVerdict, by: Int64)
  case notJudged
  /// Too long ago to be taken back.
  case tooLate
  /// The case that the verdict ended has changed since.
  case caseMoved
  case noteTooLong
  case badRequest

  /// Permanent name of the kind of refusal.
  public var code: String {
    switch self {
    case .unknownAlarm: "unknown-alarm"
    case .notYours: "not-yours"
    case .judged: "judged"
    case .notJudged: "not-judged"
    case .tooLate: "too-late"
    case .caseMoved: "case-moved"
    case .noteTooLong: "note-too-long"
    case .badRequest: "bad-request"
    }
  }

  public var description: String {
    switch self {
    case .unknownAlarm(let id): "there is no alarm \(id); look at the list"
    case .notYours: "only the duty desk judges alarms; ask it"
    case .judged(let verdict, let by):
      "account \(by) has judged it \(verdict.rawValue) already; look at the next one"
    case .notJudged: "nobody has judged it yet; nothing is to be taken back"
    case .tooLate:
      "the verdict is older than \(AlarmDesk.undoSeconds / 60) min; work in the case instead"
    case .caseMoved: "the case has changed since; work in the case instead"
    case .noteTooLong: "the note is too long; write at most \(AlarmDesk.longestNote) characters"
    case .badRequest:
      "the request's id is missing or belongs to another request; load the page again"
    }
  }
}

extension TriagedAlarm {
  static let columns = """
    a.*, t.case_id, t.place, t.longitude, t.latitude, t.due_at, t.verdict, t.judged_at, t.judged_by
    """

  init(row: Row) {
    alarm = CameraAlarm(row: row)
    caseID = row["case_id"]
    place = row["place"]
    position = coordinate(row)
    dueAt = row["due_at"]
    let verdict: String? = row["verdict"]
    judgement = verdict.flatMap(AlarmVerdict.init(rawValue:)).map {
      Judgement(verdict: $0, at: row["judged_at"], by: row["judged_by"])
    }
  }
}
