public import ActionPlan
import Foundation
import Glibc

/// Prints official documents as Word and PDF: pandoc lays the text into our styles, LibreOffice makes
/// the PDF of that. Neither needs the network.
public struct DocumentPrinter: Sendable {
  static let wordSeconds = 20
  static let pdfSeconds = 90

  public init() {}

  /// The programs that are missing; empty where documents can be printed.
  public static var missing: [String] {
    ["pandoc", "soffice", "timeout", "prlimit"].filter { OutsideProgram.path($0) == nil }
  }

  /// A document as `.docx`; blocks.
  ///
  /// - Parameter at: epoch seconds that the file is dated with: the same text gives the same bytes.
  public func word(_ text: FormText, _ language: Language, at: Int) throws(PrintFault) -> [UInt8] {
    try Self.inFolder { folder throws(PrintFault) in
      try Self.write(WordParts.reference(language), to: "\(folder)/reference.docx")
      try Self.write(Array(FormHTML.page(text).utf8), to: "\(folder)/text.html")
      try OutsideProgram(name: "pandoc", seconds: Self.wordSeconds).run(
        [
          "--from=html", "--to=docx", "--reference-doc=reference.docx", "--output=text.docx",
          "text.html",
        ], in: folder, environment: ["SOURCE_DATE_EPOCH": "\(at)"])
      return try Self.read("\(folder)/text.docx", of: "pandoc")
    }
  }

  /// A `.docx` of ours as PDF; blocks.
  public func pdf(ofWord word: [UInt8]) throws(PrintFault) -> [UInt8] {
    try Self.inFolder { folder throws(PrintFault) in
      try Self.write(word, to: "\(folder)/text.docx")
      try Self.write(Array(Self.fonts.utf8), to: "\(folder)/fonts.conf")
      try OutsideProgram(name: "soffice", seconds: Self.pdfSeconds).run(
        [
          "-env:UserInstallation=file://\(folder)/profile", "--headless", "--norestore",
          "--nolockcheck", "--convert-to", "pdf", "--outdir", folder, "text.docx",
        ], in: folder, environment: ["FONTCONFIG_FILE": "\(folder)/fonts.conf"])
      return try Self.read("\(folder)/text.pdf", of: "soffice")
    }
  }

  /// The fonts that Debian has for those that official documents name.
  private static var fonts: String {
    let stand: [(String, [String])] = [
      ("仿宋", ["FangSong", "Noto Serif CJK SC"]), ("宋体", ["SimSun", "Noto Serif CJK SC"]),
      ("方正小标宋简体", ["Noto Serif CJK SC"]), ("黑体", ["SimHei", "Noto Sans CJK SC"]),
      ("Times New Roman", ["Liberation Serif", "Noto Serif CJK SC"]),
      ("Arial", ["Liberation Sans", "Noto Sans CJK SC"]),
    ]
    let matches = stand.map { name, others in
      let strings = others.map { "<string>\($0)</string>" }.joined()
      return "<match target=\"pattern\"><test name=\"family\"><string>\(name)</string></test>"
        + "<edit name=\"family\" mode=\"append\" binding=\"strong\">\(strings)</edit></match>"
    }
    return """
      <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
      <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
      \(matches.joined(separator: "\n"))
      </fontconfig>

      """
  }

  /// A folder that only its owner reads, and that is gone afterwards.
  private static func inFolder(
    _ work: (String) throws(PrintFault) -> [UInt8]
  ) throws(PrintFault) -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "lantian-print-\(UUID().uuidString)").path
    guard mkdir(folder, 0o700) == 0 else { throw .folder(folder) }
    defer {
      // What stays behind of it is the system's to clear; the document is made.
      _ = try? FileManager.default.removeItem(atPath: folder)
    }
    return try work(folder)
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(PrintFault) {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      throw .folder(path)
    }
  }

  private static func read(_ path: String, of program: String) throws(PrintFault) -> [UInt8] {
    let bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
    guard (1...OutsideProgram.largest).contains(bytes.count) else {
      throw .badSize(program: program, bytes: bytes.count)
    }
    return bytes
  }
}
