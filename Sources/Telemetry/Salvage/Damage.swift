/// What a check of a store or an inbox found that is not as it was written.
public enum Damage: Sendable, Hashable {
  /// What SQLite says about its own pages.
  case structure(String)
  /// Rows of a table, by their checksums.
  case rows(table: String, count: Int)
  /// Values of a span, UTC epoch seconds from its start.
  case span(point: String, windowSeconds: Int, from: Int)
  /// Hours of a span; they are computed again from its values.
  case hours(point: String, windowSeconds: Int, from: Int)
  /// What came last with a frame.
  case tail(sequence: Int64)
  /// Frames whose bytes are not those that came.
  case frames(first: Int64, last: Int64)
  /// Frames that are not there.
  case missing(first: Int64, last: Int64)
  /// The hash of the link before does not stand in this one.
  case link(sequence: Int64)
}

extension Damage: CustomStringConvertible {
  public var description: String {
    switch self {
    case .structure(let why): "SQLite: \(why)"
    case .rows(let table, let count): "\(count) rows of \(table)"
    case .span(let point, let windowSeconds, let from):
      "values of \(point), window \(windowSeconds) s, of the span from epoch second \(from)"
    case .hours(let point, let windowSeconds, let from):
      "hours of \(point), window \(windowSeconds) s, of the span from epoch second \(from)"
    case .tail(let sequence): "what came last with frame \(sequence)"
    case .frames(let first, let last): "frames \(first) to \(last)"
    case .missing(let first, let last): "frames \(first) to \(last) are not there"
    case .link(let sequence): "frame \(sequence) does not follow from the one before it"
    }
  }
}
