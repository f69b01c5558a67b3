/// What many ask for at once after one event, read once for all to whom it is the same.
///
/// A reading serves the second it was begun in, and no longer than until the next event: whoever asks
/// because of an event gets a reading that began after it.
actor SharedReadings<Key: Hashable & Sendable, Value: Sendable> {
  /// What a reading holds for: events told so far, and the second.
  struct Moment: Sendable, Equatable {
    let events: Int
    let second: Int
  }

  private var moment: Moment?
  private var readings: [Key: Task<Value, any Error>] = [:]

  /// - Parameter read: is begun once for each key and moment; its error is everybody's.
  func value(
    of key: Key, at now: Moment, read: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    if moment != now {
      moment = now
      readings = [:]
    }
    let reading = readings[key] ?? Task { try await read() }
    readings[key] = reading
    return try await reading.value
  }
}
