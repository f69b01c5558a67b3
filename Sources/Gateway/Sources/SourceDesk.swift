public import ActionPlan
public import Logging
import Metrics
import NIOConcurrencyHelpers
public import Telemetry

/// Where messages of every source come in: committed to the inbox before anybody says that they were
/// received, whatever they hold.
public final class SourceDesk: Sendable {
  /// Greatest message, in bytes.
  public static let byteLimit = 4 << 20

  private let sources: [String: DataSource]
  private let order: [DataSource]
  private let inbox: Inbox
  private let now: @Sendable () -> Int
  private let logger: Logger
  private let book: NIOLockedValueBox<Book>
  private let stored = Counter(
    label: "lantian_source_messages_total", dimensions: [("result", "stored")])
  private let repeated = Counter(
    label: "lantian_source_messages_total", dimensions: [("result", "repeated")])
  private let failed = Counter(
    label: "lantian_source_messages_total", dimensions: [("result", "failed")])

  private struct Book {
    var states: [String: SourceState]
    var isConnected: [String: Bool] = [:]
    /// Sources whose state on disk is not the newest.
    var changed: Set<String> = []
  }

  /// - Parameter now: epoch seconds.
  public init(
    sources: [DataSource], inbox: Inbox, now: @escaping @Sendable () -> Int, logger: Logger
  ) async throws {
    let kept = Dictionary(
      try await inbox.sourceStates().map { ($0.source, $0) },
      uniquingKeysWith: { first, _ in first })
    order = sources
    self.sources = Dictionary(
      sources.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.inbox = inbox
    self.now = now
    self.logger = logger
    book = NIOLockedValueBox(
      Book(
        states: self.sources.keys.reduce(into: [:]) {
          $0[$1] = kept[$1] ?? SourceState(source: $1)
        }))
  }

  /// Commits a message; returns once it is on disk.
  ///
  /// - Parameter peer: where it came from, such as an address, a topic or a file's name.
  /// - Throws: `SourceFault`; the message is then not stored and must not be acknowledged.
  public func take(
    _ bytes: [UInt8], of id: String, from peer: String
  ) async throws(SourceFault) -> SourceReceipt {
    try await take([(bytes, peer)], of: id)[0].get()
  }

  /// Commits messages in their order, together where the disk allows it.
  ///
  /// - Returns: one for each of them.
  func take(
    _ messages: [(bytes: [UInt8], peer: String)], of id: String
  ) async -> [Result<SourceReceipt, SourceFault>] {
    guard let source = sources[id] else {
      return messages.map { _ in .failure(.unknownSource(id)) }
    }
    let form = source.format.rawValue
    let results = NIOLockedValueBox(
      [Result<SourceReceipt, SourceFault>?](repeating: nil, count: messages.count))
    await withCheckedContinuation { continuation in
      let left = NIOLockedValueBox(messages.count)
      let settle: @Sendable (Int, Result<SourceReceipt, SourceFault>) -> Void = { place, result in
        results.withLockedValue { $0[place] = result }
        let isLast = left.withLockedValue { left in
          left -= 1
          return left == 0
        }
        if isLast { continuation.resume() }
      }
      guard !messages.isEmpty else { return continuation.resume() }
      for (place, message) in messages.enumerated() {
        if let fault = Self.fault(of: message.bytes) {
          settle(place, .failure(fault))
          continue
        }
        let frame = IncomingFrame(
          source: id, form: form, bytes: message.bytes, receivedAtMilliseconds: now() * 1000,
          peer: String(message.peer.prefix(200)))
        inbox.append(frame) { result in
          settle(
            place,
            result.map { SourceReceipt(sequence: $0.sequence, isRepeat: $0.isRepeat) }
              .mapError(SourceFault.notStored))
        }
      }
    }
    let settled = results.withLockedValue { $0.compactMap { $0 } }
    for result in settled {
      switch result {
      case .success(let receipt): note(receipt, of: id)
      case .failure(let fault): fail(id, "\(fault)")
      }
    }
    return settled
  }

  private static func fault(of bytes: [UInt8]) -> SourceFault? {
    if bytes.isEmpty { return .empty }
    return bytes.count > byteLimit ? .tooLong(bytes: bytes.count) : nil
  }

  /// How many readings a document of a source holds; nil where it cannot be read.
  func readings(in bytes: [UInt8], of id: String) -> Int? {
    guard let source = sources[id] else { return nil }
    return try? DocumentReading.list(in: bytes, of: source, named: id).count
  }

  /// What a message would mean, so that its sender may be told.
  public func look(at bytes: [UInt8], of id: String, from peer: String) -> SourceLook {
    guard let source = sources[id] else { return SourceLook(values: 0, complaints: []) }
    let message = InboxFrame(
      sequence: 0,
      frame: IncomingFrame(
        source: id, form: source.format.rawValue, bytes: bytes,
        receivedAtMilliseconds: now() * 1000, peer: peer))
    let translation = SourceTranslator(source: source).translate(message)
    return SourceLook(
      values: translation.samples.count,
      complaints: translation.flagged.map(\.explanation)
        + translation.unbound.prefix(SourceTranslator.complaintLimit).map {
          "the plan has no point or value for \($0.rawKey)"
        })
  }

  // MARK: How sources are

  public struct Status: Sendable {
    public let source: DataSource
    public let state: SourceState
    /// Nil where nothing stays connected.
    public let isConnected: Bool?
  }

  /// In the plan's order.
  public func statuses() -> [Status] {
    book.withLockedValue { book in
      order.compactMap { source in
        book.states[source.id].map {
          Status(source: source, state: $0, isConnected: book.isConnected[source.id])
        }
      }
    }
  }

  func mark(of id: String) -> String { book.withLockedValue { $0.states[id]?.mark ?? "" } }

  /// Takes note of how far a source was read; on disk with the next `keep`.
  func set(mark: String, of id: String) {
    change(id) { $0.mark = mark }
  }

  func setConnected(_ isConnected: Bool, _ id: String) {
    book.withLockedValue { $0.isConnected[id] = isConnected }
  }

  /// Takes note of what went wrong; the log has it once a minute at most.
  func fail(_ id: String, _ why: String) {
    failed.increment()
    let at = now()
    let isNews = book.withLockedValue { book in
      let before = book.states[id]
      return before?.lastFailure != why || at - (before?.lastFailureAt ?? 0) >= 60
    }
    change(id) { state in
      state.failures += 1
      state.lastFailureAt = at
      state.lastFailure = String(why.prefix(400))
    }
    if isNews { logger.warning("source failed", metadata: ["source": "\(id)", "why": "\(why)"]) }
  }

  private func note(_ receipt: SourceReceipt, of id: String) {
    (receipt.isRepeat ? repeated : stored).increment()
    let at = now()
    change(id) { state in
      if receipt.isRepeat { state.repeats += 1 } else { state.messages += 1 }
      state.lastMessageAt = at
      state.lastSequence = receipt.sequence
    }
  }

  private func change(_ id: String, _ body: (inout SourceState) -> Void) {
    book.withLockedValue { book in
      guard var state = book.states[id] else { return }
      body(&state)
      book.states[id] = state
      book.changed.insert(id)
    }
  }

  /// Writes what changed to disk.
  public func keep() async throws {
    let states = book.withLockedValue { book in
      defer { book.changed = [] }
      return book.changed.sorted().compactMap { book.states[$0] }
    }
    guard !states.isEmpty else { return }
    do {
      try await inbox.keep(states)
    } catch {
      book.withLockedValue { $0.changed.formUnion(states.map(\.source)) }
      throw error
    }
  }
}
