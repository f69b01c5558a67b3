/// A platform above us that gets what devices send, over HJ 212. Where it is reached is a setting.
/// 上级平台
public struct Destination: Sendable, Hashable {
  /// How frames are written anew; what is nil stays as the device sent it.
  public struct Rewriting: Sendable, Hashable {
    /// Device numbers of the platform by those of the devices.
    public let numbers: [String: String]
    /// ST.
    public let system: String?
    /// The edition's number in Flag: 0 is 2005, 1 is 2017.
    public let version: UInt8?
    /// Whether the platform has to acknowledge.
    public let wantsAnswers: Bool?
    /// Factor codes that are sent; nil sends all.
    public let factors: Set<String>?

    public init(
      numbers: [String: String] = [:], system: String? = nil, version: UInt8? = nil,
      wantsAnswers: Bool? = nil, factors: Set<String>? = nil
    ) {
      self.numbers = numbers
      self.system = system
      self.version = version
      self.wantsAnswers = wantsAnswers
      self.factors = factors
    }
  }

  public let id: String
  public let label: Label
  /// Device numbers whose frames go there; nil for every one.
  public let devices: Set<String>?
  /// Command numbers that go there; nil for every one that the inbox keeps.
  public let commands: Set<String>?
  /// Nil where frames go as they came, byte for byte.
  public let rewriting: Rewriting?

  public init(
    id: String, label: Label, devices: Set<String>? = nil, commands: Set<String>? = nil,
    rewriting: Rewriting? = nil
  ) {
    self.id = id
    self.label = label
    self.devices = devices
    self.commands = commands
    self.rewriting = rewriting
  }

  public func takes(mn: String, cn: String) -> Bool {
    (devices?.contains(mn) ?? true) && (commands?.contains(cn) ?? true)
  }
}
