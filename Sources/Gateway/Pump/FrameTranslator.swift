import AirQuality
import HJ212
import NIOCore
import Telemetry

/// What the frames of the inbox mean: their values as samples of bound series, exactly as sent and
/// in the unit of the quantity.
struct FrameTranslator: Sendable {
  /// The plan's clock, and the units'.
  let utcOffsetSeconds: Int

  /// A time further ahead of its arrival is not believed at all; one ahead by less is flagged, see
  /// `Sample.clockAheadSeconds`.
  static let futureSeconds = 86_400

  /// System codes 91…99 mark interaction between the two systems, whatever is watched.
  ///
  /// - Source: HJ 212-2017, table 5.
  private static let interaction = Set((91...99).map(String.init))

  struct Translation: Sendable {
    var samples: [StampedSample] = []
    var unbound: [UnboundKeys.Value] = []
    var flagged: [FlaggedContent] = []
  }

  func translate(_ frame: InboxFrame, by directory: DeviceDirectory) -> Translation {
    var translation = Translation()
    let flag = Flagging(frame: frame)
    var reader = FrameReader(
      settings: FrameReader.Settings(
        segmentLimit: FrameReader.hardLimit, acceptsModbusCRC: true, acceptsThreeDigitLength: true))
    var bytes = ByteBuffer(bytes: frame.bytes)
    guard case .frame(let whole) = reader.next(in: &bytes, atEnd: true) else {
      translation.flagged.append(
        flag("frame-unreadable", "the kept bytes are no frame any more; check the inbox file"))
      return translation
    }
    do throws(FrameFault) {
      let device = directory.device(frame.mn)
      let packet = try Packet(whole, coding: device?.quirks.coding ?? .utf8)
      let content = packet.content(utcOffsetSeconds: utcOffsetSeconds)
      if let expected = device?.st, !Self.interaction.contains(frame.st),
        frame.st != expected
      {
        translation.flagged.append(
          flag("st-unexpected", "ST is \(frame.st) and \(expected) is on file; correct either"))
      }
      translation.flagged += content.faults.map { flag($0.code, $0.explanation) }
      let bindings = directory.bindings(mn: frame.mn, cn: frame.cn)
      for reading in content.usableReadings {
        translate(reading, frame, bindings, flag, into: &translation)
      }
    } catch {
      translation.flagged.append(flag(error.code, "\(error)"))
    }
    return translation
  }

  private func translate(
    _ reading: Reading, _ frame: InboxFrame, _ bindings: KeyBindings, _ flag: Flagging,
    into translation: inout Translation
  ) {
    guard let start = reading.start else { return }
    let key = reading.key
    guard let binding = bindings.binding(rawKey: key, at: start) else {
      translation.unbound.append((key, reading.value))
      return
    }
    guard let asSent = ExactDecimal(reading.value) else {
      translation.flagged.append(
        flag("value-not-a-number", "\(key) is not a plain decimal number; send decimal digits"))
      return
    }
    guard let value = binding.value(of: asSent) else {
      translation.flagged.append(
        flag(
          "value-out-of-range",
          "\(key) does not fit into 18 digits in the unit of \(binding.series.quantity); "
            + "correct the binding's shift or multiplier"))
      return
    }
    let receivedAt = frame.receivedAtMilliseconds / 1000
    let ahead = start - receivedAt
    if ahead > Self.futureSeconds {
      translation.flagged.append(
        flag("time-in-future", "\(key) is timed \(ahead) s after its arrival; set the unit's clock")
      )
      return
    }
    let sample = Sample(
      series: binding.series, start: start, value: value, asSent: asSent,
      flag: SampleFlag(rawValue: reading.flag ?? ""))
    if sample.isAhead(ofArrival: receivedAt) {
      translation.flagged.append(
        flag("clock-ahead", "\(key) is timed \(ahead) s after its arrival; set the unit's clock"))
    }
    translation.samples.append(
      StampedSample(sample, sequence: frame.sequence, receivedAt: receivedAt))
  }
}

/// Writes down what is wrong with one frame.
private struct Flagging {
  let frame: InboxFrame

  func callAsFunction(_ code: String, _ explanation: String) -> FlaggedContent {
    FlaggedContent(
      code: code, explanation: explanation, sequence: frame.sequence, mn: frame.mn, cn: frame.cn,
      receivedAt: frame.receivedAtMilliseconds / 1000)
  }
}
