import ActionPlan
import Casework
import Ledger

/// The page of notifications, ready for its template.
struct NotificationListView: Sendable {
  struct Line: Sendable {
    let key: String
    /// Of the case, where the account may still see it, or of the task.
    let href: String?
    let isUnread: Bool
    let title: String
    /// Why the account is told.
    let what: String
    /// Facility or place.
    let place: String?
    /// `minor`, `ordinary`, `serious`, `grave`, or empty.
    let severity: String
    let state: String?
    let number: String?
    /// The unit, role or facility that was told.
    let recipient: String
    let told: Moment
  }

  let now: Moment
  let liveHref: String
  let unread: String
  let hasUnread: Bool
  /// The newest that the page shows.
  let through: String
  let lines: [Line]
  let isEmpty: Bool
  let nextHref: String?
  let firstHref: String?

  init(
    _ reading: NotificationReading, before: Int64?, unread: Int, names: PlanNames, time: LocalTime,
    now: Int
  ) {
    self.now = Moment(now, now: now, time: time, texts: names.texts)
    liveHref = "/notifications/live" + (before.map { "?before=\($0)" } ?? "")
    self.unread = Chrome.Unread.text(unread)
    // What is newer than an older page stands on the first.
    hasUnread = unread > 0 && before == nil
    through = "\(reading.notifications.first?.id ?? 0)"
    let wording = NotificationWording(reading: reading, names: names, time: time, now: now)
    lines = reading.notifications.map(wording.line)
    isEmpty = reading.notifications.isEmpty
    nextHref = reading.next.map { "/notifications?before=\($0)" }
    firstHref = before == nil ? nil : "/notifications"
  }
}

/// Turns what was told, codes and values, into the page's language.
struct NotificationWording: Sendable {
  let reading: NotificationReading
  let names: PlanNames
  let time: LocalTime
  let now: Int

  func line(_ told: Ledger.Notification) -> NotificationListView.Line {
    let texts = names.texts
    let file = NotificationReading.caseID(told).flatMap { reading.cases[$0] }
    let wording = CaseWording(plan: names.plan, texts: texts)
    let task = TaskToldWording(told, names: names)
    let alarm = AlarmToldWording(told, names: names)
    let people = PeopleToldWording(told, texts: texts, time: time)
    let firm = FirmToldWording(told, facilities: reading.facilities, names: names, time: time)
    return NotificationListView.Line(
      key: "notification-\(told.id)",
      href: file.map { "/cases/\($0.id)" } ?? task?.href ?? alarm?.href ?? people?.href
        ?? firm?.href ?? (isReward(told) ? "/rewards" : nil),
      isUnread: !told.isRead,
      title: file.map(wording.title(of:)) ?? task?.title ?? alarm?.title ?? people?.title
        ?? firm?.title ?? title(told),
      what: task?.what ?? alarm?.what ?? people?.what ?? firm?.what ?? what(told),
      place: file.flatMap(place),
      severity: (file?.severity.rawValue ?? task?.severity ?? told.values["severity"]) ?? "",
      state: file.map(wording.state(of:)), number: told.values["number"],
      recipient: recipient(told),
      told: Moment(told.at, now: now, time: time, texts: texts))
  }

  /// Of a case that went to others since, or of a finding.
  private func title(_ told: Ledger.Notification) -> String {
    let texts = names.texts
    if isReward(told) { return texts("rewards.title") }
    if let rule = told.values["rule"] {
      return names.plan.rule(rule).map { texts($0.label) } ?? rule
    }
    let procedure = told.values["procedure"] ?? ""
    return names.plan.procedure(procedure).map { texts($0.label) } ?? procedure
  }

  private func isReward(_ told: Ledger.Notification) -> Bool { told.object.hasPrefix("reward/") }

  private func what(_ told: Ledger.Notification) -> String {
    let texts = names.texts
    let late = told.values["levelSeconds"].flatMap { Int($0) } ?? 0
    if told.code == Tell.Kind.late.rawValue, late > 0 {
      return texts("notifications.lateBy", ["duration": texts.duration(seconds: late)])
    }
    if told.code == Tell.Kind.reminded.rawValue {
      return texts("notifications.dueIn", ["duration": texts.duration(seconds: abs(late))])
    }
    if let since = told.values["since"].flatMap({ Int($0) }) {
      return texts("notifications.findingSince", ["time": time.short(since, now: now)])
    }
    return texts.text(ofCode: told.code, in: "notifications")
  }

  private func place(_ file: CaseFile) -> String? {
    file.facility.flatMap { reading.facilities[$0] }.map { names.texts($0.name) }
      ?? names.place(file.place)
  }

  private func recipient(_ told: Ledger.Notification) -> String {
    switch told.recipient {
    case .unit(let id): names.unit(id) ?? id
    case .role(let role): names.texts("role.\(role.rawValue)")
    case .facility(let id): reading.facilities[id].map { names.texts($0.name) } ?? id
    case .account: names.texts("notifications.you")
    }
  }
}
