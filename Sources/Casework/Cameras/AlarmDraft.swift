public import ActionPlan
public import Ledger

/// What a camera platform sends.
public struct AlarmDraft: Sendable, Hashable {
  /// An alarm stamped further ahead than this, in seconds, comes from a wrong clock.
  public static let clockToleranceSeconds = 600
  /// An alarm older than this, in seconds, is marked late.
  public static let lateAfterSeconds = 600

  /// The camera as the register `cameras` names it.
  public var camera: String
  /// The platform's own id of the alarm, unique for the camera; 1 to 128 characters.
  public var alarm: String
  /// Kind of alarm that a procedure of the plan takes in, e.g. `fire`.
  public var kind: String
  /// When it was seen, epoch seconds.
  public var occurredAt: Int
  /// Staged in the Ledger's `AttachmentStore`.
  public var picture: StagedAttachment
  /// Where it was seen; nil for the camera's own position.
  public var position: Coordinate?

  public init(
    camera: String, alarm: String, kind: String, occurredAt: Int, picture: StagedAttachment,
    position: Coordinate? = nil
  ) {
    self.camera = camera
    self.alarm = alarm
    self.kind = kind
    self.occurredAt = occurredAt
    self.picture = picture
    self.position = position
  }
}

/// Why an alarm was not taken.
public enum AlarmRefusal: Error, Sendable, Hashable, CustomStringConvertible {
  case unknownCamera(String)
  case badAlarmID
  case unknownKind(String, known: [String])
  case inTheFuture(at: Int, now: Int)
  case positionNotOnEarth
  /// The camera has sent another alarm under this id.
  case alarmReused(String)

  /// Permanent name of the kind of refusal.
  public var code: String {
    switch self {
    case .unknownCamera: "unknown-camera"
    case .badAlarmID: "bad-alarm-id"
    case .unknownKind: "unknown-kind"
    case .inTheFuture: "in-the-future"
    case .positionNotOnEarth: "position-not-on-earth"
    case .alarmReused: "alarm-reused"
    }
  }

  public var description: String {
    switch self {
    case .unknownCamera(let id):
      "camera \"\(id)\" is not in the register cameras; add it there or correct the id"
    case .badAlarmID:
      "the alarm's id is empty or too long; send 1 to 128 printable characters, unique for the camera"
    case .unknownKind(let kind, let known):
      "no procedure takes in alarms of kind \"\(kind)\"; send one of: "
        + known.joined(separator: ", ")
    case .inTheFuture(let at, let now):
      "the alarm's time (\(at)) is \(at - now) s ahead of the server; set the platform's clock"
    case .positionNotOnEarth:
      "the position is not on Earth; send WGS-84 degrees, longitude -180…180, latitude -90…90"
    case .alarmReused(let id):
      "alarm \"\(id)\" of this camera was another alarm; give each alarm an id of its own"
    }
  }
}
