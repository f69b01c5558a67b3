public import ActionPlan
public import Ledger

/// How a report came in.
public enum ReportChannel: String, Sendable, CaseIterable {
  /// The reporter's own form.
  case web
  case phone, visit, letter

  /// Those that somebody writes down for the reporter.
  public static let onBehalf: [ReportChannel] = [.phone, .visit, .letter]
}

/// What a member of the public sends.
public struct ReportDraft: Sendable, Hashable {
  /// Longest report, in characters.
  public static let textLimit = 2_000
  /// Longest contact, in characters.
  public static let contactLimit = 200
  /// Reports that one source may send within an hour.
  public static let hourlyLimit = 10

  /// Id of a category that a procedure of the plan takes in, e.g. `smell`.
  public var category: String
  public var text: String
  /// Who reports and how to reach them; sealed from everybody who works cases.
  public var contact: String?
  /// Staged in the Ledger's `AttachmentStore`.
  public var photo: StagedAttachment?
  public var position: Coordinate?
  /// Made once for the form: 16 to 64 letters, digits and hyphens, not to be guessed.
  public var requestID: String
  public var channel: ReportChannel
  /// The number under which a hotline knows it; nil for others.
  public var hotlineNumber: String?
  /// Id of the plan's system that the number is of; nil where nobody said.
  public var hotline: String?
  /// When the hotline took it, epoch seconds; nil for now.
  public var receivedAt: Int?

  public init(
    category: String, text: String, contact: String? = nil, photo: StagedAttachment? = nil,
    position: Coordinate? = nil, requestID: String, channel: ReportChannel = .web,
    hotlineNumber: String? = nil, hotline: String? = nil, receivedAt: Int? = nil
  ) {
    self.category = category
    self.text = text
    self.contact = contact
    self.photo = photo
    self.position = position
    self.requestID = requestID
    self.channel = channel
    self.hotlineNumber = hotlineNumber
    self.hotline = hotline
    self.receivedAt = receivedAt
  }
}

/// Why a public report was not taken.
public enum ReportRefusal: Error, Sendable, Hashable {
  case textMissing
  case textTooLong(found: Int, limit: Int)
  case contactTooLong(found: Int, limit: Int)
  case unknownCategory(String)
  case positionNotOnEarth
  case badRequestID
  /// The request id stands for another report.
  case requestReused
  /// Too many from one source within an hour.
  case tooMany(limit: Int)
  /// No report has this tracking code.
  case unknownCode
  /// The case is closed and takes no more messages.
  case isClosed
  case tooManyMessages(limit: Int)

  /// Permanent name of the kind of refusal.
  public var code: String {
    switch self {
    case .textMissing: "text-missing"
    case .textTooLong: "text-too-long"
    case .contactTooLong: "contact-too-long"
    case .unknownCategory: "unknown-category"
    case .positionNotOnEarth: "position-not-on-earth"
    case .badRequestID: "bad-request-id"
    case .requestReused: "request-reused"
    case .tooMany: "too-many"
    case .unknownCode: "unknown-code"
    case .isClosed: "is-closed"
    case .tooManyMessages: "too-many-messages"
    }
  }

  public var values: [String: String] {
    switch self {
    case .textTooLong(let found, let limit), .contactTooLong(let found, let limit):
      ["found": "\(found)", "limit": "\(limit)"]
    case .unknownCategory(let category): ["category": category]
    case .tooMany(let limit), .tooManyMessages(let limit): ["limit": "\(limit)"]
    case .textMissing, .positionNotOnEarth, .badRequestID, .requestReused, .unknownCode,
      .isClosed:
      [:]
    }
  }
}

extension String {
  /// Without control characters and marks that turn the direction of text, but with line breaks and
  /// tabs; without white space at either end.
  var asWritten: String {
    let kept = replacing("\r\n", with: "\n").unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x09, 0x0A: true
      case 0x202A...0x202E, 0x2066...0x2069: false
      default: scalar.properties.generalCategory != .control
      }
    }
    var text = Substring(String(String.UnicodeScalarView(kept)))
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  /// Letters, digits and hyphens of ASCII, as the Ledger's request log has them.
  func isRequestID(_ lengths: ClosedRange<Int>) -> Bool {
    lengths.contains(utf8.count)
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}
