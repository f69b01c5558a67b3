import ActionPlan
import AirQuality

/// Whether a project may be built. Pure: every ground is told, the strictest decides.
struct AdmissionDecision {
  let check: AdmissionCheck
  let project: AdmissionProject
  let plan: Plan
  /// By pollutant.
  let offsets: [String: OffsetStanding]

  var answer: (entry: Zone.Entry, reasons: [CheckReason]) {
    let reasons =
      placeReasons + zoneReasons + tradeReasons + capacityReasons + questionReasons
      + offsetReasons
    let order: [CheckReason.Weight] = [.bars, .limits, .grants, .tells]
    let sorted = order.flatMap { weight in reasons.filter { $0.weight == weight } }
    let entry: Zone.Entry =
      switch sorted.first?.weight {
      case .bars: .forbidden
      case .limits: .restricted
      case .grants, .tells, nil: .allowed
      }
    return (entry, sorted)
  }

  private var placeReasons: [CheckReason] {
    guard let place = project.place else { return [CheckReason("outside", .bars)] }
    return project.placeIsApproximate
      ? [CheckReason("place-approximate", .tells, ["place": place.id])] : []
  }

  /// The zones that the project lies in, as far as is known.
  var zones: [Zone] {
    plan.zones.filter { zone in
      if let place = project.place, zone.places.contains(place.id) { return true }
      guard let position = project.position else { return false }
      return zone.boundary?.contains(position) ?? false
    }
  }

  private var zoneReasons: [CheckReason] {
    let within = zones.map { zone in
      guard let rule = strictest(of: zone) else {
        return CheckReason("zone-silent", .grants, ["zone": zone.id])
      }
      return CheckReason(
        "zone", Self.weight(rule.entry), ["zone": zone.id, "entry": rule.entry.rawValue],
        why: rule.why)
    }
    guard project.position == nil else {
      return within.isEmpty && !plan.zones.isEmpty ? [CheckReason("no-zone", .grants)] : within
    }
    // Without a position nobody can say on which side of an outline the project lies.
    let unknown = plan.zones.filter { zone in
      zone.boundary != nil && (strictest(of: zone).map { $0.entry > .allowed } ?? false)
    }
    return within
      + unknown.map { CheckReason("zone-needs-position", .limits, ["zone": $0.id]) }
  }

  private func strictest(of zone: Zone) -> Zone.Rule? {
    zone.rules.filter { $0.trades.isEmpty || $0.trades.contains(project.trade.id) }
      .max { $0.entry < $1.entry }
  }

  private var tradeReasons: [CheckReason] {
    let trade = project.trade
    let values = ["trade": trade.id]
    let catalogue: CheckReason.Weight =
      switch trade.catalogue {
      case .eliminated: .bars
      case .restricted: .limits
      case .encouraged, .allowed: .grants
      }
    var reasons = [CheckReason("catalogue-\(trade.catalogue.rawValue)", catalogue, values)]
    if trade.isTwoHigh { reasons.append(CheckReason("two-high", .limits, values)) }
    return reasons
  }

  /// A closed trade takes no new capacity, unless a ratio says how much old goes for it.
  private var capacityReasons: [CheckReason] {
    let trade = project.trade
    guard trade.isClosed || trade.replacement != nil else { return [] }
    var values = ["trade": trade.id]
    values["ratio"] = trade.replacement?.description
    values["capacity"] = project.capacity?.description
    guard let capacity = project.capacity else {
      return trade.isClosed
        ? [
          CheckReason(trade.replacement == nil ? "closed" : "closed-unless-replaced", .bars, values)
        ]
        : [CheckReason("capacity-not-stated", .limits, values)]
    }
    guard capacity > .zero else { return [CheckReason("no-new-capacity", .grants, values)] }
    guard let ratio = trade.replacement, let needed = capacity.multiplied(by: ratio) else {
      return [CheckReason("closed", .bars, values)]
    }
    let replaced = project.replaced ?? .zero
    values["needed"] = needed.description
    values["replaced"] = replaced.description
    return replaced >= needed
      ? [CheckReason("replacement-met", .grants, values)]
      : [CheckReason("replacement-short", .bars, values)]
  }

  private var questionReasons: [CheckReason] {
    check.questions.filter { project.yes.contains($0.id) }.map { question in
      CheckReason(
        "question", Self.weight(question.entry), ["question": question.id], why: question.why)
    }
  }

  private var offsetReasons: [CheckReason] {
    guard check.offsets != nil else { return [] }
    guard !project.emissions.isEmpty else { return [CheckReason("emissions-not-stated", .limits)] }
    let asked = needs.map { need in
      let values = [
        "pollutant": need.pollutant, "emission": need.emission.description,
        "ratio": need.ratio.description, "needed": need.tonnes.description,
        "drawn": need.standing.drawn.description, "left": need.standing.left.description,
        "rest": need.rest.description,
      ]
      if need.rest <= .zero { return CheckReason("offset-drawn", .grants, values) }
      return need.standing.left >= need.rest
        ? CheckReason("offset-due", .limits, values) : CheckReason("offset-short", .bars, values)
    }
    return asked.isEmpty ? [CheckReason("offset-none", .grants)] : asked
  }

  /// What the project must offset, in the plan's order of pollutants.
  var needs: [OffsetNeed] {
    guard let offsets = check.offsets else { return [] }
    var pollutants: [String] = []
    for ratio in offsets.ratios where !pollutants.contains(ratio.pollutant) {
      pollutants.append(ratio.pollutant)
    }
    let within = Set(zones.map(\.id))
    return pollutants.compactMap { pollutant in
      guard let emission = project.emissions[pollutant], emission > .zero,
        let ratio = offsets.ratios.filter({ ratio in
          ratio.pollutant == pollutant
            && (ratio.zones.isEmpty || !within.isDisjoint(with: ratio.zones))
            && (ratio.trades.isEmpty || ratio.trades.contains(project.trade.id))
        }).map(\.ratio).max(), ratio > .zero
      else { return nil }
      return OffsetNeed(
        pollutant: pollutant, emission: emission, ratio: ratio,
        standing: self.offsets[pollutant] ?? OffsetStanding(left: .zero, drawn: .zero))
    }
  }

  private static func weight(_ entry: Zone.Entry) -> CheckReason.Weight {
    switch entry {
    case .allowed: .grants
    case .restricted: .limits
    case .forbidden: .bars
    }
  }
}

/// What a project must offset of one pollutant.
struct OffsetNeed: Hashable {
  let pollutant: String
  /// Tonnes a year.
  let emission: ExactDecimal
  let ratio: ExactDecimal
  let standing: OffsetStanding

  var tonnes: ExactDecimal {
    guard let product = emission.multiplied(by: ratio) else {
      preconditionFailure("\(emission) t × \(ratio) is beyond what input and plan may say")
    }
    return product
  }

  /// Still to be drawn; 0 or below where nothing is.
  var rest: ExactDecimal { tonnes.subtracting(standing.drawn) ?? tonnes }
}
