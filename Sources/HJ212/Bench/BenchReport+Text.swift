extension BenchReport {
  public enum Language: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"
  }

  /// The report as lines for a terminal or a file.
  public func lines(in language: Language) -> [String] {
    let isChinese = language == .chinese
    var lines = [
      isChinese ? "HJ 212 符合性测试报告" : "HJ 212 conformance report",
      isChinese
        ? "设备 MN：\(mn ?? "未知")　版本：\(edition?.name ?? "未知")　收到 \(frames) 个数据包"
        : "device MN: \(mn ?? "unknown"), edition: \(edition?.name ?? "unknown"), \(frames) frames received",
      "",
      isChinese ? "一、测试步骤" : "Steps",
    ]
    lines += steps.map { step in
      "  [\(Self.title(step.verdict, language))] \(isChinese ? step.step.chinese : step.step.english)"
    }
    lines += ["", isChinese ? "二、偏差（\(findings.count) 种）" : "Deviations (\(findings.count))"]
    if findings.isEmpty { lines.append(isChinese ? "  没有发现偏差" : "  none was found") }
    for (index, finding) in findings.enumerated() {
      lines.append("  \(index + 1). \(isChinese ? finding.chinese : finding.english)")
      lines.append("     " + Self.place(finding, language))
    }
    return lines
  }

  private static func title(_ verdict: BenchVerdict, _ language: Language) -> String {
    switch (verdict, language) {
    case (.passed, .chinese): "通过"
    case (.noData, .chinese): "无数据"
    case (.skipped, .chinese): "未测"
    case (.deviating, .chinese): "不符"
    case (.passed, .english): "passed"
    case (.noData, .english): "no data"
    case (.skipped, .english): "not tried"
    case (.deviating, .english): "deviates"
    }
  }

  private static func place(_ finding: BenchFinding, _ language: Language) -> String {
    let isChinese = language == .chinese
    var parts = [isChinese ? inChinese(finding.clause) : finding.clause]
    if let frame = finding.frame {
      parts.append(isChinese ? "第 \(frame) 包" : "frame \(frame)")
    }
    if let place = finding.byteOffset {
      parts.append(isChinese ? "第 \(place) 字节（从 0 起）" : "byte \(place) (from 0)")
    }
    if let step = finding.step { parts.append(isChinese ? step.chinese : step.english) }
    if finding.count > 1 {
      parts.append(isChinese ? "共 \(finding.count) 次" : "\(finding.count) times")
    }
    return parts.joined(separator: isChinese ? "；" : "; ")
  }

  private static func inChinese(_ clause: String) -> String {
    var text = clause
    for (word, chinese) in [("Appendix ", "附录 "), ("table ", "表 "), (", ", "、")] {
      text = text.split(separator: word, omittingEmptySubsequences: false).joined(
        separator: chinese)
    }
    return text
  }
}
