/// One entry of a task's history, without its words. Entries are never changed or removed.
public struct TaskEvent: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// The unit reported on an item.
    case reported
    /// A report was accepted, or given back for correction.
    case accepted, returned
    /// Who reported took it back before it was judged.
    case withdrawn
    /// The unit asked a helper for its share.
    case asked
    /// A helper reported its share.
    case contributed
  }

  /// From 1 within the task.
  public let sequence: Int
  /// Epoch seconds.
  public let at: Int
  /// As the audit log names them: `account:12`.
  public let actor: String
  public let kind: Kind
  /// Of a report: the item it answers, by its id.
  public let item: String?
  /// Of a judgement or a withdrawal: the report's sequence.
  public let report: Int?
  /// The helper that was asked, or that contributed.
  public let helper: String?
  /// The duty desk reported for the unit, whose letter lies with it.
  public let isOnBehalf: Bool
  /// Per cent, as the unit says.
  public let progress: Int?
  /// The unit says that with this the whole task is done.
  public let isCompletion: Bool

  public init(
    sequence: Int, at: Int, actor: String, kind: Kind, item: String? = nil, report: Int? = nil,
    helper: String? = nil, isOnBehalf: Bool = false, progress: Int? = nil,
    isCompletion: Bool = false
  ) {
    self.sequence = sequence
    self.at = at
    self.actor = actor
    self.kind = kind
    self.item = item
    self.report = report
    self.helper = helper
    self.isOnBehalf = isOnBehalf
    self.progress = progress
    self.isCompletion = isCompletion
  }
}

/// An entry of the history as a page tells it.
public struct TaskEntry: Sendable, Hashable {
  public let event: TaskEvent
  /// As written; pages escape it.
  public let text: String
  /// Ids of the Ledger's attachments, in the order given.
  public let evidence: [Int64]
  /// The unit's letter, where the duty desk reported for it.
  public let letters: [Int64]
}
