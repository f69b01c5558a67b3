/// What became of one frame, or of bytes that should have been one. The label `outcome` of
/// `lantian_gateway_frames_total`.
public enum FrameOutcome: String, Sendable, CaseIterable {
  /// Committed to the inbox.
  case stored
  /// Had been committed before; answered again and dropped.
  case repeated
  /// A heartbeat or log-in: answered, not stored.
  case heartbeat
  /// A unit's reply to a request; not stored.
  case reply
  case unknownDevice = "unknown-device"
  case wrongPassword = "wrong-password"
  case disabledDevice = "disabled-device"
  /// It came from outside the networks that the list allows the device.
  case foreignAddress = "foreign-address"
  case brokenCRC = "broken-crc"
  /// The frame cannot be read, or its header names no device.
  case malformed
  case oversized
  /// The inbox could not take it: not answered, so that the sender sends it again.
  case inboxOverloaded = "inbox-overloaded"
  case inboxFailed = "inbox-failed"
}

/// Why the gateway's side of a connection ended. The label `reason` of
/// `lantian_gateway_connections_closed_total`.
public enum CloseReason: String, Sendable, CaseIterable {
  case peer
  case idle
  case noFrame = "no-frame"
  case halfOpen = "half-open"
  case faults
  case failure
  case stopping
}
