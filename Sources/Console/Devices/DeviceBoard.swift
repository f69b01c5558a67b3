import Ledger

/// The devices an account may see, with how they are.
struct DeviceBoard: Sendable {
  enum State: String, Sendable, CaseIterable {
    /// Its last frame is fresh. It need not be connected: a logger may connect for each report.
    case online
    /// Connected, but nothing came for a while.
    case silent
    /// Not connected, and nothing came for a while.
    case offline
    /// Not a frame since the server started, and no connection.
    case unseen
    /// Switched off in the Ledger: its frames are refused.
    case disabled
  }

  struct Entry: Sendable {
    let record: DeviceRecord
    let link: DeviceLink?
    let state: State
  }

  let devices: [Entry]
  /// By id.
  let facilities: [String: Facility]
  let onlineCount: Int

  /// A device without an interval of its own counts as silent after this.
  static let silentAfterSeconds = 300
  /// Intervals that may be missed.
  static let missedIntervals = 3

  static func read(_ subjects: ConsoleSubjects, account: Account) async throws -> DeviceBoard {
    let links = Dictionary(
      await subjects.links().map { ($0.mn, $0) }, uniquingKeysWith: { first, _ in first })
    let (records, facilities) = try await subjects.ledger.read { db in
      (try Devices.list(in: db), try Facilities.list(in: db))
    }
    let now = subjects.now()
    let entries =
      records
      .filter { Policy.may(account, .viewDevice, .facility($0.facility)) }
      .map { record in
        let link = links[record.mn]
        return Entry(record: record, link: link, state: state(record, link, now: now))
      }
    return DeviceBoard(
      devices: entries,
      facilities: Dictionary(
        facilities.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }),
      onlineCount: entries.count { $0.state == .online })
  }

  static func state(_ record: DeviceRecord, _ link: DeviceLink?, now: Int) -> State {
    guard record.isEnabled else { return .disabled }
    guard let link, link.lastFrameAt != nil || link.isConnected else { return .unseen }
    let limit = max((record.intervalSeconds ?? 0) * missedIntervals, silentAfterSeconds)
    if let last = link.lastFrameAt, now - last <= limit { return .online }
    return link.isConnected ? .silent : .offline
  }
}
