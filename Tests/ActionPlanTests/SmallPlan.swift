@testable import ActionPlan

/// The smallest plan that has one of everything; tests break it in one place at a time.
enum SmallPlan {
  static let texts = promises.merging(programme) { $1 }.merging(checks) { $1 }
    .merging(documents) { $1 }

  private static let promises: [String: String] = [
    "plan.yml": """
    plan: small
    title: {zh: "小计划", en: "Small plan"}
    utc-offset: "+08:00"
    map: {center: [120.9, 30.0], zoom: 11}
    air: {district: {name: North, city: River}}
    year: 2021
    calendar:
      hours: ["08:30-12:00", "13:30-17:30"]
      rest: [saturday, sunday]
      years:
        - {year: 2021, off: [2021-01-01, {from: 2021-10-01, until: 2021-10-07}], worked: [2021-10-09]}
    """,
    "units.yml": """
    - {unit: EEB, kind: bureau, label: {zh: "生态环境分局", en: "Environment"}}
    - {unit: north, kind: town, label: {zh: "北镇", en: "North"}}
    """,
    "places.yml": """
    - place: "330604001"
      unit: north
      label: {zh: "北镇", en: "North"}
      position: [120.9, 30.0]
      approximate: true
      source: "a test"
    """,
    "quantities.yml": """
    - {quantity: power, unit: kW, label: {zh: "功率", en: "Power"}}
    - {quantity: pm25, unit: ug/m3, pollutant: pm25, factors: [a34004], label: {zh: "细颗粒物", en: "PM2.5"}}
    """,
    "clauses.yml": """
    - clause: 4.4.a
      label: {zh: "用电监控", en: "Electricity"}
      lead: [EEB]
      with: [every-town]
    """,
    "rankings.yml": """
    - ranking: districts
      label: {zh: "区县", en: "Districts"}
      of: {places: [{name: North, city: River}, South]}
      by: composite-index
      public: true
    - ranking: towns
      clause: 4.4.a
      label: {zh: "镇街", en: "Towns"}
      of: {stations: town}
      ties: dense
    """,
    "objectives.yml": """
    - objective: O.1
      clause: 4.4.a
      label: {zh: "年均", en: "Mean"}
      measure: {annual-mean: pm25}
      target: {at-most: 28 ug/m3}
    - objective: O.2
      clause: 4.4.a
      label: {zh: "二级", en: "Class II"}
      measure: {class-two: strict}
    - objective: O.3
      clause: 4.4.a
      label: {zh: "排名", en: "Rank"}
      measure: {rank: districts}
      target: {at-most: 2}
    - objective: O.4
      clause: 4.4.a
      label: {zh: "同比", en: "Change"}
      measure: {change-on-year: composite-index}
      target: {at-most: 0 %}
    """,
    "registers/pairs.yml": """
    register: pairs
    label: {zh: "对应表", en: "Pairs"}
    clause: 4.4.a
    fields:
      - {field: facility, kind: facility, required: true, label: {zh: "企业", en: "Firm"}}
      - {field: meter, kind: point, required: true, label: {zh: "电表", en: "Meter"}}
      - {field: rated, kind: decimal, unit: kW, at-least: 0.1, label: {zh: "额定", en: "Rated"}}
      - {field: authority, kind: unit, label: {zh: "主管", en: "Authority"}}
    """,
    "registers/stops.yml": """
    register: stops
    role: declarations
    label: {zh: "申报", en: "Stops"}
    fields:
      - {field: facility, kind: facility, required: true, label: {zh: "企业", en: "Firm"}}
      - field: kind
        kind: choice
        required: true
        label: {zh: "类型", en: "Kind"}
        choices:
          - {choice: stop, label: {zh: "停产", en: "Stop"}}
      - {field: from, kind: instant, required: true, label: {zh: "起", en: "From"}}
      - {field: until, kind: instant, required: true, label: {zh: "止", en: "Until"}}
    """,
    "procedures/off.yml": """
    procedure: off
    clause: 4.4.a
    lead: EEB
    label: {zh: "停运", en: "Off"}
    steps:
      - {to: dispatched, label: {zh: "派单", en: "Dispatch"}, by: duty, assign: {field: authority}, within: 5 min}
      - {to: handled, label: {zh: "处置", en: "Handle"}, by: assignee, within: 2 h, needs: [photo, note]}
      - {to: closed, label: {zh: "核实", en: "Verify"}, by: lead, within: 1 d, not-by: handled}
    late:
      - {after: 0 min, tell: [assignee]}
      - {after: 1 d, tell: [lead]}
      - {after: 2 d, draft: urge, sign: leader}
    remind:
      - {before: 1 h, tell: [assignee, lead]}
      - {before: 10 min, tell: [assignee]}
    """,
    "rules/off.yml": """
    rule: off
    clause: 4.4.a
    label: {zh: "停运", en: "Off"}
    watch: pairs
    when:
      meter.power: {below: 5 %, of: rated}
    except: {after-start: 10 min, declared: [stop]}
    stages:
      - {for: 5 min, tell: facility}
      - {for: 15 min, open: {procedure: off, severity: serious}}
    """,
  ]

  static let files = texts.map { PlanFile(path: $0.key, bytes: Array($0.value.utf8)) }

  /// The small plan with one piece of text replaced in one file, or a file added.
  static func reading(
    _ path: String, replacing old: String = "", with new: String
  ) -> PlanReading {
    var texts = texts
    let text = texts[path] ?? ""
    texts[path] = old.isEmpty ? new : text.replacing(old, with: new, maxReplacements: 1)
    return PlanFolder.read(
      files: texts.map { PlanFile(path: $0.key, bytes: Array($0.value.utf8)) })
  }
}
