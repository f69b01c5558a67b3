import ActionPlan
import AirQuality
import Telemetry

/// What a message of a source means, by what the plan says of its documents.
struct SourceTranslator: Sendable {
  let source: DataSource

  /// Complaints of one message that are kept; more of them say nothing more.
  static let complaintLimit = 20

  typealias Translation = FrameTranslator.Translation

  func translate(_ message: InboxFrame) -> Translation {
    var work = Work(source: source, message: message)
    do throws(DocumentReading.Fault) {
      let readings = try DocumentReading.list(
        in: message.bytes, of: source, named: message.peer)
      for (index, reading) in readings.enumerated() { work.translate(reading, number: index + 1) }
    } catch {
      work.complain(error.code, error.explanation)
    }
    return work.translation
  }

  /// The translation of one message, while it is made.
  private struct Work {
    let source: DataSource
    let message: InboxFrame
    var translation = Translation()

    mutating func complain(_ code: String, _ explanation: String) {
      guard translation.flagged.count < SourceTranslator.complaintLimit else { return }
      translation.flagged.append(
        FlaggedContent(
          code: code, explanation: String(explanation.prefix(400)), sequence: message.sequence,
          mn: message.mn, cn: message.cn, receivedAt: receivedAt))
    }

    var receivedAt: Int { message.receivedAtMilliseconds / 1000 }

    mutating func translate(_ reading: DocumentReading, number: Int) {
      guard let time = time(of: reading, number: number) else { return }
      let point: String
      var name: String?
      switch source.points {
      case .one(let id): point = id
      case .named(let path, let points):
        guard let sender = reading.text(at: path) else {
          complain(
            "sender-missing",
            "reading \(number) has nothing at \(path) that says who sent it; correct sender or the platform"
          )
          return
        }
        guard let id = points[sender] else {
          note(unbound: sender, of: reading)
          return
        }
        (point, name) = (id, sender)
      }
      for value in values(of: reading, sender: name) {
        take(value, of: reading, number: number, point: point, time: time)
      }
    }

    private mutating func time(of reading: DocumentReading, number: Int) -> Int? {
      let parts = source.time.at.compactMap { reading.text(at: $0)?.trimmed }
      let text = parts.joined(separator: " ")
      guard parts.count == source.time.at.count, let time = source.time.seconds(text) else {
        complain(
          "time-unreadable",
          "reading \(number) has the time \"\(text.prefix(40))\", which is not of the form "
            + "\(source.time.form); correct time of the source in the plan")
        return nil
      }
      return time
    }

    /// The values that the plan names and that a reading of this factor has.
    private mutating func values(
      of reading: DocumentReading, sender: String?
    ) -> [DataSource.Value] {
      guard let path = source.factor else { return source.values }
      let factor = reading.text(at: path) ?? ""
      let values = source.values.filter { $0.factor == factor }
      if values.isEmpty {
        note(unbound: [sender, factor].compactMap { $0 }.joined(separator: "/"), of: reading)
      }
      return values
    }

    private mutating func note(unbound name: String, of reading: DocumentReading) {
      let value = source.values.lazy.compactMap { reading.text(at: $0.at) }.first ?? ""
      translation.unbound.append((String(name.prefix(80)), String(value.prefix(40))))
    }

    private mutating func take(
      _ value: DataSource.Value, of reading: DocumentReading, number: Int, point: String, time: Int
    ) {
      guard let text = reading.text(at: value.at)?.trimmed, !text.isEmpty,
        !source.missing.contains(text)
      else { return }
      guard let asSent = Self.number(text) else {
        complain(
          "value-not-a-number",
          "reading \(number) has \"\(text.prefix(40))\" at \(value.at), which is no number; "
            + "name what stands for no value in missing, or correct the platform")
        return
      }
      guard let number = asSent.shifted(by: value.shift) else {
        complain(
          "value-out-of-range",
          "\(text.prefix(40)) at \(value.at) does not fit into 18 digits in the unit of "
            + "\(value.quantity); correct unit of the source in the plan")
        return
      }
      let start = source.time.labels == .end ? time - value.windowSeconds : time
      let ahead = start - receivedAt
      guard ahead <= FrameTranslator.futureSeconds else {
        complain(
          "time-in-future",
          "\(value.at) is timed \(ahead) s after its arrival; correct zone or the platform's clock")
        return
      }
      let series = SeriesKey(
        point: point, quantity: value.quantity,
        statistic: Statistic(rawValue: value.statistic) ?? .realTime,
        windowSeconds: value.windowSeconds)
      let sample = Sample(
        series: series, start: start, value: number, asSent: asSent, flag: flag(value, reading))
      if sample.isAhead(ofArrival: receivedAt) {
        complain(
          "clock-ahead",
          "\(value.at) is timed \(ahead) s after its arrival; correct zone or the platform's clock")
      }
      translation.samples.append(
        StampedSample(sample, sequence: message.sequence, receivedAt: receivedAt))
    }

    private func flag(_ value: DataSource.Value, _ reading: DocumentReading) -> SampleFlag {
      guard let path = value.flag ?? source.flag?.at, let word = reading.text(at: path)?.trimmed
      else { return .none }
      // A word that the plan does not know stays as it is: not valid, and never an error.
      return SampleFlag(rawValue: source.flag?.words[word] ?? String(word.prefix(4)))
    }

    /// Plain digits, or with an exponent as some programs print small numbers.
    private static func number(_ text: String) -> ExactDecimal? {
      if let number = ExactDecimal(text) { return number }
      guard let sign = text.firstIndex(where: { $0 == "e" || $0 == "E" }),
        let mantissa = ExactDecimal(text[..<sign]),
        let exponent = Int(text[text.index(after: sign)...]), (-40...40).contains(exponent)
      else { return nil }
      return mantissa.shifted(by: exponent)
    }
  }
}
