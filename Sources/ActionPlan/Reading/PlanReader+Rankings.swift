import AirQuality

/// Rankings, and the names of places in imported tables.
extension PlanReader {
  func ranking(_ value: Value, _ id: String) -> AirRanking? {
    guard let table = Table(value, "ranking \"\(id)\"", .ranking, log: log) else { return nil }
    let label = label(table)
    let clause = clauseReference(table)
    let members = table.required("of", Self.membersRemedy).flatMap { self.members($0, table.name) }
    if let value = table["by"] { checkFigure(value, table.name) }
    let ties =
      table["ties"].map {
        word($0, "\"ties\" of \(table.name)", among: RankingTies.allCases)
      } ?? RankingTies.competition
    let isPublic = table["public"].map { flag($0, "\"public\" of \(table.name)") } ?? false
    guard let label, let members, let ties, let isPublic else { return nil }
    return AirRanking(
      id: id, label: label, clause: clause, members: members, ties: ties, isPublic: isPublic)
  }

  /// `上虞区`, or `{name: 上虞区, city: 绍兴市}`.
  func airPlaceName(_ value: Value, _ name: String) -> AirPlaceName? {
    if case .text = value.content {
      return text(value, name, longest: 60).map { AirPlaceName(name: $0) }
    }
    guard let table = Table(value, name, .airPlaceName, log: log) else { return nil }
    let place = table.required("name", "add the place's name, as imported tables write it")
      .flatMap { text($0, "the name of \(name)", longest: 60) }
    let city = table["city"].flatMap { text($0, "the city of \(name)", longest: 60) }
    guard let place, table["city"] == nil || city != nil else { return nil }
    return AirPlaceName(name: place, city: city)
  }

  private static let membersRemedy = "add of: {places: […]} or of: {stations: assessed}"

  private func members(_ value: Value, _ owner: String) -> AirRanking.Members? {
    guard let table = Table(value, "\"of\" of \(owner)", .rankingMembers, log: log) else {
      return nil
    }
    switch (table["places"], table["stations"]) {
    case (let places?, nil): return self.places(places, owner).map { .places($0) }
    case (nil, let stations?): return stationRole(stations, owner).map { .stations($0) }
    default:
      log.error(
        table.location, "\(table.name) must name either places or stations",
        "write {places: […]} or {stations: assessed}")
      return nil
    }
  }

  private func places(_ value: Value, _ owner: String) -> [AirPlaceName]? {
    guard let items = list(value, "\"places\" of \(owner)") else { return nil }
    guard items.count > 1 else {
      log.error(
        value.location, "\(owner) has fewer than two places", "name every place that is ranked")
      return nil
    }
    var places: [AirPlaceName] = []
    for item in items {
      guard let place = airPlaceName(item, "a place of \(owner)") else { continue }
      if places.contains(where: { $0.isName(of: place.name, city: place.city ?? "") }) {
        log.error(
          item.location, "\(owner) names \"\(Value.shortened(place.name))\" twice",
          "keep one, or tell them apart as {name: …, city: …}")
      }
      places.append(place)
    }
    return places.count == items.count ? places : nil
  }

  private func stationRole(_ value: Value, _ owner: String) -> AirRanking.StationRole? {
    if case .text("micro") = value.content {
      log.error(
        value.location, "\(owner) ranks micro-stations, which never enter published figures",
        "write assessed or town")
      return nil
    }
    return word(value, "\"stations\" of \(owner)", among: AirRanking.StationRole.allCases)
  }

  /// One figure so far; saying it keeps a plan's meaning when there are more.
  private func checkFigure(_ value: Value, _ owner: String) {
    if case .text(Self.compositeIndex) = value.content { return }
    log.error(
      value.location, "\"by\" of \(owner) cannot be \(value.kind)",
      suggestion(value, among: [Self.compositeIndex]))
  }

  static let compositeIndex = "composite-index"
}
