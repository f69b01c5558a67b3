/// Reports from the public: `reports` of `plan.yml`. Read after the procedures, whose categories it
/// names.
extension PlanReader {
  func reports(_ value: Value) -> ReportRules? {
    guard let table = Table(value, "reports", .reports, log: log) else { return nil }
    return ReportRules(
      acceptWithin: table["accept-within"].flatMap { limit($0, "\"accept-within\" of reports") },
      answerWithin: table["answer-within"].flatMap { limit($0, "\"answer-within\" of reports") },
      late: table["late"].map(late) ?? [],
      complaints: table["complaints"].flatMap(complaints),
      rewards: table["rewards"].flatMap(rewards),
      hotlines: table["hotlines"].map(hotlines) ?? [])
  }

  /// Systems whose numbers are each one report's.
  private func hotlines(_ value: Value) -> [String] {
    var hotlines: [String] = []
    for item in oneOrMore(value) {
      let name = "\"hotlines\" of reports"
      guard let id = reference(item, to: .system, name) else { continue }
      if hotlines.contains(id) {
        log.error(item.location, "\(name) names \"\(id)\" twice", "keep one")
      } else if systems.first(where: { $0.id == id })?.isShared == true {
        log.error(
          item.location, "\(name) is \"\(id)\", whose numbers stand on several cases",
          "name systems in which a number is one report's, or remove shared there")
      }
      hotlines.append(id)
    }
    return hotlines
  }

  private func late(_ value: Value) -> [ReportRules.Late] {
    var late: [ReportRules.Late] = []
    for item in list(value, "\"late\" of reports") ?? [] {
      guard let table = Table(item, "\"late\" of reports", .reportLate, log: log),
        let after = table.required("after", "add after: 0 min")
          .flatMap({ duration($0, "\"after\" of \(table.name)") }),
        let tell = table.required("tell", "name whom to tell: duty, assignee, lead or leader")
          .map({ actors($0, "\"tell\" of \(table.name)") })
      else { continue }
      if let last = late.last, after <= last.afterSeconds {
        log.error(
          table.location, "\(table.name) does not ascend", "put the shortest time first, each once")
      }
      // Nobody else may learn of a report that nobody has looked at.
      for actor in tell where actor == .system || actor == .facility {
        log.error(
          table.location(of: "tell"), "\(table.name) tells the \(actor.rawValue)",
          "name duty, assignee, lead or leader")
      }
      late.append(ReportRules.Late(afterSeconds: after, tell: tell))
    }
    return late
  }

  private func complaints(_ value: Value) -> ReportRules.Complaints? {
    guard let table = Table(value, "\"complaints\" of reports", .complaints, log: log) else {
      return nil
    }
    if !registers.contains(where: { $0.role == .complaints }), !unsure.contains(.register) {
      log.error(
        table.location, "reports are complaints, but no register is that of complaints",
        "add role: complaints to it, or remove complaints")
    }
    let categories = table.required("categories", "name the categories of report")
      .map { self.categories($0, "\"categories\" of \(table.name)") }
    let repeated = table.required("repeated-within", "add repeated-within: 30 d")
      .flatMap { duration($0, "\"repeated-within\" of \(table.name)", atLeast: 1) }
    guard let categories, let repeated else { return nil }
    return ReportRules.Complaints(categories: categories, repeatedSeconds: repeated)
  }

  /// Ids of categories that a procedure takes in.
  func categories(_ value: Value, _ name: String) -> [String] {
    let known = procedures.flatMap(\.intake.reportCategories).map(\.id)
    var categories: [String] = []
    for item in list(value, name) ?? [] {
      guard case .text(let text) = item.content, known.contains(text) else {
        if !unsure.contains(.procedure) {
          log.error(
            item.location, "\(name) cannot be \(item.kind)", suggestion(item, among: known))
        }
        continue
      }
      categories.append(text)
    }
    return categories
  }
}
