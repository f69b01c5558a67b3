/// How a device is connected, as the gateway tells.
public struct DeviceLink: Sendable, Hashable {
  public let mn: String
  public let isConnected: Bool
  /// Epoch seconds.
  public let connectedSince: Int?
  public let lastFrameAt: Int?
  /// Address of the other end.
  public let peer: String?
  /// Counts since the server started.
  public let frames: Int
  public let faults: Int

  public init(
    mn: String, isConnected: Bool, connectedSince: Int?, lastFrameAt: Int?, peer: String?,
    frames: Int, faults: Int
  ) {
    self.mn = mn
    self.isConnected = isConnected
    self.connectedSince = connectedSince
    self.lastFrameAt = lastFrameAt
    self.peer = peer
    self.frames = frames
    self.faults = faults
  }
}

/// A device number that sent frames and is not in the Ledger.
public struct UnknownDevice: Sendable, Hashable {
  public let mn: String
  public let peer: String
  public let frames: Int
  /// Epoch seconds.
  public let lastAt: Int
  /// As its last frame says: system code, edition (`2005`, `2017`, `2025`), and what it sends as
  /// password, which is never shown.
  public let st: String?
  public let edition: String?
  public let password: String?
  /// Frames of it that wait to be taken in.
  public let keptFrames: Int

  public init(
    mn: String, peer: String, frames: Int, lastAt: Int, st: String? = nil, edition: String? = nil,
    password: String? = nil, keptFrames: Int = 0
  ) {
    self.mn = mn
    self.peer = peer
    self.frames = frames
    self.lastAt = lastAt
    self.st = st
    self.edition = edition
    self.password = password
    self.keptFrames = keptFrames
  }
}

/// Something of a device that could not be used: a content fault, or a key without a binding.
public struct DeviceFault: Sendable, Hashable {
  /// Epoch seconds.
  public let at: Int
  /// Stable code of the catalogue's group `fault`, or of the gateway's own making.
  public let code: String
  /// What was found, in the sender's words.
  public let found: String
  /// How often since the server started.
  public let count: Int

  public init(at: Int, code: String, found: String, count: Int) {
    self.at = at
    self.code = code
    self.found = found
    self.count = count
  }
}
