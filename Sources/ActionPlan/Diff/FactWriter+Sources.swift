/// Other ways in, and platforms above.
extension FactWriter {
  func source(_ source: DataSource) -> Element {
    let time = source.time
    let points: [String] =
      switch source.points {
      case .one(let point): [point]
      case .named(let sender, let points):
        ["\(sender)"] + points.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      }
    let flag = source.flag.map { flag in
      ["\(flag.at)"] + flag.words.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    }
    return Element(
      source.id, source.label,
      [
        .label(source.label), .text("kind", "方式", "kind", source.kind.rawValue),
        .text("format", "格式", "format", source.format.rawValue),
        .text("readings", "读数位置", "readings", source.readings.map { "\($0)" }),
        .words("points", "点位", "points", .list(points)),
        .text("factor", "因子位置", "factor", source.factor.map { "\($0)" }),
        .text(
          "time", "时间", "time",
          "\(time.at.map { "\($0)" }.joined(separator: " ")), \(time.form), \(time.labels.rawValue), "
            + offset(time.utcOffsetSeconds)),
        .words("flag", "标记", "flag", .list(flag ?? [])),
        .words("values", "数值", "values", .list(source.values.map(value))),
        .words("missing", "无值写法", "missing", .list(source.missing.sorted())),
        .words("expect", "应有间隔", "expected every", source.expectSeconds.map(Label.duration)),
      ])
  }

  private func value(_ value: DataSource.Value) -> String {
    var text = "\(value.at)"
    if let factor = value.factor { text += " [\(factor)]" }
    text += " → \(value.quantity)/\(value.statistic)/\(value.windowSeconds)"
    if value.shift != 0 { text += " ×10^\(value.shift)" }
    if let flag = value.flag { text += " (\(flag))" }
    return text
  }

  private func offset(_ seconds: Int) -> String {
    let minutes = abs(seconds) / 60 % 60
    return
      "\(seconds < 0 ? "-" : "+")\(abs(seconds) / 3600):\(minutes < 10 ? "0" : "")\(minutes)"
  }

  func destination(_ destination: Destination) -> Element {
    var facts: Facts = [
      .label(destination.label),
      .words("devices", "设备", "devices", .list(destination.devices?.sorted() ?? [])),
      .words("commands", "命令", "commands", .list(destination.commands?.sorted() ?? [])),
      .flag("rewrite", "重新编码", "written anew", destination.rewriting != nil),
    ]
    if let rewriting = destination.rewriting {
      let numbers = rewriting.numbers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      facts += [
        .words("numbers", "设备号对照", "numbers", .list(numbers)),
        .text("system", "系统编码", "system", rewriting.system),
        .text("edition", "版本", "edition", rewriting.version.map { $0 == 0 ? "2005" : "2017" }),
        rewriting.wantsAnswers.flatMap { .flag("answers", "要求应答", "answers", $0) },
        .words("factors", "因子", "factors", .list(rewriting.factors?.sorted() ?? [])),
      ]
    }
    return Element(destination.id, destination.label, facts)
  }
}
