import ActionPlan
import Telemetry

/// What anything in the inbox means: a unit's frame by its bindings, a source's message by the plan.
struct MessageTranslator: Sendable {
  private let frames: FrameTranslator
  private let sources: [String: SourceTranslator]

  init(utcOffsetSeconds: Int, sources: [DataSource]) {
    frames = FrameTranslator(utcOffsetSeconds: utcOffsetSeconds)
    self.sources = Dictionary(
      sources.map { ($0.id, SourceTranslator(source: $0)) }, uniquingKeysWith: { first, _ in first }
    )
  }

  func translate(
    _ message: InboxFrame, by directory: DeviceDirectory
  ) -> FrameTranslator.Translation {
    guard let id = message.frame.source else { return frames.translate(message, by: directory) }
    guard let source = sources[id] else {
      var translation = FrameTranslator.Translation()
      translation.flagged.append(
        FlaggedContent(
          code: "source-unknown",
          explanation: "the plan in force has no source \(id); put it back or end what sends it",
          sequence: message.sequence, mn: message.mn, cn: message.cn,
          receivedAt: message.receivedAtMilliseconds / 1000))
      return translation
    }
    return source.translate(message)
  }
}
