public import ActionPlan
public import Ledger

/// What a camera platform sends.
public struct AlarmDraft: Sendable, Hashable {
  /// An alarm stamped further ahead than this, in seconds, comes from a wrong clock.
  public static let clockToleranceSeconds = 600
  /// An alarm older than this, in seconds, is marked late.
  public static let lateAfterSeconds = 600

  /// The camera as the plan's register of cameras names it.
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
  case cameraNotInService(String)
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
    case .cameraNotInService: "camera-not-in-service"
    case .badAlarmID: "bad-alarm-id"
    case .unknownKind: "unknown-kind"
    case .inTheFuture: "in-the-future"
    case .positionNotOnEarth: "position-not-on-earth"
    case .alarmReused: "alarm-reused"
    }
  }

  /// What was found, for the platform's engineer.
  public var found: String {
    switch self {
    case .unknownCamera(let id): "camera \"\(id)\" is not in the register of cameras"
    case .cameraNotInService(let id): "camera \"\(id)\" is not in service"
    case .badAlarmID: "the alarm's id is empty, too long or not printable"
    case .unknownKind(let kind, _): "no procedure takes in alarms of kind \"\(kind)\""
    case .inTheFuture(let at, let now):
      "the alarm's time (\(at)) is \(at - now) s ahead of the server"
    case .positionNotOnEarth: "the position is not on Earth"
    case .alarmReused(let id): "alarm \"\(id)\" of this camera was another alarm"
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .unknownCamera: "add the camera to the register or correct its id"
    case .cameraNotInService: "stop sending its alarms, or set in-service in the register"
    case .badAlarmID: "send 1 to 128 printable characters, unique for the camera"
    case .unknownKind(_, let known): "send one of: " + known.joined(separator: ", ")
    case .inTheFuture: "set the platform's clock; send the time with its UTC offset"
    case .positionNotOnEarth:
      "send WGS-84 degrees, longitude -180 to 180, latitude -90 to 90"
    case .alarmReused: "give each alarm an id of its own"
    }
  }

  public var description: String { "\(found); \(remedy)" }
}
