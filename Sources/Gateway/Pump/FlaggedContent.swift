import HJ212
import NIOConcurrencyHelpers

/// Something in a well-framed packet that could not become a sample. The frame itself is kept and
/// was answered.
public struct FlaggedContent: Sendable, Hashable {
  /// Short fixed name: a `ContentFault`'s or a `FrameFault`'s code, `time-in-future` or
  /// `value-out-of-range`.
  public let code: String
  /// What was found and what to do.
  public let explanation: String
  /// The frame in the inbox.
  public let sequence: Int64
  public let mn: String
  public let cn: String
  /// Epoch seconds of arrival.
  public let receivedAt: Int
}

/// The latest flagged contents, at most `limit`.
final class FlaggedContents: Sendable {
  private struct State {
    var ring: [FlaggedContent] = []
    var next = 0
  }
  private let limit: Int
  private let state = NIOLockedValueBox(State())

  init(limit: Int = 500) {
    self.limit = limit
  }

  func add(_ flagged: FlaggedContent) {
    state.withLockedValue { state in
      if state.ring.count < limit {
        state.ring.append(flagged)
      } else {
        state.ring[state.next] = flagged
        state.next = (state.next + 1) % limit
      }
    }
  }

  /// The newest first; of one device, or of all.
  func recent(mn: String?) -> [FlaggedContent] {
    state.withLockedValue { state in
      Array((state.ring[state.next...] + state.ring[..<state.next]).reversed())
    }
    .filter { mn == nil || $0.mn == mn }
  }
}
