/// Reports from the public: `reports` of `plan.yml`. Read after the procedures, whose categories it
/// names.
extension PlanReader {
  /// Whole yuan.
  static let rewardAmounts = 1...1_000_000
  static let rewardBudgets = 1...1_000_000_000

  func reports(_ value: Value) -> ReportRules? {
    guard let table = Table(value, "reports", .reports, log: log) else { return nil }
    return ReportRules(
      acceptWithin: table["accept-within"].flatMap { limit($0, "\"accept-within\" of reports") },
      answerWithin: table["answer-within"].flatMap { limit($0, "\"answer-within\" of reports") },
      late: table["late"].map(late) ?? [],
      complaints: table["complaints"].flatMap(complaints),
      rewards: table["rewards"].flatMap(rewards))
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

  private func rewards(_ value: Value) -> RewardRules? {
    guard let table = Table(value, "\"rewards\" of reports", .rewards, log: log) else {
      return nil
    }
    let budget = table.required("budget", "add budget: and whole yuan a year")
      .flatMap { whole($0, "\"budget\" of \(table.name)", in: Self.rewardBudgets) }
    let again = table.required("again-after", "add again-after: 30 d")
      .flatMap { duration($0, "\"again-after\" of \(table.name)") }
    var kinds: [RewardRules.Kind] = []
    let items = table.required("kinds", "add kinds: and what is rewarded")
      .flatMap { list($0, "\"kinds\" of \(table.name)") }
    for item in items ?? [] {
      guard let kind = reward(item) else { continue }
      if kinds.contains(where: { $0.id == kind.id }) {
        log.error(item.location, "the reward \"\(kind.id)\" is declared twice", "keep one")
      }
      kinds.append(kind)
    }
    guard let budget, let again else { return nil }
    return RewardRules(budgetYuan: budget, againSeconds: again, kinds: kinds)
  }

  private func reward(_ value: Value) -> RewardRules.Kind? {
    guard let table = Table(value, "a reward", .reward, log: log),
      let id = table.required("reward", "begin it with \"reward: its-id\"")
        .flatMap({ id($0, .word, "the id of a reward") })
    else { return nil }
    let name = "reward \"\(id)\""
    let label = label(table)
    let categories = table.required("categories", "name the categories of report")
      .map { self.categories($0, "\"categories\" of \(name)") }
    let from = table["from"].map { word($0, "\"from\" of \(name)", among: Severity.allCases) }
    let photo = table["photo"].flatMap { flag($0, "\"photo\" of \(name)") }
    let yuan = table.required("amount", "add amount: and whole yuan")
      .flatMap { whole($0, "\"amount\" of \(name)", in: Self.rewardAmounts) }
    guard let label, let categories, let yuan, from == nil || from! != nil else { return nil }
    return RewardRules.Kind(
      id: id, label: label, categories: categories, from: (from ?? nil) ?? .minor,
      needsPhoto: photo ?? false, yuan: yuan)
  }

  /// Ids of categories that a procedure takes in.
  private func categories(_ value: Value, _ name: String) -> [String] {
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
