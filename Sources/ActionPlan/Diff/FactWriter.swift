import AirQuality

/// Says what a plan holds, element by element.
struct FactWriter {
  struct Element: Sendable {
    let id: String
    let name: Label
    let facts: [Fact]

    init(_ id: String, _ label: Label?, _ facts: Facts) {
      self.id = id
      name = Label(
        zh: id + (label.map { "“\($0.zh)”" } ?? ""), en: id + (label.map { " “\($0.en)”" } ?? ""))
      self.facts = facts.compactMap { $0 }
    }
  }

  let plan: Plan

  /// The plan's elements by kind, in an order that is the same for every plan.
  var elements: [(noun: Label, elements: [Element])] {
    [
      (Label(zh: "计划", en: "plan"), [head]),
      (Label(zh: "单位", en: "unit"), plan.units.map(unit)),
      (Label(zh: "区域", en: "place"), plan.places.map(place)),
      (Label(zh: "因子", en: "quantity"), plan.quantities.map(quantity)),
      (Label(zh: "条款", en: "clause"), plan.clauses.map(clause)),
      (Label(zh: "目标", en: "objective"), plan.objectives.map(objective)),
      (Label(zh: "排名", en: "ranking"), plan.rankings.map(ranking)),
      (
        Label(zh: "台账", en: "register"),
        plan.registers.filter { $0.checklist == nil }.map(register)
      ),
      (Label(zh: "检查表", en: "checklist"), plan.checklists.map(checklist)),
      (Label(zh: "指标", en: "indicator"), plan.indicators.map(indicator)),
      (Label(zh: "规则", en: "rule"), plan.rules.map(rule)),
      (Label(zh: "流程", en: "procedure"), plan.procedures.map(procedure)),
      (Label(zh: "文书", en: "document"), plan.documents.map(document)),
      (Label(zh: "专项行动", en: "campaign"), plan.campaigns.map(campaign)),
      (Label(zh: "管控单元", en: "zone"), plan.zones.map(zone)),
      (Label(zh: "行业", en: "trade"), plan.trades.map(trade)),
      (Label(zh: "信用评分", en: "credit"), plan.credits.map(credit)),
      (Label(zh: "一票否决", en: "veto"), plan.vetoes.map(veto)),
      (Label(zh: "现场问答", en: "check"), plan.checks.map(check)),
      (Label(zh: "角色", en: "role"), plan.roles.map(role)),
      (Label(zh: "外部系统", en: "system"), plan.systems.map(system)),
      (Label(zh: "数据质量规则", en: "quality rule"), plan.quality.map(quality)),
      (Label(zh: "数据源", en: "source"), plan.sources.map(source)),
      (Label(zh: "上级平台", en: "destination"), plan.destinations.map(destination)),
      (Label(zh: "计划测试", en: "test"), plan.tests.map(test)),
    ]
  }

  /// The plan itself has no id that two plans share.
  private var head: Element {
    let (hours, minutes) = (abs(plan.utcOffsetSeconds) / 3600, abs(plan.utcOffsetSeconds) / 60 % 60)
    let sign = plan.utcOffsetSeconds < 0 ? "-" : "+"
    let district = plan.airDistrict.map { $0.name + ($0.city.map { " (\($0))" } ?? "") }
    return Element(
      "", nil,
      [
        .text("id", "编号", "id", plan.id), .words("title", "标题", "title", plan.title),
        .text("year", "年份", "year", plan.year.map(String.init)),
        .text(
          "offset", "时区", "UTC offset", "\(sign)\(hours):\(minutes < 10 ? "0" : "")\(minutes)"),
        .text("map", "地图", "map", "\(position(plan.center)), \(plan.zoom)"),
        .text("district", "空气数据中的本区", "district of air values", district),
        .words("chapters", "各部分标题", "titles of chapters", chapters),
        .text("budget", "每日立案上限", "daily budget", plan.dailyBudget.map(String.init)),
        .words("loop", "疑似造假迹象的界限", "signs of gaming from", loop),
        .words("reports", "群众举报", "reports from the public", reports),
        .words("rewards", "有奖举报", "rewarded reports", rewards),
        .words("hours", "工作时间", "working hours", workingHours),
        .words("rest", "休息日", "days of rest", rest),
        .words("off", "放假", "days off", .list(days(plan.calendar?.off))),
        .words("worked", "调休上班", "worked days of rest", .list(days(plan.calendar?.worked))),
        plan.boundary.map { Fact("outline", "边界", "outline", .outline($0)) },
      ])
  }

  private var chapters: Label? {
    .list(
      plan.chapters.sorted { $0.key < $1.key }.map { id, title in
        Label(zh: "\(id) \(title.zh)", en: "\(id) \(title.en)")
      })
  }

  private var workingHours: Label? {
    func clock(_ minute: Int) -> String {
      "\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
    }
    return .list((plan.calendar?.hours ?? []).map { "\(clock($0.from))–\(clock($0.until))" })
  }

  private var rest: Label? {
    .list((plan.calendar?.rest.sorted() ?? []).map { PlanReader.weekdays[$0 - 1] })
  }

  private func days(_ days: Set<CalendarDay>?) -> [String] {
    (days ?? []).sorted().map(\.description)
  }

  func position(_ position: Coordinate) -> String { "\(position.longitude) \(position.latitude)" }

  /// Units by their names.
  func units(_ ids: [String]) -> Label? {
    .list(ids.map { plan.unit($0)?.label ?? .same($0) })
  }

  func places(_ ids: [String]) -> Label? {
    .list(ids.map { plan.place($0)?.label ?? .same($0) })
  }

  func clause(_ id: String?) -> Fact? { .text("clause", "条款", "clause", id) }

  private func unit(_ unit: Unit) -> Element {
    let kind =
      switch unit.kind {
      case .bureau: Label(zh: "部门", en: "bureau")
      case .town: Label(zh: "镇街", en: "town")
      case .zone: Label(zh: "园区", en: "zone")
      case .taskForce: Label(zh: "专班", en: "task force")
      }
    return Element(unit.id, unit.label, [.label(unit.label), .words("kind", "类别", "kind", kind)])
  }

  private func role(_ role: PlanRole) -> Element {
    Element(
      role.id, role.label,
      [
        .label(role.label), .words("may", "权限", "may", .list(role.may.map(\.rawValue))),
        .words("units", "单位", "units", units(role.units)),
      ])
  }

  private func place(_ place: Place) -> Element {
    Element(
      place.id, place.label,
      [
        .label(place.label), .words("unit", "管理单位", "governed by", units([place.unit])),
        .text("position", "位置", "position", position(place.position)),
        .flag("approximate", "位置为近似", "approximate", place.isApproximate),
        .text("source", "来源", "source", place.source),
        place.boundary.map { Fact("outline", "边界", "outline", .outline($0)) },
      ])
  }

  private func quantity(_ quantity: Quantity) -> Element {
    Element(
      quantity.id, quantity.label,
      [
        .label(quantity.label), .text("unit", "单位", "unit", quantity.unit),
        .text("pollutant", "标准污染物", "pollutant", quantity.pollutant),
        .words("factors", "因子编码", "factor codes", .list(quantity.factorCodes)),
      ])
  }
}
