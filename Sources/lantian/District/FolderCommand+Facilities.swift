import ActionPlan
import Console
import GRDB
import Ledger

extension FolderCommand {
  /// What is asked or said of facilities.
  enum FacilityCommand: Codable, Sendable {
    /// The format is a `Grid.Format`.
    case list(search: String?, format: String)
    case add(NewFacility)
    case importList(FacilityFile)
    case exportList(path: String, isTemplate: Bool)
    /// By the import's number.
    case undo(Int64, language: Language)
    case doubts(isSettled: Bool, format: String)
    case settle(NameAnswer)
    /// The step is `merge`, `apart` or `back`.
    case merge(other: String, kept: String, step: String)
    case alias(of: String, name: String, isRemoved: Bool)
  }

  /// A facility that is added.
  struct NewFacility: Codable, Sendable {
    var name: String
    var nameEn: String?
    /// Of a `Facility.Kind`.
    var kind: String
    var place: String?
    var code: String?
    /// `LONGITUDE,LATITUDE`
    var position: String?
    /// Whether it is added beside others that are called alike.
    var isOther: Bool

    static func degrees(_ text: String) -> Coordinate? {
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      guard numbers.count == 2, let longitude = numbers[0], let latitude = numbers[1] else {
        return nil
      }
      return Coordinate(longitude: longitude, latitude: latitude)
    }
  }

  /// What a name means: another facility, a new one of a kind, none; with nothing set, what was said is
  /// taken back.
  struct NameAnswer: Codable, Sendable {
    var name: String
    var same: String?
    /// Of a `Facility.Kind`.
    var kind: String?
    var place: String?
    var code: String?
    var isNone: Bool
  }

  static func facility(
    _ command: FacilityCommand, in district: OpenDistrict
  ) async throws -> [String] {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or serve it once")
    }
    let at = district.now()
    switch command {
    case .list(let search, let format):
      return lines(try await facilities(search, in: district), format)
    case .add(let new):
      let isSimulated = district.folder.holdsSimulatedData
      let id = try await district.ledger.write { db in
        try add(new, isSimulated: isSimulated, plan: plan, at: at, in: db)
      }
      await district.changed()
      return [id]
    case .importList(let file):
      let told = try await importFacilities(file, plan: plan, in: district)
      if !file.isTrial { await district.changed() }
      return told
    case .exportList(let path, let isTemplate):
      return try await exportFacilities(
        to: path, isTemplate: isTemplate, plan: plan, in: district)
    case .undo(let number, let language):
      let told = try await undoFacilities(number, language: language, plan: plan, in: district)
      await district.changed()
      return told
    case .doubts(let isSettled, let format):
      let grid = isSettled ? try await settled(in: district) : try await doubts(in: district)
      return lines(grid, format)
    case .settle(let answer):
      try await district.ledger.write { db in
        try settle(answer, plan: plan, at: at, in: db)
      }
    case .merge(let other, let kept, let step):
      try await district.ledger.write { db in
        if step == "back" {
          return try FacilityDoubts.takeBack(
            kept, other, plan: plan, by: actor, at: at, in: db)
        }
        try FacilityDoubts.settle(
          try meant(kept, in: db), try meant(other, in: db), isSame: step == "merge", plan: plan,
          by: actor, at: at, in: db)
      }
    case .alias(let facility, let name, let isRemoved):
      try await district.ledger.write { db in
        let id = try meant(facility, in: db)
        if isRemoved {
          try FacilityAliases.remove(name, from: id, by: actor, at: at, in: db)
        } else {
          try FacilityAliases.add(name, to: id, by: actor, at: at, in: db)
        }
      }
    }
    await district.changed()
    return ["done; `lantian facility doubts --settled` lists what can be taken back"]
  }

  private static func add(
    _ new: NewFacility, isSimulated: Bool, plan: Plan, at: Int, in db: Database
  ) throws -> String {
    let code = new.code.map(CreditCode.canonical)
    if !new.isOther {
      let alike = try Facilities.alike(new.name, creditCode: code, in: db)
      guard alike.isEmpty else {
        throw CommandRefusal(
          "\"\(new.name)\" may be \(alike.joined(separator: " or ")); add it with --other if it is "
            + "another one")
      }
    }
    let facility = Facility(
      id: try Facilities.freeID(for: new.name, in: db),
      name: Label(zh: new.name, en: new.nameEn ?? new.name), creditCode: code,
      kind: Facility.Kind(rawValue: new.kind) ?? .other, place: new.place,
      position: new.position.flatMap(NewFacility.degrees), isSimulated: isSimulated)
    try Facilities.upsert(facility, plan: plan, by: actor, at: at, in: db)
    return facility.id
  }

  private static func settle(
    _ answer: NameAnswer, plan: Plan, at: Int, in db: Database
  ) throws {
    if answer.same == nil, answer.kind == nil, !answer.isNone {
      return try NameDoubts.takeBack(answer.name, plan: plan, by: actor, at: at, in: db)
    }
    var means = NameDoubts.Answer.none
    if let same = answer.same {
      means = .same(try meant(same, in: db))
    } else if let kind = answer.kind.flatMap({ Facility.Kind(rawValue: $0) }) {
      guard let old = try Facilities.find(answer.name, in: db) else {
        throw FacilityError.noDoubt(answer.name)
      }
      means = .new(
        Facility(
          id: old.id, name: old.name, creditCode: answer.code.map(CreditCode.canonical), kind: kind,
          place: answer.place, position: old.position, isSimulated: old.isSimulated))
    }
    try NameDoubts.settle(answer.name, as: means, plan: plan, by: actor, at: at, in: db)
  }

  private static func meant(_ text: String, in db: Database) throws -> String {
    switch try Facilities.match(name: text, in: db) {
    case .exact(let id): return id
    case .doubtful(let ids):
      throw CommandRefusal(
        "\"\(text)\" may be \(ids.joined(separator: " or ")); write the id or credit code")
    case .noFacility, .none: throw FacilityError.unknown(text)
    }
  }

  private static func facilities(
    _ search: String?, in district: OpenDistrict
  ) async throws -> Grid {
    let found = try await district.ledger.read { db in
      let all = try search.map { try Facilities.search($0, in: db) } ?? Facilities.list(in: db)
      return try all.filter { try Facilities.kept($0.id, in: db) == $0.id }.map {
        ($0, try FacilityAliases.list(of: $0.id, in: db).map(\.name))
      }
    }
    var grid = Grid(["facility", "name", "kind", "place", "credit code", "other names"])
    grid.rows = found.map { facility, names in
      [
        .text(facility.id), .text(facility.name.zh), .text(facility.kind.rawValue),
        Grid.Cell(facility.place), Grid.Cell(facility.creditCode),
        Grid.Cell(names.isEmpty ? nil : names.joined(separator: ", ")),
      ]
    }
    return grid
  }

  /// What waits: names, then pairs of facilities.
  private static func doubts(in district: OpenDistrict) async throws -> Grid {
    let (names, pairs) = try await district.ledger.read { db in
      (
        try NameDoubts.list(limit: 1_000, in: db).map {
          ($0, try NameDoubts.candidates(of: $0, in: db))
        }, try FacilityDoubts.open(limit: 1_000, in: db)
      )
    }
    var grid = Grid(["id", "written", "may be", "why", "from"])
    grid.rows = names.flatMap { doubt, candidates in
      (candidates.isEmpty ? [nil] : candidates.map(Optional.some)).map { candidate in
        [
          .text(doubt.facility), .text(doubt.name), Grid.Cell(candidate?.facility),
          Grid.Cell(candidate?.why.rawValue),
          .text("\(doubt.register) \(doubt.file):\(doubt.line)"),
        ]
      }
    }
    grid.rows += pairs.map { pair in
      [.text(pair.one), .none, .text(pair.other), .text(pair.why.rawValue), .none]
    }
    return grid
  }

  private static func settled(in district: OpenDistrict) async throws -> Grid {
    let (names, pairs) = try await district.ledger.read { db in
      (
        try NameDoubts.list(settled: true, limit: 1_000, in: db),
        try FacilityDoubts.settled(limit: 1_000, in: db)
      )
    }
    let time = LocalTime(utcOffsetSeconds: district.plan?.utcOffsetSeconds ?? 0)
    var grid = Grid(["id", "written", "is", "facility", "by", "at"])
    grid.rows = names.compactMap { doubt in
      doubt.settled.map { settled in
        let (word, facility): (String, String?) =
          switch settled.outcome {
          case .same(let id): ("same", id)
          case .new: ("new", doubt.facility)
          case .none: ("none", nil)
          }
        return [
          .text(doubt.facility), .text(doubt.name), .text(word), Grid.Cell(facility),
          .text(settled.actor), .text(time.rfc3339(settled.at)),
        ]
      }
    }
    grid.rows += pairs.map { pair in
      [
        .text(pair.other), .none, .text(pair.isSame ? "same" : "apart"), .text(pair.one),
        .text(pair.actor), .text(time.rfc3339(pair.at)),
      ]
    }
    return grid
  }

  private static func lines(_ grid: Grid, _ format: String) -> [String] {
    grid.text(Grid.Format(rawValue: format) ?? .table).split(whereSeparator: \.isNewline)
      .map(String.init)
  }
}
