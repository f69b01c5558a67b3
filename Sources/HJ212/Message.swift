/// A packet as plain values, to be written. Reading and writing lose nothing: what the standard does
/// not name stays as it came.
public struct Message: Sendable, Hashable {
  /// One `key=value`, or a bare `key` where the value is `nil`.
  public struct Pair: Sendable, Hashable {
    public var key: String
    public var value: String?

    public init(_ key: String, _ value: String?) {
      self.key = key
      self.value = value
    }
  }

  /// Number of the exchange: 17 digits.
  public var qn: String?
  public var st: String
  public var cn: String
  public var pw: String?
  public var mn: String?
  public var flag: PacketFlag?
  public var pnum: Int?
  public var pno: Int?
  /// Back-fill mark of the 2025 edition.
  public var isBackfill: Bool
  /// Header fields that the standard does not name, that come a second time or cannot be understood;
  /// they stand before the data area.
  public var unknownFields: [Pair]
  /// Data area: groups between semicolons, pairs between commas. An empty group is left out.
  public var data: [[Pair]]
  /// How text is written.
  public var coding: TextCoding

  public init(
    qn: String?, st: String, cn: String, pw: String?, mn: String?, flag: PacketFlag?,
    pnum: Int? = nil, pno: Int? = nil, isBackfill: Bool = false, unknownFields: [Pair] = [],
    data: [[Pair]] = [], coding: TextCoding = .utf8
  ) {
    self.qn = qn
    self.st = st
    self.cn = cn
    self.pw = pw
    self.mn = mn
    self.flag = flag
    self.pnum = pnum
    self.pno = pno
    self.isBackfill = isBackfill
    self.unknownFields = unknownFields
    self.data = data
    self.coding = coding
  }
}

/// Why a message cannot be written as a frame.
public enum MessageFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// A field holds a byte that separates fields, or a blank at an end.
  case forbiddenText(field: String, text: String)
  /// A number lies outside 1…9999.
  case numberOutOfRange(field: String, number: Int)
  case tooLong(bytes: Int, limit: Int)
  /// The device's coding has no bytes for a character.
  case notInCoding(TextCoding)

  public var description: String {
    switch self {
    case .forbiddenText(let field, let text):
      "\(field) is \"\(text)\"; leave out ; , & blanks at the ends (and = in names)"
    case .numberOutOfRange(let field, let number):
      "\(field) is \(number); give a number from 1 to 9999"
    case .tooLong(let bytes, let limit):
      "the data segment has \(bytes) bytes and \(limit) are allowed; split the message"
    case .notInCoding(let coding):
      "a character cannot be written in \(coding.rawValue); leave it out or let the device use UTF-8"
    }
  }
}
