/// Checks of the small plan, with the registers they are bound to.
extension SmallPlan {
  static let checks: [String: String] = [
    "registers/gate.yml": """
    - register: diggers
      label: {zh: "机械", en: "Diggers"}
      key: [number]
      fields:
        - {field: number, kind: text, label: {zh: "编码", en: "Number"}}
        - field: grade
          kind: choice
          label: {zh: "等级", en: "Grade"}
          choices:
            - {choice: green, label: {zh: "绿", en: "Green"}}
            - {choice: poor, label: {zh: "差", en: "Poor"}}
        - {field: power, kind: decimal, label: {zh: "功率", en: "Power"}}
    - register: entries
      label: {zh: "进出", en: "Entries"}
      fields:
        - {field: what, kind: text, required: true, label: {zh: "车辆", en: "What"}}
        - {field: moment, kind: instant, required: true, label: {zh: "时间", en: "When"}}
        - field: outcome
          kind: choice
          required: true
          label: {zh: "结果", en: "Outcome"}
          choices:
            - {choice: admitted, label: {zh: "放行", en: "Admitted"}}
            - {choice: refused, label: {zh: "拒绝", en: "Refused"}}
        - {field: ground, kind: text, label: {zh: "原因", en: "Ground"}}
    - register: visits
      label: {zh: "维修", en: "Repairs"}
      fields:
        - {field: van, kind: plate, required: true, label: {zh: "车牌", en: "Van"}}
        - {field: repaired-on, kind: date, required: true, label: {zh: "日期", en: "Date"}}
    - register: cuts
      label: {zh: "减排", en: "Cuts"}
      fields:
        - field: gas
          kind: choice
          required: true
          label: {zh: "因子", en: "Gas"}
          choices:
            - {choice: nox, label: {zh: "氮氧化物", en: "NOx"}}
            - {choice: vocs, label: {zh: "挥发性有机物", en: "VOCs"}}
        - {field: tonnes, kind: decimal, unit: t, required: true, label: {zh: "吨", en: "Tonnes"}}
        - {field: verified-on, kind: date, label: {zh: "核定", en: "Verified"}}
    - register: draws
      label: {zh: "使用", en: "Draws"}
      fields:
        - {field: cut, kind: row, of: cuts, required: true, label: {zh: "减排", en: "Cut"}}
        - {field: project, kind: text, required: true, label: {zh: "项目", en: "Project"}}
        - {field: tonnes, kind: decimal, unit: t, required: true, label: {zh: "吨", en: "Tonnes"}}
    """,
    "checks.yml": """
    - check: gate
      kind: gate
      clause: 7.1.a
      clauses: [4.4.a]
      label: {zh: "门口", en: "Gate"}
      look:
        - register: diggers
          by: number
          refuse: [{where: "grade = 'poor'", why: {zh: "等级差", en: "Poor grade"}}]
      unknown: refuse
      log: {register: entries, subject: what, at: moment, answer: outcome, why: ground}
    - check: retest
      kind: retest
      clause: 7.1.a
      label: {zh: "复检", en: "Again"}
      tests: {register: checks, plate: van, on: checked-on, failed: "result = 'fail'"}
      repairs: {register: visits, plate: van, on: repaired-on}
    - check: entry
      kind: admission
      clause: 7.1.a
      label: {zh: "准入", en: "Entry"}
      questions: [{question: coal, label: {zh: "燃煤", en: "Coal"}, entry: forbidden, why: {zh: "禁煤", en: "No coal"}}]
      offsets:
        register: cuts
        pollutant: gas
        tonnes: tonnes
        verified: "verified-on is not empty"
        spent: {register: draws, reduction: cut, project: project, tonnes: tonnes}
        ratios: [{pollutant: nox, ratio: 1.5, zones: [no-burn], trades: [cement]}]
    - check: lot
      kind: draw
      clause: 7.1.a
      label: {zh: "抽查", en: "Lot"}
      subjects: {register: shops, where: "town is not empty"}
      inspectors: {register: visits}
    - check: sticker
      kind: label
      clause: 7.1.a
      label: {zh: "标签", en: "Sticker"}
      register: diggers
      by: number
      classes: {field: grade, colours: {green: green, poor: yellow}}
      shows: [power]
    """,
    "tests/gate.yml": """
    test: gate
    clause: 7.1.a
    steps:
      - at: "2021-06-01 09:00"
      - expect: {check: gate, input: {subject: A1}, answer: refused}
    """,
  ]
}
