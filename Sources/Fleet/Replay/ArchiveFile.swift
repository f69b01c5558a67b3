import Foundation

/// A file of an archive, plain or compressed with gzip.
enum ArchiveFile {
  /// - Throws: `ArchiveFault.unreadable`.
  static func bytes(_ path: String) throws(ArchiveFault) -> Data {
    guard path.hasSuffix(".gz") else {
      do {
        return try Data(contentsOf: URL(fileURLWithPath: path))
      } catch {
        throw .unreadable(file: path, cause: error.localizedDescription)
      }
    }
    return try unpacked(path)
  }

  /// Through the system's `gzip -dc`.
  private static func unpacked(_ path: String) throws(ArchiveFault) -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", "--", path]
    let output = Pipe()
    let complaints = Pipe()
    process.standardOutput = output
    process.standardError = complaints
    let data: Data
    do {
      try process.run()
      data = try output.fileHandleForReading.readToEnd() ?? Data()
    } catch {
      throw .unreadable(file: path, cause: error.localizedDescription)
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(
        decoding: complaints.fileHandleForReading.availableData, as: UTF8.self)
      throw .unreadable(
        file: path, cause: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return data
  }
}

public enum ArchiveFault: Error, Equatable, CustomStringConvertible {
  case unreadable(file: String, cause: String)
  case unknownArchive(file: String, header: [String])
  case badTable(String)
  case badField(file: String, line: Int, column: String, found: String)
  case sameDeviceNumber(mn: String, first: String, second: String)

  public var description: String {
    switch self {
    case .unreadable(let file, let cause):
      "\(file): cannot be read (\(cause)); give a .csv or .csv.gz file"
    case .unknownArchive(let file, let header):
      "\(file):1: the columns \(header.joined(separator: ", ")) are of no archive known here; "
        + "known are city,date,hour,station,… (cn-station-hourly) and "
        + "No,year,month,day,hour,… (PRSA)"
    case .badTable(let text): text
    case .badField(let file, let line, let column, let found):
      "\(file):\(line): \(column) is \"\(found)\"; correct it or take the row out"
    case .sameDeviceNumber(let mn, let first, let second):
      "\(first) and \(second) come out as the same device number \(mn); replay them apart"
    }
  }
}
