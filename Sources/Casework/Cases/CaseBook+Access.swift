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
  /// The same filter as a condition on `case_file`.
  var condition: SQL {
    switch self {
    case .all: return "1"
    case .none: return "0"
    case .some(let unit, let facility):
      var parts: [SQL] = []
      if let unit {
        parts.append(
          """
          assigned_unit = \(unit) OR lead_unit = \(unit)
          OR id IN (SELECT case_id FROM case_informed WHERE unit = \(unit))
          """)
      }
      if let facility { parts.append(CaseFilter.concerns(facility)) }
      return parts.isEmpty ? "0" : "(\(parts.joined(separator: " OR ")))"
    }
  }
}
