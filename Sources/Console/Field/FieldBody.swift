import ActionPlan
import AirQuality
import Casework
import Foundation
import GRDB
import Hummingbird
import Ledger
import NIOCore

/// One thing done in the field, as a phone sends it to `POST /api/field/items`.
struct FieldBody: Codable, Sendable {
  struct Photo: Codable, Sendable {
    let sha256: String
    let takenAt: Int
    var longitude: Double?
    var latitude: Double?
    var accuracy: Double?
    var isFromAlbum: Bool?
  }

  struct Reading: Codable, Sendable {
    let instrument: String
    let quantity: String
    let value: String
  }

  struct Stop: Codable, Sendable {
    let name: String
    var facility: String?
    var longitude: Double?
    var latitude: Double?
  }

  enum Kind: String, Codable, Sendable {
    case step, note, inspection, route
    case removeRoute = "remove-route"
    case visit
  }

  let request: String
  let kind: Kind
  let doneAt: Int
  /// Not part of what is asked: it is another one each time it is sent.
  var sentAt: Int?
  var note: String?
  var longitude: Double?
  var latitude: Double?
  var photos: [Photo]?
  // Of a step or a note.
  var `case`: Int64?
  var step: String?
  var isSkip: Bool?
  var version: Int?
  var cause: String?
  var unit: String?
  var answer: String?
  var reading: Reading?
  // Of an inspection.
  var checklist: String?
  var values: [String: String]?
  // Of a route or a visit.
  var route: String?
  var name: String?
  var stops: [Stop]?
  var stop: Int?

  static let limit = 256 * 1024

  /// - Throws: `IntakeFault`.
  static func read(_ request: Request) async throws -> FieldBody {
    guard request.headers[.contentType]?.hasPrefix("application/json") == true else {
      throw IntakeFault(
        .unsupportedMediaType, "not-json", "the body is no JSON", "send application/json")
    }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw IntakeFault(
        .contentTooLarge, "too-large", "the body is larger than \(limit) bytes",
        "send photos by themselves, and shorter texts")
    }
    do {
      return try JSONDecoder().decode(FieldBody.self, from: Data(body.readableBytesView))
    } catch {
      throw IntakeFault(
        .badRequest, "bad-body", "the body does not say request, kind and doneAt",
        "send what the description of the API says")
    }
  }

  /// Everything that was asked, always written the same way.
  func content() throws -> String {
    var asked = self
    asked.sentAt = nil
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(asked), as: UTF8.self)
  }

  /// - Throws: `IntakeFault`, `CaseRefusal`, `FieldRefusal`.
  func item(photos staged: [StagedAttachment], plan: Plan, now: Int) throws -> FieldItem {
    guard let doing = TimeOfDoing(doneAt: doneAt, sentAt: sentAt ?? now) else {
      throw IntakeFault.field("doneAt", "no time", "send epoch seconds")
    }
    var evidence = StepEvidence(
      note: note, cause: cause, photos: staged,
      position: try Self.position(longitude, latitude), assignTo: unit, publicAnswer: answer)
    evidence.reading = reading.map {
      InstrumentReading(instrument: $0.instrument, quantity: $0.quantity, value: $0.value)
    }
    let taken = try (photos ?? []).map { photo in
      guard TimeOfDoing.instants.contains(photo.takenAt) else {
        throw IntakeFault.field("takenAt", "no time", "send epoch seconds")
      }
      return TakenPhoto(
        sha256: photo.sha256, takenAt: photo.takenAt,
        position: try Self.position(photo.longitude, photo.latitude),
        accuracy: photo.accuracy.flatMap { (0...1e6).contains($0) ? Int($0) : nil },
        isFromAlbum: photo.isFromAlbum ?? false)
    }
    return FieldItem(
      work: try work(plan), evidence: evidence, doing: doing, photos: taken, requestID: request,
      content: try content())
  }

  private func work(_ plan: Plan) throws -> FieldItem.Work {
    switch kind {
    case .step:
      return .step(
        case: try needed(`case`, "case"), to: try needed(step, "step"), isSkip: isSkip ?? false,
        version: try needed(version, "version"))
    case .note: return .note(case: try needed(`case`, "case"))
    case .inspection:
      let id = try needed(checklist, "checklist")
      guard let register = plan.register(id), register.checklist == id else {
        throw FieldRefusal.unknownChecklist(id)
      }
      return .inspection(checklist: id, values: try typed(values ?? [:], register, plan))
    case .route:
      return .route(
        PatrolRoute(
          id: try needed(route, "route"), name: try needed(name, "name"),
          stops: (stops ?? []).map {
            PatrolRoute.Stop(
              name: $0.name, facility: $0.facility, longitude: $0.longitude, latitude: $0.latitude)
          }))
    case .removeRoute: return .removeRoute(id: try needed(route, "route"))
    case .visit:
      return .visit(route: try needed(route, "route"), stop: try needed(stop, "stop"))
    }
  }

  private func typed(
    _ values: [String: String], _ register: Register, _ plan: Plan
  ) throws -> [String: FieldValue] {
    var typed: [String: FieldValue] = [:]
    var faults: [FieldFault] = []
    for (id, text) in values.sorted(by: { $0.key < $1.key }) where !text.isEmpty {
      guard let field = register.field(id), field.kind != .attachment else {
        faults.append(
          FieldFault(field: id, code: .unknownField, found: text, remedy: "leave it out"))
        continue
      }
      let reader = TypedValue(field: field, utcOffsetSeconds: plan.utcOffsetSeconds)
      guard let value = reader.read(text) else {
        faults.append(FieldFault(field: id, code: .wrongKind, found: text, remedy: "correct it"))
        continue
      }
      typed[id] = value
    }
    guard faults.isEmpty else { throw FieldRefusal.badInspection(faults) }
    return typed
  }

  private func needed<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else {
      throw IntakeFault.field(name, "missing", "\(kind.rawValue) needs it")
    }
    return value
  }

  private static func position(_ longitude: Double?, _ latitude: Double?) throws -> Coordinate? {
    switch (longitude, latitude) {
    case (nil, nil): return nil
    case (let longitude?, let latitude?)
    where (-180...180).contains(longitude) && (-90...90).contains(latitude):
      return Coordinate(longitude: longitude, latitude: latitude)
    default: throw CaseRefusal.positionNotOnEarth
    }
  }
}
