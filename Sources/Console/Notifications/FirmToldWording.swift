import ActionPlan
import Ledger

/// What was told about stops that firms declare, in the page's language.
struct FirmToldWording: Sendable {
  let title: String
  let what: String
  let href: String

  /// nil for what is about something else.
  init?(
    _ told: Ledger.Notification, facilities: [String: Facility], names: PlanNames, time: LocalTime
  ) {
    let texts = names.texts
    guard told.object.hasPrefix("stop/"), let firm = told.values["facility"],
      let from = told.values["from"].flatMap({ Int($0) }),
      let until = told.values["until"].flatMap({ Int($0) })
    else { return nil }
    title = texts(
      "notifications.\(told.code)",
      [
        "facility": facilities[firm].map { texts($0.name) } ?? firm,
        "kind": StopView.choice(
          told.values["kind"] ?? "", of: "kind", names.plan.declarations, texts),
      ])
    what = texts("firm.span", ["from": time.minute(from), "until": time.minute(until)])
    href = FirmAddress.page(firm) + "#stops"
  }
}
