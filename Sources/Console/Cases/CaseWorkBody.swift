import ActionPlan
import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// What a program sends with one step, act or note of one case.
struct CaseWorkBody: Decodable, Sendable {
  struct Reading: Decodable, Sendable {
    let instrument: String
    let quantity: String
    let value: String
  }

  /// Made by the client, unique per account; a repeat gets the first answer.
  let request: String
  /// The version of the case that was seen.
  let version: Int?
  let note: String?
  let cause: String?
  let unit: String?
  /// Latitude, longitude.
  let position: [Double]?
  let reading: Reading?
  let answer: String?
  let skip: Bool?
  let priority: String?
  let severity: String?
  let decision: String?
  /// Pictures in base64.
  let photos: [String]?

  /// Three photos as a phone sends them; more come one request each, as notes.
  static let bodyLimit = 16 * 1024 * 1024

  /// - Throws: `IntakeFault`.
  static func read(_ request: Request) async throws -> CaseWorkBody {
    try await JSONBody.read(
      request, limit: bodyLimit, shorter: "send fewer or smaller photos",
      saying: "request, and fields of their kinds")
  }

  func versionSeen() throws(IntakeFault) -> Int {
    guard let version else {
      throw .field("version", "missing", "send the version of the case that was seen")
    }
    return version
  }

  /// Everything but the photos.
  ///
  /// - Throws: `CaseRefusal`.
  func evidence() throws(CaseRefusal) -> StepEvidence {
    var evidence = StepEvidence(
      note: note, cause: cause, assignTo: unit,
      reading: reading.map {
        InstrumentReading(instrument: $0.instrument, quantity: $0.quantity, value: $0.value)
      }, publicAnswer: answer)
    if let position {
      guard position.count == 2 else { throw .positionNotOnEarth }
      evidence.position = Coordinate(longitude: position[1], latitude: position[0])
    }
    return evidence
  }

  /// - Throws: `IntakeFault`, `AttachmentError`, `FileFault`.
  func stagePhotos(in store: AttachmentStore) async throws -> [StagedAttachment] {
    let photos = photos ?? []
    guard photos.count <= StepEvidence.photoLimit else {
      throw IntakeFault(
        CaseRefusal.tooManyPhotos(found: photos.count, limit: StepEvidence.photoLimit))
    }
    let files = try photos.map { text throws(IntakeFault) in
      guard let bytes = Data(base64Encoded: text, options: .ignoreUnknownCharacters),
        !bytes.isEmpty
      else { throw .field("photos", "not base64", "send the pictures' bytes in base64") }
      return SubmittedForm.File(name: "photo", bytes: ByteBuffer(bytes: bytes))
    }
    return try await PhotoUpload.stage(files, in: store)
  }

  /// - Throws: `IntakeFault` that names the field.
  func act(_ name: CaseAct.Name) throws(IntakeFault) -> CaseAct {
    switch name {
    case .prioritise:
      guard let priority = priority.flatMap(CasePriority.init(rawValue:)) else {
        throw .field("priority", "missing or unknown", "write low, normal, high or urgent")
      }
      return .prioritise(priority)
    case .reclassify:
      guard let severity = severity.flatMap(Severity.init(rawValue:)) else {
        throw .field("severity", "missing or unknown", "write minor, ordinary, serious or grave")
      }
      return .reclassify(severity)
    case .decide:
      guard let decision, ["granted", "upheld"].contains(decision) else {
        throw .field("decision", "missing or unknown", "write granted or upheld")
      }
      return .decide(isGranted: decision == "granted")
    case .offer: return .offer(unit: unit ?? "")
    case .arbitrate: return .arbitrate(unit: unit ?? "")
    case .suspend: return .suspend
    case .resume: return .resume
    case .accept: return .accept
    case .refuse: return .refuse
    case .reopen: return .reopen
    case .appeal: return .appeal
    }
  }
}
