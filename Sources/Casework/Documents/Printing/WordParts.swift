import ActionPlan

/// The Word file that pandoc takes paper, margins, page number and styles from, made anew from these
/// lines each time.
enum WordParts {
  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  static let namespaces = """
    xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
    xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    """
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let word = "application/vnd.openxmlformats-officedocument.wordprocessingml"

  /// The bytes of a `.docx`.
  static func reference(_ language: Language) -> [UInt8] {
    StoredArchive.bytes([
      ("[Content_Types].xml", contentTypes), ("_rels/.rels", rootRelations),
      ("word/document.xml", document), ("word/_rels/document.xml.rels", documentRelations),
      ("word/styles.xml", WordStyle.stylesheet(language)), ("word/footer1.xml", footer),
      ("word/settings.xml", settings),
    ])
  }

  private static let contentTypes = """
    \(declaration)<Types xmlns="\(package)/content-types">\
    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
    <Default Extension="xml" ContentType="application/xml"/>\
    <Override PartName="/word/document.xml" ContentType="\(word).document.main+xml"/>\
    <Override PartName="/word/styles.xml" ContentType="\(word).styles+xml"/>\
    <Override PartName="/word/settings.xml" ContentType="\(word).settings+xml"/>\
    <Override PartName="/word/footer1.xml" ContentType="\(word).footer+xml"/></Types>
    """

  private static let rootRelations = """
    \(declaration)<Relationships xmlns="\(package)/relationships">\
    <Relationship Id="rId1" Type="\(office)/officeDocument" Target="word/document.xml"/></Relationships>
    """

  private static let documentRelations = """
    \(declaration)<Relationships xmlns="\(package)/relationships">\
    <Relationship Id="rId1" Type="\(office)/styles" Target="styles.xml"/>\
    <Relationship Id="rId2" Type="\(office)/settings" Target="settings.xml"/>\
    <Relationship Id="rId9" Type="\(office)/footer" Target="footer1.xml"/></Relationships>
    """

  /// A4; margins of 37, 26, 35 and 28 mm; GB/T 9704-2012, 5.2.
  private static let document = """
    \(declaration)<w:document \(namespaces)><w:body><w:p/><w:sectPr>\
    <w:footerReference w:type="default" r:id="rId9"/>\
    <w:pgSz w:w="11906" w:h="16838"/>\
    <w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>\
    </w:sectPr></w:body></w:document>
    """

  /// — 1 —
  private static let footer = """
    \(declaration)<w:ftr \(namespaces)><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>\
    <w:r><w:t xml:space="preserve">— </w:t></w:r>\
    <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>\
    <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>\
    <w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>
    """

  private static let settings = """
    \(declaration)<w:settings \(namespaces)><w:characterSpacingControl w:val="compressPunctuation"/>\
    <w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
    </w:settings>
    """
}
