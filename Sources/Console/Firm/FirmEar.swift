import Ledger

/// What a firm's contact hears while a page is open: that something of the own firms changed. Of what
/// happens to others a contact does not even hear that it happened.
struct FirmEar: Sendable {
  private let firms: [String]
  private let read: @Sendable (_ firm: String) async throws -> FirmPulse
  private var last: [FirmPulse]

  /// - Parameter read: of one firm, as it is now.
  init(
    _ account: Account, read: @escaping @Sendable (_ firm: String) async throws -> FirmPulse
  ) async throws {
    firms = account.facilities.sorted()
    self.read = read
    last = try await Self.pulses(firms, read)
  }

  /// Something happened in the house.
  ///
  /// - Returns: what the contact is told of it; mostly nothing.
  mutating func hear() async throws -> [LiveEvent] {
    let now = try await Self.pulses(firms, read)
    defer { last = now }
    var told: [LiveEvent] = []
    if zip(now, last).contains(where: { $0.ledger != $1.ledger || $0.stops != $1.stops }) {
      told.append(.case)
    }
    if zip(now, last).contains(where: { $0.values != $1.values || $0.devices != $1.devices }) {
      told.append(.air)
    }
    return told
  }

  private static func pulses(
    _ firms: [String], _ read: @Sendable (String) async throws -> FirmPulse
  ) async throws -> [FirmPulse] {
    var pulses: [FirmPulse] = []
    for firm in firms { pulses.append(try await read(firm)) }
    return pulses
  }
}
