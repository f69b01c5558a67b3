import AirQuality

/// Makes a plan of its files. Elements are read in an order in which whatever one may name has been
/// read before it; ids are noted even of elements that are otherwise wrong, so that one mistake gives
/// one diagnostic.
final class PlanReader {
  let files: [PlanFile]
  let log: DiagnosticLog
  /// The ids of each kind with the place of each, in the plan's order.
  var declared: [ElementKind: [String: Location]] = [:]
  /// Kinds of which some ids could not be read: whoever names one of these may be right.
  var unsure: Set<ElementKind> = []
  /// Registers with faults of their own: rules are not measured by what is left of them.
  var faultyRegisters: Set<String> = []
  /// `nil` until `plan.yml` was read, and where it is faulty.
  private(set) var head: PlanHead?
  private var sources: [ElementKind: [Value]] = [:]

  /// Boundary files that something names.
  var namedOutlines: Set<String> = []

  var units: [Unit] = []
  var clauses: [Clause] = []
  var quantities: [Quantity] = []
  var rankings: [AirRanking] = []
  var registers: [Register] = []
  var causes: [Cause] = []
  var documents: [DocumentForm] = []
  var procedures: [Procedure] = []
  var indicators: [Indicator] = []
  var checks: [Check] = []
  var systems: [OutsideSystem] = []
  /// The quality rule that each quantity has.
  var qualityOwners: [String: String] = [:]

  init(files: [PlanFile], log: DiagnosticLog) {
    self.files = files
    self.log = log
  }

  /// `nil` when the head of the plan is missing; otherwise whatever could be read. Whether it may run
  /// is for the log to say.
  func plan() -> Plan? {
    head = readHead()
    collectElements()
    noteIDs()
    units = elements(.unit, unit)
    let outlines = head.map { self.outlines($0.outlines) }
    let places = elements(.place) { place($0, $1, outlines: outlines?.places ?? [:]) }
    quantities = elements(.quantity, quantity)
    clauses = elements(.clause, clause)
    let chapters = head.map { checked($0.chapters) } ?? [:]
    rankings = elements(.ranking, ranking)
    let objectives = elements(.objective, objective)
    registers = elements(.register, register)
    let checklists = elements(.checklist, checklist)
    registers += checklists.map(register)
    checkRoles()
    causes = elements(.cause, cause)
    documents = elements(.document, document)
    procedures = elements(.procedure, procedure)
    let rules = elements(.rule, rule)
    checkIntakes()
    systems = elements(.system, system)
    let sources = elements(.source, dataSource)
    let destinations = elements(.destination, destination)
    let reports = head?.reports.flatMap { self.reports($0) }
    indicators = elements(.indicator, indicator)
    let campaigns = elements(.campaign, campaign)
    let trades = elements(.trade, trade)
    let zones = elements(.zone, zone)
    let credits = elements(.credit, credit)
    let vetoes = elements(.veto, veto)
    checks = elements(.check, check)
    let roles = elements(.role, role)
    let quality = elements(.quality, qualityRule)
    let tests = elements(.test, test)
    if head != nil { warnOfUnusedOutlines() }
    guard let head else { return nil }
    checkPresence(units: units, places: places)
    return Plan(
      id: head.id, title: head.title, digest: PlanDigest.of(files),
      utcOffsetSeconds: head.utcOffsetSeconds, center: head.center, zoom: head.zoom,
      boundary: outlines?.district, units: units, places: places, quantities: quantities,
      objectives: objectives, clauses: clauses, registers: registers, rules: rules,
      procedures: procedures, airDistrict: head.airDistrict, rankings: rankings, year: head.year,
      indicators: indicators, checklists: checklists, campaigns: campaigns, zones: zones,
      trades: trades, credits: credits, vetoes: vetoes, checks: checks, roles: roles, tests: tests,
      chapters: chapters, documents: documents, calendar: head.calendar,
      dailyBudget: head.dailyBudget, loop: head.loop, reports: reports, systems: systems,
      quality: quality, sources: sources, destinations: destinations)
  }

  private func checkPresence(units: [Unit], places: [Place]) {
    for kind in [ElementKind.unit, .place]
    where declared[kind, default: [:]].isEmpty && !unsure.contains(kind) {
      log.error(
        Location(file: "\(kind.plural).yml", line: 1, column: 1), "the plan declares no \(kind)",
        "add \(kind.plural).yml with at least one; Docs/plan-language.md shows how")
    }
  }

  /// Sorts the folder's files by what they hold.
  private func collectElements() {
    for file in files where !file.path.hasSuffix(".geojson") && file.path != "plan.yml" {
      guard let kind = kind(of: file) else { continue }
      let before = log.errorCount
      let documents = YAMLDocuments.read(file, log: log)
      if log.errorCount > before { unsure.insert(kind) }
      for document in documents {
        switch document.content {
        case .list(let items): sources[kind, default: []] += items
        case .table: sources[kind, default: []].append(document)
        case .nothing: break
        case .text:
          log.error(
            document.location, "the file holds \(document.kind) where \(kind.name) is needed",
            "begin it with \"\(kind): its-id\", or write a list of such elements")
        }
      }
    }
  }

  private func kind(of file: PlanFile) -> ElementKind? {
    let parts = file.path.split(separator: "/").map(String.init)
    let first = parts.first ?? ""
    let stem = first.hasSuffix(".yml") ? String(first.dropLast(4)) : first
    let isPlaced =
      parts.count <= 2 && file.path.hasSuffix(".yml")
      && (parts.count == 2) == !first.hasSuffix(".yml")
    if isPlaced, let kind = ElementKind.allCases.first(where: { $0.plural == stem }) { return kind }
    let top = Location(file: file.path, line: 1, column: 1)
    let near = Nearest.word(to: stem, among: ElementKind.allCases.map(\.plural) + ["plan"])
    if file.path.hasSuffix(".yaml") {
      log.error(top, "plan files end in .yml", "rename it to end in .yml")
    } else {
      log.error(
        top, "no kind of plan element is kept in \"\(file.path)\"",
        near.map { "did you mean \"\($0)\(parts.count > 1 ? "/" : ".yml")\"?" }
          ?? "use plan.yml, or \(ElementKind.allCases.map(\.plural).joined(separator: ", ")) as file or folder"
      )
    }
    return nil
  }

  /// Every element's id first, so that order within and between files does not matter.
  private func noteIDs() {
    for kind in ElementKind.allCases {
      for value in sources[kind, default: []] {
        guard case .table(let entries) = value.content,
          let entry = entries.first(where: { $0.key == kind.rawValue }),
          case .text(let id) = entry.value.content
        else { continue }
        if let first = declared[kind, default: [:]][id] {
          unsure.insert(kind)
          log.error(
            entry.value.location,
            "\(kind) \"\(Value.shortened(id))\" is declared twice, first at \(first)",
            "remove one, or give it an id of its own")
        } else {
          declared[kind, default: [:]][id] = entry.value.location
        }
      }
    }
    noteRegistersOfChecklists()
  }

  /// Inspections are rows of a register of the checklist's id.
  private func noteRegistersOfChecklists() {
    if unsure.contains(.checklist) { unsure.insert(.register) }
    for (id, location) in declared[.checklist, default: [:]].sorted(by: { $0.key < $1.key }) {
      if let first = declared[.register, default: [:]][id] {
        log.error(
          location,
          "checklist \"\(Value.shortened(id))\" needs the register of its id, which is declared at \(first)",
          "give one of the two another id")
        faultyRegisters.insert(id)
      } else {
        declared[.register, default: [:]][id] = location
      }
    }
  }

  private func elements<T>(_ kind: ElementKind, _ read: (Value, String) -> T?) -> [T] {
    var seen: Set<String> = []
    return sources[kind, default: []].compactMap { value in
      guard let id = id(of: value, kind) else {
        unsure.insert(kind)
        _ = read(value, "")
        return nil
      }
      let element = read(value, id)
      return seen.insert(id).inserted ? element : nil
    }
  }

  /// The id an element declares under its kind's name.
  private func id(of value: Value, _ kind: ElementKind) -> String? {
    guard case .table(let entries) = value.content else { return nil }
    guard let entry = entries.first(where: { $0.key == kind.rawValue }) else {
      log.error(
        value.location, "\(kind.name) has no id", "begin it with \"\(kind): its-id\"")
      return nil
    }
    return id(entry.value, kind.idShape, "the id of \(kind.name)")
  }
}
