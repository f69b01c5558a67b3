/// What happens before a step is due, and when it is late.
extension PlanReader {
  func reminders(_ value: Value, _ name: String) -> [Reminder] {
    var reminders: [Reminder] = []
    for item in list(value, "\"remind\" of \(name)") ?? [] {
      guard let table = Table(item, "\"remind\" of \(name)", .remind, log: log),
        let before = table.required("before", "add before: 1 h")
          .flatMap({ duration($0, "\"before\" of \(table.name)", atLeast: 1) }),
        let tell = table.required("tell", "name whom to tell: duty, assignee, lead or facility")
          .map({ actors($0, "\"tell\" of \(table.name)") })
      else { continue }
      if let last = reminders.last, before >= last.beforeSeconds {
        log.error(
          table.location, "\(table.name) does not come closer to the deadline",
          "put the longest time before it first, each once")
      }
      checkTold(tell, table)
      reminders.append(Reminder(beforeSeconds: before, tell: tell))
    }
    return reminders
  }

  func lateness(_ value: Value, _ name: String) -> [Lateness] {
    var late: [Lateness] = []
    for item in list(value, "\"late\" of \(name)") ?? [] {
      guard let table = Table(item, "\"late\" of \(name)", .late, log: log),
        let after = table.required("after", "add after: 0 min")
          .flatMap({ duration($0, "\"after\" of \(table.name)") })
      else { continue }
      let tell = table["tell"].map { actors($0, "\"tell\" of \(table.name)") } ?? []
      if table["tell"] == nil, table["draft"] == nil {
        log.error(
          table.location, "\(table.name) neither tells nor drafts",
          "name whom to tell (duty, assignee, lead or facility), or a document to draft")
        continue
      }
      if let last = late.last, after <= last.afterSeconds {
        log.error(
          table.location, "\(table.name) does not ascend", "put the shortest time first, each once")
      }
      checkTold(tell, table)
      late.append(Lateness(afterSeconds: after, tell: tell, draft: draft(table)))
    }
    return late
  }

  /// Whoever is to sign must be among those who may.
  private func draft(_ table: Table) -> Lateness.Draft? {
    guard let value = table["draft"] else {
      if table["sign"] != nil {
        log.error(
          table.location(of: "sign"), "\(table.name) names who signs, but no document",
          "add draft: the id of a document, or remove sign")
      }
      return nil
    }
    guard let id = reference(value, to: .document, "\"draft\" of \(table.name)"),
      let document = documents.first(where: { $0.id == id })
    else { return nil }
    guard let sign = table["sign"] else {
      return document.sign.first.map { Lateness.Draft(document: id, sign: $0) }
    }
    guard let signer = signer(sign, "\"sign\" of \(table.name)") else { return nil }
    guard document.sign.contains(signer) else {
      log.error(
        sign.location, "\"\(signer.code)\" may not sign document \"\(id)\"",
        "name one of \(document.sign.map(\.code).joined(separator: ", ")), or add it to sign of the document"
      )
      return nil
    }
    return Lateness.Draft(document: id, sign: signer)
  }

  private func checkTold(_ tell: [Step.Actor], _ table: Table) {
    guard tell.contains(.system) else { return }
    log.error(
      table.location(of: "tell"), "\(table.name) tells the system, which reads no messages",
      "name duty, assignee, lead or facility")
  }
}
