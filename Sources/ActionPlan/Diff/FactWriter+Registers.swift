/// Registers with their fields, checklists, zones, trades, credit, vetoes, checks and tests.
extension FactWriter {
  func register(_ register: Register) -> Element {
    Element(
      register.id, register.label,
      [
        .label(register.label), clause(register.clause),
        .text("role", "角色", "role", register.role?.rawValue),
        .words("key", "主键", "key", .list(register.key)),
        .text("title", "名称字段", "title", register.title),
        .text("dated", "日期字段", "dated", register.dated),
        .words("keepers", "维护单位", "keepers", units(register.keepers)),
        .text("kept-by", "自行填报", "kept by", register.keptBy?.rawValue),
        .words(
          "backdate", "补报时限", "backdate",
          register.backdateSeconds > 0 ? .duration(register.backdateSeconds) : nil),
      ] + register.fields.map(field))
  }

  private func field(_ field: Field) -> Fact {
    var facts: Facts = [
      .label(field.label), .words("kind", "类型", "kind", kind(field.kind)),
      .flag("required", "必填", "required", field.isRequired),
      .text("required-when", "何时必填", "required when", field.requiredWhen?.text),
      .words("unit", "单位", "unit", field.unit),
      .text("at-least", "下限", "at least", field.atLeast.map { "\($0)" }),
      .text("at-most", "上限", "at most", field.atMost.map { "\($0)" }),
    ]
    if case .choice(let choices) = field.kind {
      facts += choices.map { .part($0.id, "选项", "choice", $0.label, [.label($0.label)]) }
    }
    return .part(field.id, "字段", "field", field.label, facts)
  }

  private func kind(_ kind: Field.Kind) -> Label {
    if case .row(let register) = kind { return .same("row of \(register)") }
    return .same(kind.code)
  }

  func checklist(_ checklist: Checklist) -> Element {
    Element(
      checklist.id, checklist.label,
      [
        .label(checklist.label), clause(checklist.clause),
        .text("of", "检查对象", "of", checklist.of),
      ] + checklist.items.map(item))
  }

  private func item(_ item: Checklist.Item) -> Fact {
    var facts: Facts = [.label(item.label)]
    if !item.isJudged { facts.append(.words("kind", "回答", "answer", kind(item.kind))) }
    facts += [
      item.isRequired == item.isJudged
        ? nil : .flag("required", "必填", "required", item.isRequired),
      .words("unit", "单位", "unit", item.unit),
      .text("at-least", "下限", "at least", item.atLeast.map { "\($0)" }),
      .text("at-most", "上限", "at most", item.atMost.map { "\($0)" }),
    ]
    if !item.isJudged, case .choice(let choices) = item.kind {
      facts += choices.map { .part($0.id, "选项", "choice", $0.label, [.label($0.label)]) }
    }
    return .part(item.id, "检查项", "item", item.label, facts)
  }

  func zone(_ zone: Zone) -> Element {
    var facts: Facts = [
      .label(zone.label), clause(zone.clause),
      .words("places", "范围", "places", places(zone.places)),
      zone.boundary.map { Fact("outline", "边界", "outline", .outline($0)) },
    ]
    for rule in zone.rules {
      let trades = Label.list(rule.trades.map { plan.trade($0)?.label ?? .same($0) })
      let all = Label(zh: "所有行业", en: "every trade")
      let key = rule.trades.isEmpty ? "*" : rule.trades.joined(separator: " ")
      facts.append(
        .part(
          key, "准入", "entry", trades ?? all,
          [.words("entry", "结论", "entry", entry(rule.entry)), .words("why", "理由", "why", rule.why)])
      )
    }
    return Element(zone.id, zone.label, facts)
  }

  private func entry(_ entry: Zone.Entry) -> Label {
    switch entry {
    case .allowed: Label(zh: "允许", en: "allowed")
    case .restricted: Label(zh: "限制", en: "restricted")
    case .forbidden: Label(zh: "禁止", en: "forbidden")
    }
  }

  func trade(_ trade: Trade) -> Element {
    let catalogue =
      switch trade.catalogue {
      case .encouraged: Label(zh: "鼓励类", en: "encouraged")
      case .allowed: Label(zh: "允许类", en: "allowed")
      case .restricted: Label(zh: "限制类", en: "restricted")
      case .eliminated: Label(zh: "淘汰类", en: "eliminated")
      }
    return Element(
      trade.id, trade.label,
      [
        .label(trade.label), .words("catalogue", "目录类别", "catalogue", catalogue),
        .flag("closed", "禁止新增产能", "closed", trade.isClosed),
        .text("replacement", "产能置换比例", "replacement", trade.replacement.map { "\($0)" }),
        .flag("two-high", "两高", "two-high", trade.isTwoHigh),
      ])
  }

  func credit(_ credit: CreditScheme) -> Element {
    Element(
      credit.id, credit.label,
      [
        .label(credit.label), clause(credit.clause),
        .text("start", "起始分", "start", "\(credit.start)"),
        .text("blacklist", "黑名单线", "blacklisted below", credit.blacklistBelow.map { "\($0)" }),
      ]
        + credit.rules.map { rule in
          .part(
            rule.id, "规则", "rule", rule.label,
            [
              .label(rule.label), .text("rows", "记录", "rows", rows(rule.rows)),
              .text("facility", "企业字段", "facility", rule.facility),
              .text("points", "分值", "points", "\(rule.points)"),
              .words("lasts", "有效期", "lasts", .duration(rule.lastsDays * 86_400)),
            ])
        })
  }

  func veto(_ veto: Veto) -> Element {
    Element(
      veto.id, veto.label,
      [
        .label(veto.label), clause(veto.clause), .text("rows", "记录", "rows", rows(veto.rows)),
        .text("facility", "企业字段", "facility", veto.facility),
      ])
  }

  func check(_ check: Check) -> Element {
    Element(
      check.id, check.label,
      [
        .label(check.label), clause(check.clause),
        .words("clauses", "相关条款", "other clauses", .list(check.clauses)),
        Fact("kind", "内容", "definition", .check(check.kind)),
      ])
  }

  func test(_ test: PlanTest) -> Element {
    Element(
      test.id, nil,
      [clause(test.clause), Fact("steps", "步骤", "steps", .steps(test.entries.map(\.step)))])
  }
}
