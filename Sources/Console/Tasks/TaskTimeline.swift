import Ledger
import Steering

/// One entry of a task's history, ready for its template.
struct TaskEventView: Sendable {
  struct File: Sendable {
    let href: String
    let name: String
    /// Else a document, which is not shown but fetched.
    let isPicture: Bool
  }

  let anchor: String
  let title: String
  let at: Moment
  let actor: String
  // Names of their own: a template looks for what is nil here in the page around it.
  let said: String?
  let part: String?
  let isCompletion: Bool
  let isOnBehalf: Bool
  let photos: [File]
  let letters: [File]
  let isBad: Bool
  let isDone: Bool
}

/// Turns a task's events into the page's language.
struct TaskTimeline: Sendable {
  let reading: TaskReading
  let wording: TaskWording
  let time: LocalTime
  let now: Int

  private var task: PlanTask { reading.standing.task }
  private var texts: Texts { wording.names.texts }

  var events: [TaskEventView] { reading.detail.entries.map(view) }

  func view(_ entry: TaskEntry) -> TaskEventView {
    let event = entry.event
    return TaskEventView(
      anchor: "event-\(event.sequence)", title: title(of: event),
      at: Moment(event.at, now: now, time: time, texts: texts), actor: actor(event),
      said: entry.text.isEmpty ? nil : entry.text, part: event.progress.map { "\($0)" },
      isCompletion: event.isCompletion, isOnBehalf: event.isOnBehalf,
      photos: files(entry.evidence, "cases.photo"),
      letters: files(entry.letters, "tasks.letterPage"),
      isBad: event.kind == .returned, isDone: event.kind == .accepted)
  }

  private func files(_ ids: [Int64], _ key: String) -> [TaskEventView.File] {
    ids.enumerated().map { index, id in
      let document = reading.files[id]?.name
      return TaskEventView.File(
        href: "\(task.id.href)/files/\(id)",
        name: document ?? texts(key, ["n": "\(index + 1)"]), isPicture: document == nil)
    }
  }

  private func title(of event: TaskEvent) -> String {
    texts(
      "tasks.event-\(event.kind.rawValue)",
      [
        "item": wording.item(event.item ?? itemJudged(event), of: task),
        "helper": wording.names.unit(event.helper) ?? "",
      ])
  }

  /// The item of the report that an event judges.
  private func itemJudged(_ event: TaskEvent) -> String? {
    reading.standing.events.first { $0.sequence == event.report }?.item
  }

  private func actor(_ event: TaskEvent) -> String {
    guard case .account(let id)? = Actor(auditName: event.actor),
      let account = reading.people[id]
    else { return texts("actor.unknown") }
    if event.isOnBehalf {
      let unit = wording.names.unit(event.helper ?? task.id.unit) ?? task.id.unit
      return texts("tasks.onBehalf", ["person": account.displayName, "unit": unit])
    }
    return wording.names.unit(account.unit).map { "\(account.displayName) · \($0)" }
      ?? account.displayName
  }
}
