import ActionPlan
import Ledger
import NIOCore
import NIOPosix

/// Photos of a form on their way into the Ledger.
enum PhotoUpload {
  /// Checks a photo, off the event loop.
  static func examine(_ file: SubmittedForm.File) async throws -> ExaminedPhoto {
    let bytes = Array(file.bytes.readableBytesView)
    return try await NIOThreadPool.singleton.runIfActive { try AttachmentStore.examine(bytes) }
  }

  /// Checks photos and writes their files, off the event loop.
  ///
  /// - Throws: `AttachmentError`, `FileFault`.
  static func stage(
    _ files: [SubmittedForm.File], in store: AttachmentStore
  ) async throws -> [StagedAttachment] {
    var staged: [StagedAttachment] = []
    for file in files {
      let bytes = Array(file.bytes.readableBytesView)
      staged.append(
        try await NIOThreadPool.singleton.runIfActive { try store.stage(bytes) })
    }
    return staged
  }
}

extension PhotoUpload {
  /// Checks a photo or a document and writes its files, off the event loop.
  ///
  /// - Throws: `AttachmentError`, `FileFault`.
  static func stageFile(
    _ file: SubmittedForm.File, in store: AttachmentStore
  ) async throws -> StagedAttachment {
    let (bytes, name) = (Array(file.bytes.readableBytesView), file.name)
    return try await NIOThreadPool.singleton.runIfActive {
      MediaType(sniffing: bytes) == nil
        ? try store.stageDocument(bytes, name: name) : try store.stage(bytes)
    }
  }

  static func stageFiles(
    _ files: [SubmittedForm.File], in store: AttachmentStore
  ) async throws -> [StagedAttachment] {
    var staged: [StagedAttachment] = []
    for file in files { staged.append(try await stageFile(file, in: store)) }
    return staged
  }
}

/// A form's longitude and latitude do not make a position.
struct PositionFault: Error {}

extension SubmittedForm {
  /// The fields `longitude` and `latitude`, WGS-84 degrees; nil where both are empty.
  func position() throws(PositionFault) -> Coordinate? {
    let (longitude, latitude) = (text("longitude"), text("latitude"))
    if longitude == nil, latitude == nil { return nil }
    guard let longitude = longitude.flatMap({ Double($0) }),
      let latitude = latitude.flatMap({ Double($0) })
    else { throw PositionFault() }
    return Coordinate(longitude: longitude, latitude: latitude)
  }
}
