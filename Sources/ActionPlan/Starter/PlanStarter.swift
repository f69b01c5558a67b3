/// The first files of a new plan: small, sound, and with one of what every plan begins with, so that
/// a writer changes what is there instead of facing an empty folder.
public enum PlanStarter {
  /// The plan's id where the folder's name cannot be one.
  public static let usualID = "my-district"

  public static let years = PlanReader.years

  /// - Parameters:
  ///   - name: of the new folder; the plan's id where it may be one.
  ///   - year: of the plan; 1990…2100.
  /// - Returns: files that read without a diagnostic.
  public static func files(named name: String, year: Int) -> [PlanFile] {
    let id = IDShape.word.allows(name) ? name : usualID
    return texts.map { path, text in
      let filled = text.replacing("$ID", with: id).replacing("$YEAR", with: "\(year)")
      return PlanFile(path: path, bytes: Array(filled.utf8))
    }
  }

  private static let texts: KeyValuePairs<String, String> = [
    "plan.yml": """
    # 计划：编号、标题、年份、时区、地图。编号永久不变。
    # The plan: id, title, year, local time, map. Ids are permanent.
    plan: $ID
    title: {zh: "我区$YEAR年空气质量行动计划", en: "Our district's clean-air plan $YEAR"}
    year: $YEAR
    utc-offset: "+08:00"
    map: {center: [120.868, 30.033], zoom: 11}

    """,
    "units.yml": """
    # 单位：部门（bureau）、镇街（town）、园区（zone）、专班（task-force）。
    # Who answers for something: bureaus, towns and streets, zones, task forces.
    - {unit: EEB, kind: bureau, label: {zh: "生态环境局", en: "Environment bureau"}}
    - {unit: CSB, kind: bureau, label: {zh: "建设局", en: "Construction bureau"}}
    - {unit: T01, kind: town, label: {zh: "城关镇", en: "First town"}}

    """,
    "places.yml": """
    # 区域：镇街作为地方。经度在前，WGS-84。
    # Places: each town as a territory. Longitude first, WGS-84.
    - place: "000001"
      unit: T01
      label: {zh: "城关镇", en: "First town"}
      position: [120.868, 30.033]
      approximate: true
      source: "a stand-in; replace it"

    """,
    "clauses.yml": """
    # 条款：计划里的一项承诺，由谁牵头，要达到什么。
    # Clauses: what the plan promises, who leads, what is to be reached.
    - clause: 1.a
      label: {zh: "工地扬尘抽查", en: "Spot checks of dust at sites"}
      lead: [CSB]
      with: [EEB, every-town]
      target: {zh: "全年抽查12次以上", en: ">= 12 checks"}
      reports: month

    """,
    "registers/site-checks.yml": """
    # 台账：一张表，一行一次抽查。
    # A register: a table with one row for each check.
    register: site-checks
    clause: 1.a
    label: {zh: "工地抽查", en: "Site checks"}
    key: number
    title: site
    dated: checked-on
    fields:
      - {field: number, kind: integer, at-least: 1, label: {zh: "序号", en: "Number"}}
      - {field: site, kind: text, required: true, label: {zh: "工地", en: "Site"}}
      - {field: place, kind: place, label: {zh: "镇街", en: "Town"}}
      - {field: checked-on, kind: date, required: true, label: {zh: "抽查日期", en: "Checked on"}}
      - field: result
        kind: choice
        required: true
        label: {zh: "结果", en: "Result"}
        choices:
          - {choice: pass, label: {zh: "合格", en: "Pass"}}
          - {choice: fail, label: {zh: "不合格", en: "Fail"}}
      - {field: fault, kind: text, required-when: "result = 'fail'", label: {zh: "问题", en: "Fault"}}

    """,
    "indicators.yml": """
    # 指标：由台账的记录算出，按进度亮灯。
    # An indicator: computed from rows, its lamp by what should be reached by now.
    - indicator: site-checks-done
      clause: 1.a
      label: {zh: "工地抽查次数", en: "Site checks done"}
      unit: "次"
      measure: {count: site-checks}
      target: {at-least: 12}
      by: place

    """,
    "tests.yml": """
    # 测试：放进记录，指标应当变红、变绿。运行 lantian plan test。
    # A test: rows go in, and the lamp must respond. Run it with lantian plan test.
    - test: site-checks-done
      clause: 1.a
      steps:
        - at: "$YEAR-12-30 09:00"
        - expect: {indicator: site-checks-done, value: 0, lamp: red}
        - rows:
            site-checks: [{number: "#", site: "Site #", checked-on: $YEAR-06-01, result: pass}]
            times: 12
        - expect: {indicator: site-checks-done, value: 12, lamp: green}

    """,
  ]
}
