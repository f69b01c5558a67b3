import ActionPlan
import Casework
import GRDB
import Ledger
import Telemetry

/// What is a firm's own, boiled down: another value means that something of it changed. It does not say
/// what.
struct FirmPulse: Sendable, Hashable {
  /// Cases, documents, notices, findings and stops.
  let ledger: [Int]
  let stops: [Stop]
  /// The latest values of its points, and how its devices are.
  let values: [LatestValue]
  let devices: [DeviceLine]

  struct DeviceLine: Sendable, Hashable {
    let mn: String
    let state: DeviceBoard.State
    let lastFrameAt: Int?
  }

  static func read(_ firm: String, _ subjects: ConsoleSubjects) async throws -> FirmPulse {
    let (plan, now) = (subjects.plan, subjects.now())
    let read = try await subjects.ledger.read { db in
      (
        ledger: try ledger(of: firm, since: now - FirmReading.shownSeconds, in: db),
        stops: try StopBook.list(
          facility: firm, since: now - FirmReading.shownSeconds, plan: plan, in: db),
        points: try Points.list(facility: firm, in: db),
        devices: try Devices.list(facility: firm, in: db)
      )
    }
    let links = await subjects.links()
    return FirmPulse(
      ledger: read.ledger, stops: read.stops,
      values: read.points.flatMap { subjects.latest.values(point: $0.id) },
      devices: read.devices.map { record in
        let link = links.first { $0.mn == record.mn }
        return DeviceLine(
          mn: record.mn, state: DeviceBoard.state(record, link, now: now),
          lastFrameAt: link?.lastFrameAt)
      })
  }

  /// Numbers that grow with all that the firm may see: of drafts and of others' cases nothing is counted.
  private static func ledger(of firm: String, since: Int, in db: Database) throws -> [Int] {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT
            (SELECT count(*) FROM case_file WHERE facility = :firm),
            (SELECT ifnull(sum(version), 0) FROM case_file WHERE facility = :firm),
            (SELECT ifnull(sum((SELECT sequence FROM case_event
                WHERE case_id = c.id AND \(CaseEvent.shownToFacility)
                ORDER BY sequence DESC LIMIT 1)), 0)
              FROM case_file c WHERE facility = :firm),
            (SELECT ifnull(sum(d.version), 0) FROM case_file c
              JOIN case_document d ON d.case_id = c.id
              WHERE c.facility = :firm AND d.number IS NOT NULL),
            (SELECT count(*) FROM finding WHERE facility = :firm AND start >= :since),
            (SELECT count(ended_at) FROM finding WHERE facility = :firm AND start >= :since),
            (SELECT ifnull(max(id), 0) FROM notification
              WHERE recipient_kind = 'facility' AND recipient = :firm),
            (SELECT count(*) FROM notification n
              JOIN firm_acknowledgement a ON a.notification_id = n.id
              WHERE n.recipient_kind = 'facility' AND n.recipient = :firm AND n.at >= :since)
          """), arguments: ["firm": firm, "since": since])
    return row.map { row in (0..<row.count).map { row[$0] } } ?? []
  }
}
