/// All known devices and what their keys feed, as they stood when it was made. Never changes.
public struct DeviceDirectory: Sendable {
  /// In order of their numbers.
  public let devices: [Device]
  public let bindings: [Binding]

  private struct Key: Hashable {
    let rawKey: String
    let cn: String
  }

  private let byNumber: [String: Device]
  /// Bindings of each key of each device, latest `from` first.
  private let byKey: [String: [Key: [Binding]]]

  /// Of two devices with one number the later in the list counts; of two bindings that hold at
  /// one instant the one with the later `from`.
  public init(devices: [Device] = [], bindings: [Binding] = []) {
    byNumber = Dictionary(devices.map { ($0.mn, $0) }, uniquingKeysWith: { _, later in later })
    self.devices = byNumber.values.sorted { $0.mn < $1.mn }
    self.bindings = bindings
    var byKey: [String: [Key: [Binding]]] = [:]
    for binding in bindings {
      byKey[binding.mn, default: [:]][
        Key(rawKey: binding.rawKey, cn: binding.cn), default: []
      ].append(binding)
    }
    self.byKey = byKey.mapValues { keys in
      keys.mapValues { $0.sorted { $0.from > $1.from } }
    }
  }

  public func device(_ mn: String) -> Device? { byNumber[mn] }

  /// - Parameter instant: start of the sample, UTC epoch seconds.
  public func binding(mn: String, rawKey: String, cn: String, at instant: Int) -> Binding? {
    byKey[mn]?[Key(rawKey: rawKey, cn: cn)]?.first { $0.holds(at: instant) }
  }

  /// Every binding of one device, in the order given.
  public func bindings(of mn: String) -> [Binding] { bindings.filter { $0.mn == mn } }
}
