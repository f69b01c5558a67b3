import ActionPlan
import Casework
import GRDB
import Ledger

/// Fills a ledger with cases: some are opened one by one as Lantian opens them, and stand as models
/// for the others, which are laid beside them by SQL at other times and places.
struct CaseFilling {
  let plan: Plan
  let ledger: LedgerDatabase
  let now: Int

  /// Opened one by one.
  static let models = 20_000
  /// Still open at the end.
  static let open = 5_000
  static let firms = 400
  static let password = "Blue-Sky-2021"
  /// Accounts with a desk, for those that are connected at once.
  static let watchers = 200

  private static let actor = Actor.system("measure")
  /// From one model to the next.
  private static let step = 90

  func fill(_ count: Int) async throws {
    try await furnish()
    let copies = max(1, (count - Self.open) / Self.models)
    let span = Self.models * Self.step
    let begin = now - copies * span
    try await openModels(from: begin)
    for copy in 1..<copies {
      try await ledger.write { db in try Self.copyModels(copy, seconds: copy * span, in: db) }
    }
    try await openPresent(count - copies * Self.models)
    try await ledger.write { db in
      try CaseSearch.rebuild(in: db)
      try Self.settle(in: db)
    }
  }

  private func furnish() async throws {
    let accounts = Accounts(
      ledger: ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { [now] in now })
    let units = Set(plan.units.map(\.id))
    for number in 0..<Self.watchers {
      _ = try await accounts.create(
        AccountDraft(name: "desk\(number)", displayName: "值守\(number)", roles: [.duty]),
        password: Self.password, units: units, mustChangePassword: false, by: Self.actor)
    }
    for unit in plan.units {
      _ = try await accounts.create(
        AccountDraft(
          name: "of-\(unit.id.lowercased())", displayName: unit.label.zh, unit: unit.id,
          roles: [.officer]),
        password: Self.password, units: units, mustChangePassword: false, by: Self.actor)
    }
    try await ledger.write { [plan, now] db in
      for firm in 0..<Self.firms {
        var random = Random(seed: UInt64(firm))
        try Facilities.upsert(
          Facility(
            id: "firm-\(firm)", name: Label(zh: Self.firmName(firm), en: "Firm \(firm)"),
            kind: .enterprise, place: plan.places[random.below(plan.places.count)].id,
            position: Self.position(&random)), plan: plan, by: Self.actor, at: now, in: db)
      }
    }
  }

  private static let words = [
    "曹娥江", "杭州湾", "百官", "东关", "道墟", "崧厦", "小越", "谢塘", "盖北", "上浦", "章镇", "汤浦", "永和", "梁湖",
  ]
  private static let trades = ["化工", "染整", "涂装", "建材", "机械", "印刷", "家具", "橡塑"]
  private static let titles = [
    "夜间异味扰民", "露天焚烧秸秆", "工地裸土未覆盖", "治污设施未运行", "旁路阀门开启", "油烟直排", "渣土车带泥上路", "冒黑烟",
  ]

  private static func firmName(_ number: Int) -> String {
    "\(words[number % words.count])\(trades[number / words.count % trades.count])第\(number)有限公司"
  }

  private static func position(_ random: inout Random) -> Coordinate {
    Coordinate(
      longitude: 120.7 + Double(random.below(40_000)) / 100_000,
      latitude: 29.8 + Double(random.below(40_000)) / 100_000)
  }

  private func opening(_ number: Int, at: Int) -> CaseOpening {
    var random = Random(seed: UInt64(number) + 7)
    let firm = random.below(Self.firms)
    let hasFirm = random.below(3) > 0
    let severities: [Severity] = [
      .minor, .ordinary, .ordinary, .ordinary, .ordinary, .serious, .serious, .grave,
    ]
    let procedure = plan.procedures[random.below(plan.procedures.count)]
    let word = Self.words[random.below(Self.words.count)]
    let title = Self.titles[random.below(Self.titles.count)]
    return CaseOpening(
      procedure: procedure.id, severity: severities[random.below(severities.count)],
      source: .manual,
      title: CaseTitle(.manual, ["text": "\(word)\(title)第\(random.below(9_000))号点位"]),
      occurredAt: at - random.below(3_600), facility: hasFirm ? "firm-\(firm)" : nil,
      facilityName: hasFirm ? Self.firmName(firm) : nil,
      place: plan.places[random.below(plan.places.count)].id, position: Self.position(&random))
  }

  /// Cases that were closed within a day.
  private func openModels(from begin: Int) async throws {
    for first in stride(from: 0, to: Self.models, by: 500) {
      try await ledger.write { db in
        for number in first..<first + 500 {
          let at = begin + number * Self.step
          let file = try CaseBook.open(
            opening(number, at: at), plan: plan, actor: Self.actor, at: at, in: db)
          try Self.close(file, in: db)
        }
      }
    }
  }

  /// As after four steps. What is measured reads these rows; the machine's own work is not.
  private static func close(_ file: CaseFile, in db: Database) throws {
    var random = Random(seed: UInt64(file.id))
    let closed = file.openedAt + 3_600 + random.below(80_000)
    try db.execute(
      sql: """
        UPDATE case_file SET state = 'closed', state_since = :closed, closed_at = :closed,
          assigned_unit = ifnull(town_unit, lead_unit), due_at = NULL, next_late_at = NULL,
          version = 5, cause_class = 'real', priority = :priority
        WHERE id = :id
        """, arguments: ["closed": closed, "id": file.id, "priority": random.below(4)])
    let states = [Procedure.openedState, "dispatched", "handled", "verified", "closed"]
    for (number, state) in states.dropFirst().enumerated() {
      try db.execute(
        sql: """
          INSERT INTO case_event
            (case_id, sequence, at, actor, kind, from_state, to_state, assigned_unit, "values")
          VALUES (?, 10 + ?, ?, 'account:1', 'step', ?, ?, ?, json_object('note', ?))
          """,
        arguments: [
          file.id, number, file.openedAt + number * (closed - file.openedAt) / 4,
          states[number], state,
          file.townUnit ?? file.leadUnit, "现场已核实，要求立即整改并复查，编号\(file.id)。",
        ])
    }
  }

  /// All models once more, later and somewhere else.
  private static func copyModels(_ copy: Int, seconds: Int, in db: Database) throws {
    let east = Double(copy * 37 % 100 - 50) / 2_000
    let north = Double(copy * 61 % 100 - 50) / 2_000
    let changed = [
      "id": "id + \(copy * models)", "number": "number || '-\(copy)'",
      "search_text": "replace(search_text, number, number || '-\(copy)')",
      "occurred_at": "occurred_at + \(seconds)", "opened_at": "opened_at + \(seconds)",
      "state_since": "state_since + \(seconds)", "closed_at": "closed_at + \(seconds)",
      "longitude": "longitude + \(east)", "latitude": "latitude + \(north)",
      "title_values": "replace(title_values, '点位', '点位之\(copy)')",
    ]
    try insert("case_file", changed, where: "id <= \(models)", in: db)
    let events =
      try Int.fetchOne(
        db, sql: "SELECT max(id) FROM case_event WHERE case_id <= \(models)") ?? 0
    try insert(
      "case_event",
      [
        "id": "id + \(copy * events)", "case_id": "case_id + \(copy * models)",
        "at": "at + \(seconds)",
      ], where: "case_id <= \(models)", in: db)
    try insert(
      "case_informed", ["case_id": "case_id + \(copy * models)"], where: "case_id <= \(models)",
      in: db)
  }

  private static func insert(
    _ table: String, _ changed: [String: String], where condition: String, in db: Database
  ) throws {
    let columns = try db.columns(in: table).map(\.name)
    let names = columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    let values = columns.map { changed[$0] ?? $0.quotedDatabaseIdentifier }.joined(separator: ", ")
    try db.execute(
      sql: "INSERT INTO \(table) (\(names)) SELECT \(values) FROM \(table) WHERE \(condition)")
  }

  /// Cases of the last week that are open.
  private func openPresent(_ count: Int) async throws {
    for first in stride(from: 0, to: count, by: 500) {
      try await ledger.write { db in
        for number in first..<min(first + 500, count) {
          let at = now - 7 * 86_400 + number * (7 * 86_400) / max(count, 1)
          let file = try CaseBook.open(
            opening(1_000_000 + number, at: at), plan: plan, actor: Self.actor, at: at, in: db)
          try setDeadline(of: file, number: number, in: db)
          guard number % 4 > 0 else { continue }
          try db.execute(
            sql: """
              UPDATE case_file SET state = 'dispatched', version = 2,
                assigned_unit = ifnull(town_unit, lead_unit) WHERE id = ?
              """, arguments: [file.id])
        }
      }
    }
  }

  /// Nine in ten are in time, due in the days ahead; the others were late before, and everybody who had
  /// to be told was.
  private func setDeadline(of file: CaseFile, number: Int, in db: Database) throws {
    let isLate = number % 10 == 0
    let due = isLate ? now - 3_600 - number : now + 7_200 + number * 60
    try db.execute(
      sql: "UPDATE case_file SET due_at = ?, next_late_at = ? WHERE id = ? AND due_at IS NOT NULL",
      arguments: [due, isLate ? nil : due, file.id])
  }

  /// As a desk leaves it that has kept up: what looks at each event has looked, and what was told is
  /// read but for the last day's.
  private static func settle(in db: Database) throws {
    for watch in ["events", "rewards"] {
      try db.execute(
        sql: """
          INSERT INTO loop_watch (name, last) SELECT ?, ifnull(max(id), 0) FROM case_event WHERE 1
          ON CONFLICT DO UPDATE SET last = excluded.last
          """, arguments: [watch])
    }
    try db.execute(
      sql: """
        UPDATE account SET told_through = (
          SELECT ifnull(max(id), 0) FROM notification
          WHERE at < (SELECT max(at) FROM notification) - 86400)
        """)
  }
}
