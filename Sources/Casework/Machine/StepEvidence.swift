public import ActionPlan
public import Ledger

/// What somebody offers with a step. Texts are kept as written; pages escape them.
public struct StepEvidence: Sendable, Hashable {
  /// Longest note or answer, in characters.
  public static let noteLimit = 4_000
  /// Most photos with one step.
  public static let photoLimit = 12

  public var note: String?
  /// Id of one of the procedure's causes.
  public var cause: String?
  /// Staged in the Ledger's `AttachmentStore`; they are named by a row when the step is taken.
  public var photos: [StagedAttachment]
  public var position: Coordinate?
  /// Unit id, where the step lets its taker choose or confirm the unit.
  public var assignTo: String?
  /// What a portable instrument showed.
  public var reading: InstrumentReading?
  /// The last day of the instrument's calibration, once the register was asked.
  var calibratedUntil: String?
  /// What the person who reported is told; only for cases from public reports.
  public var publicAnswer: String?
  /// Where it was done in the field: when, and when and where each photo was taken.
  var field: FieldEvidence?
  /// The same beside the server's clock, as the event keeps it.
  var fieldValues: [String: String] = [:]

  public init(
    note: String? = nil, cause: String? = nil, photos: [StagedAttachment] = [],
    position: Coordinate? = nil, assignTo: String? = nil, reading: InstrumentReading? = nil,
    publicAnswer: String? = nil
  ) {
    self.note = note
    self.cause = cause
    self.photos = photos
    self.position = position
    self.assignTo = assignTo
    self.reading = reading
    self.publicAnswer = publicAnswer
  }

  func offers(_ evidence: Step.Evidence) -> Bool {
    switch evidence {
    case .photo: !photos.isEmpty
    case .position: position != nil
    case .note: note.map { !$0.isBlank } ?? false
    case .cause: cause.map { !$0.isEmpty } ?? false
    case .reading: reading != nil
    }
  }
}

extension StepEvidence {
  /// Whether texts and photos stay within their limits.
  func checkLimits() throws(CaseRefusal) {
    for (field, text) in [("note", note), ("publicAnswer", publicAnswer)] {
      if let count = text?.count, count > Self.noteLimit {
        throw .textTooLong(field: field, found: count, limit: Self.noteLimit)
      }
    }
    if photos.count > Self.photoLimit {
      throw .tooManyPhotos(found: photos.count, limit: Self.photoLimit)
    }
  }
}

extension String {
  /// Nothing but white space.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension Coordinate {
  /// A finite position on Earth.
  var isOnEarth: Bool { (-180...180).contains(longitude) && (-90...90).contains(latitude) }
}
