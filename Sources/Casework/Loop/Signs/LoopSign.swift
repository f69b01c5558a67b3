import GRDB

/// Something in what people did with cases that an auditor should look at. It accuses nobody: each may
/// have an honest reason. 疑似造假迹象
public struct LoopSign: Sendable, Hashable, Identifiable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Many closings by one person within minutes.
    case bulkClosings = "bulk-closings"
    /// Nearly the same feedback on different cases.
    case sameFeedback = "same-feedback"
    /// Two places on site too far apart for the time between.
    case tooFast = "too-fast"
    /// Closed just before the deadline, and nothing followed.
    case lastMinute = "last-minute"
    /// A photo of one case handed in for another.
    case photoAgain = "photo-again"
    /// Closed, and found again soon after.
    case foundAgain = "found-again"
  }

  public enum Verdict: String, Sendable, CaseIterable {
    case explained
    case followUp = "follow-up"
  }

  /// What the auditor said of it.
  public struct Judgement: Sendable, Hashable {
    public let verdict: Verdict
    public let note: String
    /// An `Actor.auditName`.
    public let by: String
    /// Epoch seconds.
    public let at: Int
  }

  public let id: Int64
  public let kind: Kind
  /// An `Actor.auditName`: whose acts they are.
  public let actor: String
  /// From the first act to the last, epoch seconds.
  public let firstAt: Int
  public let lastAt: Int
  public let foundAt: Int
  /// Why, as values: `count` and `seconds` of closings; `likeness` in per cent and `text` of feedback;
  /// `metres`, `seconds` and `speed` in km/h; `left` seconds to the deadline and `lacks`, `quiet` or
  /// `visit`; `photo`, `other` and `permille` of photos; `seconds` until found again.
  public let grounds: [String: String]
  /// The cases it rests on, the oldest first.
  public let cases: [CaseFile.Other]
  public let judgement: Judgement?
}

extension LoopSign {
  static let columns = """
    id, kind, actor, first_at, last_at, found_at, grounds, verdict, note, judged_by, judged_at,
    (SELECT json_group_array(json_array(case_id, number)) FROM (
      SELECT case_id, number FROM loop_sign_case JOIN case_file ON case_file.id = case_id
      WHERE sign_id = loop_sign.id ORDER BY case_id LIMIT 100)) AS cases
    """

  /// - Returns: nil for a kind that this version does not know.
  init?(row: Row) throws {
    guard let kind = Kind(rawValue: row["kind"]) else { return nil }
    id = row["id"]
    self.kind = kind
    actor = row["actor"]
    firstAt = row["first_at"]
    lastAt = row["last_at"]
    foundAt = row["found_at"]
    grounds = try decoded([String: String].self, row["grounds"])
    cases = try decoded([NamedCase].self, row["cases"]).map {
      CaseFile.Other(id: $0.id, number: $0.number)
    }
    let verdict: String? = row["verdict"]
    judgement = verdict.flatMap(Verdict.init(rawValue:)).map {
      Judgement(verdict: $0, note: row["note"], by: row["judged_by"], at: row["judged_at"])
    }
  }

  /// `[12, "SY-2026-000012"]`
  private struct NamedCase: Decodable {
    let id: Int64
    let number: String

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      id = try list.decode(Int64.self)
      number = try list.decode(String.self)
    }
  }
}
