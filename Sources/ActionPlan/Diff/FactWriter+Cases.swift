import AirQuality

/// Rules and procedures.
extension FactWriter {
  func system(_ system: OutsideSystem) -> Element {
    let words = system.words.map { word in
      let also = word.also.isEmpty ? "" : " (\(word.also.joined(separator: ", ")))"
      let standings = word.standings.map(\.rawValue).joined(separator: ", ")
      return word.word + also + (standings.isEmpty ? "" : ": \(standings)")
    }
    return Element(
      system.id, system.label,
      [
        .label(system.label), .words("numbers", "编号格式", "numbers", .list(system.numbers)),
        .flag("shared", "编号可重复", "shared", system.isShared),
        .flag("several", "可有多个编号", "several", system.hasSeveral),
        .words("words", "状态用语", "words", .list(words)),
      ])
  }

  func rule(_ rule: Rule) -> Element {
    let watch: Label =
      switch rule.watch {
      case .devices: Label(zh: "设备", en: "devices")
      case .register(let id): .same(id)
      }
    var facts: Facts = [
      .label(rule.label), clause(rule.clause), .words("watch", "监视", "watch", watch),
    ]
    switch rule.trigger {
    case .silent:
      facts.append(.words("when", "条件", "when", Label(zh: "无数据", en: "silent")))
    case .unchanged(let field, let quantity):
      facts.append(
        .words(
          "when", "条件", "when",
          Label(zh: "\(field).\(quantity) 不变化", en: "\(field).\(quantity) unchanged")))
    case .conditions(let conditions): facts += conditions.map(condition)
    case .rows(let trigger):
      facts += rows(trigger)
      facts.append(.text("facility", "企业字段", "facility", rule.facilityField))
      facts += rule.stages.map(stage)
      return Element(rule.id, rule.label, facts)
    }
    facts += [
      .words("after-start", "启动豁免", "after start", .duration(rule.except.afterStartSeconds)),
      .words("declared", "申报豁免", "declared", .list(rule.except.declared)),
      .words("gap", "中断间隔", "gap", .duration(rule.gapSeconds)),
      .text("facility", "企业字段", "facility", rule.facilityField),
    ]
    facts += rule.stages.map(stage)
    return Element(rule.id, rule.label, facts)
  }

  private func rows(_ trigger: RowTrigger) -> Facts {
    let within = trigger.within.map { span -> Label in
      switch span {
      case .days(let count): Label(zh: "\(count)天", en: "\(count) d")
      case .months(let count): Label(zh: "\(count)个月", en: "\(count) months")
      }
    }
    return [
      .text("where", "行条件", "where", trigger.filter.text),
      .text("times", "次数", "times", "\(trigger.times)"),
      .words("within", "期限内", "within", within),
      .text("by", "分组字段", "by", trigger.by),
      .text("dated", "日期字段", "dated", trigger.dated),
    ]
  }

  private func condition(_ condition: Condition) -> Fact {
    let unit = plan.quantity(condition.quantity)?.unit ?? ""
    let name = "\(condition.field).\(condition.quantity)"
    let (word, limit): (Label, Label) =
      switch condition.comparison {
      case .above(let amount): (Label(zh: "高于", en: "above"), self.amount(amount, unit))
      case .below(let amount): (Label(zh: "低于", en: "below"), self.amount(amount, unit))
      case .outside(let low, let high):
        (
          Label(zh: "超出", en: "outside"),
          Label(
            zh: "\(amount(low, unit).zh)…\(amount(high, unit).zh)",
            en: "\(amount(low, unit).en)…\(amount(high, unit).en)")
        )
      case .equals(let number):
        (Label(zh: "等于", en: "equals"), .same("\(number) \(unit)"))
      }
    let window = condition.windowSeconds == 0 ? nil : Label.duration(condition.windowSeconds)
    return .part(
      "\(name) \(word.en)", "条件", "condition", nil,
      [
        .words("limit", "限值", "limit", limit),
        .text("release", "回差", "release", "\(condition.releaseMargin)"),
        .text("statistic", "统计量", "statistic", condition.statistic),
        .words("window", "时段", "window", window),
      ])
  }

  private func amount(_ amount: Condition.Amount, _ unit: String) -> Label {
    switch amount {
    case .fixed(let number): .same(unit.isEmpty ? "\(number)" : "\(number) \(unit)")
    case .percent(let number, let field):
      Label(zh: "\(field) 的 \(number) %", en: "\(number) % of \(field)")
    }
  }

  private func stage(_ stage: Stage) -> Fact? {
    switch stage.action {
    case .tellFacility:
      .words("tell", "告知企业", "tell the facility after", .duration(stage.afterSeconds))
    case .open(let procedure, let severity):
      .part(
        procedure, "立案", "open a case", nil,
        [
          .words("after", "持续", "after", .duration(stage.afterSeconds)),
          .words("severity", "等级", "severity", self.severity(severity)),
        ])
    }
  }

  private func severity(_ severity: Severity) -> Label {
    switch severity {
    case .minor: Label(zh: "轻微", en: "minor")
    case .ordinary: Label(zh: "一般", en: "ordinary")
    case .serious: Label(zh: "较重", en: "serious")
    case .grave: Label(zh: "严重", en: "grave")
    }
  }

  func procedure(_ procedure: Procedure) -> Element {
    var facts: Facts = [
      .label(procedure.label), clause(procedure.clause),
      .words("lead", "牵头单位", "lead", units([procedure.lead])),
      .words("opened", "初始状态", "opened", procedure.opened),
      .words(
        "camera", "视频告警", "camera alarms", .list(procedure.intake.cameraAlarms.map(\.label))),
      .words(
        "report", "公众举报", "public reports",
        .list(procedure.intake.reportCategories.map(\.label))),
      .words("causes", "原因", "causes", .list(procedure.causes.map(\.label))),
    ]
    facts += procedure.intake.triage.map(triage) ?? []
    facts += procedure.steps.map(step)
    facts += procedure.remind.map(reminder)
    facts += procedure.late.map(lateness)
    facts += rules(procedure.rules)
    return Element(procedure.id, procedure.label, facts)
  }

  private func triage(_ triage: AlarmTriage) -> Facts {
    let join = triage.join.map { join in
      let within = Label.duration(join.withinSeconds)
      return Label(zh: "\(within.zh)、\(join.metres) 米内", en: "\(within.en) and \(join.metres) m")
    }
    return [
      .words("triage", "研判时限", "looked through within", .duration(triage.withinSeconds)),
      .words("triage-join", "视为同一告警", "alarms joined within", join),
    ]
      + triage.late.map { level in
        let after = Label.duration(level.afterSeconds)
        return .words(
          "triage-late \(level.afterSeconds)", "研判逾期\(after.zh)", "looked through \(after.en) late",
          .list(level.tell.map(Self.told)))
      }
  }

  private func rules(_ rules: CaseRules) -> Facts {
    func people(_ actors: [Step.Actor]?) -> Label? { .list((actors ?? []).map(\.rawValue)) }
    return [
      .words("suspend", "可挂起", "suspended by", people(rules.suspension?.by)),
      .words(
        "suspend-longest", "挂起最长", "suspended at most",
        rules.suspension.map { .duration($0.longestSeconds) }),
      .words("transfer", "可移交", "transferred by", people(rules.transfer?.by)),
      .words("arbitrate", "移交裁定", "transfer arbitrated by", people(rules.transfer?.arbitrate)),
      .words("reopen", "可重开", "reopened by", people(rules.reopening?.by)),
      .text("reopen-to", "重开后", "reopened to", rules.reopening?.to),
      .words(
        "reopen-within", "重开期限", "reopened within",
        rules.reopening.map { .duration($0.withinSeconds) }),
      .words("appeal", "申诉期限", "appeal within", rules.appeal.map { .limit($0.within) }),
      .words("appeal-decide", "申诉裁定", "appeal decided by", people(rules.appeal?.decideBy)),
      .words(
        "appeal-limit", "裁定时限", "appeal decided within",
        rules.appeal.map { .limit($0.decideWithin) }),
      .words("relapse", "复发期", "relapse within", rules.relapseSeconds.map(Label.duration)),
    ]
  }

  private func reminder(_ reminder: Reminder) -> Fact? {
    let before = Label.duration(reminder.beforeSeconds)
    return .words(
      "remind \(reminder.beforeSeconds)", "到期前\(before.zh)提醒", "reminded \(before.en) before",
      .list(reminder.tell.map(\.rawValue)))
  }

  private func lateness(_ late: Lateness) -> Fact? {
    let after = Label.duration(late.afterSeconds)
    return .words(
      "late \(late.afterSeconds)", "逾期\(after.zh)", "\(after.en) late",
      .list(late.tell.map(Self.told) + (late.draft.map { [Self.drafted($0)] } ?? [])))
  }

  private static func told(_ actor: Step.Actor) -> Label {
    Label(zh: "告知 \(actor.rawValue)", en: "tells \(actor.rawValue)")
  }

  private static func drafted(_ draft: Lateness.Draft) -> Label {
    Label(
      zh: "拟 \(draft.document) 由 \(draft.sign.code) 签发",
      en: "drafts \(draft.document) for \(draft.sign.code)")
  }

  private func step(_ step: Step) -> Fact {
    .part(
      "\(step.from.joined(separator: ", ")) → \(step.to)", "步骤", "step", step.label,
      [
        .label(step.label), .words("reached", "状态", "reached", step.reached),
        .words("by", "由谁", "by", .list(step.by.map(\.rawValue))),
        .words("parallel", "分头办理", "each of", .list(step.parallel.compactMap(assignment))),
        .words("optional", "可跳过", "may be skipped by", .list(step.optional.map(\.rawValue))),
        .words("assign", "派给", "assign", step.assign.flatMap(assignment)),
        .words("inform", "告知", "inform", .list(step.inform.compactMap(assignment))),
        .words("within", "时限", "within", step.within.map(Label.limit)),
        .flag("keeps", "沿用时限", "keeps the deadline", step.keepsDeadline),
        .words("needs", "材料", "needs", .list(step.needs.map(\.rawValue))),
        .words("not-by", "回避", "not by who took", .list(step.notBy)),
        .flag("return", "退回", "return", step.isReturn),
      ])
  }

  private func assignment(_ assignment: Step.Assignment) -> Label? {
    switch assignment {
    case .townOfPlace: Label(zh: "所在镇街", en: "the town of the place")
    case .choose: Label(zh: "自选", en: "as chosen")
    case .field(let field): Label(zh: "字段 \(field)", en: "field \(field)")
    case .unit(let unit): units([unit])
    }
  }
}
