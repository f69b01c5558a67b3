/// What an official document of a case looks like and what it may not be issued without. 文书格式
///
/// Kept as JSON with the documents drafted under it: the names of its parts never change.
public struct DocumentForm: Sendable, Hashable, Codable {
  /// Who may sign a document of a case. 签发人
  public enum Signer: Sendable, Hashable {
    /// An officer of the unit that leads the procedure, or of the one the case is assigned to.
    case lead, assignee
    /// The duty desk; a leader.
    case duty, leader
    case unit(String)
  }

  /// A reading by somebody else before it is signed, such as legal review. 审核
  public struct Review: Sendable, Hashable, Codable {
    public let id: String
    public let label: Label

    public init(id: String, label: Label) {
      self.id = id
      self.label = label
    }
  }

  public enum Subject: String, Sendable, CaseIterable, Codable {
    /// The service of another document: the form is a receipt of it. 送达回证
    case service
  }

  public let id: String
  public let label: Label
  public let clause: String?
  /// The unit in whose name it is issued.
  public let office: String
  /// The office's way of numbering, e.g. `虞环责改〔{year}〕{number}号`.
  public let numbering: String
  /// Who may sign, at least one; the first is the usual one.
  public let sign: [Signer]
  /// Whom it is for; nil for the office's own papers.
  public let to: Step.Actor?
  /// What it is about where that is another document; nil where it is about the case.
  public let of: Subject?
  public let reviews: [Review]
  public let fields: [DocumentField]
  /// Markdown with Mustache in each language, as `DocumentTemplate` reads it.
  public let text: Label

  public init(
    id: String, label: Label, clause: String?, office: String, numbering: String, sign: [Signer],
    to: Step.Actor? = nil, of: Subject? = nil, reviews: [Review] = [], fields: [DocumentField],
    text: Label
  ) {
    self.id = id
    self.label = label
    self.clause = clause
    self.office = office
    self.numbering = numbering
    self.sign = sign
    self.to = to
    self.of = of
    self.reviews = reviews
    self.fields = fields
    self.text = text
  }

  public func field(_ id: String) -> DocumentField? { fields.first { $0.id == id } }

  /// The number as printed.
  public func number(_ count: Int, ofYear year: Int) -> String {
    numbering.replacing("{year}", with: "\(year)").replacing("{number}", with: "\(count)")
  }
}

/// One thing that a document says. 要素
public struct DocumentField: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// One line; several lines.
    case text, prose
    case date
    /// One of the field's choices.
    case choice
    /// A person's name and the number of the certificate to enforce the law.
    case officer
  }

  /// What a case fills in by itself.
  public enum Source: String, Sendable, CaseIterable, Codable {
    /// Name, unified social credit code and place of the facility.
    case facility, place
    case creditCode = "credit-code"
    /// Number, title and clause of the case.
    case caseNumber = "case-number"
    case title, clause
    /// When it happened and when the case was closed.
    case occurred, closed
    /// What happened in sentences; what was measured against which limits.
    case facts, readings
    /// The monitors whose readings the case rests on.
    case monitors
    /// Names of the units: assigned, leading.
    case assignee, lead
    /// The present step's deadline, and how late it is.
    case due, late
    /// What was to be done by then.
    case awaited
    /// What the last step said: note, cause.
    case handled, cause
    /// Each step with its time and taker.
    case history
    /// Each photo of the case with when, where and by whom it was taken and how its SHA-256 begins.
    case photos
    /// People who took steps in the case, the last of them first; a second `officer` gets the next.
    case officer
    /// Of the document that a receipt is about: what it is called, its number; how it was served, on
    /// which day, at what time and where, to whom, before which witness, why it was refused.
    case servedDocument = "served-document"
    case servedNumber = "served-number"
    case serviceWay = "service-way"
    case servedOn = "served-on"
    case serviceTime = "service-time"
    case servicePlace = "service-place"
    case receiver, witness, refusal

    /// Whether only a receipt of service can be filled from it.
    public var isOfService: Bool {
      switch self {
      case .servedDocument, .servedNumber, .serviceWay, .servedOn, .serviceTime, .servicePlace,
        .receiver, .witness, .refusal:
        true
      default: false
      }
    }
  }

  /// When a field is needed.
  public enum Need: Sendable, Hashable {
    case never, always
    /// The case rests on readings of an instrument.
    case telemetry
    /// Another field holds one of these values.
    case field(String, among: [String])
  }

  public struct Choice: Sendable, Hashable, Codable {
    public let id: String
    public let label: Label

    public init(id: String, label: Label) {
      self.id = id
      self.label = label
    }
  }

  public let id: String
  public let label: Label
  public let kind: Kind
  public let from: Source?
  public let need: Need
  public let choices: [Choice]
  /// Where to find what has to be written; shown beside the field.
  public let hint: Label?

  public init(
    id: String, label: Label, kind: Kind, from: Source? = nil, need: Need = .never,
    choices: [Choice] = [], hint: Label? = nil
  ) {
    self.id = id
    self.label = label
    self.kind = kind
    self.from = from
    self.need = need
    self.choices = choices
    self.hint = hint
  }

  /// The names by which a text may show it, or ask for it.
  public var names: [String] {
    switch kind {
    case .text, .prose, .date: [id]
    case .choice: [id] + choices.map { "\(id).\($0.id)" }
    case .officer: [id, "\(id).name", "\(id).certificate"]
    }
  }
}

extension DocumentForm.Signer: Codable {
  /// `lead`, `assignee`, `duty`, `leader`, `unit:EEB`.
  public var code: String {
    switch self {
    case .lead: "lead"
    case .assignee: "assignee"
    case .duty: "duty"
    case .leader: "leader"
    case .unit(let unit): "unit:\(unit)"
    }
  }

  /// Reads a `code` back; nil where it is none.
  public init?(code: String) {
    switch code {
    case "lead": self = .lead
    case "assignee": self = .assignee
    case "duty": self = .duty
    case "leader": self = .leader
    case let other where other.hasPrefix("unit:") && other.utf8.count > 5:
      self = .unit(String(other.dropFirst(5)))
    default: return nil
    }
  }

  static let words = ["lead", "assignee", "duty", "leader"]

  public init(from decoder: any Decoder) throws {
    let code = try decoder.singleValueContainer().decode(String.self)
    guard let signer = Self(code: code) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no signer is called \(code)"))
    }
    self = signer
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}

extension DocumentField.Need: Codable {
  /// `never`, `always`, `telemetry`, or the other field's id and its values.
  public init(from decoder: any Decoder) throws {
    let words = try decoder.singleValueContainer().decode([String].self)
    switch words {
    case ["always"]: self = .always
    case ["telemetry"]: self = .telemetry
    case let words where words.count > 1:
      self = .field(words[0], among: Array(words.dropFirst()))
    default: self = .never
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .never: try container.encode(["never"])
    case .always: try container.encode(["always"])
    case .telemetry: try container.encode(["telemetry"])
    case .field(let field, let values): try container.encode([field] + values)
    }
  }
}
