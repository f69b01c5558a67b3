/// What is said of signs of gaming and of reports from the public.
extension FactWriter {
  var loop: Label? {
    let loop = plan.loop
    guard loop != LoopThresholds() else { return nil }
    let (bulk, text) = (Label.duration(loop.bulkSeconds), Label.duration(loop.textSeconds))
    let (last, follow) = (Label.duration(loop.lastSeconds), Label.duration(loop.followSeconds))
    let again = Label.duration(loop.againSeconds)
    return Label(
      zh: "\(bulk.zh)内办结\(loop.bulkCases)件；\(text.zh)内\(loop.textCharacters)字以上反馈相似"
        + "\(loop.textLikeness)%；相距\(loop.beyondMetres)米以上时速超过\(loop.kilometresPerHour)公里；"
        + "时限前\(last.zh)内办结而\(follow.zh)内无后续；\(again.zh)内再次发现",
      en: "\(loop.bulkCases) closings within \(bulk.en); \(loop.textLikeness) % of feedback of "
        + "\(loop.textCharacters) characters alike within \(text.en); faster than "
        + "\(loop.kilometresPerHour) km/h beyond \(loop.beyondMetres) m; closed \(last.en) before the "
        + "deadline with nothing within \(follow.en); found again within \(again.en)")
  }

  var reports: Label? {
    guard let reports = plan.reports else { return nil }
    var parts: [Label] = []
    if let limit = reports.acceptWithin.map(Label.limit) {
      parts.append(Label(zh: "\(limit.zh)内受理", en: "taken up within \(limit.en)"))
    }
    if let limit = reports.answerWithin.map(Label.limit) {
      parts.append(Label(zh: "\(limit.zh)内答复", en: "answered within \(limit.en)"))
    }
    for late in reports.late {
      let after = Label.duration(late.afterSeconds)
      let tell = late.tell.map(\.rawValue).joined(separator: "/")
      parts.append(Label(zh: "逾期\(after.zh)通知\(tell)", en: "\(after.en) late: \(tell) told"))
    }
    if let complaints = reports.complaints {
      let names = complaints.categories.joined(separator: "/")
      let within = Label.duration(complaints.repeatedSeconds)
      parts.append(
        Label(
          zh: "\(names)记入信访台账，\(within.zh)内再次反映为重复",
          en: "\(names) are complaints, repeated within \(within.en)"))
    }
    if !reports.hotlines.isEmpty {
      let names = reports.hotlines.joined(separator: "/")
      parts.append(Label(zh: "热线\(names)", en: "hotlines \(names)"))
    }
    return .list(parts)
  }

  var rewards: Label? {
    guard let rewards = plan.reports?.rewards else { return nil }
    let again = Label.duration(rewards.againSeconds)
    let same = Label.duration(rewards.sameFact.seconds)
    let kinds = rewards.kinds.map { kind in
      let names = kind.categories.joined(separator: "/")
      return Label(
        zh: "\(kind.label.zh)（\(names)，\(kind.from.rawValue)以上\(kind.needsPhoto ? "，须有照片" : "")）"
          + "\(kind.yuan)元",
        en: "\(kind.label.en) (\(names), from \(kind.from.rawValue)"
          + "\(kind.needsPhoto ? ", with a photo" : "")) \(kind.yuan) yuan")
    }
    return .list(
      [
        Label(
          zh: "年度预算\(rewards.budgetYuan)元，\(again.zh)内同类不重复奖励",
          en: "budget \(rewards.budgetYuan) yuan a year, the same kind not again within \(again.en)"
        ),
        Label(
          zh: "\(rewards.sameFact.metres)米、\(same.zh)以内疑为同一事实",
          en: "one fact suspected within \(rewards.sameFact.metres) m and \(same.en)"),
      ] + kinds + [rewards.rows.map(rows)].compactMap(\.self))
  }
  private func rows(_ rows: RewardRules.Rows) -> Label {
    let fields = rows.fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.rawValue)" }
      .joined(separator: ", ")
    let within = rows.payWithinSeconds == 0 ? nil : Label.duration(rows.payWithinSeconds)
    return Label(
      zh: "记入台账\(rows.register)（\(fields)）" + (within.map { "，批准后\($0.zh)内发放" } ?? ""),
      en: "written into register \(rows.register) (\(fields))"
        + (within.map { ", to be paid within \($0.en)" } ?? ""))
  }
}
