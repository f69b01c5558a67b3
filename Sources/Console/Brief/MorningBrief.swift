public import ActionPlan
import AirQuality
public import Ledger
import Steering

/// The morning's brief as text to paste into a work group: yesterday, to date, today's outlook, the
/// rank, the open cases.
public enum MorningBrief {
  /// - Parameter now: epoch seconds.
  /// - Returns: lines without markup.
  public static func text(
    plan: Plan, ledger: LedgerDatabase, language: Language, now: Int
  ) async throws -> String {
    let reading = try await BriefReading.read(plan: plan, ledger: ledger, scope: .all, now: now)
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    return text(reading, texts: catalogue.texts(in: language))
  }

  static func text(_ reading: BriefReading, texts: Texts) -> String {
    var lines = [
      texts(
        "brief.title",
        [
          "place": reading.place?.title ?? texts("brief.noPlace"),
          "day": day(reading.today, texts),
        ])
    ]
    if reading.place == nil {
      lines.append(texts("brief.noAir"))
    } else {
      lines.append(yesterday(reading, texts))
      if !reading.objectives.isEmpty {
        let last = day(reading.today.adding(days: -1), texts)
        lines.append(texts("brief.toDate", ["day": last]))
        lines += reading.objectives.map { "· " + objective($0, texts) }
      }
      lines.append(outlook(reading, texts))
      if let month = reading.month { lines.append(rank(month, texts)) }
    }
    lines.append(
      texts(
        "brief.cases",
        [
          "open": "\(reading.cases.open)", "late": "\(reading.cases.late)",
          "opened": "\(reading.cases.openedYesterday)",
          "closed": "\(reading.cases.closedYesterday)",
        ]))
    return lines.joined(separator: "\n")
  }

  private static func day(_ day: CalendarDay, _ texts: Texts) -> String {
    texts("brief.day", ["year": "\(day.year)", "month": "\(day.month)", "day": "\(day.day)"])
  }

  private static func yesterday(_ reading: BriefReading, _ texts: Texts) -> String {
    let day = day(reading.today.adding(days: -1), texts)
    guard let index = reading.yesterday else {
      return texts("brief.yesterdayNone", ["day": day])
    }
    let primary = index.primaryPollutants.map(\.name).joined(separator: texts("layout.separator"))
    let values = index.judgements.pairs.map { pollutant, judgement in
      "\(pollutant.name) \(judgement.judged)"
    }
    return texts(
      "brief.yesterday",
      [
        "day": day, "aqi": "\(index.aqi)",
        "category": texts.language == .zh
          ? index.category.chineseName : index.category.englishName,
        "primary": primary.isEmpty ? "" : texts("brief.primary", ["names": primary]),
        "values": values.joined(separator: texts("layout.separator")),
        "status": reading.status.map { texts("brief.status-\($0.rawValue)") } ?? "",
      ])
  }

  private static func objective(_ reading: ObjectiveReading, _ texts: Texts) -> String {
    let label = texts(reading.objective.label)
    switch reading {
    case .unknown:
      return texts("brief.objectiveUnknown", ["label": label])
    case .daily(let standing, _):
      var parts = [figure(standing.toDate?.description, standing.target, label, texts)]
      parts += [ObjectivesView.rest(standing, texts)].compactMap(\.self)
      if standing.daysLeft > 0, let probability = standing.probability {
        parts.append(
          texts("objectives.likely", ["percent": ObjectivesView.percent(probability)]))
      }
      return parts.joined(separator: texts("brief.comma"))
    case .figures(let standing):
      let course = texts("objectives.course-\(standing.course.rawValue)")
      let card = ObjectiveTable.card(standing, at: nil, texts)
      var parts = [figure(card.toDate, standing.objective.target, label, texts)]
      // A rank speaks of its own span; the others of the year so far, as the heading says.
      if case .rank = standing.reading { parts += [card.days].compactMap(\.self) }
      return (parts + [course]).joined(separator: texts("brief.comma"))
    }
  }

  private static func figure(
    _ figure: String?, _ target: Objective.Target?, _ label: String, _ texts: Texts
  ) -> String {
    guard let target, let shown = ObjectivesView.target(target) else { return label }
    return texts(
      "brief.figure",
      [
        "label": label, "target": shown,
        "figure": [figure ?? "—", target.unit].filter { !$0.isEmpty }.joined(separator: " "),
      ])
  }

  private static func outlook(_ reading: BriefReading, _ texts: Texts) -> String {
    guard let outlook = reading.outlook else { return texts("brief.outlookNone") }
    func category(_ aqi: Int) -> String {
      let category = AirQualityCategory(aqi: aqi)
      return texts.language == .zh ? category.chineseName : category.englishName
    }
    let names = [category(outlook.low), category(outlook.high)]
    return texts(
      "brief.outlook",
      [
        "low": "\(outlook.low)", "high": "\(outlook.high)", "middle": "\(outlook.middle)",
        "category": names[0] == names[1] ? names[0] : names.joined(separator: texts("brief.to")),
      ])
  }

  private static func rank(
    _ month: (table: RankingTable, rank: Int, label: Label, stage: MonthStage), _ texts: Texts
  ) -> String {
    texts(
      "brief.rank",
      [
        "month": month.table.period.description, "label": texts(month.label),
        "rank": "\(month.rank)", "count": "\(month.table.rankedCount)",
        "stage": texts("months.stage-\(month.stage.rawValue)"),
      ])
  }
}
