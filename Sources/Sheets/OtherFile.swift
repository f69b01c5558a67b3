/// Files that people take for a table and that none is, by how they begin.
enum OtherFile {
  case protected, oldWorkbook, page, pdf, archive, richText

  init?(_ bytes: [UInt8]) {
    let head = Array(bytes.prefix(64))
    let text = head.drop { [0xEF, 0xBB, 0xBF].contains($0) || $0 <= UInt8(ascii: " ") }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      // The stream's name in the directory of the compound file (MS-OFFCRYPTO, 2.3.4.4).
      let name = Array("EncryptedPackage".utf8).flatMap { (byte: UInt8) -> [UInt8] in [byte, 0] }
      self = bytes.firstRange(of: name) != nil ? .protected : .oldWorkbook
    } else if head.starts(with: [0x09, 0x08]) || head.starts(with: [0x09, 0x04])
      || head.starts(with: [0x09, 0x02])
    {
      // Sheets of Excel before 5, and what some programs still write as .xls.
      self = .oldWorkbook
    } else if text.first == UInt8(ascii: "<") {
      self = .page
    } else if head.starts(with: Array("%PDF".utf8)) {
      self = .pdf
    } else if head.starts(with: Array("{\\rtf".utf8)) {
      self = .richText
    } else if head.starts(with: [0x1F, 0x8B]) || head.starts(with: Array("Rar!".utf8))
      || head.starts(with: [0x37, 0x7A, 0xBC, 0xAF])
    {
      self = .archive
    } else {
      return nil
    }
  }

  func error(path: String) -> SheetError {
    switch self {
    case .protected:
      SheetError(
        path: path, zh: "文件设有打开密码，请取消密码后另存为 .xlsx",
        en: "it has a password; save it as .xlsx without one")
    case .oldWorkbook:
      SheetError(
        path: path, zh: "这是旧格式的表格（.xls 或 .et），请另存为 .xlsx 或 .csv",
        en: "it is an old .xls or .et; save it as .xlsx or .csv")
    case .page:
      SheetError(
        path: path, zh: "这是网页，不是表格（有些系统导出的 .xls 就是网页），请用 Excel 打开后另存为 .xlsx",
        en: "it is a web page and no table, as the .xls of some systems is; open it with Excel and "
          + "save it as .xlsx")
    case .pdf:
      SheetError(
        path: path, zh: "这是 PDF，不是表格，请上传 .xlsx 或 .csv",
        en: "it is a PDF and no table; send .xlsx or .csv")
    case .richText:
      SheetError(
        path: path, zh: "这是文档，不是表格，请上传 .xlsx 或 .csv",
        en: "it is a document and no table; send .xlsx or .csv")
    case .archive:
      SheetError(
        path: path, zh: "这是压缩包，请解压后上传其中的表格", en: "it is an archive; unpack it and send the table")
    }
  }
}
