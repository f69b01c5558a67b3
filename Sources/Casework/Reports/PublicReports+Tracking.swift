public import GRDB

/// What the reporter is told: how far it is, when, and the answer. Nobody's name, no internal note.
public struct ReportStatus: Sendable, Hashable {
  public enum Stage: String, Sendable, CaseIterable {
    case received, handling, closed
  }
  public let stage: Stage
  /// Epoch seconds, like the others.
  public let receivedAt: Int
  /// When the case last moved; nil while nobody has taken it up.
  public let movedAt: Int?
  public let closedAt: Int?
  /// The last answer written for the reporter; pages escape it.
  public let answer: String?
  public let answeredAt: Int?
  /// What passed between the reporter and the desk, the oldest first.
  public let messages: [ReportMessage]
  /// Until when the reporter may disagree with the answer; nil where that is not, or no longer, so.
  public let disagreeUntil: Int?
  /// Until when the report is taken up, and answered; empty where the plan promises nothing.
  public let promises: [ReportPromise]
  /// What is paid for it, once that is approved; nil for most.
  public let reward: Reward?
  /// Whether the reporter may still write.
  public var takesMessages: Bool { stage != .closed }
}

extension PublicReports {
  /// - Parameter code: as typed.
  /// - Returns: nil where no report has this code.
  public static func track(_ code: String, in db: Database) throws -> ReportStatus? {
    guard let code = TrackingCode(code) else { return nil }
    let hash = try ReportSecret(in: db).hash("tracking", code.characters)
    let report = try Row.fetchOne(
      db, sql: "SELECT id, received_at FROM public_report WHERE code_hash = ?", arguments: [hash])
    guard let report, let file = try CaseBook.find(source: .report(report["id"]), in: db) else {
      return nil
    }
    let events = try CaseHistory.events(of: file.id, in: db)
    let answered = events.last { $0.values["publicAnswer"] != nil }
    let moved = events.last { $0.kind == .step || $0.kind == .returned }
    let stage: ReportStatus.Stage =
      if !file.isOpen { .closed } else if moved != nil { .handling } else { .received }
    return ReportStatus(
      stage: stage, receivedAt: report["received_at"], movedAt: moved?.at, closedAt: file.closedAt,
      answer: answered?.values["publicAnswer"], answeredAt: answered?.at,
      messages: messages(events),
      disagreeUntil: try disagreeUntil(file, events, in: db),
      promises: try ReportPromises.of(report["id"], in: db),
      reward: try RewardBook.granted(report: report["id"], in: db))
  }
}
