import Casework
import GRDB
import Ledger

/// Who was told what about a case, and by which ways it went.
struct CaseTold: Sendable {
  let notifications: [Ledger.Notification]
  let pushes: [PushTold]
  let channels: [PushChannel]

  static let none = CaseTold(notifications: [], pushes: [], channels: [])

  static func read(_ id: Int64, in db: Database) throws -> CaseTold {
    CaseTold(
      notifications: try Notifications.about("case/\(id)", in: db),
      pushes: try Outbox.about("case/\(id)", in: db), channels: try Outbox.channels(in: db))
  }
}

/// The same, ready for its template.
struct CaseToldView: Sendable {
  struct Line: Sendable {
    let who: String
    let heard: String
    let when: Moment
    let ways: [Way]
  }

  struct Way: Sendable {
    let way: String
    let outcome: String
    let isFault: Bool
  }

  let lines: [Line]

  /// nil where nobody was told.
  init?(_ reading: CaseReading, names: PlanNames, parts: CaseParts, words: PushWords) {
    guard !reading.told.notifications.isEmpty else { return nil }
    let pushes = Dictionary(grouping: reading.told.pushes, by: \.notification)
    let texts = names.texts
    lines = reading.told.notifications.suffix(Self.longest).map { told in
      let who: String
      switch told.recipient {
      case .unit(let id): who = names.unit(id) ?? id
      case .role(let role): who = texts("role.\(role.rawValue)")
      case .facility(let id): who = parts.facility ?? id
      case .account(let id): who = reading.people[id]?.displayName ?? "#\(id)"
      }
      return Line(
        who: who, heard: texts.text(ofCode: told.code, in: "notifications"),
        when: Moment(told.at, now: words.now, time: words.time, texts: texts),
        ways: [Way(way: texts("push.onPage"), outcome: "", isFault: false)]
          + (pushes[told.id] ?? []).map { push in
            let channel = words.channel(push.channel, among: reading.told.channels)
            let person = push.account.map { reading.people[$0]?.displayName ?? "#\($0)" }
            let state = words.state(push)
            return Way(
              way: [channel, person].compactMap { $0 }.joined(separator: " · "),
              outcome: state.text, isFault: state.isFault)
          })
    }
  }

  private static let longest = 200
}
