import Testing

@testable import ActionPlan

/// What changed between two plans is said in words.
@Suite struct DiffTests {
  private func lines(
    _ path: String, _ old: String, _ new: String, _ language: Language = .en
  ) throws -> [String] {
    let before = try #require(PlanFolder.read(files: SmallPlan.files).plan)
    let after = try #require(SmallPlan.reading(path, replacing: old, with: new).plan)
    return PlanDiff(from: before, to: after).lines(in: language)
  }

  @Test func `two equal plans say the same`() throws {
    #expect(try lines("units.yml", "EEB", "EEB") == ["The two plans say the same."])
    #expect(try lines("units.yml", "EEB", "EEB", .zh) == ["两份计划没有差别。"])
  }

  @Test func `a target and a lead are told with old and new`() throws {
    #expect(
      try lines("indicators.yml", "at-least: 10}", "at-least: 14}") == [
        "indicator check-count “Checks”:", "  target: at least 10 → at least 14",
      ])
    #expect(
      try lines("indicators.yml", "at-most: unset", "at-most: 3 %", .zh) == [
        "指标 paint-growth“同比”：", "  目标值：待上级下达 → 不高于 3 %",
      ])
    #expect(
      try lines("clauses/spray.yml", "reports: month", "reports: quarter", .zh) == [
        "条款 7.1.a“喷涂”：", "  报告频次：每月 → 每季度",
      ])
    #expect(
      try lines("clauses.yml", "with: [every-town]", "with: []") == [
        "clause 4.4.a “Electricity”:", "  with: North → (none)", "register pairs “Pairs”:",
        "  keepers: Environment, North → Environment",
      ])
  }

  @Test func `a field's limits and choices are told under the field`() throws {
    #expect(
      try lines("registers/pairs.yml", "at-least: 0.1", "at-least: 0.5, at-most: 900") == [
        "register pairs “Pairs”:", "  field rated “Rated”:", "    at least: 0.1 → 0.5",
        "    at most: (none) → 900",
      ])
    #expect(
      try lines(
        "registers/stops.yml", "- {choice: stop,",
        "- {choice: mend, label: {zh: \"检修\", en: \"Mending\"}}\n      - {choice: stop,")
        == [
          "register stops “Stops”:", "  field kind “Kind”:", "    added choice mend “Mending”",
        ])
  }

  @Test func `rows, their number and their time are told of a rule on rows`() throws {
    #expect(
      try lines("rules/rows.yml", "times: 2\n  within: 6 months", "times: 3\n  within: 90 days")
        == [
          "rule fails-again “Fails again”:", "  times: 2 → 3", "  within: 6 months → 90 d",
        ])
    #expect(
      try lines("rules/rows.yml", "result = 'fail'\"\n  open", "done = false\"\n  open", .zh) == [
        "规则 check-failed“抽检不合格”：", "  行条件：result = 'fail' → done = false",
      ])
  }

  @Test func `what another system calls a status is told`() throws {
    #expect(
      try lines("systems.yml", "word: done", "word: ready") == [
        "system hotline “Hotline”:",
        "  words: open (started): waiting, working, suspended, done: closed, dismissed, again → "
          + "open (started): waiting, working, suspended, ready: closed, dismissed, again",
      ])
  }

  @Test func `how strictly a check of data quality looks is told`() throws {
    #expect(
      try lines("quality.yml", "share: 25 %", "share: 30 %") == [
        "quality rule meters “Meters”:", "  check frozen:", "    share: 25 % → 30 %",
      ])
    #expect(
      try lines("quality.yml", "{at-most: 1000 kW, for: 1 h}", "{at-most: 900 kW, for: 1 h}", .zh)
        == ["数据质量规则 meters“电表”：", "  交叉检查：≤ 1000，1小时 → ≤ 900，1小时"])
  }

  @Test func `how a source and a destination are read differently is told`() throws {
    #expect(
      try lines("sources.yml", "labels: end", "labels: start") == [
        "source fume “Fume platform”:",
        "  time: time, yyyy-MM-dd HH:mm:ss, end, +8:00 → time, yyyy-MM-dd HH:mm:ss, start, +8:00",
      ])
    #expect(
      try lines("destinations.yml", "M1: P1", "M1: P9", .zh) == [
        "上级平台 province“省平台”：", "  设备号对照：M1: P1 → M1: P9",
      ])
  }

  @Test func `a role's powers and a unit's names are told`() throws {
    #expect(
      try lines("roles.yml", "[duty, auditor]", "auditor") == [
        "role keeper “Keeper”:", "  may: duty, auditor → auditor",
      ])
    let named = "unit: {zh: 吨, en: t}\n  measure: {sum: tonnes"
    let old = "unit: t\n  measure: {sum: tonnes"
    #expect(
      try lines("indicators.yml", old, named, .zh) == [
        "指标 paint“用量”：", "  单位：t → 吨", "  目标值：不高于 20 t → 不高于 20 吨",
      ])
  }

  @Test func `a rule's limits and times are told by condition and stage`() throws {
    #expect(
      try lines("rules/off.yml", "below: 5 %", "below: 8 %") == [
        "rule off “Off”:", "  condition meter.power below:",
        "    limit: 5 % of rated → 8 % of rated",
      ])
    #expect(
      try lines("rules/off.yml", "for: 15 min", "for: 1 h", .zh) == [
        "规则 off“停运”：", "  立案 off：", "    持续：15分钟 → 1小时",
      ])
    #expect(
      try lines("procedures/off.yml", "within: 2 h", "within: 4 h") == [
        "procedure off “Off”:", "  step dispatched → handled “Handle”:", "    within: 2 h → 4 h",
      ])
  }

  @Test func `elements that came and went are named`() throws {
    let rest = "trade: coating, label: {zh: \"涂装\", en: \"Coating\"}"
    #expect(
      try lines("trades.yml", rest, "trade: painting, label: {zh: \"喷漆\", en: \"Painting\"}") == [
        "removed trade coating “Coating”", "added trade painting “Painting”",
      ])
    #expect(
      try lines("checklists.yml", "item: carbon", "item: filter", .zh) == [
        "检查表 spray-six“喷涂检查”：", "  取消检查项 carbon“活性炭”", "  新增检查项 filter“活性炭”",
      ])
  }

  @Test func `what cannot be told in a line is said to have changed`() throws {
    #expect(
      try lines("tests.yml", "times: 2", "times: 3") == ["test check-count:", "  steps: changed"])
    #expect(try lines("plan.yml", "zoom: 11", "zoom: 12").first == "plan:")
  }
}
