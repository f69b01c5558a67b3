public import ActionPlan

/// A photo or a document somebody added.
public struct Attachment: Sendable, Hashable, Identifiable {
  public let id: Int64
  /// Lower-case hex of the original's SHA-256; also names its file.
  public let sha256: String
  /// Length of the original.
  public let byteCount: Int
  public let mediaType: MediaType
  /// What the sender called a document; nil for a photo.
  public let name: String?
  /// Pixels, as stored (a rotation the camera noted is not applied); 0 for a document.
  public let width: Int
  public let height: Int
  public let takenBy: Actor
  /// Epoch seconds when it was stored.
  public let at: Int
  public let position: Coordinate?

  public init(
    id: Int64, sha256: String, byteCount: Int, mediaType: MediaType, name: String? = nil,
    width: Int, height: Int, takenBy: Actor, at: Int, position: Coordinate?
  ) {
    self.id = id
    self.sha256 = sha256
    self.byteCount = byteCount
    self.mediaType = mediaType
    self.name = name
    self.width = width
    self.height = height
    self.takenBy = takenBy
    self.at = at
    self.position = position
  }
}

/// What the first bytes say; names and headers are not believed.
public enum MediaType: String, Sendable, CaseIterable {
  case jpeg = "image/jpeg"
  case png = "image/png"
  case webp = "image/webp"
  case pdf = "application/pdf"
  case word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  case excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

  public var isPhoto: Bool { [.jpeg, .png, .webp].contains(self) }

  /// Of a file's name.
  var ending: String {
    switch self {
    case .jpeg: ".jpg"
    case .png: ".png"
    case .webp: ".webp"
    case .pdf: ".pdf"
    case .word: ".docx"
    case .excel: ".xlsx"
    }
  }

  /// Of a photo; `nil` for anything else.
  public init?(sniffing bytes: some Collection<UInt8>) {
    let head = Array(bytes.prefix(12))
    if head.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if head.count == 12, head.starts(with: Array("RIFF".utf8)),
      head[8...].elementsEqual("WEBP".utf8)
    {
      self = .webp
    } else {
      return nil
    }
  }

  /// Of a document; `nil` for anything else. The Office formats are archives, told apart by the name
  /// of their main part, which stands in the archive's directory as it is.
  public init?(sniffingDocument bytes: [UInt8]) {
    if bytes.starts(with: Array("%PDF-".utf8)) {
      self = .pdf
    } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      if bytes.holds("word/document.xml") {
        self = .word
      } else if bytes.holds("xl/workbook.xml") {
        self = .excel
      } else {
        return nil
      }
    } else {
      return nil
    }
  }
}

public enum AttachmentError: Error, Equatable, CustomStringConvertible {
  case empty
  case tooLarge(bytes: Int)
  case notAPhoto
  case notADocument
  case malformed(MediaType, at: Int)
  case animated
  case badDimensions(width: Int, height: Int)
  case noSuchAttachment(Int64)
  case fileMissing(sha256: String)
  case fileChanged(sha256: String)

  public var description: String {
    switch self {
    case .empty: "the file is empty; choose a photo"
    case .tooLarge(let bytes):
      "the file has \(bytes) bytes; send at most \(AttachmentStore.byteLimit) (10 MiB)"
    case .notAPhoto: "the file is no photo; send a JPEG, PNG or WebP"
    case .notADocument: "the file is of no kind that is kept; send a photo, PDF, DOCX or XLSX"
    case .malformed(let type, let at):
      "the \(type.rawValue) is damaged at byte \(at); take the photo again or save it anew"
    case .animated: "the file is animated; send a single photo"
    case .badDimensions(let width, let height):
      "the photo is \(width) by \(height) pixels; "
        + "send one of 1 to 20000 a side and at most 100 million"
    case .noSuchAttachment(let id): "there is no attachment \(id); reload the page"
    case .fileMissing(let sha256):
      "the file of attachment \(sha256) is missing; restore it from a backup"
    case .fileChanged(let sha256):
      "the file of attachment \(sha256) is not what was stored; restore it from a backup"
    }
  }
}

extension [UInt8] {
  /// Whether a text stands anywhere.
  fileprivate func holds(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in
      var rest = self[...]
      while let start = rest.firstIndex(of: wanted[0]), start + wanted.count <= count {
        if self[start..<start + wanted.count].elementsEqual(wanted) { return true }
        rest = self[(start + 1)...]
      }
      return false
    }
  }
}
