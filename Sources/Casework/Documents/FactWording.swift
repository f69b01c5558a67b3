import ActionPlan
import Ledger

/// Puts a case into the sentences of its documents.
struct FactWording {
  let plan: Plan
  let file: CaseFile
  let procedure: Procedure
  let events: [CaseEvent]
  let grounds: [CaseGround]
  let points: [String: MonitoringPoint]
  let people: [String: Account]
  let facility: Facility?
  let document: CaseDocument

  private var offset: Int { plan.utcOffsetSeconds }

  var values: [DocumentField.Source: DocumentValue] {
    var values: [DocumentField.Source: DocumentValue] = [
      .caseNumber: DocumentValue(file.number), .title: title, .facts: facts,
      .occurred: OfficialDate.minute(file.occurredAt, offset), .history: history,
      .lead: unit(file.leadUnit),
    ]
    values[.facility] = facility.map { DocumentValue($0.name) }
    values[.creditCode] = facility?.creditCode.map { DocumentValue($0) }
    values[.place] = (facility?.place ?? file.place).flatMap { plan.place($0) }
      .map { DocumentValue($0.label) }
    values[.clause] = file.clause.map(clause)
    values[.closed] = file.closedAt.map { OfficialDate.minute($0, offset) }
    values[.assignee] = file.assignedUnit.map(unit)
    values[.due] = document.dueAt.map { OfficialDate.minute($0, offset) }
    values[.late] = document.dueAt.flatMap { due in
      document.draftedAt > due ? OfficialDate.length(document.draftedAt - due) : nil
    }
    values[.awaited] = awaited
    values[.readings] = grounds.isEmpty ? nil : readings
    values[.monitors] = monitors
    values[.handled] = events.last { $0.kind == .step && $0.values["note"] != nil }?
      .values["note"].map { DocumentValue($0) }
    values[.cause] = events.last { $0.values["cause"] != nil }?.values["cause"].map { id in
      procedure.causes.first { $0.id == id }.map { DocumentValue($0.label) } ?? DocumentValue(id)
    }
    return values
  }

  /// Names of those who took steps, the last first, each once; who left a firm's answer is no officer.
  var officers: [String] {
    var names: [String] = []
    for event in events.reversed() where event.kind == .step || event.kind == .returned {
      guard let account = people[event.actor], account.roles != [.enterprise],
        !names.contains(account.displayName)
      else { continue }
      names.append(account.displayName)
    }
    return names
  }

  private func unit(_ id: String) -> DocumentValue {
    plan.unit(id).map { DocumentValue($0.label) } ?? DocumentValue(id)
  }

  private func clause(_ id: String) -> DocumentValue {
    let label = plan.clause(id)?.label
    return DocumentValue(
      "\(id)\(label.map { " \($0.zh)" } ?? "")", en: "\(id)\(label.map { " \($0.en)" } ?? "")")
  }

  private var title: DocumentValue {
    let values = file.title.values
    switch file.title.code {
    case .rule:
      let label = plan.rule(values["rule"] ?? "")?.label ?? procedure.label
      guard let row = values["row"] else { return DocumentValue(label) }
      return DocumentValue("\(label.zh)（\(row)）", en: "\(label.en) (\(row))")
    case .report:
      let category = procedure.intake.reportCategories.first { $0.id == values["category"] }
      return DocumentValue(category?.label ?? procedure.label)
    case .manual: return values["text"].map { DocumentValue($0) } ?? DocumentValue(procedure.label)
    case .camera: return DocumentValue(procedure.label)
    }
  }

  /// One sentence of how it came to light, one of what was measured.
  private var facts: DocumentValue {
    let when = OfficialDate.minute(file.occurredAt, offset)
    let found: Label =
      switch file.title.code {
      case .rule where !grounds.isEmpty:
        Label(zh: "经自动监测发现", en: "automatic monitoring found")
      case .rule: Label(zh: "经核查台账发现", en: "a check of the registers found")
      case .camera: Label(zh: "经视频监控发现", en: "a camera showed")
      case .report: Label(zh: "经群众举报反映", en: "a member of the public reported")
      case .manual: Label(zh: "经巡查发现", en: "an inspection found")
      }
    let whose = facility?.name ?? file.place.flatMap { plan.place($0)?.label }
    let title = self.title
    let zh = "\(when.zh)，\(found.zh)\(whose.map { $0.zh + "存在" } ?? "")“\(title.zh)”情形"
    let en =
      "On \(when.text(.en)) \(found.en) “\(title.text(.en))”"
      + (whose.map { " at \($0.en)" } ?? "")
    guard !grounds.isEmpty else {
      return DocumentValue(
        "\(zh)（问题单\(file.number)）。", en: "\(en) (case \(file.number)).")
    }
    let measured = readings
    return DocumentValue(
      "\(zh)（问题单\(file.number)）。监测数据显示：\(measured.zh)。",
      en: "\(en) (case \(file.number)). Measured: \(measured.text(.en)).")
  }

  private var readings: DocumentValue {
    let all = grounds.map(reading)
    return DocumentValue(
      all.map(\.zh).joined(separator: "；"), en: all.map { $0.text(.en) }.joined(separator: "; "))
  }

  private func reading(_ ground: CaseGround) -> DocumentValue {
    let quantity = ground.quantity.flatMap { plan.quantity($0) }
    let point = ground.point.flatMap { points[$0]?.label } ?? ground.point.map(Label.same)
    let unit = quantity.map { $0.unit.isEmpty ? "" : " \($0.unit)" } ?? ""
    let name = Label(
      zh: "\(point?.zh ?? "")\(quantity?.label.zh ?? "")",
      en: [point?.en, quantity?.label.en].compactMap { $0 }.joined(separator: " "))
    let value = ground.value.map { "\($0)\(unit)" } ?? ""
    let at = OfficialDate.minute(ground.at, offset)
    let limit = limit(ground, unit)
    return DocumentValue(
      "\(name.zh)\(value.isEmpty ? "" : "为\(value)")（\(limit.zh)，\(at.zh)）",
      en: "\(name.en)\(value.isEmpty ? "" : " \(value)") (\(limit.en), \(at.text(.en)))")
  }

  private func limit(_ ground: CaseGround, _ unit: String) -> Label {
    let limit = "\(ground.limit ?? "")\(unit)"
    return switch ground.comparison {
    case "above": Label(zh: "高于\(limit)", en: "above \(limit)")
    case "below": Label(zh: "低于\(limit)", en: "below \(limit)")
    case "outside":
      Label(
        zh: "超出\(ground.limit ?? "")至\(ground.upperLimit ?? "")\(unit)的范围",
        en: "outside \(ground.limit ?? "") to \(ground.upperLimit ?? "")\(unit)")
    case "equals": Label(zh: "状态为\(limit)", en: "equal to \(limit)")
    case "unchanged": Label(zh: "数值长时间不变", en: "unchanged")
    default: Label(zh: "无数据上传", en: "no data")
    }
  }

  private var monitors: DocumentValue? {
    var labels: [Label] = []
    for ground in grounds {
      guard let id = ground.point else { continue }
      let label = points[id]?.label ?? .same(id)
      if !labels.contains(label) { labels.append(label) }
    }
    guard !labels.isEmpty else { return nil }
    return DocumentValue(
      labels.map(\.zh).joined(separator: "、"), en: labels.map(\.en).joined(separator: ", "))
  }

  /// What was to be done by the deadline that ran when it was drafted.
  private var awaited: DocumentValue? {
    let steps = procedure.steps(from: document.caseState).filter { !$0.isReturn }
    let timed = steps.filter { $0.within != nil }
    guard let step = (timed.isEmpty ? steps : timed).first else { return nil }
    return DocumentValue(step.label)
  }

  private var history: DocumentValue {
    let lines = events.compactMap { event -> DocumentValue? in
      guard event.kind == .step || event.kind == .returned else { return nil }
      let step = procedure.steps.first { step in
        step.to == event.toState && step.from.contains(event.fromState ?? "")
          && step.isReturn == (event.kind == .returned)
      }
      let at = OfficialDate.minute(event.at, offset)
      let who = people[event.actor].map { account in
        [account.unit.map { unit($0).zh }, account.displayName].compactMap { $0 }
          .joined(separator: "")
      }
      let note = event.values["note"].map { "：\($0)" } ?? ""
      let label = step?.label ?? .same(event.toState ?? "")
      return DocumentValue(
        "\(at.zh)，\(who ?? "系统")\(label.zh)\(note)",
        en: "\(at.text(.en)): \(label.en)\(who.map { " (\($0))" } ?? "")"
          + (event.values["note"].map { " – \($0)" } ?? ""))
    }
    return DocumentValue(
      lines.map(\.zh).joined(separator: "\n"),
      en: lines.map { $0.text(.en) }.joined(separator: "\n"))
  }
}
