public import ActionPlan
import GRDB

/// An official document of a case: a draft until somebody who may signs it. 文书
public struct CaseDocument: Sendable, Hashable, Identifiable {
  public enum State: String, Sendable, CaseIterable {
    case draft, issued, served, withdrawn
  }

  /// Number, signer, time and wording: what never changes once it was signed.
  public struct Issue: Sendable, Hashable {
    public let number: String
    /// As the audit log names them.
    public let by: String
    /// Epoch seconds.
    public let at: Int
    /// The wording as signed, Markdown as `FormText` reads it.
    public let text: Label
    /// SHA-256 over both, lower-case hex.
    public let sha256: String
  }

  public let id: Int64
  public let caseID: Int64
  /// The plan whose form it follows.
  public let planDigest: String
  public let form: String
  public let state: State
  /// Grows by one with every change; a change names the version its writer saw.
  public let version: Int
  public let signers: [DocumentForm.Signer]
  /// What people wrote, by the name of a field; an officer's has two. What nobody wrote comes from
  /// the case until it is signed.
  public let values: [String: DocumentValue]
  /// Where the case stood when it was drafted, and the deadline that ran.
  public let caseState: String
  public let dueAt: Int?
  public let draftedBy: String
  public let draftedAt: Int
  public let editedBy: String
  public let issue: Issue?
  public let service: DocumentService?
  /// Id of one of the Ledger's attachments: the signed receipt.
  public let receipt: Int64?
  public let withdrawnBy: String?
  public let withdrawnAt: Int?
  public let ground: String?
}

/// What a field says, in Chinese and, where it is written, in English.
public struct DocumentValue: Sendable, Hashable, Codable {
  public var zh: String
  /// nil where the Chinese text stands for both.
  public var en: String?

  public init(_ zh: String, en: String? = nil) {
    self.zh = zh
    self.en = en
  }

  public init(_ label: Label) {
    self.init(label.zh, en: label.en == label.zh ? nil : label.en)
  }

  public func text(_ language: Language) -> String {
    language == .en ? en.flatMap { $0.isEmpty ? nil : $0 } ?? zh : zh
  }

  public var isEmpty: Bool { zh.isBlank && (en?.isBlank ?? true) }
}

/// How a document reached whom it is for. 送达
public struct DocumentService: Sendable, Hashable, Codable {
  public enum Way: String, Sendable, CaseIterable, Codable {
    /// Handed over, left behind, sent by post, by electronic means, made public.
    case direct, left, post, electronic, published
  }
  public let way: Way
  /// `2026-01-02` by the plan's clock.
  public let on: String
  /// Who took it; for what was left behind, who would not.
  public let receiver: String
  /// When on that day, `15:04`, and where; nil where nobody wrote it.
  public let time: String?
  public let place: String?
  /// For what was left behind: why it was refused, and before whom it was left.
  public let refusal: String?
  public let witness: String?
  /// Who noted it, as the audit log names them, and when (epoch seconds).
  public let by: String
  public let at: Int

  public init(way: Way, on: String, receiver: String, by: String, at: Int) {
    self.init(ServiceNote(way: way, on: on, receiver: receiver), by: by, at: at)
  }

  init(_ note: ServiceNote, by: String, at: Int) {
    way = note.way
    on = note.on
    receiver = note.receiver
    time = note.time
    place = note.place
    refusal = note.refusal
    witness = note.witness
    self.by = by
    self.at = at
  }
}

/// What somebody writes down of how a document was served.
public struct ServiceNote: Sendable, Hashable {
  public var way: DocumentService.Way
  /// The local day, `2026-01-02`.
  public var on: String
  /// Who took it, or would not; who it is for where it was made public.
  public var receiver: String
  /// `15:04`.
  public var time: String?
  public var place: String?
  public var refusal: String?
  public var witness: String?

  public init(
    way: DocumentService.Way, on: String, receiver: String, time: String? = nil,
    place: String? = nil, refusal: String? = nil, witness: String? = nil
  ) {
    self.way = way
    self.on = on
    self.receiver = receiver
    self.time = time
    self.place = place
    self.refusal = refusal
    self.witness = witness
  }
}

extension CaseDocument {
  static let columns = "case_document.*"

  /// - Throws: `DocumentRecordError` where a column holds what casework never writes.
  init(row: Row) throws {
    let name: String = row["state"]
    guard let state = State(rawValue: name) else { throw DocumentRecordError.unknownState(name) }
    id = row["id"]
    caseID = row["case_id"]
    planDigest = row["plan_digest"]
    form = row["form"]
    self.state = state
    version = row["version"]
    signers = try decoded([DocumentForm.Signer].self, row["signers"])
    values = try decoded([String: DocumentValue].self, row["values"])
    caseState = row["case_state"]
    dueAt = row["due_at"]
    draftedBy = row["drafted_by"]
    draftedAt = row["drafted_at"]
    editedBy = row["edited_by"]
    issue = (row["number"] as String?).map { number in
      Issue(
        number: number, by: row["issued_by"], at: row["issued_at"],
        text: Label(zh: row["text_zh"], en: row["text_en"]), sha256: row["text_sha256"])
    }
    service = try (row["service"] as String?).map { try decoded(DocumentService.self, $0) }
    receipt = row["receipt"]
    withdrawnBy = row["withdrawn_by"]
    withdrawnAt = row["withdrawn_at"]
    ground = row["ground"]
  }
}

/// A document or form that casework did not write.
enum DocumentRecordError: Error, Equatable {
  case unknownState(String)
  /// No form was kept under this digest and id: the database was changed by other hands.
  case formNotKept(digest: String, form: String)
}
