import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Who works where: the units' officers, the towns' grid cells, who is away.
struct PeopleController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("people", use: list)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewPeople) else { throw PageError.forbidden }
    let parameters = request.uri.queryParameters
    let search = RegisterListQuery.text(parameters, "q")
    let unit = parameters.get("unit").flatMap { subjects.plan.unit($0)?.id }
    let (plan, now) = (subjects.plan, subjects.now())
    let reading = try await subjects.ledger.read { db in
      try PeopleReading.read(plan: plan, now: now, in: db)
    }
    let texts = pages.texts(context)
    let view = PeopleView(
      reading, search: search, unit: unit,
      wording: AccountWording(plan: subjects.plan, texts: texts), time: pages.time)
    return pages.show("people/list", view, title: texts("people.title"), context: context)
  }
}

/// Officers as the register has them, accounts of units that it has not, and who is away.
struct PeopleReading: Sendable {
  let officers: [Officer]
  let accounts: [Account]
  let away: [Delegation]

  static func read(plan: Plan, now: Int, in db: Database) throws -> PeopleReading {
    PeopleReading(
      officers: try Officers.list(plan: plan, in: db),
      accounts: try Accounts.list(in: db).filter { $0.isEnabled && !$0.roles.isEmpty },
      away: try Delegations.away(at: now, in: db))
  }
}

struct PeopleView: Sendable {
  struct Person: Sendable {
    let name: String
    let phone: String
    let hasPhone: Bool
    let certificate: String
    let hasCertificate: Bool
    let isAway: Bool
    let awayText: String
    let hasAccount: Bool
  }
  struct Group: Sendable {
    let name: String
    let people: [Person]
  }

  let groups: [Group]
  let isEmpty: Bool
  let search: String
  let units: [AccountChoice]
  let isNarrowed: Bool
  let registerHref: String
  let hasRegister: Bool

  init(
    _ reading: PeopleReading, search: String, unit: String?, wording: AccountWording,
    time: LocalTime
  ) {
    let (plan, texts) = (wording.plan, wording.texts)
    let names = Dictionary(
      uniqueKeysWithValues: reading.accounts.map { ($0.id, $0.displayName) })
    let away = Dictionary(reading.away.map { ($0.absent, $0) }, uniquingKeysWith: { a, _ in a })
    func person(_ officer: Officer?, _ account: Account?) -> Person {
      let absence = account.flatMap { away[$0.id] }
      return Person(
        name: officer?.name ?? account?.displayName ?? "", phone: officer?.phone ?? "",
        hasPhone: officer?.phone != nil, certificate: officer?.certificate ?? "",
        hasCertificate: officer?.certificate != nil, isAway: absence != nil,
        awayText: absence.map { Self.away($0, names: names, texts: texts, time: time) } ?? "",
        hasAccount: account != nil)
    }
    let byName = Dictionary(
      reading.accounts.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { a, _ in a })
    let listed = Set(reading.officers.compactMap { $0.account?.lowercased() })
    groups = plan.units.filter { unit == nil || $0.id == unit }.compactMap { unit in
      let officers = reading.officers.filter { $0.unit == unit.id }.map { officer in
        person(officer, officer.account.flatMap { byName[$0.lowercased()] })
      }
      let others = reading.accounts.filter {
        $0.unit == unit.id && !listed.contains($0.name.lowercased())
      }.map { person(nil, $0) }
      let people = (officers + others).filter {
        search.isEmpty || $0.name.contains(search) || $0.phone.contains(search)
      }
      return people.isEmpty ? nil : Group(name: texts(unit.label), people: people)
    }
    isEmpty = groups.isEmpty
    self.search = search
    units = wording.unitChoices(unit)
    isNarrowed = !search.isEmpty || unit != nil
    registerHref = "/registers/\(plan.officers?.id ?? "")"
    hasRegister = plan.officers != nil
  }

  private static func away(
    _ absence: Delegation, names: [Int64: String], texts: Texts, time: LocalTime
  ) -> String {
    let until = time.date(absence.until - 1)
    guard let delegate = absence.delegate.flatMap({ names[$0] }) else {
      return texts("absence.away", ["until": until])
    }
    return texts("absence.awayBy", ["until": until, "name": delegate])
  }
}
