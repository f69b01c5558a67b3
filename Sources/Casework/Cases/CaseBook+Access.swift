import ActionPlan
public import GRDB
public import Ledger

extension CaseFile {
  /// What the policy asks of a case.
  public var relation: CaseRelation {
    CaseRelation(
      assignedUnit: assignedUnit, leadUnit: leadUnit, informedUnits: Set(informedUnits),
      facility: facility)
  }
}

extension CaseBook {
  /// A case by its id, as far as the account may see it: nil for one that is not there and for one
  /// that is not theirs, so that an answer tells neither.
  public static func find(
    _ id: Int64, for account: Account?, in db: Database
  ) throws -> CaseFile? {
    guard let file = try find(id, in: db),
      Policy.may(account, .viewCase, .caseFile(file.relation))
    else { return nil }
    return file
  }

  static func visible(_ id: Int64, to account: Account, in db: Database) throws -> CaseFile {
    guard let file = try find(id, for: account, in: db) else { throw CaseRefusal.unknownCase(id) }
    return file
  }
}

extension CaseScope {
  /// The same filter as a condition on `case_file`, for each case that other conditions find.
  var condition: SQL {
    switch self {
    case .all: "1"
    case .none: CaseScope.nobody
    case .some: "(\(ways.map(\.test).joined(separator: " OR ")))"
    }
  }

  /// The scope and more conditions, for the first cases of an order.
  ///
  /// A case concerns a unit in one of several ways, and SQLite walks no index in order through an OR.
  /// So it walks one index for each way and merges them as far as the page goes.
  func narrowing(
    _ conditions: [SQL], isOpen: Bool, order: CaseFilter.Order, limit: Int
  ) -> SQL {
    let more = conditions.isEmpty ? "1" : conditions.joined(separator: " AND ")
    // Open ones are few: a look at each of them is quicker than a walk over all of a unit's.
    guard ways.count > 1, !isOpen else { return "\(condition) AND \(more)" }
    let walks = ways.map { way -> SQL in
      "SELECT \(way.walk), \(CaseCursor.due) AS due \(way.from) AND \(more)"
    }
    return """
      id IN (SELECT id FROM (
        \(walks.joined(separator: " UNION ")) ORDER BY \(order.ofMerged) LIMIT \(limit)))
      """
  }

  /// True of no case. Not a plain `0`: SQLite finds no way to walk an index that it is told to walk then.
  private static var nobody: SQL { "case_file.id < 0" }

  /// Whether it is a part of all cases.
  var isNarrow: Bool { self != .all }

  /// One of the ways in which a case is somebody's.
  private struct Way {
    /// Whether a case is, as a condition.
    let test: SQL
    /// Those that are, in the order of their ids.
    let walk: SQL
    let from: SQL

    init(_ test: SQL) {
      self.test = test
      walk = "id"
      from = "FROM case_file WHERE \(test)"
    }

    init(informed unit: String) {
      test = """
        EXISTS (SELECT 1 FROM case_informed WHERE case_id = case_file.id AND unit = \(unit))
        """
      walk = "case_id AS id"
      from = """
        FROM case_informed CROSS JOIN case_file ON case_file.id = case_id
        WHERE case_informed.unit = \(unit)
        """
    }
  }

  private var ways: [Way] {
    guard case .some(let unit, let facilities) = self else { return [] }
    var ways: [Way] = []
    if let unit {
      ways += [
        Way("assigned_unit = \(unit)"), Way("lead_unit = \(unit)"), Way(informed: unit),
      ]
    }
    ways += facilities.sorted().map { Way(CaseFilter.concerns($0)) }
    return ways.isEmpty ? [Way(Self.nobody)] : ways
  }
}
