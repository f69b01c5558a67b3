import ActionPlan
import AirQuality
import Ledger

extension ServiceNote {
  /// What was asked, for telling a repeat from another request.
  var content: String {
    [way.rawValue, on, time, place, receiver, refusal, witness].map { $0 ?? "" }
      .joined(separator: "\n")
  }

  /// As the audit log keeps it.
  var detail: [String: String] {
    var detail = ["way": way.rawValue, "on": on, "receiver": receiver]
    detail["time"] = time
    detail["place"] = place
    detail["refusal"] = refusal
    detail["witness"] = witness
    return detail
  }

  /// `15:04` by the plan's clock.
  static func time(_ now: Int, _ utcOffsetSeconds: Int) -> String {
    let minutes = ((now + utcOffsetSeconds) % 86_400) / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// As it is kept: within its lengths, on a day between issue and now, with everything that its way
  /// of service needs.
  ///
  /// - Parameters:
  ///   - issuedAt: epoch seconds.
  ///   - hasPhoto: a photo or signed receipt comes with it.
  func checked(
    issuedAt: Int, hasPhoto: Bool, plan: Plan, now: Int
  ) throws(DocumentRefusal) -> ServiceNote {
    let offset = plan.utcOffsetSeconds
    let days =
      CalendarDay(
        ofEpoch: issuedAt, utcOffsetSeconds: offset)...CalendarDay(
        ofEpoch: max(now, issuedAt), utcOffsetSeconds: offset)
    guard let day = CalendarDay(on), days.contains(day) else { throw .serviceDate }
    var note = ServiceNote(
      way: way, on: day.description, receiver: receiver.asWritten, time: Self.kept(time),
      place: Self.kept(place), refusal: Self.kept(refusal), witness: Self.kept(witness))
    if let time = note.time {
      guard let minute = Self.clock(time) else { throw .serviceTime }
      note.time = minute
    }
    guard !note.receiver.isEmpty || way == .published else { throw .receiverMissing }
    if way == .left {
      guard note.refusal != nil else { throw .refusalMissing }
      guard note.witness != nil || hasPhoto else { throw .witnessMissing }
    }
    for (name, text) in [
      ("receiver", note.receiver), ("place", note.place ?? ""), ("refusal", note.refusal ?? ""),
      ("witness", note.witness ?? ""),
    ] where text.count > DocumentBook.longestLine {
      throw .tooLong(field: name, found: text.count, limit: DocumentBook.longestLine)
    }
    return note
  }

  private static func kept(_ text: String?) -> String? {
    text.map(\.asWritten).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// `9:05` as `09:05`; nil for what is no time of day.
  private static func clock(_ text: String) -> String? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    return time(hour * 3_600 + minute * 60, 0)
  }
}
