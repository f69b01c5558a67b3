import ActionPlan
import AirQuality

/// A plan of values: every kind of check, bound to registers of its own names.
enum InventedPlan {
  static let plan = Plan(
    id: "river", title: label("River"), digest: "d1", utcOffsetSeconds: 28_800,
    center: Coordinate(longitude: 120.9, latitude: 30), zoom: 11, boundary: nil,
    units: [Unit(id: "EEB", label: label("Environment"), kind: .bureau)],
    places: [
      place("north", 30.1), place("south", 29.9),
    ],
    quantities: [], objectives: [],
    clauses: [Clause(id: "1.1.a", label: label("Entry"), lead: ["EEB"], with: [])],
    registers: registers, rules: [], procedures: [], zones: zones, trades: trades, checks: checks)

  static func label(_ text: String) -> Label { Label(zh: text, en: text) }

  private static func place(_ id: String, _ latitude: Double) -> Place {
    Place(
      id: id, label: label(id), unit: "EEB",
      position: Coordinate(longitude: 120.9, latitude: latitude), isApproximate: true,
      source: "a test", boundary: nil)
  }

  private static func register(
    _ id: String, key: [String] = [], _ fields: [(String, Field.Kind)]
  ) -> Register {
    Register(
      id: id, label: label(id), clause: nil, role: nil,
      fields: fields.map { name, kind in
        Field(
          id: name, label: label(name), kind: kind, isRequired: false, unit: nil, atLeast: nil,
          atMost: nil)
      }, key: key)
  }

  private static func choice(_ ids: String...) -> Field.Kind {
    .choice(ids.map { Field.Choice(id: $0, label: label($0)) })
  }

  private static let registers = [
    register(
      "diggers", key: ["number"],
      [("number", .text), ("grade", choice("green", "blue", "yellow")), ("power", .decimal)]),
    register(
      "trucks", key: ["plate"], [("plate", .plate), ("stage", choice("iii", "vi"))]),
    register("sites", key: ["name"], [("name", .text)]),
    register(
      "entries",
      [
        ("what", .text), ("when", .instant), ("outcome", choice("admitted", "refused")),
        ("ground", .text), ("where-at", .row(of: "sites")),
      ]),
    register(
      "tests-of-day", [("plate", .plate), ("day", .date), ("result", choice("pass", "fail"))]),
    register("repairs-of-day", [("plate", .plate), ("day", .date), ("paper", .text)]),
    register(
      "tests-of-minute", [("plate", .text), ("at", .instant), ("result", choice("pass", "fail"))]),
    register("repairs-of-minute", [("plate", .text), ("at", .instant)]),
    register(
      "cuts", [("gas", choice("nox", "vocs")), ("amount", .decimal), ("checked", .date)]),
    register(
      "draws", [("cut", .row(of: "cuts")), ("project", .text), ("amount", .decimal)]),
    register("quarries", key: ["name"], [("name", .text), ("open", .flag)]),
    register("people", [("name", .text)]),
  ]

  private static func equal(_ field: String, _ value: String) -> RowFilter {
    RowFilter(
      text: "\(field) = '\(value)'",
      predicate: .compare(.field(field), .equal, .literal(.text(value))))
  }

  private static func filled(_ field: String) -> RowFilter {
    RowFilter(text: "\(field) is not empty", predicate: .not(.isEmpty(field: field)))
  }

  /// A square around 120.95, 30.1.
  private static let square = Boundary(polygons: [
    [
      [(120.94, 30.09), (120.96, 30.09), (120.96, 30.11), (120.94, 30.11)].map {
        Coordinate(longitude: $0.0, latitude: $0.1)
      }
    ]
  ])

  private static let zones = [
    Zone(
      id: "water", label: label("water"), clause: nil, places: [], boundary: square,
      rules: [
        .init(trades: [], entry: .restricted, why: label("near the water")),
        .init(trades: ["cement"], entry: .forbidden, why: label("no dust at the water")),
      ]),
    Zone(
      id: "park", label: label("park"), clause: nil, places: ["south"], boundary: nil,
      rules: [.init(trades: ["paint"], entry: .allowed, why: label("a park for it"))]),
  ]

  private static func trade(
    _ id: String, _ catalogue: Trade.Catalogue, closed: Bool = false, ratio: String? = nil,
    twoHigh: Bool = false
  ) -> Trade {
    Trade(
      id: id, label: label(id), catalogue: catalogue, isClosed: closed,
      replacement: ratio.flatMap { ExactDecimal($0) }, isTwoHigh: twoHigh)
  }

  private static let trades = [
    trade("paint", .allowed), trade("solar", .encouraged), trade("tar", .eliminated),
    trade("steel", .restricted, closed: true), trade("power", .allowed, twoHigh: true),
    trade("cement", .allowed, closed: true, ratio: "1.5"), trade("glass", .allowed, ratio: "1"),
  ]

  private static let gate = GateCheck(
    lookUps: [
      .init(
        register: "diggers", by: "number",
        refusals: [.init(rows: equal("grade", "yellow"), why: label("yellow"))]),
      .init(
        register: "trucks", by: "plate",
        refusals: [.init(rows: equal("stage", "iii"), why: label("too old"))]),
    ], admitsUnknown: false,
    log: .init(
      register: "entries", subject: "what", at: "when", answer: "outcome", why: "ground",
      site: "where-at"))

  private static let checks = [
    check("gate", .gate(gate)),
    check(
      "open-gate", .gate(GateCheck(lookUps: gate.lookUps, admitsUnknown: true, log: nil))),
    check(
      "by-day",
      .retest(
        RetestCheck(
          tests: .init(
            register: "tests-of-day", plate: "plate", on: "day", filter: equal("result", "fail")),
          repairs: .init(
            register: "repairs-of-day", plate: "plate", on: "day", filter: filled("paper"))))),
    check(
      "by-minute",
      .retest(
        RetestCheck(
          tests: .init(
            register: "tests-of-minute", plate: "plate", on: "at", filter: equal("result", "fail")),
          repairs: .init(
            register: "repairs-of-minute", plate: "plate", on: "at", filter: nil)))),
    check(
      "entry",
      .admission(
        AdmissionCheck(
          questions: [
            .init(id: "coal", label: label("coal"), entry: .forbidden, why: label("no coal"))
          ],
          offsets: .init(
            register: "cuts", pollutant: "gas", tonnes: "amount", verified: filled("checked"),
            spent: .init(
              register: "draws", reduction: "cut", project: "project", tonnes: "amount",
              pollutant: nil),
            ratios: [
              .init(pollutant: "nox", ratio: ExactDecimal("1.5")!, zones: [], trades: []),
              .init(pollutant: "nox", ratio: ExactDecimal(2), zones: ["park"], trades: []),
              .init(pollutant: "vocs", ratio: ExactDecimal(2), zones: [], trades: ["paint"]),
            ])))),
    check(
      "lot",
      .draw(
        DrawCheck(
          subjects: .init(
            register: "quarries",
            filter: RowFilter(
              text: "open = true",
              predicate: .compare(.field("open"), .equal, .literal(.flag(true))))),
          inspectors: .init(register: "people", filter: nil)))),
    check(
      "sticker",
      .label(
        LabelCheck(
          register: "diggers", by: "number", classField: "grade",
          colours: ["green": .green, "blue": .blue, "yellow": .yellow], shows: ["power"]))),
  ]

  private static func check(_ id: String, _ kind: Check.Kind) -> Check {
    Check(id: id, label: label(id), clause: "1.1.a", clauses: [], kind: kind)
  }
}
