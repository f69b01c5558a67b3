import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// Why what a platform sent was refused, for its engineer.
struct IntakeFault: Error, Sendable, Equatable {
  let status: HTTPResponse.Status
  /// Permanent name of the kind of refusal.
  let code: String
  /// What was found.
  let message: String
  /// What to do.
  let remedy: String
  /// The field at fault; nil where none is.
  let field: String?
  var retryAfterSeconds: Int?

  init(
    _ status: HTTPResponse.Status, _ code: String, _ message: String, _ remedy: String,
    field: String? = nil, retryAfterSeconds: Int? = nil
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.remedy = remedy
    self.field = field
    self.retryAfterSeconds = retryAfterSeconds
  }

  static let noKey = IntakeFault(
    .unauthorized, "no-key", "the request carries no valid key",
    "send Authorization: Bearer and the key that lantian intake create-key printed")
  static let busy = IntakeFault(
    .serviceUnavailable, "busy", "too many alarms are arriving at once",
    "send the alarm again after the seconds in Retry-After", retryAfterSeconds: 5)
  static let tooLarge = IntakeFault(
    .contentTooLarge, "too-large", "the request is larger than a picture of 10 MiB needs",
    "send a smaller picture")

  static func tooMany(_ wait: Int) -> IntakeFault {
    IntakeFault(
      .tooManyRequests, "too-many", "too many requests without a valid key",
      "check the key; wait for the seconds in Retry-After", retryAfterSeconds: wait)
  }

  static func field(_ name: String, _ found: String, _ remedy: String) -> IntakeFault {
    IntakeFault(.unprocessableContent, "bad-field", "field \(name): \(found)", remedy, field: name)
  }

  init(_ refusal: AlarmRefusal) {
    let isConflict: Bool
    if case .alarmReused = refusal { isConflict = true } else { isConflict = false }
    self.init(
      isConflict ? .conflict : .unprocessableContent, refusal.code, refusal.found, refusal.remedy)
  }

  init(_ fault: AttachmentError) {
    let parts = fault.description.split(separator: "; ", maxSplits: 1).map(String.init)
    let isType = fault == .notAPhoto
    self.init(
      isType ? .unsupportedMediaType : .unprocessableContent,
      isType ? "not-a-photo" : "bad-picture", "picture: " + (parts.first ?? ""),
      parts.count == 2 ? parts[1] : "")
  }

  func response(request: String) -> Response {
    var response = JSONAnswer.encode(
      JSONError(
        error: .init(
          code: code, message: message, remedy: remedy, request: request, field: field)),
      status: status)
    if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    response.headers[.retryAfter] = retryAfterSeconds.map { "\($0)" }
    return response
  }
}
