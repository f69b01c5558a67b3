/// A data logger that may report to us.
public struct Device: Sendable, Hashable {
  /// Device number; its name in every message.
  public let mn: String
  /// What it must send as `PW`. Never logged: see `description`.
  public let password: String
  public let label: String
  /// Id of the facility it stands at.
  public let facility: String?
  /// System code it must send; nil accepts any.
  public let st: String?
  public let isEnabled: Bool
  /// Its checksum may be the Modbus CRC instead of the standard's.
  public let acceptsModbusCRC: Bool
  /// Longest data segment it may send, bytes.
  public let segmentLimit: Int
  /// Edition of HJ 212 it speaks, such as `2017`; nil where unknown.
  public let edition: String?
  public let isSimulated: Bool
  /// How often it reports; nil where unknown.
  public let intervalSeconds: Int?
  public let manner: Manner

  /// How it is spoken to, and what it does otherwise than the standard.
  public struct Manner: Sendable, Hashable {
    /// Its text is GB 18030 (with GBK in it) instead of UTF-8.
    public var writesGB18030 = false
    /// Its length field counts CRC and tail: six too many.
    public var countsTailInLength = false
    /// Its length field has three digits.
    public var hasThreeDigitLength = false
    /// 32 hexadecimal digits that open its sealed data areas; nil where it sends plain text.
    public var sealingKey: String?
    /// Seconds an answer may take.
    public var answerSeconds = 10
    /// How often it is asked again.
    public var resends = 3
    /// Whether it is sent anything but answers.
    public var mayBeAsked = true
    /// Where it may come from; empty for anywhere.
    public var networks: [AddressNetwork] = []
    /// A password it was told to take and may use already.
    public var nextPassword: String?

    public init() {}
  }

  /// Longest data segment of HJ 212-2017, 6.3.
  public static let standardSegmentLimit = 1024

  public init(
    mn: String, password: String, label: String, facility: String? = nil, st: String? = nil,
    isEnabled: Bool = true, acceptsModbusCRC: Bool = false,
    segmentLimit: Int = Device.standardSegmentLimit, edition: String? = nil,
    isSimulated: Bool = false, intervalSeconds: Int? = nil, manner: Manner = Manner()
  ) {
    self.mn = mn
    self.password = password
    self.label = label
    self.facility = facility
    self.st = st
    self.isEnabled = isEnabled
    self.acceptsModbusCRC = acceptsModbusCRC
    self.segmentLimit = segmentLimit
    self.edition = edition
    self.isSimulated = isSimulated
    self.intervalSeconds = intervalSeconds
    self.manner = manner
  }
}

extension Device: CustomStringConvertible, CustomDebugStringConvertible {
  /// Number and label, without the password.
  public var description: String { "\(mn) (\(label))" }
  public var debugDescription: String { description }
}
