import ActionPlan
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An alarm as it was sent: JSON with the picture in base64, or `multipart/form-data` with the
/// picture as a file. The fields are the same.
struct AlarmBody: Sendable {
  let camera: String
  let alarm: String
  let kind: String
  /// Epoch seconds.
  let at: Int
  let picture: SubmittedForm.File
  let position: Coordinate?

  /// - Throws: `IntakeFault` that names the field.
  static func read(_ request: Request, limit: Int) async throws -> AlarmBody {
    let type = request.headers[.contentType] ?? ""
    let isJSON = type.lowercased().hasPrefix("application/json")
    let boundary =
      type.lowercased().hasPrefix("multipart/form-data")
      ? SubmittedForm.boundary(ofContentType: type) : nil
    guard isJSON || boundary != nil else {
      throw IntakeFault(
        .unsupportedMediaType, "bad-type", "Content-Type \"\(type)\" is not taken",
        "send application/json, or multipart/form-data with its boundary")
    }
    let body = try await collect(request, limit: limit)
    guard let boundary else { return try AlarmBody(json: body) }
    do {
      return try AlarmBody(form: .multipart(body, boundary: boundary))
    } catch is SubmittedForm.Fault {
      throw IntakeFault(
        .badRequest, "bad-body", "the body is not the multipart form its header announces",
        "send each field as a part with a name, the picture with a file name")
    }
  }

  private static func collect(_ request: Request, limit: Int) async throws -> ByteBuffer {
    if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > limit {
      throw IntakeFault.tooLarge
    }
    do {
      return try await request.body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw IntakeFault.tooLarge
    }
  }

  private struct JSON: Decodable {
    let camera: String
    let alarm: String
    let kind: String
    let at: Time
    let picture: String
    let longitude: Double?
    let latitude: Double?
  }

  /// Epoch seconds as a number, or RFC 3339 as text.
  private struct Time: Decodable {
    let seconds: Int?

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let number = try? value.decode(Int.self) {
        seconds = number
      } else {
        seconds = AlarmBody.seconds(try value.decode(String.self))
      }
    }
  }

  private init(json body: ByteBuffer) throws {
    let read: JSON
    do {
      read = try JSONDecoder().decode(JSON.self, from: Data(body.readableBytesView))
    } catch let error as DecodingError {
      throw Self.fault(of: error)
    }
    guard let at = read.at.seconds else { throw Self.badTime }
    guard let bytes = Data(base64Encoded: read.picture, options: .ignoreUnknownCharacters),
      !bytes.isEmpty
    else {
      throw IntakeFault.field("picture", "not base64", "send the picture's bytes in base64")
    }
    try self.init(
      camera: read.camera, alarm: read.alarm, kind: read.kind, at: at,
      picture: SubmittedForm.File(name: "picture", bytes: ByteBuffer(bytes: bytes)),
      longitude: read.longitude, latitude: read.latitude)
  }

  private init(form: SubmittedForm) throws {
    func text(_ name: String) throws(IntakeFault) -> String {
      guard let value = form.text(name) else {
        throw .field(name, "missing", "send it as a part of the form")
      }
      return value
    }
    func number(_ name: String) throws(IntakeFault) -> Double? {
      guard let value = form.text(name) else { return nil }
      guard let number = Double(value) else {
        throw .field(name, "not a number", "send WGS-84 degrees, e.g. 120.868")
      }
      return number
    }
    let time = try text("at")
    guard let at = Int(time) ?? Self.seconds(time) else { throw Self.badTime }
    guard let picture = form.file("picture") else {
      throw IntakeFault.field("picture", "missing", "send the picture as a file")
    }
    try self.init(
      camera: try text("camera"), alarm: try text("alarm"), kind: try text("kind"), at: at,
      picture: picture, longitude: try number("longitude"), latitude: try number("latitude"))
  }

  private init(
    camera: String, alarm: String, kind: String, at: Int, picture: SubmittedForm.File,
    longitude: Double?, latitude: Double?
  ) throws(IntakeFault) {
    switch (longitude, latitude) {
    case (nil, nil): position = nil
    case (let longitude?, let latitude?):
      position = Coordinate(longitude: longitude, latitude: latitude)
    default:
      throw .field(
        longitude == nil ? "longitude" : "latitude", "missing beside the other",
        "send both, or neither for the camera's own position")
    }
    guard at.magnitude < 1 << 40 else { throw Self.badTime }
    self.camera = camera
    self.alarm = alarm
    self.kind = kind
    self.at = at
    self.picture = picture
  }

  private static let badTime = IntakeFault.field(
    "at", "no time",
    "send RFC 3339 with its offset, e.g. 2021-06-01T08:05:09+08:00, or epoch seconds")

  private static func seconds(_ text: String) -> Int? {
    let plain = try? Date(text, strategy: .iso8601)
    let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    guard let date = plain ?? (try? fractional.parse(text)) else { return nil }
    return Int(exactly: date.timeIntervalSince1970.rounded(.down))
  }

  private static func fault(of error: DecodingError) -> IntakeFault {
    func name(_ path: [any CodingKey], _ last: (any CodingKey)? = nil) -> String {
      (path + [last].compactMap { $0 }).map(\.stringValue).joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return .field(name(context.codingPath, key), "missing", "send it")
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return .field(name(context.codingPath), "not of the right kind", "send a \(type)")
    case .dataCorrupted:
      return IntakeFault(
        .badRequest, "bad-body", "the body is no JSON", "send one JSON object in UTF-8")
    @unknown default:
      return IntakeFault(
        .badRequest, "bad-body", "the body could not be read", "send one JSON object in UTF-8")
    }
  }
}
