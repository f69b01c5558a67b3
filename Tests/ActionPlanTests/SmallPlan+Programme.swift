/// What carries the small plan out: registers with every kind of field, indicators, checklists,
/// campaigns, zones, trades, credit, vetoes and a test.
extension SmallPlan {
  static let programme: [String: String] = [
    "clauses/spray.yml": """
    clause: 7.1.a
    label: {zh: "喷涂", en: "Spraying"}
    lead: [EEB, north]
    target: {zh: "抽检10次", en: ">= 10 checks"}
    due: 2021-11-30
    reports: month
    milestones:
      - {milestone: list, label: {zh: "名单", en: "List"}, by: 2021-03-31, units: [EEB]}
      - {milestone: half, label: {zh: "过半", en: "Half"}, by: 2021-06-30}
    pending: [{zh: "溯源模型", en: "source tracing"}]
    """,
    "registers/shops.yml": """
    register: shops
    label: {zh: "喷涂企业", en: "Shops"}
    clause: 7.1.a
    key: code
    title: name
    keepers: [EEB]
    fields:
      - {field: name, kind: text, required: true, label: {zh: "名称", en: "Name"}}
      - {field: code, kind: credit-code, label: {zh: "信用代码", en: "Credit code"}}
      - {field: facility, kind: facility, label: {zh: "企业", en: "Firm"}}
      - {field: town, kind: place, label: {zh: "镇街", en: "Town"}}
      - {field: meter, kind: point, label: {zh: "监测点", en: "Monitor"}}
      - {field: spot, kind: position, label: {zh: "位置", en: "Position"}}
    """,
    "registers/checks.yml": """
    register: checks
    label: {zh: "抽检", en: "Checks"}
    clause: 7.1.a
    key: [shop, number]
    dated: checked-on
    fields:
      - {field: shop, kind: row, of: shops, required: true, label: {zh: "企业", en: "Shop"}}
      - {field: number, kind: integer, at-least: 1, label: {zh: "序号", en: "Number"}}
      - {field: checked-on, kind: date, required: true, label: {zh: "日期", en: "Date"}}
      - {field: due-on, kind: date, label: {zh: "期限", en: "Due"}}
      - {field: seen-at, kind: instant, label: {zh: "时刻", en: "Seen"}}
      - {field: tonnes, kind: decimal, unit: t, label: {zh: "用量", en: "Paint"}}
      - {field: saved, kind: decimal, unit: t, label: {zh: "节约", en: "Saved"}}
      - {field: done, kind: flag, label: {zh: "完成", en: "Done"}}
      - {field: town, kind: place, label: {zh: "镇街", en: "Town"}}
      - {field: authority, kind: unit, label: {zh: "主管", en: "Authority"}}
      - {field: van, kind: plate, label: {zh: "车牌", en: "Van"}}
      - field: result
        kind: choice
        required: true
        label: {zh: "结果", en: "Result"}
        choices:
          - {choice: pass, label: {zh: "合格", en: "Pass"}}
          - {choice: fail, label: {zh: "不合格", en: "Fail"}}
      - {field: report, kind: attachment, required-when: "result = 'fail'", label: {zh: "报告", en: "Report"}}
    """,
    "checklists.yml": """
    checklist: spray-six
    clause: 7.1.a
    label: {zh: "喷涂检查", en: "Spraying"}
    of: shops
    items:
      - {item: closed, label: {zh: "密闭", en: "Closed"}}
      - {item: carbon, label: {zh: "活性炭", en: "Carbon"}}
    """,
    "indicators.yml": """
    - indicator: check-count
      clause: 7.1.a
      label: {zh: "抽检数", en: "Checks"}
      measure: {count: checks, where: "result = 'pass' and not (town is empty)"}
      target: {at-least: 10}
      by: town
    - indicator: paint
      clause: 7.1.a
      label: {zh: "用量", en: "Paint"}
      unit: t
      measure: {sum: tonnes, of: checks}
      target: {at-most: 20 t, by: 2021-11-30, pace: even, tolerance: 5 %}
    - indicator: pass-share
      clause: 7.1.a
      label: {zh: "合格率", en: "Passed"}
      measure: {share: checks, where: "result = 'pass'", among: "done = true"}
      target: {at-least: 90 %, pace: [{by: 2021-06-30, reach: 80 %}, {by: 2021-12-31, reach: 90}]}
    - indicator: saved-share
      clause: 7.1.a
      label: {zh: "节约率", en: "Saved"}
      unit: "%"
      measure: {ratio: {sum: saved, of: checks}, to: {sum: tonnes, of: checks}}
      by: authority
    - indicator: paint-growth
      clause: 7.1.a
      label: {zh: "同比", en: "Growth"}
      measure: {growth-on-year: {sum: tonnes, of: checks, dated: due-on}}
      target: {at-most: unset}
    - indicator: paint-high
      clause: 7.1.a
      label: {zh: "高位", en: "High"}
      unit: t
      measure: {percentile: 90, field: tonnes, of: checks, dated: never}
    - indicator: coverage
      clause: 7.1.a
      label: {zh: "传输率", en: "Coverage"}
      measure: {samples: coverage, of: power, points: shops.meter}
      target: {at-least: 90}
    - indicator: asked
      clause: 7.1.a
      label: {zh: "查询", en: "Asked"}
      measure: {query: "SELECT count(*) FROM rows"}
    """,
    "campaigns.yml": """
    campaign: season
    clause: 7.1.a
    label: {zh: "臭氧季", en: "Season"}
    from: 2021-04-01
    until: 2021-09-30
    stages:
      - {stage: list, label: {zh: "名单", en: "List"}, by: 2021-04-15, units: [EEB]}
    """,
    "zones.yml": """
    - zone: no-burn
      label: {zh: "禁燃区", en: "No burning"}
      clause: 7.1.a
      places: ["330604001"]
      entry:
        - {trades: [cement], entry: forbidden, why: {zh: "禁止", en: "Not here"}}
        - {entry: restricted, why: {zh: "限制", en: "With care"}}
    """,
    "trades.yml": """
    - {trade: cement, label: {zh: "水泥", en: "Cement"}, catalogue: restricted, closed: true, replacement: 1.5, two-high: true}
    - {trade: coating, label: {zh: "涂装", en: "Coating"}, catalogue: allowed}
    """,
    "credits.yml": """
    credit: spraying
    clause: 7.1.a
    label: {zh: "信用", en: "Credit"}
    start: 100
    blacklist-below: 60
    rules:
      - {rule: open, register: spray-six, where: "closed = 'fail'", points: -5, lasts: 365 d, label: {zh: "未密闭", en: "Open"}}
    """,
    "vetoes.yml": """
    veto: unreachable
    clause: 7.1.a
    label: {zh: "否决", en: "Veto"}
    register: shops
    where: "town is empty"
    facility: facility
    """,
    "rules/rows.yml": """
    - rule: check-failed
      clause: 7.1.a
      label: {zh: "抽检不合格", en: "Check failed"}
      register: checks
      where: "result = 'fail'"
      open: {procedure: off, severity: minor}
    - rule: fails-again
      clause: 7.1.a
      label: {zh: "屡次不合格", en: "Fails again"}
      register: checks
      where: "result = 'fail'"
      times: 2
      within: 6 months
      by: shop
      dated: checked-on
      open: {procedure: off, severity: serious}
    """,
    "systems.yml": """
    - system: hotline
      label: {zh: "热线", en: "Hotline"}
      numbers: "H-9999"
      words:
        - {word: open, also: started, for: [waiting, working, suspended]}
        - {word: done, for: [closed, dismissed]}
        - {word: again}
    - {system: "314", label: {zh: "执法", en: "Enforcement"}, shared: true, several: true}
    """,
    "quality.yml": """
    - quality: meters
      label: {zh: "电表", en: "Meters"}
      of: [power]
      resolution: 0.1 kW
      limit: 500 kW
      constant: {for: 3 h, above: 1 kW, chance: 0.001, while: {quantity: power, above: 2 kW}}
      zero: {for: 1 h, usual: 2 %, while: {quantity: power, above: 2 kW}}
      negative: {below: -1 kW, for: 30 min}
      over-range: {at: 900 kW, for: 1 h}
      jump: {deviations: 7}
      cross:
        - {not-above: power, share: 30 %, margin: 15 kW, for: 6 h}
        - {at-most: 1000 kW, for: 1 h}
        - {converted-from: power, oxygen: power, reference: 6 %, within: 5 %, for: 2 h}
      unit-slip: {factors: [10, 1000], for: 2 h}
      clock: {off: 10 min}
      gap: {intervals: 3}
      duplicate: true
      agreement: {within: 2 %, for: 2 h}
      flag-misuse: {share: 5 %, matched: 80 %, least: 5}
      held: {over: 10 d, within: 10 %, least: 12, ratio: 6}
      frozen: {for: 24 h, share: 25 %}
      capped: {over: 7 d, least: 8, ratio: 6}
      copied: {for: 24 h, correlation: 0.98}
      calibrated-every: 7 d
    """,
    "sources.yml": """
    - source: fume
      label: {zh: "油烟平台", en: "Fume platform"}
      kind: push
      readings: data[*].list[*]
      sender: ^.dev
      points: {D1: kitchen-1, D2: kitchen-2}
      factor: code
      time: {at: time, format: "yyyy-MM-dd HH:mm:ss", labels: end, zone: "+08:00"}
      flag: {at: state, words: {ok: N, bad: D}}
      values:
        - {at: value, for: a34004, quantity: pm25, statistic: avg, window: 1 h, unit: mg/m3}
        - {at: value, for: p, quantity: power}
      missing: ["-9999"]
      expect: 10 min
    - source: meters
      label: {zh: "电表", en: "Meters"}
      kind: drop
      format: table
      point: kitchen-1
      time: {at: [day, clock], format: "yyyy-MM-dd HH:mm"}
      values: [{at: "power.kW", quantity: power, statistic: avg, window: 1 h}]
    """,
    "destinations.yml": """
    - {destination: city, label: {zh: "市平台", en: "City"}}
    - destination: province
      label: {zh: "省平台", en: "Province"}
      devices: [M1, M2]
      commands: ["2061"]
      rewrite: {numbers: {M1: P1}, system: "22", edition: "2017", answers: true, factors: a34004}
    """,
    "roles.yml": """
    - {role: grid-officer, label: {zh: "网格员", en: "Grid officer"}, may: officer, units: [every-town]}
    - {role: keeper, label: {zh: "管理员", en: "Keeper"}, may: [duty, auditor]}
    - {role: contact, label: {zh: "联系人", en: "Contact"}, may: enterprise}
    """,
    "tests.yml": """
    test: check-count
    clause: 7.1.a
    steps:
      - at: "2021-12-30 09:00"
      - rows:
          shops: [{name: "Shop #", code: "#", town: "330604001", spot: [120.9, 30.0]}]
          times: 2
      - rows: {checks: [{shop: "1", number: 1, checked-on: 2021-03-01, result: pass}]}
      - change: {register: checks, where: "number = 1", set: {result: fail}}
      - remove: {register: checks, where: "result = 'fail'"}
      - samples: {point: p1, quantity: power, value: 900, for: 20 min, every: 1 min}
      - report: {clause: 7.1.a, unit: EEB, text: "Done"}
      - accept: {clause: 7.1.a, unit: EEB}
      - return: {clause: 7.1.a, unit: north, why: "No list"}
      - at: "2021-12-31 09:00"
      - expect: {indicator: check-count, value: 0, lamp: red}
      - expect: {findings: off, count: 0}
      - expect: {cases: off, count: 0}
      - expect: {task: 7.1.a, unit: EEB, state: accepted}
      - expect: {credit: spraying, facility: f1, points: 100, blacklisted: false}
      - expect: {veto: unreachable, facility: f1, barred: false}
      - expect: {refused: checks, row: {result: perhaps}, field: result}
    """,
  ]
}
