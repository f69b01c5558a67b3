import Ledger

/// What was told about people, in the page's language: somebody stands in, the desk was handed over.
struct PeopleToldWording: Sendable {
  let title: String
  let what: String
  let href: String

  /// nil for what is about something else.
  init?(_ told: Ledger.Notification, texts: Texts, time: LocalTime) {
    switch told.code {
    case "delegation-made":
      guard let from = told.values["from"].flatMap({ Int($0) }),
        let until = told.values["until"].flatMap({ Int($0) })
      else { return nil }
      what = texts(
        "absence.days", ["from": time.date(from), "until": time.date(until - 1)])
      href = "/account/absences"
    case "shift-handed-over":
      what = texts("notifications.shiftSign")
      href = "/shift"
    default: return nil
    }
    title = texts("notifications.\(told.code)", ["name": told.values["name"] ?? ""])
  }
}
