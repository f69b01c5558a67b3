import NIOCore

extension Answer {
  /// What an answer of the other side says; `nil` for other commands and for an answer without its
  /// code.
  ///
  /// A code that no edition has counts as `.unknown` or `.failed`; the packet keeps it as sent.
  public init?(_ packet: Packet) {
    switch packet.command {
    case .requestAnswer?:
      guard let code = packet.number(of: "QnRtn") else { return nil }
      self = .request(RequestVerdict(rawValue: code) ?? .unknown)
    case .result?:
      guard let code = packet.number(of: "ExeRtn") else { return nil }
      self = .result(ExecutionVerdict(rawValue: code) ?? .failed)
    case .noticeAnswer?: self = .notice
    case .dataAnswer?: self = .data
    default: return nil
    }
  }
}

extension Packet {
  /// The exchange that an answer belongs to: its QN, in the edition of 2005 the one inside CP.
  public var answeredRequest: String? { qn ?? value(of: "QN") }

  /// Text of the first item with this key.
  public func value(of key: StaticString) -> String? {
    item(key)?.value.map(text)
  }

  fileprivate func number(of key: StaticString) -> Int? {
    guard let value = item(key)?.value else { return nil }
    return segment.readableBytesUInt8Span.number(in: value.range, digits: 1...9)
  }

  private func item(_ key: StaticString) -> Item? {
    let bytes = segment.readableBytesUInt8Span
    for item in items().items where bytes.equals(key, in: item.key.range) { return item }
    return nil
  }
}
