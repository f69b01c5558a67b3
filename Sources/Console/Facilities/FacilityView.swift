import ActionPlan
import Casework
import Ledger

/// A facility's page, ready for its template.
struct FacilityView: Sendable {
  struct Fact: Sendable {
    let label: String
    let text: String
  }

  struct Point: Sendable {
    let name: String
    let kindName: String
    let pointID: String
  }

  struct Device: Sendable {
    let href: String
    let name: String
    let mn: String
  }

  struct Cell: Sendable {
    let label: String
    let shown: ShownValue
  }

  struct Row: Sendable {
    let href: String
    let title: String
    let cells: [Cell]
  }

  struct Part: Sendable {
    let id: String
    let name: String
    let count: String
    let href: String
    let isLinked: Bool
    let rows: [Row]
    let addHref: String
    let mayAdd: Bool
  }

  let title: String
  let facts: [Fact]
  let isSimulated: Bool
  let hasMap: Bool
  let mapAt: String
  let points: [Point]
  let hasPoints: Bool
  let devices: [Device]
  let hasDevices: Bool
  let cases: [CaseLine]
  let hasCases: Bool
  let casesHref: String
  let hasMoreCases: Bool
  let parts: [Part]
  let hasParts: Bool
  let names: [FacilityAliasesView]
  let standings: [FacilityStandingsView]
  let isDoubtful: Bool
  let doubtHref: String
  let mayEdit: Bool
  let editHref: String
  /// What its contacts see.
  let firmHref: String
  let additions: [Addition]
  let hasAdditions: Bool

  /// A register that could name the facility and does not yet.
  struct Addition: Sendable {
    let href: String
    let name: String
  }

  init(
    _ reading: FacilityReading, account: Account, plan: Plan, texts: Texts, time: LocalTime,
    now: Int
  ) {
    let names = PlanNames(plan: plan, texts: texts)
    let facility = reading.facility
    title = texts(facility.name)
    facts = Self.facts(facility, names)
    isSimulated = facility.isSimulated
    hasMap = facility.position != nil
    mapAt = facility.position.map { "\($0.latitude),\($0.longitude)" } ?? ""
    points = reading.points.map {
      Point(
        name: texts($0.label), kindName: texts("facilities.point-\($0.kind.rawValue)"),
        pointID: $0.id)
    }
    hasPoints = !points.isEmpty
    devices = reading.devices.map {
      Device(href: "/devices/\($0.mn)", name: texts($0.label), mn: $0.mn)
    }
    hasDevices = !devices.isEmpty
    cases = reading.cases.map {
      CaseLine($0, facilities: [facility.id: facility], names: names, time: time, now: now)
    }
    hasCases = !cases.isEmpty
    casesHref = "/cases?show=all&facility=\(LocalPath.encode(facility.id))"
    hasMoreCases = reading.hasMoreCases
    parts = reading.parts.map {
      Self.part($0, facility: facility.id, account: account, plan: plan, texts: texts)
    }
    hasParts = !parts.isEmpty
    mayEdit = reading.doubt == nil && Policy.may(account, .settleFacility)
    self.names = [
      FacilityAliasesView(
        reading.aliases, of: facility.id, people: RowPeople(people: reading.people, names: names),
        maySettle: mayEdit, time: time,
        now: now)
    ]
    standings = [FacilityStandingsView(reading.standings, names: names)]
    isDoubtful = reading.doubt != nil
    doubtHref = "/facilities/doubts#\(facility.id)"
    editHref = "/facilities/\(facility.id)/edit"
    firmHref = FirmAddress.page(facility.id)
    let named = Set(reading.parts.map(\.register.id))
    additions = plan.registers.filter { register in
      !named.contains(register.id)
        && Policy.may(account, .editRegister, .register(register, of: plan))
    }.compactMap { register in
      Self.addHref(register, facility: facility.id).map {
        Addition(href: $0, name: texts(register.label))
      }
    }
    hasAdditions = !additions.isEmpty
  }

  private static func facts(_ facility: Facility, _ names: PlanNames) -> [Fact] {
    let texts = names.texts
    let other = texts.language == .zh ? facility.name.en : facility.name.zh
    return [
      ("facilities.otherName", other == texts(facility.name) ? "" : other),
      ("facilities.kind", texts(facility.kind.label)),
      ("facilities.creditCode", facility.creditCode ?? ""),
      ("facilities.place", names.place(facility.place) ?? ""),
      ("facilities.position", facility.position.map(CaseView.text) ?? ""),
      ("facilities.id", facility.id),
    ].filter { !$0.1.isEmpty }.map { Fact(label: texts($0.0), text: $0.1) }
  }

  private static func part(
    _ part: FacilityReading.Part, facility: String, account: Account, plan: Plan, texts: Texts
  ) -> Part {
    let register = part.register
    let wording = RegisterWording(plan: plan, texts: texts, names: part.names)
    let fields = register.fields.filter {
      $0.kind != .facility && $0.kind != .attachment && $0.kind != .position
        && $0.id != register.titleField?.id
    }.prefix(4)
    let list = RegisterAddress.list(register.id)
    let add = addHref(register, facility: facility)
    return Part(
      id: register.id, name: texts(register.label),
      count: RegisterListView.count(part.total, texts),
      href: part.field.map { "\(list)?f-\($0)=\(LocalPath.encode(facility))" } ?? list,
      isLinked: part.field != nil,
      rows: part.rows.map { row in
        Row(
          href: RegisterAddress.row(row.id, of: register.id),
          title: rowTitle(row, of: register, facility: facility, wording),
          cells: fields.map {
            Cell(
              label: texts($0.label),
              shown: wording.shown(row[$0.id], of: $0, in: register, row: row.id))
          })
      },
      addHref: add ?? "",
      mayAdd: add != nil && Policy.may(account, .editRegister, .register(register, of: plan)))
  }

  /// A row called by the facility itself is called by its number here.
  private static func rowTitle(
    _ row: RegisterRow, of register: Register, facility: String, _ wording: RegisterWording
  ) -> String {
    guard let title = register.titleField, row[title.id] != .text(facility) else {
      return "#\(row.id)"
    }
    return wording.title(of: row, in: register)
  }

  private static func addHref(_ register: Register, facility: String) -> String? {
    guard let field = register.fields.first(where: { $0.kind == .facility }) else { return nil }
    return "\(RegisterAddress.list(register.id))/new?\(field.id)=\(LocalPath.encode(facility))"
  }
}
