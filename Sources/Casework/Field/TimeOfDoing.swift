public import ActionPlan

/// When something was done in the field, by the phone's clock; it is kept beside the time at which it
/// arrived, which is the server's. 处置时刻
public struct TimeOfDoing: Sendable, Hashable {
  /// Why the phone's word is not to be relied on. Permanent: events keep it.
  public enum Doubt: String, Sendable, CaseIterable {
    /// The phone's clock is fast or slow.
    case clockAhead = "clock-ahead"
    case clockBehind = "clock-behind"
    /// It would have been done after it was sent.
    case afterSending = "after-sending"
    /// Longer ago than a phone keeps things waiting.
    case tooLongAgo = "too-long-ago"
    /// The case was not open yet.
    case beforeCase = "before-case"
  }

  /// How far a phone's clock may be off, and how long sending may take.
  public static let secondsAllowed = 300
  public static let longestAgo = 14 * 86_400

  /// Epoch seconds by the phone's clock: when it was done, and when it was sent.
  public let doneAt: Int
  public let sentAt: Int

  /// What a phone may claim: from 1970 to 2100.
  public static let instants = 0...4_102_444_800

  /// - Returns: nil for what is no time of this century or the last.
  public init?(doneAt: Int, sentAt: Int) {
    guard Self.instants.contains(doneAt), Self.instants.contains(sentAt) else { return nil }
    self.doneAt = doneAt
    self.sentAt = sentAt
  }

  /// By how many seconds the phone's clock was ahead of the server's, below 0 for behind.
  func seconds(aheadAt arrivedAt: Int) -> Int { sentAt - arrivedAt }

  /// - Parameters:
  ///   - arrivedAt: epoch seconds of the server.
  ///   - openedAt: when the case was opened that it is about.
  public func doubt(arrivedAt: Int, openedAt: Int? = nil) -> Doubt? {
    let ahead = seconds(aheadAt: arrivedAt)
    if ahead > Self.secondsAllowed { return .clockAhead }
    if ahead < -Self.secondsAllowed { return .clockBehind }
    if doneAt > sentAt { return .afterSending }
    if doneAt < arrivedAt - Self.longestAgo { return .tooLongAgo }
    if let openedAt, doneAt < openedAt - Self.secondsAllowed { return .beforeCase }
    return nil
  }

  /// When it most likely was by the server's clock, for the local day on which something counts.
  func likelyAt(arrivedAt: Int) -> Int {
    switch doubt(arrivedAt: arrivedAt) {
    case nil: doneAt
    case .clockAhead, .clockBehind: min(doneAt - seconds(aheadAt: arrivedAt), arrivedAt)
    case .afterSending, .tooLongAgo, .beforeCase: arrivedAt
    }
  }

  /// As an event keeps it.
  func values(arrivedAt: Int, openedAt: Int?) -> [String: String] {
    var values = ["done-at": "\(doneAt)"]
    if let doubt = doubt(arrivedAt: arrivedAt, openedAt: openedAt) {
      values["done-doubt"] = doubt.rawValue
      if doubt == .clockAhead || doubt == .clockBehind {
        values["phone-ahead"] = "\(seconds(aheadAt: arrivedAt))"
      }
    }
    return values
  }
}

/// What a phone says of something that was done in the field.
public struct FieldEvidence: Sendable, Hashable {
  let doing: TimeOfDoing
  /// In the order of the evidence's photos.
  let photos: [TakenPhoto]

  /// As an event keeps it.
  func values(arrivedAt: Int, openedAt: Int) -> [String: String] {
    var values = doing.values(arrivedAt: arrivedAt, openedAt: openedAt)
    for (index, photo) in photos.enumerated() { values.merge(photo.values(index)) { $1 } }
    return values
  }
}

extension CaseEvent {
  /// When one of its photos was taken by the phone's word, epoch seconds; nil where no phone said so.
  ///
  /// - Parameter index: of the photo within the event, from 0.
  public func takenAt(ofPhoto index: Int) -> Int? {
    values["photo-\(index + 1)-taken"].flatMap { Int($0) }
  }

  /// Where one of its photos was taken by the phone's word.
  ///
  /// - Parameter index: of the photo within the event, from 0.
  public func position(ofPhoto index: Int) -> Coordinate? {
    guard let text = values["photo-\(index + 1)-position"] else { return nil }
    let parts = text.split(separator: ",").compactMap { Double($0) }
    return parts.count == 2 ? Coordinate(longitude: parts[0], latitude: parts[1]) : nil
  }

  /// When it was done in the field, epoch seconds by the phone's clock; nil where it was done here.
  public var doneAt: Int? { values["done-at"].flatMap { Int($0) } }

  /// Why that is not to be relied on.
  public var doneDoubt: TimeOfDoing.Doubt? {
    values["done-doubt"].flatMap(TimeOfDoing.Doubt.init(rawValue:))
  }
}
