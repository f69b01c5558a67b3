/// How much the inbox takes on before it refuses.
public struct InboxLimits: Sendable, Hashable {
  /// Frames that may wait for the disk, the batch being written included.
  public var waitingFrames: Int
  /// Bytes of frames that may wait for the disk.
  public var waitingBytes: Int
  /// Frames in one transaction.
  public var batchFrames: Int
  /// Length of one frame, bytes.
  public var frameBytes: Int

  public init(
    waitingFrames: Int = 20_000, waitingBytes: Int = 64 << 20, batchFrames: Int = 2_000,
    frameBytes: Int = 256 << 10
  ) {
    self.waitingFrames = waitingFrames
    self.waitingBytes = waitingBytes
    self.batchFrames = batchFrames
    self.frameBytes = frameBytes
  }
}

/// What the inbox did since it was opened.
public struct InboxCounts: Sendable, Hashable {
  public internal(set) var stored = 0
  public internal(set) var repeated = 0
  /// Frames turned away because too many waited.
  public internal(set) var overloaded = 0
  /// Frames the disk refused.
  public internal(set) var notStored = 0
  /// Transactions that reached the disk.
  public internal(set) var commits = 0
  /// Frames waiting for the disk now.
  public internal(set) var waiting = 0

  public init() {}
}
