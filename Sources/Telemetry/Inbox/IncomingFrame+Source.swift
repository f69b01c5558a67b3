import Crypto

/// Messages that come by another way than HJ 212 rest in the inbox like frames. The place of the
/// device number holds `source/` and the source's id, which no device number looks like.
extension IncomingFrame {
  private static let sourcePrefix = "source/"

  /// A message as it came.
  ///
  /// The same bytes of the same source are the same message, whenever they come.
  ///
  /// - Parameters:
  ///   - form: how it is written: `json` or `table`.
  ///   - peer: where it came from, such as an address, a topic or a file's name.
  public init(
    source: String, form: String, bytes: [UInt8], receivedAtMilliseconds: Int, peer: String
  ) {
    self.init(
      mn: Self.device(ofSource: source), qn: "", cn: form, pno: 0, st: "",
      digest: Array(SHA256.hash(data: bytes).prefix(Self.digestLength)), bytes: bytes,
      receivedAtMilliseconds: receivedAtMilliseconds, peer: peer)
  }

  /// What stands in the place of the device number.
  public static func device(ofSource source: String) -> String { sourcePrefix + source }

  /// The source it came by; nil for a unit's frame.
  public var source: String? {
    mn.hasPrefix(Self.sourcePrefix) ? String(mn.dropFirst(Self.sourcePrefix.count)) : nil
  }
}
