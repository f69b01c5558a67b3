public import ActionPlan
import Casework
public import GRDB
public import Ledger

/// What is said outside of things that were told: the words of the page of notifications, one below
/// the other.
public struct PushWording: Sendable {
  private let catalogue: Catalogue
  private let plan: Plan
  private let site: String?
  private let now: @Sendable () -> Int

  /// - Parameters:
  ///   - site: address of the pages as people outside reach it, `https://…`; nil for no links.
  ///   - now: epoch seconds.
  /// - Throws: `Catalogue.Fault`
  public init(plan: Plan, site: String?, now: @escaping @Sendable () -> Int) throws {
    catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    self.plan = plan
    self.site = site.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    self.now = now
  }

  /// - Parameters:
  ///   - notifications: ids of what was told, oldest first.
  ///   - account: whose page it would be; nil for a group.
  /// - Returns: nil where nothing of it is kept, or the account may not sign in any more.
  public func callAsFunction(
    _ notifications: [Int64], _ channel: PushChannel, _ account: Int64?, in db: Database
  ) throws -> PushText? {
    var reader: Account?
    if let account {
      guard let found = try Accounts.find(account, in: db), found.isEnabled else { return nil }
      reader = found
    }
    let told = try notifications.compactMap { try Notifications.find($0, in: db) }
    guard !told.isEmpty else { return nil }
    let texts = catalogue.texts(in: channel.language)
    let reading = try NotificationReading.of(told, for: reader, in: db)
    let wording = NotificationWording(
      reading: reading, names: PlanNames(plan: plan, texts: texts),
      time: LocalTime(utcOffsetSeconds: plan.utcOffsetSeconds), now: now())
    let lines = told.map(wording.line)
    let title =
      lines.count == 1
      ? texts("push.titleOne", ["what": lines[0].what, "title": lines[0].title])
      : texts("push.titleMany", ["count": "\(lines.count)", "title": lines[0].title])
    return PushText(title: title, text: lines.map { text($0, texts) }.joined(separator: "\n\n"))
  }

  /// What a channel is tried with.
  public func test(_ channel: PushChannel) -> PushText {
    let texts = catalogue.texts(in: channel.language)
    return PushText(
      title: texts("push.testTitle"),
      text: texts(
        "push.testText", ["channel": texts(channel.label), "district": texts(plan.title)]))
  }

  private func text(_ line: NotificationListView.Line, _ texts: Texts) -> String {
    let severity = Severity(rawValue: line.severity).map { texts("case.severity-\($0.rawValue)") }
    let facts = [severity, line.number, line.place, line.told.full].compactMap { $0 }
    var parts = [
      texts("push.line", ["what": line.what, "title": line.title]),
      facts.joined(separator: " · "),
    ]
    if let site, let href = line.href { parts.append(site + href) }
    return parts.joined(separator: "\n")
  }
}
