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
  /// The deadline was counted in the plan's working time.
  public let isDueWorking: Bool
  public let closedAt: Int?
  public let priority: CasePriority
  /// The deadline stands still; nil for most.
  public let suspension: CaseSuspension?
  /// The case is offered to another unit; nil for most.
  public let transfer: CaseTransfer?
  /// The case it was merged into, with that one's number; such a case is closed.
  public let mergedInto: Other?
  /// How often it was taken up again.
  public let reopenedCount: Int
  /// It collects the findings of a day beyond the unit's budget.
  public let isDigest: Bool
  /// Findings that it was given beside the one that opened it.
  public let furtherFindings: Int
  /// What its closing says of the alarm; nil while it is open.
  public let causeClass: CauseClass?
  /// An appeal waits for its decision.
  public let isAppealed: Bool
  /// Seconds left of the deadline that a merger stopped.
  let deadlineLeft: Int?
  /// The version at which the deadline was set.
  let deadlineVersion: Int
  /// Grows by one with every step; a step names the version its taker saw.
  public let version: Int

  /// Another case, by id and number.
  public struct Other: Sendable, Hashable {
    public let id: Int64
    public let number: String
  }

  public var isOpen: Bool { closedAt == nil }
  public var due: CaseDeadline? { dueAt.map { CaseDeadline(at: $0, isWorking: isDueWorking) } }

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
    state_since, assigned_unit, due_at, is_due_working, closed_at, version,
    priority, suspended_at, suspended_until, deadline_left, deadline_version, transfer_unit,
    transfer_stage, merged_into, reopened_count,
    (SELECT number FROM case_file AS main WHERE main.id = case_file.merged_into) AS merged_number,
    digest_of IS NOT NULL AS is_digest, cause_class,
    (SELECT count(*) FROM case_source WHERE case_source.case_id = case_file.id) AS further,
    EXISTS (SELECT 1 FROM case_appeal WHERE case_id = case_file.id AND decided_at IS NULL)
      AS is_appealed,
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
    isDueWorking = row["is_due_working"]
    closedAt = row["closed_at"]
    version = row["version"]
    let rank: Int = row["priority"]
    priority = CasePriority.allCases.first { $0.rank == rank } ?? .normal
    deadlineLeft = row["deadline_left"]
    deadlineVersion = row["deadline_version"]
    if let since: Int = row["suspended_at"], let until: Int = row["suspended_until"] {
      suspension = CaseSuspension(
        since: since, until: until, leftSeconds: row["deadline_left"],
        isWorking: row["is_due_working"])
    } else {
      suspension = nil
    }
    let stage: String? = row["transfer_stage"]
    if let to: String = row["transfer_unit"],
      let stage = stage.flatMap(CaseTransfer.Stage.init(rawValue:))
    {
      transfer = CaseTransfer(to: to, stage: stage)
    } else {
      transfer = nil
    }
    if let other: Int64 = row["merged_into"], let number: String = row["merged_number"] {
      mergedInto = Other(id: other, number: number)
    } else {
      mergedInto = nil
    }
    reopenedCount = row["reopened_count"]
    isAppealed = row["is_appealed"]
    isDigest = row["is_digest"]
    furtherFindings = row["further"]
    let closedFor: String? = row["cause_class"]
    causeClass = closedFor.flatMap(CauseClass.init(rawValue:))
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
