import ActionPlan
import Casework
import Ledger

/// Alarms in the page's language. What kinds are called is the plan's.
struct AlarmWording: Sendable {
  let names: PlanNames
  /// Names of cameras by their ids.
  let cameras: [String: String]
  let time: LocalTime
  let now: Int

  static func picture(_ id: Int64) -> String { "/cameras/alarms/\(id)/picture" }

  func kind(_ alarm: TriagedAlarm) -> String { names.alarm(alarm.alarm.kind) }

  /// `塔山（CAM-01）`.
  func camera(_ id: String) -> String {
    guard let name = cameras[id], name != id else { return id }
    return names.texts.language == .zh ? "\(name)（\(id)）" : "\(name) (\(id))"
  }

  func camera(_ alarm: TriagedAlarm) -> String { camera(alarm.alarm.camera) }

  func place(_ alarm: TriagedAlarm) -> String {
    names.place(alarm.place) ?? alarm.position.map(CaseView.text) ?? "—"
  }

  func verdict(_ alarm: TriagedAlarm) -> String {
    names.texts("cameras.\(alarm.judgement?.verdict.rawValue ?? "unjudged")")
  }

  func verdictClass(_ alarm: TriagedAlarm) -> String {
    switch alarm.judgement?.verdict {
    case .real: "bad"
    case .nothing: "good"
    case .doubtful: "warn"
    case nil: "plain"
    }
  }

  /// What became of an alarm that was just judged, or whose verdict was just taken back.
  func done(_ alarm: TriagedAlarm, file: CaseFile?) -> String {
    guard alarm.judgement != nil else { return names.texts("cameras.undone") }
    let said = names.texts(
      "cameras.doneText",
      [
        "camera": camera(alarm), "time": time.short(alarm.alarm.occurredAt, now: now),
        "verdict": verdict(alarm),
      ])
    guard alarm.judgement?.verdict == .nothing, let file, !file.isOpen else { return said }
    return said + " " + names.texts("cameras.ended", ["number": file.number])
  }
}

extension PlanNames {
  /// What the plan calls a kind of camera alarm.
  func alarm(_ kind: String) -> String { plan.label(ofAlarm: kind).map { texts($0) } ?? kind }
}

/// What was told of an alarm that nobody looked at in time.
struct AlarmToldWording: Sendable {
  let title: String
  let what: String
  let href: String

  /// nil for what is about something else.
  init?(_ told: Ledger.Notification, names: PlanNames) {
    guard told.code == AlarmDesk.lateCode,
      let id = told.object.split(separator: "/").last.flatMap({ Int64($0) })
    else { return nil }
    let texts = names.texts
    title = texts(
      "cameras.lateTitle",
      [
        "kind": names.alarm(told.values["kind"] ?? ""), "camera": told.values["camera"] ?? "",
      ])
    let late = told.values["levelSeconds"].flatMap { Int($0) } ?? 0
    what =
      late > 0
      ? texts("cameras.lateBy", ["duration": texts.duration(seconds: late)])
      : texts("cameras.lateNow")
    href = "/cameras?alarm=\(id)"
  }
}
