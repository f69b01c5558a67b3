import ActionPlan
import Casework

/// What was done with a case beside its steps, as the timeline says it.
struct ActWording: Sendable {
  let names: PlanNames
  let time: LocalTime
  let now: Int

  func title(of event: CaseEvent) -> String {
    let (texts, values) = (names.texts, event.values)
    if event.kind == .joined, let camera = values["camera"] {
      return texts(
        "cameras.eventJoined",
        [
          "camera": camera, "kind": names.alarm(values["alarm-kind"] ?? ""),
          "time": values["since"].flatMap { Int($0) }.map { time.short($0, now: now) } ?? "",
        ])
    }
    let isGrouped = event.kind == .joined && values["grouped"] != nil
    return texts(
      isGrouped ? "acts.event-grouped" : "acts.event-\(event.kind.rawValue)",
      [
        "unit": names.unit(values["unit"]) ?? "", "subject": values["subject"] ?? "",
        "other": values["other"] ?? "",
        "priority": values["priority"].map { texts("acts.priority-\($0)") } ?? "",
        "severity": values["severity"].map { texts("case.severity-\($0)") } ?? "",
        "decision": values["decision"].map { texts("acts.decision-\($0)") } ?? "",
        "time": values["since"].flatMap { Int($0) }.map { time.short($0, now: now) } ?? "",
        "told": told(values["told"] ?? ""),
      ])
  }

  private func told(_ recipients: String) -> String {
    recipients.split(separator: ",").compactMap { recipient in
      let pair = recipient.split(separator: ":", maxSplits: 1).map(String.init)
      guard pair.count == 2 else { return String?.none }
      return pair[0] == "unit" ? names.unit(pair[1]) : names.texts("actor.\(pair[1])")
    }.joined(separator: names.texts("layout.separator"))
  }
}
