import ActionPlan
import AirQuality
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore

@testable import Console

extension House {
  /// A house with the plan's registers and an officer of the unit that keeps the sites.
  static func withRegisters() async throws -> House {
    let house = try await House()
    let plan = house.plan
    try await house.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: House.start, in: db)
    }
    _ = try await house.accounts.create(
      AccountDraft(name: "builder", displayName: "建设科", unit: "CSB", roles: [.officer]),
      password: House.password, units: Set(plan.units.map(\.id)), mustChangePassword: false,
      by: .system("test"))
    return house
  }

  func register(_ id: String) throws -> Register {
    guard let register = plan.register(id) else { throw Broken(what: "no register \(id)") }
    return register
  }

  @discardableResult
  func addRow(
    _ register: String, _ values: [String: FieldValue], why: String = ""
  ) async throws -> RegisterRow {
    let (register, plan, now) = (try self.register(register), plan, now)
    return try await ledger.write { db in
      try RegisterStore.insert(
        register, values, plan: plan, by: .system("test"), why: why, at: now, in: db)
    }
  }

  func row(_ register: String, _ id: Int64) async throws -> RegisterRow? {
    let register = try self.register(register)
    return try await ledger.read { db in try RegisterStore.row(register, id, in: db) }
  }

  func rows(_ register: String) async throws -> [RegisterRow] {
    let register = try self.register(register)
    return try await ledger.read { db in try RegisterStore.rows(register, in: db) }
  }

  func changes(_ register: String, _ id: Int64) async throws -> [RowChange] {
    let register = try self.register(register)
    return try await ledger.read { db in try RowHistory.changes(of: id, in: register, db) }
  }

  /// A camera of the plan's register.
  static func camera(
    _ id: String, name: String = "塔山", place: String = "330604001", height: String? = nil
  ) -> [String: FieldValue] {
    [
      "camera": .text(id), "name": .text(name), "place": .text(place),
      "position": .position(Coordinate(longitude: 120.9, latitude: 30.02)),
      "mast-height": height.flatMap { ExactDecimal($0) }.map { .decimal($0) } ?? .null,
      "in-service": .flag(true),
    ]
  }
}

extension Browser {
  /// Posts a form with one file, as a browser does.
  func send(
    _ path: String, _ fields: [String: String], file name: String, named fileName: String,
    _ bytes: [UInt8]
  ) async throws -> TestResponse {
    let boundary = "----lantian-table"
    var body = ByteBuffer()
    for (field, value) in fields.merging([ReadForm.tokenField: token], uniquingKeysWith: { $1 }) {
      body.writeString(
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n")
    }
    body.writeString(
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; "
        + "filename=\"\(fileName)\"\r\nContent-Type: application/octet-stream\r\n\r\n")
    body.writeBytes(bytes)
    body.writeString("\r\n--\(boundary)--\r\n")
    return try await send(
      path, .post, headers: [.contentType: "multipart/form-data; boundary=\(boundary)"],
      body: body)
  }

  /// Uploads a table and waits for its preview.
  func preview(
    _ register: String, _ text: String, named name: String = "rows.csv"
  ) async throws -> (address: String, page: String) {
    try await preview(register, bytes: Array(text.utf8), named: name)
  }

  func preview(
    _ register: String, bytes: [UInt8], named name: String
  ) async throws -> (address: String, page: String) {
    _ = try await get("/registers/\(register)/import")
    let sent = try await send(
      "/registers/\(register)/imports", [:], file: "file", named: name, bytes)
    let address = sent.headers[.location] ?? ""
    return (address, try await settled(address))
  }

  /// Confirms the preview that a page shows, and waits until it is written or not.
  func confirm(_ address: String, _ page: String, why: String = "") async throws -> String {
    let mark = "name=\"preview\" value=\""
    let shown = page.firstRange(of: mark).map {
      String(page[$0.upperBound...].prefix { $0 != "\"" })
    }
    _ = try await post("\(address)/apply", ["preview": shown ?? "", "why": why])
    return try await settled(address)
  }

  /// The page once it no longer refreshes itself.
  func settled(_ path: String) async throws -> String {
    while true {
      let page = try await get(path).text
      if !page.contains("http-equiv=\"refresh\"") { return page }
      await Task.yield()
    }
  }
}
