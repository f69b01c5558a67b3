public import ActionPlan
import GRDB

/// One entry of a case's history. Entries are never changed or removed.
public struct CaseEvent: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// The case was opened.
    case opened
    /// A step forward was taken.
    case step
    /// The case was sent back.
    case returned
    /// One of several units took its share of a step.
    case shared
    /// A step was left out with a ground.
    case skipped
    /// Priority or severity changed.
    case prioritised, reclassified
    /// The deadline stood still; it runs again.
    case suspended, resumed
    /// The case was offered to another unit, taken, refused, or somebody decided whose it is.
    case offered, accepted, refused, arbitrated
    /// A closed case was taken up again, by a person; because it was found again.
    case reopened, relapsed
    /// The same was found again while the case was open.
    case joined
    /// The case was merged into another, and taken out again; another was merged into it.
    case merged, unmerged, absorbed, released
    case linked, unlinked
    /// The facility appealed; it was decided; the decision is late.
    case appealed, decided
    case appealLate = "appeal-late"
    /// It came with a sheet that was taken back.
    case withdrawn
    /// A number in another system was given, changed or taken away, or the system told a status.
    case outside
    /// The facility's contact says that what happened so far has been received.
    case acknowledged
    /// Somebody added a note or a photo.
    case noted
    /// The step will soon be due, and people were told.
    case reminded
    /// The step is late, and people were told.
    case late
  }
  /// From 1 within the case.
  public let sequence: Int
  /// Epoch seconds.
  public let at: Int
  /// As the audit log names them: `account:12`, `system:detection` …
  public let actor: String
  public let kind: Kind
  public let fromState: String?
  public let toState: String?
  /// The unit the case was assigned to by this event.
  public let assignedUnit: String?
  /// `note`, `cause`, `publicAnswer`, `reporterMessage`, `publicMessage`; of an
  /// act what it changes to (`priority`, `severity`, `unit`,
  /// `decision`, `other` with the number of another case); of a number elsewhere `system`, `number`,
  /// `former` and `status`; `share` with a unit; for lateness and reminders
  /// `levelSeconds` (from the deadline, of a reminder below 0) and `told`; of a row that the case
  /// rests on what `CaseRowNote` reads; of what was done in the field `done-at`, `done-doubt`.
  public let values: [String: String]
  public let position: Coordinate?
  /// Ids of the Ledger's attachments, in the order given.
  public let attachments: [Int64]
}

extension CaseEvent {
  static let columns = """
    sequence, at, actor, kind, from_state, to_state, assigned_unit, "values", longitude, latitude,
    (SELECT json_group_array(attachment_id) FROM (SELECT attachment_id FROM case_event_attachment
      WHERE event_id = case_event.id ORDER BY ordinal)) AS attachments
    """

  init(row: Row) throws {
    let name: String = row["kind"]
    guard let kind = Kind(rawValue: name) else { throw CaseRecordError.unknownEventKind(name) }
    sequence = row["sequence"]
    at = row["at"]
    actor = row["actor"]
    self.kind = kind
    fromState = row["from_state"]
    toState = row["to_state"]
    assignedUnit = row["assigned_unit"]
    values = try decoded([String: String].self, row["values"])
    position = coordinate(row)
    attachments = try decoded([Int64].self, row["attachments"])
  }
}
