import ActionPlan

/// The paragraph styles of official documents, by the names a clerk sees in Word.
///
/// Sizes and distances are those of GB/T 9704-2012, 党政机关公文格式: body 3号 (16 pt) with 22 lines a
/// page, title 2号 (22 pt), page number 4号 (14 pt).
enum WordStyle {
  static let line = "红线"
  static let cell = "表格文字"

  static func name(of style: FormText.Style) -> String {
    switch style {
    case .head: "红头"
    case .number: "发文字号"
    case .title: "公文标题"
    case .section: "一级标题"
    case .plain: "顶格正文"
    case .body: "公文正文"
    case .sign: "落款"
    case .note: "附注"
    }
  }

  /// Body before a signature, which never stands on a page alone.
  static let bodyBeforeSign = "落款前正文"

  /// What differs by language, in half points of type and twentieths of a point of lines.
  private struct Measures {
    let body: Int
    let line: Int
    let head: Int
    let title: Int
    let small: Int
    let smallLine: Int
    /// Chinese fills its lines; English words would be torn apart.
    let align: String
    let indent: String

    static func of(_ language: Language) -> Measures {
      language == .zh
        ? Measures(
          body: 32, line: 579, head: 60, title: 44, small: 24, smallLine: 400, align: "both",
          indent: "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>")
        : Measures(
          body: 24, line: 360, head: 36, title: 32, small: 20, smallLine: 280, align: "left",
          indent: "<w:spacing w:after=\"120\" w:line=\"360\" w:lineRule=\"exact\"/>")
    }
  }

  /// `word/styles.xml`.
  static func stylesheet(_ language: Language) -> String {
    let type = Measures.of(language)
    return """
      \(WordParts.declaration)<w:styles \(WordParts.namespaces)>
      <w:docDefaults><w:rPrDefault><w:rPr>\(fonts("仿宋"))\(size(type.body))\
      <w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>
      <w:pPrDefault><w:pPr>\(spacing(line: type.line))</w:pPr></w:pPrDefault></w:docDefaults>
      <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
      \(paragraphs(type).joined(separator: "\n"))
      <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>
      <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
      <w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>
      <w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/>\
      <w:tblPr><w:tblBorders>\(borders)</w:tblBorders>\
      <w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>\
      <w:tcPr><w:vAlign w:val="center"/></w:tcPr></w:style>
      </w:styles>
      """
  }

  private static func paragraphs(_ type: Measures) -> [String] {
    let center = "<w:jc w:val=\"center\"/>"
    let align = "<w:jc w:val=\"\(type.align)\"/>"
    let small = spacing(before: 60, after: 60, line: type.smallLine)
    let red = "<w:color w:val=\"E00000\"/>"
    let heading = fonts("方正小标宋简体") + "<w:b/>"
    return [
      // Those that pandoc falls back on.
      paragraph("BodyText", "Body Text", "", ""),
      paragraph("FirstParagraph", "First Paragraph", "", ""),
      paragraph("Compact", "Compact", "", ""),
      paragraph(
        "LtHead", name(of: .head),
        "<w:keepNext/>\(spacing(before: 240, after: 200, line: type.head * 13))\(center)",
        heading + red + size(type.head)),
      paragraph(
        "LtNumber", name(of: .number),
        "<w:keepNext/>\(spacing(after: 160, line: type.line))\(center)", ""),
      paragraph(
        "LtLine", line,
        "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"18\" w:space=\"1\" w:color=\"E00000\"/></w:pBdr>"
          + spacing(after: 360, line: 120), size(8)),
      paragraph(
        "LtTitle", name(of: .title),
        "<w:keepNext/>\(spacing(before: 280, after: 280, line: type.title * 15))\(center)"
          + "<w:outlineLvl w:val=\"0\"/>", heading + size(type.title)),
      paragraph(
        "LtSection", name(of: .section), "<w:keepNext/>\(type.indent)<w:outlineLvl w:val=\"1\"/>",
        fonts("黑体", latin: "Arial") + (type.align == "left" ? "<w:b/>" : "")),
      paragraph("LtPlain", name(of: .plain), align, ""),
      paragraph("LtBody", name(of: .body), type.indent + align, ""),
      paragraph(
        "LtBodyKept", bodyBeforeSign, "<w:keepNext/><w:keepLines/>" + type.indent + align, ""),
      paragraph(
        "LtSign", name(of: .sign),
        "<w:keepNext/><w:keepLines/>\(spacing(before: 420, line: type.line))"
          + "<w:ind w:rightChars=\"200\" w:right=\"640\"/><w:contextualSpacing/><w:jc w:val=\"right\"/>",
        ""),
      paragraph("LtNote", name(of: .note), small + align, size(type.small)),
      paragraph("LtCell", cell, small, size(type.small)),
      paragraph("Footer", "footer", spacing(line: 320) + center, fonts("宋体") + size(28)),
    ]
  }

  private static var borders: String {
    ["top", "left", "bottom", "right", "insideH", "insideV"].map {
      "<w:\($0) w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/>"
    }.joined()
  }

  private static func paragraph(
    _ id: String, _ name: String, _ layout: String, _ type: String
  ) -> String {
    "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"\(id)\"><w:name w:val=\"\(name)\"/>"
      + "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>\(layout)</w:pPr><w:rPr>\(type)</w:rPr></w:style>"
  }

  private static func spacing(before: Int = 0, after: Int = 0, line: Int) -> String {
    "<w:spacing w:before=\"\(before)\" w:after=\"\(after)\" w:line=\"\(line)\" w:lineRule=\"exact\"/>"
  }

  private static func size(_ halfPoints: Int) -> String {
    "<w:sz w:val=\"\(halfPoints)\"/><w:szCs w:val=\"\(halfPoints)\"/>"
  }

  private static func fonts(_ chinese: String, latin: String = "Times New Roman") -> String {
    "<w:rFonts w:ascii=\"\(latin)\" w:hAnsi=\"\(latin)\" w:cs=\"\(latin)\""
      + " w:eastAsia=\"\(chinese)\"/>"
  }
}
