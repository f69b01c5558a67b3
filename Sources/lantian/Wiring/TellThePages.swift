import Console
import Detection
import Telemetry

/// What became durable is told to every page that is open.
struct TellThePages: Sendable {
  let hub: LiveHub

  func committed(_ batch: CommittedBatch) async {
    await hub.publish(.device)
    if !batch.samples.isEmpty { await hub.publish(.air) }
  }

  func detected(_ effects: [DetectionEffect]) async {
    let movesCases = effects.contains { effect in
      switch effect {
      case .open, .rowChanged: true
      case .tellFacility, .ended, .resumed: false
      }
    }
    if movesCases { await hub.publish(.case) }
    await hub.publish(.alarm)
  }

  func casesMoved() async { await hub.publish(.case) }
}
