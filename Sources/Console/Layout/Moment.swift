/// An instant ready for a template: `<time datetime="{{iso}}" title="{{full}}">{{text}}</time>`.
///
/// `templates/layout/time` renders it; scripts keep ages and deadlines running from `epoch`.
public struct Moment: Sendable {
  public let epoch: String
  public let iso: String
  public let full: String
  /// Short clock time or date.
  public let text: String
  /// How long ago, at the time of rendering.
  public let age: String

  public init(_ epoch: Int, now: Int, time: LocalTime, texts: Texts) {
    self.epoch = String(epoch)
    iso = time.rfc3339(epoch)
    full = time.second(epoch)
    text = time.short(epoch, now: now)
    age = texts.age(of: epoch, now: now)
  }
}

/// A deadline ready for a template.
public struct Deadline: Sendable {
  public let epoch: String
  public let iso: String
  public let full: String
  /// What is left, or how late.
  public let text: String
  public let isLate: Bool
  /// Less than a quarter of an hour is left.
  public let isSoon: Bool

  public init(_ due: Int, now: Int, time: LocalTime, texts: Texts) {
    epoch = String(due)
    iso = time.rfc3339(due)
    full = time.second(due)
    text = texts.remaining(until: due, now: now)
    isLate = due < now
    isSoon = !isLate && due - now < 900
  }
}
