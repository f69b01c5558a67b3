import Metrics
import NIOConcurrencyHelpers

/// The gateway's metrics, and the same numbers for pages.
///
/// Labels come from small fixed sets; a device number is never one.
public final class GatewayCounters: Sendable {
  /// Numbers since the process started.
  public struct Snapshot: Sendable, Equatable {
    public var frames: [FrameOutcome: Int] = [:]
    public var closed: [CloseReason: Int] = [:]
    public var accepted = 0
    public var refused = 0
    public var open = 0
    /// Bytes between frames that belonged to none.
    public var skippedBytes = 0
    public func count(_ outcome: FrameOutcome) -> Int { frames[outcome, default: 0] }
    public func count(_ reason: CloseReason) -> Int { closed[reason, default: 0] }
  }

  private let frames: [FrameOutcome: Counter]
  private let closed: [CloseReason: Counter]
  private let accepted = Counter(
    label: "lantian_gateway_connections_total", dimensions: [("outcome", "accepted")])
  private let refused = Counter(
    label: "lantian_gateway_connections_total", dimensions: [("outcome", "refused")])
  private let open = Gauge(label: "lantian_gateway_connections")
  private let received = Counter(label: "lantian_gateway_received_bytes_total")
  private let sent = Counter(label: "lantian_gateway_sent_bytes_total")
  private let skipped = Counter(label: "lantian_gateway_skipped_bytes_total")
  private let acknowledgement = Metrics.Timer(label: "lantian_gateway_acknowledgement_seconds")
  private let snapshotBox = NIOLockedValueBox(Snapshot())

  /// Make it after the metrics system was bootstrapped.
  public init() {
    frames = Dictionary(
      uniqueKeysWithValues: FrameOutcome.allCases.map {
        ($0, Counter(label: "lantian_gateway_frames_total", dimensions: [("outcome", $0.rawValue)]))
      })
    closed = Dictionary(
      uniqueKeysWithValues: CloseReason.allCases.map {
        (
          $0,
          Counter(
            label: "lantian_gateway_connections_closed_total",
            dimensions: [("reason", $0.rawValue)])
        )
      })
    open.record(0)
  }

  public var snapshot: Snapshot { snapshotBox.withLockedValue { $0 } }

  func frame(_ outcome: FrameOutcome) {
    frames[outcome]?.increment()
    snapshotBox.withLockedValue { $0.frames[outcome, default: 0] += 1 }
  }

  func skippedBytes(_ count: Int) {
    skipped.increment(by: count)
    snapshotBox.withLockedValue { $0.skippedBytes += count }
  }

  func receivedBytes(_ count: Int) { received.increment(by: count) }
  func sentBytes(_ count: Int) { sent.increment(by: count) }

  /// From the moment a frame was read to the moment its commit was known.
  func acknowledged(afterNanoseconds nanoseconds: Int64) {
    acknowledgement.recordNanoseconds(nanoseconds)
  }

  func connectionOpened() {
    accepted.increment()
    open.record(
      snapshotBox.withLockedValue {
        $0.accepted += 1
        $0.open += 1
        return $0.open
      })
  }

  func connectionClosed(_ reason: CloseReason) {
    closed[reason]?.increment()
    open.record(
      snapshotBox.withLockedValue {
        $0.closed[reason, default: 0] += 1
        $0.open -= 1
        return $0.open
      })
  }

  func connectionRefused() {
    refused.increment()
    snapshotBox.withLockedValue { $0.refused += 1 }
  }
}
