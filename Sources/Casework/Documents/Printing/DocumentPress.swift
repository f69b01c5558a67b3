public import ActionPlan
import Dispatch
import GRDB
public import Ledger
import Synchronization

/// A document as a file.
public struct PrintedDocument: Sendable {
  public let bytes: [UInt8]
  public let mediaType: MediaType
  /// What it is called when it is fetched.
  public let name: String
}

/// Prints documents one after another and keeps what was issued: rendered once, the same bytes ever
/// after.
public final class DocumentPress: Sendable {
  public enum Format: String, Sendable, CaseIterable {
    case docx, pdf

    var mediaType: MediaType { self == .docx ? .word : .pdf }
  }

  /// Documents that may wait at a time.
  static let mostWaiting = 16

  private let ledger: LedgerDatabase
  private let store: AttachmentStore
  private let queue = DispatchQueue(label: "lantian.documents")
  private let waiting = Mutex(0)

  public init(ledger: LedgerDatabase, store: AttachmentStore) {
    self.ledger = ledger
    self.store = store
  }

  /// A document as an account may see it. Of what was issued the kept file, which is printed and kept
  /// when it is first asked for; of a draft a copy that says so and is not kept.
  ///
  /// - Parameters:
  ///   - plan: the plan in force.
  ///   - now: epoch seconds.
  /// - Throws: `DocumentRefusal.unknownDocument`, `PrintFault`, or what the stores said.
  public func print(
    _ id: Int64, as format: Format, in language: Language, for account: Account, plan: Plan,
    at now: Int
  ) async throws -> PrintedDocument {
    let (detail, kept) = try await ledger.read { db in
      guard let detail = try DocumentBook.detail(id, for: account, plan: plan, in: db) else {
        throw DocumentRefusal.unknownDocument(id)
      }
      return (detail, try DocumentFiles.find(id, language, format, in: db))
    }
    let label = detail.filled.form.label.text(in: language)
    if let kept {
      let store = store
      let bytes = try await apart { try store.original(kept) }
      return PrintedDocument(
        bytes: bytes, mediaType: kept.mediaType, name: kept.name ?? "\(label).\(format.rawValue)")
    }
    let document = detail.document
    guard let issue = document.issue, let text = try document.issuedText(language) else {
      let text = try Self.draftMark(language) + detail.filled.preview(language)
      let bytes = try await apart {
        try Self.render(text, format, language, at: document.draftedAt)
      }
      let name = "\(label)-\(language == .zh ? "草稿" : "draft").\(format.rawValue)"
      return PrintedDocument(bytes: bytes, mediaType: format.mediaType, name: name)
    }
    let store = store
    let name = "\(issue.number) \(label).\(format.rawValue)"
    let staged = try await apart {
      try store.stageDocument(
        Self.render(text, format, language, at: issue.at), name: name)
    }
    let file = try await ledger.write { db in
      try DocumentFiles.keep(staged, of: id, language, format, at: now, in: db)
    }
    let bytes = try await apart { try store.original(file) }
    return PrintedDocument(bytes: bytes, mediaType: file.mediaType, name: file.name ?? name)
  }

  private static func render(
    _ text: FormText, _ format: Format, _ language: Language, at: Int
  ) throws(PrintFault) -> [UInt8] {
    let printer = DocumentPrinter()
    let word = try printer.word(text, language, at: at)
    return format == .docx ? word : try printer.pdf(ofWord: word)
  }

  private static func draftMark(_ language: Language) throws -> FormText {
    try FormText(
      language == .zh
        ? "::: note\n**草稿，未经签发，不得送达**\n:::"
        : "::: note\n**Draft: not signed, not to be served**\n:::")
  }

  /// On a thread of its own, one at a time: LibreOffice takes a processor for seconds.
  private func apart<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    let isTaken = waiting.withLock { count in
      guard count < Self.mostWaiting else { return false }
      count += 1
      return true
    }
    guard isTaken else { throw PrintFault.busy(waiting: Self.mostWaiting) }
    defer { waiting.withLock { $0 -= 1 } }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work() }) }
    }
  }
}
