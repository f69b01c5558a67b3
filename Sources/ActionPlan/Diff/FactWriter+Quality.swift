/// What a plan says of data quality.
extension FactWriter {
  func quality(_ rule: QualityRule) -> Element {
    let unit = rule.quantities.first.flatMap { plan.quantity($0)?.unit } ?? ""
    func amount(_ value: Double) -> Label { .same("\(number(value)) \(unit)") }
    var facts: Facts = [
      .label(rule.label), .words("of", "因子", "of", .list(rule.quantities)),
      .words("resolution", "分辨率", "resolution", amount(rule.resolution)),
      .words("limit", "限值", "limit", rule.limit.map(amount)),
    ]
    facts +=
      faults(rule, amount)
      + rule.cross.enumerated().map { number, check in
        .words("cross \(number)", "交叉检查", "cross", text(check))
      }
    facts += evasion(rule)
    facts.append(
      .words(
        "calibrated", "校准周期", "calibrated every", rule.calibrationSeconds.map { .duration($0) }))
    return Element(rule.id, rule.label, facts)
  }

  private func faults(_ rule: QualityRule, _ amount: (Double) -> Label) -> Facts {
    [
      rule.constant.map { check in
        .part(
          "constant", "检查", "check", nil,
          [
            .words("for", "持续", "for", .duration(check.forSeconds)),
            .words("above", "高于", "above", amount(check.above)),
            .text("chance", "偶然概率", "chance", number(check.chance)), running(check.running),
          ])
      },
      rule.zero.map { check in
        .part(
          "zero", "检查", "check", nil,
          [
            .words("for", "持续", "for", .duration(check.forSeconds)),
            .text("usual", "惯常比例", "usual", percent(check.usualShare)), running(check.running),
          ])
      },
      rule.negative.map { check in
        .part(
          "negative", "检查", "check", nil,
          [
            .words("below", "低于", "below", amount(check.below)),
            .words("for", "持续", "for", .duration(check.forSeconds)),
          ])
      },
      rule.overRange.map { check in
        .part(
          "over-range", "检查", "check", nil,
          [
            .words("at", "达到", "at", amount(check.at)),
            .words("for", "持续", "for", .duration(check.forSeconds)),
          ])
      },
      .text("jump", "突跳（标准差倍数）", "jump, deviations", rule.jump.map { number($0.deviations) }),
      rule.unitSlip.map { check in
        .part(
          "unit-slip", "检查", "check", nil,
          [
            .words("factors", "倍数", "factors", .list(check.factors.map(number))),
            .words("for", "持续", "for", .duration(check.forSeconds)),
          ])
      },
      .words("clock", "时钟偏差", "clock off by", rule.clock.map { .duration($0.offSeconds) }),
      .text("gap", "缺数间隔数", "gap, intervals", rule.gap.map { "\($0.intervals)" }),
      .flag("duplicate", "重复数据检查", "duplicate", rule.duplicate),
      rule.agreement.map { check in
        .part(
          "agreement", "检查", "check", nil,
          [
            .text("within", "偏差", "within", percent(check.share)),
            .words("for", "持续", "for", .duration(check.forSeconds)),
          ])
      },
    ]
  }

  private func evasion(_ rule: QualityRule) -> Facts {
    [
      rule.flagMisuse.map { check in
        .part(
          "flag-misuse", "检查", "check", nil,
          [
            .text("share", "比例", "share", percent(check.share)),
            .text("matched", "对应比例", "matched", percent(check.matched)),
            .text("least", "至少", "least", "\(check.least)"),
          ])
      },
      rule.held.map { check in
        .part(
          "held", "检查", "check", nil,
          [
            .words("over", "时段", "over", .duration(check.overSeconds)),
            .text("within", "区间", "within", percent(check.within)),
            .text("least", "至少", "least", "\(check.least)"),
            .text("ratio", "倍数", "ratio", number(check.ratio)),
          ])
      },
      rule.frozen.map { check in
        .part(
          "frozen", "检查", "check", nil,
          [
            .words("for", "持续", "for", .duration(check.forSeconds)),
            .text("share", "比例", "share", percent(check.share)),
          ])
      },
      rule.capped.map { check in
        .part(
          "capped", "检查", "check", nil,
          [
            .words("over", "时段", "over", .duration(check.overSeconds)),
            .text("least", "至少", "least", "\(check.least)"),
            .text("ratio", "倍数", "ratio", number(check.ratio)),
          ])
      },
      rule.copied.map { check in
        .part(
          "copied", "检查", "check", nil,
          [
            .words("for", "持续", "for", .duration(check.forSeconds)),
            .text("correlation", "相关系数", "correlation", number(check.correlation)),
          ])
      },
    ]
  }

  private func running(_ running: QualityRule.Running?) -> Fact? {
    .text(
      "while", "运行条件", "while",
      running.map {
        "\($0.quantity) > \(number($0.above)) \(plan.quantity($0.quantity)?.unit ?? "")"
      })
  }

  private func text(_ cross: QualityRule.Cross) -> Label {
    let (words, seconds): (String, Int) =
      switch cross {
      case .notAbove(let other, let share, let margin, let seconds):
        ("≤ \(other) × \(number(1 + share)) + \(number(margin))", seconds)
      case .converted(let other, let oxygen, let reference, let share, let seconds):
        (
          "\(other) × (21 - \(number(reference))) / (21 - \(oxygen)) ± \(percent(share))", seconds
        )
      case .notAboveValue(let bound, let seconds): ("≤ \(number(bound))", seconds)
      }
    let length = Label.duration(seconds)
    return Label(zh: "\(words)，\(length.zh)", en: "\(words), \(length.en)")
  }

  private func percent(_ share: Double) -> String { "\(number((share * 1e6).rounded() / 1e4)) %" }

  private func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : String(value)
  }
}
