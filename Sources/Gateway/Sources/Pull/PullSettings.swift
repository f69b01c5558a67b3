public import ActionPlan

/// Where and how often a source's documents are fetched.
public struct PullSettings: Sendable, Equatable {
  /// Address with `{from}`, `{until}` and `{page}` where those belong.
  public var url: String
  public var headers: [(name: String, value: String)]
  public var everySeconds: Int
  /// How far the first fetch looks back.
  public var backSeconds: Int
  /// How far each later one begins before the end of the last, for what came late there.
  public var overlapSeconds: Int
  /// Number of the first page.
  public var firstPage: Int
  /// Pages of one fetch, at most.
  public var pages: Int
  /// How `{from}` and `{until}` are written.
  public var timeForm: TimeForm
  public var utcOffsetSeconds: Int

  public init(
    url: String, headers: [(name: String, value: String)] = [], everySeconds: Int = 300,
    backSeconds: Int = 3_600, overlapSeconds: Int = 0, firstPage: Int = 1, pages: Int = 100,
    timeForm: TimeForm = .epochSeconds, utcOffsetSeconds: Int = 0
  ) {
    self.url = url
    self.headers = headers
    self.everySeconds = everySeconds
    self.backSeconds = backSeconds
    self.overlapSeconds = overlapSeconds
    self.firstPage = firstPage
    self.pages = pages
    self.timeForm = timeForm
    self.utcOffsetSeconds = utcOffsetSeconds
  }

  public static func == (a: PullSettings, b: PullSettings) -> Bool {
    a.url == b.url && a.everySeconds == b.everySeconds && a.backSeconds == b.backSeconds
      && a.overlapSeconds == b.overlapSeconds && a.firstPage == b.firstPage && a.pages == b.pages
      && a.timeForm == b.timeForm && a.utcOffsetSeconds == b.utcOffsetSeconds
      && a.headers.elementsEqual(b.headers, by: ==)
  }

  var hasWindow: Bool { url.contains("{from}") || url.contains("{until}") }
  var hasPages: Bool { url.contains("{page}") }

  /// The address of one page of one span of time.
  func address(from: Int, until: Int, page: Int) -> String {
    url.replacing("{from}", with: escaped(written(from)))
      .replacing("{until}", with: escaped(written(until)))
      .replacing("{page}", with: "\(page)")
  }

  private func written(_ seconds: Int) -> String {
    switch timeForm {
    case .epochSeconds: "\(seconds)"
    case .epochMilliseconds: "\(seconds * 1_000)"
    case .rfc3339: TimeWriting(seconds, utcOffsetSeconds: utcOffsetSeconds).rfc3339
    case .pattern(let pattern):
      TimeWriting(seconds, utcOffsetSeconds: utcOffsetSeconds).text(by: pattern)
    }
  }

  /// - Source: RFC 3986, 2.1: all but what never needs it.
  private func escaped(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        escaped += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
      }
    }
    return escaped
  }
}
