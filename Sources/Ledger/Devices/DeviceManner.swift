import Glibc

/// How one device is spoken to, and what it does otherwise than the standard.
public struct DeviceManner: Sendable, Hashable {
  /// How its text becomes bytes: `utf-8` or `gb18030` (with GBK in it).
  public var coding: String
  /// Its length field counts CRC and tail: six too many.
  public var countsTailInLength: Bool
  /// Its length field has three digits.
  public var hasThreeDigitLength: Bool
  /// 32 hexadecimal digits with which it seals data areas (SM4, HJ 212-2025); `nil` for plain text.
  /// Never shown nor audited.
  public var sealingKey: String?
  /// Seconds that an answer of it may take, 1…99; `nil` takes the standard's 10.
  public var answerSeconds: Int?
  /// How often it is asked again, 0…99; `nil` takes the standard's 3.
  public var resends: Int?
  /// Whether it is sent anything but answers: commands, and requests for what is missing.
  public var mayBeAsked: Bool
  /// Addresses and networks it may come from, such as `10.8.0.0/16`; empty for any.
  public var networks: [String]
  /// The password that it was told to take and may use already; `nil` while there is none. Never shown
  /// nor audited.
  public var nextPassword: String?

  public init(
    coding: String = "utf-8", countsTailInLength: Bool = false, hasThreeDigitLength: Bool = false,
    sealingKey: String? = nil, answerSeconds: Int? = nil, resends: Int? = nil,
    mayBeAsked: Bool = true, networks: [String] = [], nextPassword: String? = nil
  ) {
    self.coding = coding
    self.countsTailInLength = countsTailInLength
    self.hasThreeDigitLength = hasThreeDigitLength
    self.sealingKey = sealingKey
    self.answerSeconds = answerSeconds
    self.resends = resends
    self.mayBeAsked = mayBeAsked
    self.networks = networks
    self.nextPassword = nextPassword
  }

  public static let codings = ["utf-8", "gb18030"]
  public static let maximumNetworks = 16
  /// As a device list writes them; the first belongs to `DeviceRecord.acceptsModbusCRC`.
  public static let quirkNames = ["modbus-crc", "length-counts-tail", "length-three-digits"]
}

extension DeviceManner {
  /// Whether a text is an address of IPv4 or IPv6, alone or with the number of bits that count.
  public static func isNetwork(_ text: String) -> Bool {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first.map(String.init), let longest = bits(ofAddress: address) else {
      return false
    }
    guard parts.count == 2 else { return true }
    guard parts[1].utf8.allSatisfy(\.isDigit), let bits = Int(parts[1]) else { return false }
    return (0...longest).contains(bits)
  }

  private static func bits(ofAddress text: String) -> Int? {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return 32 }
    var six = in6_addr()
    return inet_pton(AF_INET6, text, &six) == 1 ? 128 : nil
  }

  func check(mn: String) throws(DeviceError) {
    guard Self.codings.contains(coding) else { throw .badCoding(mn: mn, coding) }
    if let sealingKey,
      sealingKey.utf8.count != 32 || [UInt8](hex: sealingKey) == nil
    {
      throw .badSealingKey(mn: mn)
    }
    if let answerSeconds, !(1...99).contains(answerSeconds) {
      throw .badAnswerSeconds(mn: mn, answerSeconds)
    }
    if let resends, !(0...99).contains(resends) { throw .badResends(mn: mn, resends) }
    if let network = networks.first(where: { !Self.isNetwork($0) }) {
      throw .badNetwork(mn: mn, network)
    }
    guard networks.count <= Self.maximumNetworks else {
      throw .badNetwork(mn: mn, networks[Self.maximumNetworks])
    }
  }
}

/// What a device list says of a device's manner; what is `nil` stays as it is.
public struct DeviceMannerChange: Sendable, Hashable {
  var edition: String?
  var segmentLimit: Int?
  /// Of `DeviceManner.quirkNames`; all of them.
  var quirks: [String]?
  var coding: String?
  var sealingKey: String?
  var answerSeconds: Int?
  var resends: Int?
  var mayBeAsked: Bool?
  var networks: [String]?

  func manner(from old: DeviceManner) -> DeviceManner {
    var manner = old
    if let quirks {
      manner.countsTailInLength = quirks.contains(DeviceManner.quirkNames[1])
      manner.hasThreeDigitLength = quirks.contains(DeviceManner.quirkNames[2])
    }
    if let coding { manner.coding = coding }
    if let sealingKey { manner.sealingKey = sealingKey }
    if let answerSeconds { manner.answerSeconds = answerSeconds }
    if let resends { manner.resends = resends }
    if let mayBeAsked { manner.mayBeAsked = mayBeAsked }
    if let networks { manner.networks = networks }
    return manner
  }
}
