public import ActionPlan
import Foundation
import GRDB

/// A case as it stands: what its events add up to. 问题单
public struct CaseFile: Sendable, Hashable {
  public let id: Int64
  /// Plan, year and count, e.g. `SHANGYU-2026-000123`.
  public let number: String
  public let planDigest: String
  public let procedure: String
  public let title: CaseTitle
  public let source: CaseSource
  public let severity: Severity
  public let clause: String?
  public let leadUnit: String
  public let facility: String?
  public let place: String?
  /// The unit that governs the place.
  public let townUnit: String?
  public let isPlaceCertain: Bool
  public let position: Coordinate?
  public let subjectRegister: String?
  public let subjectRow: Int64?
  public let fieldUnits: [String: String]
  public let occurredAt: Int
  public let openedAt: Int
  /// It was found in data that came late.
  public let isOpenedLate: Bool
  public let state: String
  public let stateSince: Int
  public let assignedUnit: String?
  public let informedUnits: [String]
  /// Epoch seconds; nil for no deadline.
  public let dueAt: Int?
  public let closedAt: Int?
  /// Grows by one with every step; a step names the version its taker saw.
  public let version: Int

  public var isOpen: Bool { closedAt == nil }

  /// Whether the present step is past its deadline.
  public func isLate(at now: Int) -> Bool {
    guard isOpen, let dueAt else { return false }
    return now > dueAt
  }
}

extension CaseFile {
  /// Everything but the grounds, which only a case's own page needs.
  static let columns = """
    id, number, plan_digest, procedure, title_code, title_values, source_kind, source_id, severity,
    clause, lead_unit,
    coalesce((SELECT kept FROM facility_merged WHERE other = facility), facility) AS facility, place, town_unit, is_place_certain, longitude, latitude,
    subject_register, subject_row, field_units, occurred_at, opened_at, is_opened_late, state,
    state_since, assigned_unit, due_at, closed_at, version,
    (SELECT json_group_array(unit) FROM case_informed WHERE case_id = case_file.id) AS informed
    """

  /// - Throws: `CaseRecordError` where a column holds what casework never writes.
  init(row: Row) throws {
    let kind: String = row["source_kind"]
    let titleCode: String = row["title_code"]
    let severityName: String = row["severity"]
    guard let code = CaseTitle.Code(rawValue: titleCode) else {
      throw CaseRecordError.unknownTitle(titleCode)
    }
    guard let severity = Severity(rawValue: severityName) else {
      throw CaseRecordError.unknownSeverity(severityName)
    }
    id = row["id"]
    number = row["number"]
    planDigest = row["plan_digest"]
    procedure = row["procedure"]
    title = CaseTitle(code, try decoded([String: String].self, row["title_values"]))
    source = CaseSource(kind: kind, id: row["source_id"])
    self.severity = severity
    clause = row["clause"]
    leadUnit = row["lead_unit"]
    facility = row["facility"]
    place = row["place"]
    townUnit = row["town_unit"]
    isPlaceCertain = row["is_place_certain"]
    position = coordinate(row)
    subjectRegister = row["subject_register"]
    subjectRow = row["subject_row"]
    fieldUnits = try decoded([String: String].self, row["field_units"])
    occurredAt = row["occurred_at"]
    openedAt = row["opened_at"]
    isOpenedLate = row["is_opened_late"]
    state = row["state"]
    stateSince = row["state_since"]
    assignedUnit = row["assigned_unit"]
    informedUnits = try decoded([String].self, row["informed"]).sorted()
    dueAt = row["due_at"]
    closedAt = row["closed_at"]
    version = row["version"]
  }
}

/// A row that casework did not write.
enum CaseRecordError: Error, Equatable {
  case unknownTitle(String)
  case unknownSeverity(String)
  case unknownEventKind(String)
}

func coordinate(_ row: Row) -> Coordinate? {
  guard let longitude: Double = row["longitude"], let latitude: Double = row["latitude"] else {
    return nil
  }
  return Coordinate(longitude: longitude, latitude: latitude)
}

func decoded<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
  try JSONDecoder().decode(type, from: Data(json.utf8))
}

/// JSON with sorted keys: equal values give equal text.
func encoded(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
