import ActionPlan
import Casework
import Console
import Ledger
import Telemetry
import Wiring

extension RunningDistrict {
  /// Seconds between two looks for cases whose telemetry is to be frozen.
  private static let freezeSeconds = 5
  /// Seconds between two looks for photos that nobody has looked at.
  private static let photoSeconds = 3
  /// Photos of one look; the rest comes with the next.
  private static let photosAtOnce = 50

  /// Freezes what was measured around each new case, and what somebody asked for.
  func freezeTelemetry() -> WatchTheClock {
    let (inbox, now, hub) = (inbox, district.now, hub)
    let freeze = FreezeTelemetry(
      ledger: district.ledger, store: store, frame: { try await inbox.frame($0) })
    return WatchTheClock(
      name: "frozen telemetry", every: .seconds(Self.freezeSeconds), logger: logger
    ) {
      if try await freeze.sweep(now: now()) > 0 { await hub.publish(.case) }
    }
  }

  /// Compares each photo that was handed in with earlier ones.
  func watchPhotos() -> WatchTheClock {
    let (ledger, hub) = (district.ledger, hub)
    let watch = PhotoWatch(
      store: AttachmentStore(folder: district.folder.layout.attachments),
      utcOffsetSeconds: plan.utcOffsetSeconds)
    return WatchTheClock(name: "photos", every: .seconds(Self.photoSeconds), logger: logger) {
      for count in 0..<Self.photosAtOnce {
        guard try await watch.next(in: ledger) else {
          if count > 0 { await hub.publish(.case) }
          return
        }
      }
    }
  }
}
