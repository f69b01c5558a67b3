import ActionPlan

/// A small plan whose register of machines has the shape of a district's real ones.
enum MeasuredPlan {
  static func read() throws -> Plan {
    let reading = PlanFolder.read(
      files: texts.map { PlanFile(path: $0, bytes: Array($1.utf8)) })
    guard let plan = reading.plan else {
      throw Stopped(reading.diagnostics.map(\.description).joined(separator: "\n"))
    }
    return plan
  }

  static let kinds = ["excavator", "loader", "bulldozer", "roller", "paver", "forklift", "crane"]
  static let stages = ["one", "two", "three", "four", "electric"]
  static let levels = ["green", "blue", "yellow"]
  static let placeCount = 20

  private static func choices(_ ids: [String]) -> String {
    "["
      + ids.map { "{choice: \($0), label: {zh: \"\($0)\", en: \"\($0)\"}}" }
      .joined(separator: ", ") + "]"
  }

  private static func label(_ zh: String, _ en: String) -> String {
    "label: {zh: \"\(zh)\", en: \"\(en)\"}"
  }

  private static let texts: KeyValuePairs<String, String> = [
    "plan.yml": """
    plan: measured
    title: {zh: "测量", en: "Measured"}
    year: 2021
    utc-offset: "+08:00"
    map: {center: [120.868, 30.033], zoom: 11}
    """,
    "units.yml": """
    - {unit: EEB, kind: bureau, \(label("生态环境局", "Environment bureau"))}
    - {unit: T01, kind: town, \(label("城关镇", "First town"))}
    """,
    "places.yml": (0..<placeCount).map { number in
      """
      - place: "\(100_000 + number)"
        unit: T01
        label: {zh: "镇街\(number)", en: "Town \(number)"}
        position: [120.868, 30.033]
        approximate: true
        source: "a stand-in"

      """
    }.joined(),
    "clauses.yml": "- {clause: 5.2.a, \(label("非道路移动机械", "Machines")), lead: [EEB]}",
    "registers.yml": """
    - register: dealers
      clause: 5.2.a
      \(label("代办销售点", "Dealers"))
      fields:
        - {field: name, kind: text, required: true, \(label("名称", "Name"))}
    - register: machines
      clause: 5.2.a
      \(label("机械台账", "Machines"))
      key: [code]
      dated: registered-on
      fields:
        - {field: code, kind: text, required: true, \(label("环保编码", "Code"))}
        - {field: plate, kind: plate, \(label("号牌", "Plate"))}
        - {field: owner, kind: facility, \(label("所有单位", "Owner"))}
        - {field: credit, kind: credit-code, \(label("信用代码", "Credit code"))}
        - {field: dealer, kind: row, of: dealers, \(label("销售点", "Dealer"))}
        - {field: place, kind: place, \(label("镇街", "Town"))}
        - {field: kind, kind: choice, required: true, \(label("类型", "Kind")), choices: \(choices(kinds))}
        - {field: stage, kind: choice, required: true, \(label("阶段", "Stage")), choices: \(choices(stages))}
        - {field: level, kind: choice, \(label("等级", "Class")), choices: \(choices(levels))}
        - {field: power, kind: decimal, unit: kW, at-least: 0, \(label("功率", "Power"))}
        - {field: hours, kind: integer, unit: h, \(label("工时", "Hours"))}
        - {field: labelled, kind: flag, \(label("已贴标", "Labelled"))}
        - {field: registered-on, kind: date, required: true, \(label("登记日期", "Registered on"))}
        - {field: due, kind: date, \(label("期限", "Due"))}
        - {field: note, kind: text, \(label("备注", "Note"))}
    - register: repairs
      clause: 5.2.a
      \(label("维护记录", "Repairs"))
      dated: repaired-on
      fields:
        - {field: plate, kind: plate, required: true, \(label("号牌", "Plate"))}
        - {field: repaired-on, kind: date, required: true, \(label("维修日期", "Repaired on"))}
        - {field: what, kind: text, \(label("项目", "What"))}
    """,
    "indicators.yml": """
    - {indicator: count, clause: 5.2.a, \(label("数", "i")), measure: {count: machines}, by: place}
    - {indicator: count-where, clause: 5.2.a, \(label("数", "i")), measure: {count: machines, where: "level = 'green' and labelled = true"}}
    - {indicator: sum, clause: 5.2.a, \(label("和", "i")), measure: {sum: power, of: machines, where: "stage in ('one', 'two')"}, by: place}
    - {indicator: mean, clause: 5.2.a, \(label("均", "i")), measure: {mean: power, of: machines}}
    - {indicator: share, clause: 5.2.a, \(label("比", "i")), measure: {share: machines, where: "labelled = true", among: "due <= today"}}
    - {indicator: ratio, clause: 5.2.a, \(label("比", "i")), measure: {ratio: {sum: power, of: machines, where: "level = 'green'"}, to: {count: machines}}}
    - {indicator: percentile, clause: 5.2.a, \(label("位", "i")), measure: {percentile: 90, field: power, of: machines}}
    - {indicator: growth, clause: 5.2.a, \(label("增", "i")), measure: {growth-on-year: {sum: power, of: machines}}}
    - {indicator: query-count, clause: 5.2.a, \(label("查", "i")), measure: {query: "SELECT count(*) FROM published_machines WHERE level = 'yellow' AND registered_on BETWEEN :first AND :last"}}
    - {indicator: query-sum, clause: 5.2.a, \(label("查", "i")), measure: {query: "SELECT round(sum(power * hours) / sum(hours), 2) FROM published_machines WHERE stage <> 'electric'"}}
    """,
    "checks.yml": """
    - check: gate
      kind: gate
      clause: 5.2.a
      \(label("门口核验", "Gate"))
      look:
        - {register: machines, by: code, refuse: [{where: "level = 'yellow'", why: {zh: "黄标", en: "yellow"}}]}
        - {register: machines, by: plate, refuse: [{where: "labelled = false", why: {zh: "无标", en: "no label"}}]}
      unknown: refuse
    - check: retest
      kind: retest
      clause: 5.2.a
      \(label("复检", "Re-test"))
      tests: {register: machines, plate: plate, on: registered-on, failed: "level = 'yellow'"}
      repairs: {register: repairs, plate: plate, on: repaired-on}
    """,
  ]
}
