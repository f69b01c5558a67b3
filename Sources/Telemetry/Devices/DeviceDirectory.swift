/// All known devices and what their keys feed, as they stood when it was made. Never changes.
public struct DeviceDirectory: Sendable {
  /// In order of their numbers.
  public let devices: [Device]
  public let bindings: [Binding]

  private let byNumber: [String: Device]
  private let byFrame: [Frame: KeyBindings]

  private struct Frame: Hashable {
    let mn: String
    let cn: String
  }

  /// Of two devices with one number the later in the list counts; of two bindings that hold at
  /// one instant the one with the later `from`.
  public init(devices: [Device] = [], bindings: [Binding] = []) {
    byNumber = Dictionary(devices.map { ($0.mn, $0) }, uniquingKeysWith: { _, later in later })
    self.devices = byNumber.values.sorted { $0.mn < $1.mn }
    self.bindings = bindings
    byFrame = Dictionary(grouping: bindings) { Frame(mn: $0.mn, cn: $0.cn) }
      .mapValues(KeyBindings.init)
  }

  public func device(_ mn: String) -> Device? { byNumber[mn] }

  /// What the keys of one device's frames of one command feed: looked up once a frame.
  public func bindings(mn: String, cn: String) -> KeyBindings {
    byFrame[Frame(mn: mn, cn: cn)] ?? KeyBindings([])
  }
}

/// The bindings of one device and command, by key.
public struct KeyBindings: Sendable {
  /// The latest `from` first.
  private let byKey: [String: [Binding]]

  init(_ bindings: [Binding]) {
    byKey = Dictionary(grouping: bindings, by: \.rawKey)
      .mapValues { $0.sorted { $0.from > $1.from } }
  }

  /// - Parameter instant: start of the sample, UTC epoch seconds.
  public func binding(rawKey: String, at instant: Int) -> Binding? {
    byKey[rawKey]?.first { $0.holds(at: instant) }
  }
}
