import AirQuality

/// What is promised: clauses, objectives, rankings, indicators, campaigns.
extension FactWriter {
  func clause(_ clause: Clause) -> Element {
    let rhythm =
      switch clause.rhythm {
      case .month: Label(zh: "每月", en: "every month")
      case .quarter: Label(zh: "每季度", en: "every quarter")
      case .halfYear: Label(zh: "每半年", en: "every half-year")
      case .once: Label(zh: "一次", en: "once")
      }
    return Element(
      clause.id, clause.label,
      [
        .label(clause.label), .words("lead", "牵头单位", "lead", units(clause.lead)),
        .words("with", "配合单位", "with", units(clause.with)),
        .words("target", "指标要求", "target", clause.target),
        .text("due", "期限", "due", clause.due?.description),
        .words("reports", "报告频次", "reports", rhythm),
      ] + stages(clause.milestones, Label(zh: "节点", en: "milestone"))
        + [.words("pending", "待建能力", "pending", .list(clause.pending))])
  }

  func stages(_ stages: [Clause.Milestone], _ noun: Label) -> Facts {
    stages.map { stage in
      .part(
        stage.id, noun.zh, noun.en, stage.label,
        [
          .label(stage.label), .text("by", "截止", "by", stage.by.description),
          .words("units", "单位", "units", units(stage.units)),
        ])
    }
  }

  func objective(_ objective: Objective) -> Element {
    let measure: Label =
      switch objective.measure {
      case .annualMean(let id): Label(zh: "\(id) 年均值", en: "annual mean of \(id)")
      case .annualPercentile90(let id):
        Label(zh: "\(id) 第90百分位数", en: "annual 90th percentile of \(id)")
      case .goodDayShare: Label(zh: "优良天数比率", en: "share of good days")
      case .classTwo(let reading): Label(zh: "二级标准（\(reading)）", en: "class II (\(reading))")
      case .rank(let id): Label(zh: "在 \(id) 中的排名", en: "rank in \(id)")
      case .changeOnYear(.compositeIndex): Label(zh: "综合指数同比", en: "composite index on year")
      case .changeOnYear(.pollutant(let pollutant)):
        Label(zh: "\(pollutant.rawValue) 同比", en: "\(pollutant.rawValue) on year")
      }
    return Element(
      objective.id, objective.label,
      [
        .label(objective.label), clause(objective.clause),
        .words("measure", "评价内容", "measure", measure),
        .words(
          "target", "目标值", "target",
          objective.target.map { bound($0.direction, "\($0.number)", .same($0.unit)) }),
      ])
  }

  /// `at least 14 t`
  func bound(_ direction: Objective.Direction, _ number: String, _ unit: Label) -> Label {
    func figure(_ unit: String) -> String { unit.isEmpty ? number : "\(number) \(unit)" }
    return direction == .atLeast
      ? Label(zh: "不低于 \(figure(unit.zh))", en: "at least \(figure(unit.en))")
      : Label(zh: "不高于 \(figure(unit.zh))", en: "at most \(figure(unit.en))")
  }

  func ranking(_ ranking: AirRanking) -> Element {
    let members: Label? =
      switch ranking.members {
      case .stations(let role): .same(role.rawValue)
      case .places(let places): .list(places.map { $0.name + ($0.city.map { " (\($0))" } ?? "") })
      }
    return Element(
      ranking.id, ranking.label,
      [
        .label(ranking.label), clause(ranking.clause), .words("of", "参加者", "of", members),
        .text("ties", "并列", "ties", ranking.ties.rawValue),
        .flag("public", "公开", "public", ranking.isPublic),
      ])
  }

  func indicator(_ indicator: Indicator) -> Element {
    var facts: Facts = [
      .label(indicator.label), clause(indicator.clause),
      .words("unit", "单位", "unit", indicator.unit.isEmpty ? nil : indicator.unit),
      .text("decimals", "小数位数", "decimals", indicator.decimals.map { "\($0)" }),
      .words("measure", "算法", "measure", measure(indicator.measure)),
    ]
    if let target = indicator.target {
      let unset = Label(zh: "待上级下达", en: "to be set from above")
      facts += [
        .words(
          "target", "目标值", "target",
          target.number.map { bound(target.direction, "\($0)", indicator.unit) } ?? unset),
        .text("until", "截止", "by", target.by.description),
        .words("pace", "进度要求", "pace", pace(target.pace)),
        .text("tolerance", "容差", "tolerance", "\(target.tolerance) %"),
      ]
    }
    return Element(
      indicator.id, indicator.label, facts + [.text("by", "分解", "broken down by", indicator.by)])
  }

  private func pace(_ pace: Indicator.Pace) -> Label? {
    switch pace {
    case .even: Label(zh: "均匀推进", en: "even")
    case .level: Label(zh: "始终达到", en: "level")
    case .steps(let steps): .list(steps.map { "\($0.by): \($0.reach)" })
    }
  }

  private func measure(_ measure: Indicator.Measure) -> Label {
    switch measure {
    case .fold(let part): return self.part(part)
    case .share(let rows, let among):
      let all = among.map { ", \($0.text)" } ?? ""
      return Label(
        zh: "占比：\(self.rows(rows))\(all.isEmpty ? "" : "；基数\(all)")",
        en: "share of \(self.rows(rows))\(all.isEmpty ? "" : "; among\(all)")")
    case .ratio(let top, let bottom):
      let (a, b) = (self.part(top), self.part(bottom))
      return Label(zh: "\(a.zh) ÷ \(b.zh)", en: "\(a.en) ÷ \(b.en)")
    case .growthOnYear(let part):
      let part = self.part(part)
      return Label(zh: "同比：\(part.zh)", en: "growth on year of \(part.en)")
    case .samples(let statistic, let quantity, let register, let field):
      let words = "\(statistic.rawValue) \(quantity) @ \(register).\(field)"
      return .same(words)
    case .query(let text): return .same(text)
    }
  }

  private func part(_ part: Indicator.Part) -> Label {
    let rows = self.rows(part.rows)
    return switch part.fold {
    case .count: Label(zh: "计数：\(rows)", en: "count of \(rows)")
    case .sum(let field): Label(zh: "\(field) 合计：\(rows)", en: "sum of \(field) of \(rows)")
    case .mean(let field): Label(zh: "\(field) 均值：\(rows)", en: "mean of \(field) of \(rows)")
    case .percentile(let rank, let field):
      Label(zh: "\(field) 第\(rank)百分位数：\(rows)", en: "percentile \(rank) of \(field) of \(rows)")
    }
  }

  /// `fuel-checks [product = 'diesel'] (sampled-on)`
  func rows(_ rows: Indicator.Rows) -> String {
    rows.register + (rows.filter.map { " [\($0.text)]" } ?? "")
      + (rows.dated.map { " (\($0))" } ?? "")
  }

  func campaign(_ campaign: Campaign) -> Element {
    Element(
      campaign.id, campaign.label,
      [
        .label(campaign.label), clause(campaign.clause),
        .text("from", "开始", "from", campaign.from.description),
        .text("until", "结束", "until", campaign.until.description),
        .words("units", "单位", "units", units(campaign.units)),
      ] + stages(campaign.stages, Label(zh: "阶段", en: "stage")))
  }
}
