internal import ActionPlan
internal import AirQuality
internal import GRDB
internal import Ledger
internal import Telemetry

/// Reads from plan and ledger what is to be watched.
struct SubjectReader {
  /// Why a row is not watched by a rule that names its register.
  struct Fault: Sendable, Hashable, CustomStringConvertible {
    let identity: Subject.Identity
    let found: String
    let remedy: String
    var description: String { "\(identity.subject): \(found); \(remedy)" }
  }

  struct Reading: Sendable, Equatable {
    /// In the order of rules, then of rows.
    var subjects: [Subject] = []
    var faults: [Fault] = []
  }

  /// Declarations that ended longer ago than this are not read: back-fill is no older.
  static let declarationSeconds = 31 * 86_400

  private let plan: Plan
  private let facilities: [String: Facility]
  private let points: [String: MonitoringPoint]
  private let declarations: [String: [Declaration]]
  /// Points that a device feeds, by its MN.
  private let fed: [String: Set<String>]
  /// Those that may send.
  private let devices: [DeviceRecord]

  /// - Parameter only: the facility whose subjects are read; nil for all.
  static func read(
    _ plan: Plan, only: String? = nil, now: Int, in db: Database
  ) throws -> Reading {
    let reader = try SubjectReader(plan, now: now, in: db)
    var reading = Reading()
    for rule in plan.rules {
      switch rule.watch {
      case .devices:
        for device in reader.devices where only == nil || device.facility == only {
          reading.subjects.append(reader.subject(rule, device))
        }
      case .register(let id):
        if case .rows = rule.trigger { continue }
        guard let register = plan.register(id) else { continue }
        for row in try rows(of: register, rule, only: only, in: db) {
          let identity = Subject.Identity(rule: rule.id, subject: "\(register.id)/\(row.id)")
          do throws(Unwatched) {
            if let subject = try reader.subject(identity, rule, register, row),
              only == nil || subject.facility == only
            {
              reading.subjects.append(subject)
            }
          } catch {
            reading.faults.append(
              Fault(identity: identity, found: error.found, remedy: error.remedy))
          }
        }
      }
    }
    return reading
  }

  /// Where rows name their facility, those of others are not read.
  private static func rows(
    of register: Register, _ rule: Rule, only: String?, in db: Database
  ) throws -> [RegisterRow] {
    let field = rule.facilityField ?? "facility"
    guard let only, register.field(field)?.kind == .facility else {
      return try RegisterStore.rows(register, in: db)
    }
    return try RegisterStore.rows(register, where: field, is: only, in: db)
  }

  private init(_ plan: Plan, now: Int, in db: Database) throws {
    self.plan = plan
    facilities = Dictionary(
      try Facilities.list(in: db).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    points = Dictionary(
      try Points.list(in: db).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    declarations = Dictionary(
      grouping: try Declarations.endingAfter(now - Self.declarationSeconds, plan: plan, in: db),
      by: \.facility)
    devices = try Devices.list(in: db).filter(\.isEnabled)
    let narrowed = declarations.values.contains { $0.contains { $0.point != nil } }
    fed =
      narrowed
      ? Dictionary(grouping: try Bindings.list(in: db), by: \.mn).mapValues {
        Set($0.map(\.point))
      } : [:]
  }

  private struct Unwatched: Error {
    let found: String
    let remedy: String
  }

  private func subject(_ rule: Rule, _ device: DeviceRecord) -> Subject {
    let facility = device.facility.flatMap { facilities[$0] }
    return Subject(
      identity: Subject.Identity(rule: rule.id, subject: "device/\(device.mn)"),
      clause: rule.clause, facility: device.facility, place: facility?.place,
      position: facility?.position, source: .device(mn: device.mn),
      setup: setup(rule, [], device.facility) { declaration in
        // A stop of one point explains the silence of a device that feeds no other.
        declaration.factor == nil
          && declaration.point.map { fed[device.mn] == [$0] } ?? true
      })
  }

  /// - Returns: nil where the row has none of the instruments the rule looks at.
  private func subject(
    _ identity: Subject.Identity, _ rule: Rule, _ register: Register, _ row: RegisterRow
  ) throws(Unwatched) -> Subject? {
    let source: Subject.Source
    var tests: [LimitTest] = []
    var explained: [(point: String, quantity: String)] = []
    let first: String
    switch rule.trigger {
    case .silent, .rows: return nil
    case .unchanged(let field, let quantity):
      guard let point = row[field].text else { return nil }
      first = point
      explained = [(point, quantity)]
      source = .quantity(point: point, quantity: quantity)
      tests = [LimitTest(kind: .unchanged, windowSeconds: 0)]
    case .conditions(let conditions):
      var keys: [SeriesKey] = []
      for condition in conditions {
        guard let point = row[condition.field].text else { return nil }
        guard let statistic = Statistic(rawValue: condition.statistic) else {
          throw Unwatched(
            found: "no statistic is called \(condition.statistic)", remedy: "correct the rule")
        }
        keys.append(
          SeriesKey(
            point: point, quantity: condition.quantity, statistic: statistic,
            windowSeconds: condition.windowSeconds))
        tests.append(try test(condition, row))
      }
      guard let point = keys.first?.point else { return nil }
      first = point
      explained = keys.map { ($0.point, $0.quantity) }
      source = .series(keys)
    }
    let point = points[first]
    let facility = row[rule.facilityField ?? "facility"].text ?? point?.facility
    return Subject(
      identity: identity, clause: rule.clause, facility: facility,
      place: row.place(of: register) ?? point?.place ?? facility.flatMap { facilities[$0]?.place },
      position: row.position(of: register) ?? point?.position
        ?? facility.flatMap { facilities[$0]?.position },
      source: source,
      setup: setup(rule, tests, facility) { declaration in
        explained.contains { declaration.explains(point: $0.point, quantity: $0.quantity) }
      })
  }

  private func setup(
    _ rule: Rule, _ tests: [LimitTest], _ facility: String?,
    where explains: (Declaration) -> Bool
  ) -> Machine.Setup {
    Machine.Setup(
      tests: tests, gapSeconds: rule.gapSeconds,
      afterStartSeconds: rule.except.afterStartSeconds, stages: rule.stages,
      suspensions: suspensions(rule.except.declared, facility, where: explains))
  }

  /// A declaration counts from when it was made: nobody declares a stop away that was already seen.
  /// One that names a point or a quantity counts for these alone.
  private func suspensions(
    _ kinds: [String], _ facility: String?, where explains: (Declaration) -> Bool
  ) -> [Range<Int>] {
    guard let facility else { return [] }
    let declared = (declarations[facility] ?? []).filter(explains)
    let spans = declared.compactMap { declaration -> Range<Int>? in
      let from = max(declaration.from, declaration.declaredAt)
      return kinds.contains(declaration.kind) && from < declaration.until
        ? from..<declaration.until : nil
    }
    var joined: [Range<Int>] = []
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, span.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        joined.append(span)
      }
    }
    return joined
  }

  // MARK: Limits

  private func test(_ condition: Condition, _ row: RegisterRow) throws(Unwatched) -> LimitTest {
    let margin = condition.releaseMargin
    let kind: LimitTest.Kind
    switch condition.comparison {
    case .above(let amount):
      let (limit, release) = try limit(amount, back: -1, margin, row)
      kind = .above(limit, release: release)
    case .below(let amount):
      let (limit, release) = try limit(amount, back: 1, margin, row)
      kind = .below(limit, release: release)
    case .outside(let lower, let upper):
      let (low, lowRelease) = try limit(lower, back: 1, margin, row)
      let (high, highRelease) = try limit(upper, back: -1, margin, row)
      kind = .outside(low, high, lowerRelease: lowRelease, upperRelease: highRelease)
    case .equals(let value):
      kind = .equals(value)
    }
    return LimitTest(kind: kind, windowSeconds: condition.windowSeconds)
  }

  /// The limit and where it releases, in the quantity's unit, exactly.
  private func limit(
    _ amount: Condition.Amount, back direction: Int64, _ margin: ExactDecimal, _ row: RegisterRow
  ) throws(Unwatched) -> (ExactDecimal, ExactDecimal) {
    let way = margin.multiplied(by: ExactDecimal(direction))
    let limit: ExactDecimal?
    let release: ExactDecimal?
    let whole: String
    switch amount {
    case .fixed(let value):
      limit = value
      release = way.flatMap { value.adding($0) }
      whole = "\(value)"
    case .percent(let percent, let field):
      guard let full = row[field].number else {
        throw Unwatched(found: "\(field) is empty", remedy: "write the number the rule needs")
      }
      func share(_ percent: ExactDecimal?) -> ExactDecimal? {
        percent.flatMap { full.multiplied(by: $0) }?.shifted(by: -2)
      }
      limit = share(percent)
      release = share(way.flatMap { percent.adding($0) })
      whole = "\(percent) % of \(field) \(full)"
    }
    guard let limit, let release else {
      throw Unwatched(
        found: "\(whole) does not fit into 18 digits", remedy: "write fewer digits")
    }
    return (limit, release)
  }
}
